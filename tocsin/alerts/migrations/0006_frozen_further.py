"""What an issued alert says has grown: its embargo, by when its second signature is owed, its words in other languages.

The triggers of 0002 are made anew with the longer list; a translation of an issued alert is neither changed nor added.
"""

from importlib import import_module

from django.db import migrations

first = import_module("tocsin.alerts.migrations.0002_frozen_at_issue")

FROZEN = [*first.FROZEN, "not_before", "second_due_at"]
#: trigger -> (table, event, condition); {row} is the row that the event is about
TRIGGERS = {
    "alerts_alert_frozen": (
        "alerts_alert",
        "UPDATE",
        "OLD.identifier IS NOT NULL AND NOT ("
        + " AND ".join(f"NEW.{column} {{same}} OLD.{column}" for column in FROZEN)
        + ")",
    ),
    **{
        f"alerts_translation_{name}": (
            "alerts_translation",
            event,
            f"EXISTS (SELECT 1 FROM alerts_alert WHERE id = {row}.alert_id AND identifier IS NOT NULL)",
        )
        for name, event, row in (("frozen", "UPDATE", "OLD"), ("late", "INSERT", "NEW"))
    },
}


def hold_statements(vendor):
    same = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}[vendor]
    for name, (table, event, condition) in TRIGGERS.items():
        condition = condition.format(same=same)
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{first.MESSAGE}'); END"
            )
        else:
            yield (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{first.MESSAGE}'; END IF; RETURN NEW; END $$"
            )
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


def release_statements(vendor, names):
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in names]


def hold(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*release_statements(vendor, ["alerts_alert_frozen"]), *hold_statements(vendor)):
        schema_editor.execute(statement)


def release(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (
        *release_statements(vendor, [*TRIGGERS, *first.TRIGGERS]),
        *first.hold_statements(vendor),
    ):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0005_emergency_embargo_languages")]
    operations = [migrations.RunPython(hold, release)]
