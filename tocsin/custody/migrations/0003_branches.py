"""The log's tree: complete parts of it are kept, and never changed. Those of entries that are there already are made.

`fill` and `hold` stand by themselves, for they must go on working as they are when the models have changed.
"""

from django.db import migrations, models

from tocsin.custody.branches import Growing

MESSAGE = "the custody log is append-only"
CHUNK = 4096


def fill(apps, schema_editor):
    growing = Growing()
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT leaf_hash FROM custody_leaf WHERE position >= %s ORDER BY position LIMIT %s",
                [growing.size, CHUNK],
            )
            leaves = [bytes(row[0]) for row in cursor.fetchall()]
            if not leaves:
                return
            kept = growing.add(leaves)
            cursor.executemany("INSERT INTO custody_branch (level, place, hash) VALUES (%s, %s, %s)", kept)


def hold(apps, schema_editor):
    for statement in hold_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def hold_statements(vendor):
    """The SQL that makes the triggers."""
    if vendor == "postgresql":
        return [
            f"CREATE TRIGGER custody_branch_{act.lower()} BEFORE {act} ON custody_branch "
            f"FOR EACH {'STATEMENT' if act == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION custody_refuse()"
            for act in ("DELETE", "UPDATE", "TRUNCATE")
        ]
    acts = {
        "DELETE": "",
        "UPDATE": "",
        # REPLACE deletes without firing a DELETE trigger
        "INSERT": "WHEN EXISTS (SELECT 1 FROM custody_branch WHERE id = NEW.id "
        "OR (level = NEW.level AND place = NEW.place)) ",
    }
    return [
        f"CREATE TRIGGER custody_branch_{act.lower()} BEFORE {act} ON custody_branch {when}"
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for act, when in acts.items()
    ]


def release_statements(vendor):
    """The SQL that drops the triggers."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER custody_branch_{act} ON custody_branch" for act in ("delete", "update", "truncate")]
    return [f"DROP TRIGGER custody_branch_{act}" for act in ("delete", "update", "insert")]


class Migration(migrations.Migration):
    dependencies = [("custody", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Branch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("place", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("level", "place"), name="one_hash_per_branch")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(hold, migrations.RunPython.noop),
    ]
