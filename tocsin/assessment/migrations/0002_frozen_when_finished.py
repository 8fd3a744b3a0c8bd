"""The database itself refuses to change what a finished assessment says, and any version of a framework.

SQLite drops triggers when Django rebuilds a table: a later migration that alters one of these tables must hold these guards again.
"""

from django.db import migrations

from tocsin.guards import Guard, held

FINISHED = "a finished assessment is frozen: begin the next one"
KEPT = "a version of a framework is never edited: add a better one beside it"


def _of(column):
    return f"EXISTS (SELECT 1 FROM assessment_assessment WHERE id = {column} AND state = 'finished')"


_READ = (
    "EXISTS (SELECT 1 FROM assessment_criterionjudgement j JOIN assessment_assessment a ON a.id = j.assessment_id "
    "WHERE j.id = NEW.judgement_id AND a.state = 'finished')"
)
GUARDS = [
    Guard(
        name="assessment_framework_kept",
        table="assessment_frameworkversion",
        event="UPDATE",
        condition="1 = 1",
        message=KEPT,
    ),
    Guard(
        name="assessment_stays_finished",
        table="assessment_assessment",
        event="UPDATE",
        condition="OLD.state = 'finished' AND NEW.state <> 'finished'",
        message=FINISHED,
    ),
    *(
        Guard(
            name=f"{table}_{event.lower()}_frozen",
            table=table,
            event=event,
            condition=condition,
            message=FINISHED,
        )
        for event in ("INSERT", "UPDATE")
        for table, condition in (
            ("assessment_evidence", _of("NEW.assessment_id")),
            ("assessment_criterionjudgement", _of("NEW.assessment_id")),
            ("assessment_jurisdictionanswer", _of("NEW.assessment_id")),
            ("assessment_secondreading", _READ),
        )
    ),
]


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]

    operations = [migrations.RunPython(*held(GUARDS))]
