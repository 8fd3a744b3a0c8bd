"""The words of situations, and of what people said about figures that do not fit and about calls."""

from django.db import migrations

from tocsin.word_index import drop, make

COLUMNS = {
    "situations_situation": ("title", "summary"),
    "situations_decision": ("what", "reason"),
    "situations_outcome": ("reason",),
}


def put(apps, schema_editor):
    for table, columns in COLUMNS.items():
        for statement in make(schema_editor.connection.vendor, table, columns):
            schema_editor.execute(statement, params=None)


def take(apps, schema_editor):
    for table in COLUMNS:
        for statement in drop(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("situations", "0006_proposals"), ("reports", "0003_words")]
    operations = [migrations.RunPython(put, take)]
