"""SQLite keeps the leaves themselves in the order of their positions, no longer beside an index of them.

Its tables are made anew for that, and with them the triggers on leaves; nothing changes on PostgreSQL.
"""

from importlib import import_module

from django.db import migrations

from tocsin.custody.place import Place

APPEND_ONLY = import_module("tocsin.custody.migrations.0002_append_only")


def hold(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in APPEND_ONLY.hold_statements("sqlite"):
            if " ON custody_leaf " in statement:
                schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("custody", "0008_opentimestamps")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, hold),
        migrations.AlterField("leaf", "position", Place(primary_key=True, serialize=False)),
        migrations.RunPython(hold, migrations.RunPython.noop),
    ]
