"""The database itself refuses to delete or change what the log holds, whoever asks: a program, a shell, an admin.

Allowed is what the log needs: to add, and to erase an entry's actor, reason and secret, all three together.
SQLite drops triggers when Django rebuilds a table: a later migration that alters `entry` or `leaf` must run
`hold` again after it.
"""

from django.db import migrations

MESSAGE = "the custody log is append-only"
#: an UPDATE of an entry that is no erasure
NO_ERASURE = """NOT (
    NEW.id {same} OLD.id AND NEW.canonical {same} OLD.canonical AND NEW.item {same} OLD.item
    AND NEW.action {same} OLD.action AND NEW.at {same} OLD.at
    AND NEW.actor = '' AND NEW.reason = '' AND NEW.salt IS NULL
)"""

#: trigger -> (table, act, condition or None)
SQLITE = {
    "custody_entry_delete": ("custody_entry", "DELETE", None),
    "custody_entry_update": ("custody_entry", "UPDATE", NO_ERASURE.format(same="IS")),
    # REPLACE deletes without firing a DELETE trigger
    "custody_entry_replace": (
        "custody_entry",
        "INSERT",
        "EXISTS (SELECT 1 FROM custody_entry WHERE id = NEW.id)",
    ),
    "custody_leaf_delete": ("custody_leaf", "DELETE", None),
    "custody_leaf_update": ("custody_leaf", "UPDATE", None),
    "custody_leaf_replace": (
        "custody_leaf",
        "INSERT",
        "EXISTS (SELECT 1 FROM custody_leaf WHERE position = NEW.position OR entry_id = NEW.entry_id)",
    ),
}
POSTGRESQL = {
    "custody_entry_delete": ("custody_entry", "DELETE", None),
    "custody_entry_update": ("custody_entry", "UPDATE", NO_ERASURE.format(same="IS NOT DISTINCT FROM")),
    "custody_entry_truncate": ("custody_entry", "TRUNCATE", None),
    "custody_leaf_delete": ("custody_leaf", "DELETE", None),
    "custody_leaf_update": ("custody_leaf", "UPDATE", None),
    "custody_leaf_truncate": ("custody_leaf", "TRUNCATE", None),
}
REFUSE = f"""CREATE OR REPLACE FUNCTION custody_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$"""


def hold_statements(vendor):
    """The SQL that makes the triggers."""
    if vendor == "sqlite":
        return [_sqlite_trigger(name, *what) for name, what in SQLITE.items()]
    return [REFUSE, *(_postgresql_trigger(name, *what) for name, what in POSTGRESQL.items())]


def release_statements(vendor):
    """The SQL that drops the triggers."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {name}" for name in SQLITE]
    return [f"DROP TRIGGER {name} ON {table}" for name, (table, _, _) in POSTGRESQL.items()]


def _sqlite_trigger(name, table, act, condition):
    when = f"WHEN {condition} " if condition else ""
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"


def _postgresql_trigger(name, table, act, condition):
    each = "STATEMENT" if act == "TRUNCATE" else "ROW"
    when = f"WHEN ({condition}) " if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} {when}"
        "EXECUTE FUNCTION custody_refuse()"
    )


def hold(apps, schema_editor):
    for statement in hold_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def release(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in release_statements(vendor):
        schema_editor.execute(statement, params=None)
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION custody_refuse()", params=None)


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_initial")]

    operations = [migrations.RunPython(hold, release)]
