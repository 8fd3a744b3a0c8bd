"""The words of reports: of every text in full, and of titles and publishers."""

from django.db import migrations

from tocsin.word_index import POSTGRESQL_FUNCTIONS, drop, make

COLUMNS = {"reports_reporttext": ("text",), "reports_report": ("title", "publisher")}


def put(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        for statement in POSTGRESQL_FUNCTIONS:
            schema_editor.execute(statement, params=None)
    for table, columns in COLUMNS.items():
        for statement in make(vendor, table, columns):
            schema_editor.execute(statement, params=None)


def take(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in COLUMNS:
        for statement in drop(vendor, table):
            schema_editor.execute(statement, params=None)
    if vendor == "postgresql":
        for function in ("tocsin_words", "tocsin_fold"):
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {function}(text)", params=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_copies")]
    operations = [migrations.RunPython(put, take)]
