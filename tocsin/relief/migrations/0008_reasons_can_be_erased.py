"""A reason can say whose money it was, or name somebody of a report that is erased: it can go, and all else of its row stays."""

from dataclasses import replace
from importlib import import_module

from django.db import migrations

from tocsin.guards import changes, hold_statements, release_statements, run

_LINE = ("id", "by_id", "at", "supersedes_id")
#: table -> what is never changed of a row
TABLES = {
    "relief_fundterms": (
        *_LINE,
        *("fund_id", "state", "title", "purpose", "holder", "purposes", "opens_on", "closes_on"),
    ),
    "relief_need": (
        *_LINE,
        *("fund_id", "code", "programme_id", "standard", "edition", "finding_id", "review_id", "people_low"),
        *("people_high", "days", "amount_low", "amount_high", "unit", "withdrawn"),
    ),
    "relief_duplicateruling": (*_LINE, "list_id", "key", "payments", "left_out", "verdict"),
    "relief_delivery": (*_LINE, "payment_id", "state", "minor", "transfer_id"),
    "relief_bankdecision": (*_LINE, "line_id", "kind", "detail", "other_id", "transfer_id"),
    "relief_cardrefund": ("payment_id", "minor", "key", "before_minor", "by_id", "at"),
}


def _before():
    """The guards of these tables as earlier migrations made them."""
    names = ("0001_ledger", "0004_spending", "0005_bank_files", "0006_gifts_kept")
    made = [guard for name in names for guard in import_module(f"tocsin.relief.migrations.{name}").GUARDS]
    return [guard for table in TABLES for guard in made if guard.name == f"{table}_frozen"]


GUARDS = [replace(guard, condition=changes(TABLES[guard.table])) for guard in _before()]


def _instead(guards):
    """Of the same names, so that the others go first."""

    def make(apps, editor):  # noqa: ARG001 - RunPython gives both
        vendor = editor.connection.vendor
        run(release_statements([guard.name for guard in guards], vendor), editor)
        run(hold_statements(guards, vendor), editor)

    return make


class Migration(migrations.Migration):
    dependencies = [("relief", "0007_lines_booked_already")]
    operations = [migrations.RunPython(_instead(GUARDS), _instead(_before()))]
