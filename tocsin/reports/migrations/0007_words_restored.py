"""PostgreSQL: the function that makes words finds the one it calls wherever it is called from.

`pg_restore` fills tables with no search path; without this a dump of the store could not be restored.
"""

from django.db import migrations


def _altered(said):
    def alter(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER FUNCTION tocsin_words(text) {said}")

    return alter


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_publishers_judged")]

    operations = [
        migrations.RunPython(_altered("SET search_path FROM CURRENT"), _altered("RESET search_path")),
    ]
