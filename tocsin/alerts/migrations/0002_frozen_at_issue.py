"""The database itself refuses to change what an issued alert says, whoever asks: a program, a shell, an admin.

After issue only `state` and `version` move. SQLite drops triggers when Django rebuilds a table: a later migration that
alters `alert` or `sentence` must run `hold` again after it.
"""

from django.db import migrations

MESSAGE = "an issued alert is frozen: update or cancel it"
#: what an alert says, who signed it and when
FROZEN = (
    "id situation_id scheme level status message_type headline area language replaces_id drafted_by_id drafted_at "
    "approved_by_id approved_at issued_by_id issued_at expires_at number identifier cap_xml"
).split()

#: trigger -> (table, condition on an UPDATE); {same} is the vendor's equality in which NULL equals NULL
TRIGGERS = {
    "alerts_alert_frozen": (
        "alerts_alert",
        "OLD.identifier IS NOT NULL AND NOT ("
        + " AND ".join(f"NEW.{column} {{same}} OLD.{column}" for column in FROZEN)
        + ")",
    ),
    "alerts_sentence_frozen": (
        "alerts_sentence",
        "EXISTS (SELECT 1 FROM alerts_alert WHERE id = OLD.alert_id AND identifier IS NOT NULL)",
    ),
}


def hold_statements(vendor):
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {condition.format(same='IS')} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for name, (table, condition) in TRIGGERS.items()
        ]
    assert vendor == "postgresql", vendor
    # PostgreSQL has no subquery in WHEN, so the condition stands in the trigger's own function.
    statements = []
    for name, (table, condition) in TRIGGERS.items():
        condition = condition.format(same="IS NOT DISTINCT FROM")
        statements += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements


def release_statements(vendor):
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS]
    assert vendor == "postgresql", vendor
    return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in TRIGGERS]


def hold(apps, schema_editor):
    for statement in hold_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def release(apps, schema_editor):
    for statement in release_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]

    operations = [migrations.RunPython(hold, release)]
