"""The database itself refuses to change what a finished assessment says, and any version of a framework.

SQLite drops triggers when Django rebuilds a table: a later migration that alters one of these tables must run `hold` again.
"""

from django.db import migrations

FINISHED = "a finished assessment is frozen: begin the next one"
KEPT = "a version of a framework is never edited: add a better one beside it"


def _of(column):
    return f"EXISTS (SELECT 1 FROM assessment_assessment WHERE id = {column} AND state = 'finished')"


_READ = (
    "EXISTS (SELECT 1 FROM assessment_criterionjudgement j JOIN assessment_assessment a ON a.id = j.assessment_id "
    "WHERE j.id = NEW.judgement_id AND a.state = 'finished')"
)
#: trigger -> (event, table, condition, message)
TRIGGERS = {
    "assessment_framework_kept": ("UPDATE", "assessment_frameworkversion", "1 = 1", KEPT),
    "assessment_stays_finished": (
        "UPDATE",
        "assessment_assessment",
        "OLD.state = 'finished' AND NEW.state <> 'finished'",
        FINISHED,
    ),
    **{
        f"{table}_{event.lower()}_frozen": (event, table, condition, FINISHED)
        for event in ("INSERT", "UPDATE")
        for table, condition in (
            ("assessment_evidence", _of("NEW.assessment_id")),
            ("assessment_criterionjudgement", _of("NEW.assessment_id")),
            ("assessment_jurisdictionanswer", _of("NEW.assessment_id")),
            ("assessment_secondreading", _READ),
        )
    },
}


def hold_statements(vendor):
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for name, (event, table, condition, message) in TRIGGERS.items()
        ]
    assert vendor == "postgresql", vendor
    # PostgreSQL has no subquery in WHEN, so the condition stands in the trigger's own function.
    statements = []
    for name, (event, table, condition, message) in TRIGGERS.items():
        statements += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
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
    dependencies = [("assessment", "0001_initial")]

    operations = [migrations.RunPython(hold, release)]
