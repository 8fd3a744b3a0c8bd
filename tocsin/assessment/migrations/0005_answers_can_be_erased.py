"""The answer to a question of jurisdiction is people's words too: in a finished assessment the mark of an erasure alone replaces it."""

from dataclasses import replace
from importlib import import_module

from django.db import migrations

from tocsin.guards import changes, hold_statements, release_statements, run

_TABLE = "assessment_jurisdictionanswer"
_MARK = "[erased on "
_EARLIER = import_module("tocsin.assessment.migrations.0004_reasons_can_be_erased")


def _before():
    return [guard for guard in _EARLIER.GUARDS if guard.table == _TABLE]


def _now(guard):
    kept = tuple(column for column in _EARLIER.TABLES[_TABLE] if column != "answer")
    marked = f"{changes(('answer',))} AND substr(NEW.answer, 1, {len(_MARK)}) <> '{_MARK}'"
    held = changes(_EARLIER.TABLES[_TABLE])
    assert guard.condition.endswith(held), guard.condition
    return replace(
        guard, condition=f"{guard.condition.removesuffix(held)}({changes(kept)} OR ({marked}))"
    )


GUARDS = [_now(guard) for guard in _before()]


def _instead(guards):
    """Of the same names, so that the others go first."""

    def make(apps, editor):  # noqa: ARG001 - RunPython gives both
        vendor = editor.connection.vendor
        run(release_statements([guard.name for guard in guards], vendor), editor)
        run(hold_statements(guards, vendor), editor)

    return make


class Migration(migrations.Migration):
    dependencies = [("assessment", "0004_reasons_can_be_erased")]
    operations = [migrations.RunPython(_instead(GUARDS), _instead(_before()))]
