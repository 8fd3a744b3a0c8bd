"""People's words in the ledger and in allocations can name somebody who is erased: these go, and nothing else of a row.

Nor can anything take their place but the mark of an erasure.
"""

from dataclasses import replace
from importlib import import_module

from django.db import migrations

from tocsin.guards import changes, hold_statements, release_statements, run

#: table -> what is never changed of a row, and what only the mark of an erasure replaces; "by" is a word of PL/pgSQL's own
TABLES = {
    "relief_transfer": (
        (
            *("id", "fund_id", "key", "body_hash", "kind", "value_date", "entry_date", "booked_at", '"by"', "about"),
            *("corrects_id", "beside_id", "period_id", "rate", "rate_source", "rate_at", "batch_id", "legs"),
        ),
        ("reason",),
    ),
    "relief_allocation": (
        ("id", "programme_id", "fund_id", "minor", "currency", "proposed_by_id", "proposed_at"),
        ("decision", "authority"),
    ),
    "relief_allocationact": (("id", "allocation_id", "action", "state", "login_id", "at"), ("reason",)),
}
_MARK = "[erased on "


def _condition(kept, words):
    marked = (f"({changes((word,))} AND substr(NEW.{word}, 1, {len(_MARK)}) <> '{_MARK}')" for word in words)
    return " OR ".join((changes(kept), *marked))


def _before():
    """The guards of these tables as earlier migrations made them."""
    names = ("0001_ledger", "0004_spending")
    made = [guard for name in names for guard in import_module(f"tocsin.relief.migrations.{name}").GUARDS]
    return [guard for table in TABLES for guard in made if guard.name == f"{table}_frozen"]


GUARDS = [replace(guard, condition=_condition(*TABLES[guard.table])) for guard in _before()]


def _instead(guards):
    """Of the same names, so that the others go first."""

    def make(apps, editor):  # noqa: ARG001 - RunPython gives both
        vendor = editor.connection.vendor
        run(release_statements([guard.name for guard in guards], vendor), editor)
        run(hold_statements(guards, vendor), editor)

    return make


class Migration(migrations.Migration):
    dependencies = [("relief", "0012_notices_tried")]
    operations = [migrations.RunPython(_instead(GUARDS), _instead(_before()))]
