"""A reason in a finished assessment can name somebody who is erased: it can go, and all else of its row stays.

Nor does a row leave a finished assessment by being told to be of another one.
"""

from dataclasses import replace
from importlib import import_module

from django.db import migrations

from tocsin.guards import changes, hold_statements, release_statements, run

_LINE = ("id", "by_id", "at", "supersedes_id", "assessment_id")
#: table -> what is never changed of a row of a finished assessment
TABLES = {
    "assessment_evidence": (*_LINE, "criterion", "finding_id", "side", "standing", "rule"),
    "assessment_criterionjudgement": (*_LINE, "criterion", "verdict", "confidence", "saw", "carried_from_id"),
    "assessment_jurisdictionanswer": (*_LINE, "question", "answer", "shown_by_id"),
    "assessment_secondreading": ("id", "judgement_id", "agrees", "by_id", "at"),
}


def _before():
    """The guards of these tables as an earlier migration made them."""
    made = import_module("tocsin.assessment.migrations.0002_frozen_when_finished").GUARDS
    return [guard for guard in made if guard.table in TABLES and guard.event == "UPDATE"]


def _now(guard):
    finished = guard.condition
    either = f"({finished} OR {finished.replace('NEW.', 'OLD.')})"
    return replace(guard, condition=f"{either} AND {changes(TABLES[guard.table])}")


GUARDS = [_now(guard) for guard in _before()]


def _instead(guards):
    """Of the same names, so that the others go first."""

    def make(apps, editor):  # noqa: ARG001 - RunPython gives both
        vendor = editor.connection.vendor
        run(release_statements([guard.name for guard in guards], vendor), editor)
        run(hold_statements(guards, vendor), editor)

    return make


class Migration(migrations.Migration):
    dependencies = [("assessment", "0003_what_its_author_saw")]
    operations = [migrations.RunPython(_instead(GUARDS), _instead(_before()))]
