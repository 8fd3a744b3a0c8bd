"""The words of alerts: headline and area, and each sentence."""

from django.db import migrations

from tocsin.word_index import drop, make

COLUMNS = {"alerts_alert": ("headline", "area"), "alerts_sentence": ("text",)}


def put(apps, schema_editor):
    for table, columns in COLUMNS.items():
        for statement in make(schema_editor.connection.vendor, table, columns):
            schema_editor.execute(statement, params=None)


def take(apps, schema_editor):
    for table in COLUMNS:
        for statement in drop(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_frozen_at_issue"), ("reports", "0003_words")]
    operations = [migrations.RunPython(put, take)]
