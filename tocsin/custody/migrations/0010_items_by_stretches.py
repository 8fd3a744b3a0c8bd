"""SQLite finds an item in stretches of the log; its index of items alone is dropped. Nothing changes on PostgreSQL.

Django does not know the index: a later migration that alters `entry` must run `index` again after it. The statements
stand by themselves, for they must go on working as they are.
"""

from django.db import migrations

BY_ITEM = "custody_entry_item_936e0818"
BY_STRETCH = "custody_entry_item_by_stretch"


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP INDEX IF EXISTS {BY_ITEM}", params=None)
        schema_editor.execute(f"CREATE INDEX {BY_STRETCH} ON custody_entry (id >> 14, item)", params=None)


def restore(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP INDEX IF EXISTS {BY_STRETCH}", params=None)
        schema_editor.execute(f"CREATE INDEX {BY_ITEM} ON custody_entry (item)", params=None)


class Migration(migrations.Migration):
    dependencies = [("custody", "0009_leaves_in_order")]

    operations = [migrations.RunPython(index, restore)]
