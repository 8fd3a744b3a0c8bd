"""The law keeps a bank's file so many years: then its bytes go, and nothing can take their place; all else of it stays."""

from dataclasses import replace
from importlib import import_module

from django.db import migrations

from tocsin.guards import changes, hold_statements, release_statements, run

#: of a file what is never changed; "by" is a word of PL/pgSQL's own
_KEPT = (
    *("id", "fund_id", "name", "sha256", "size_bytes", "form", "read_by", "mapping_id"),
    *("taken_in_at", '"by"', "lines_hash"),
)
_EMPTIED = f"({changes(('content',))} AND (NEW.content IS NULL OR length(NEW.content) > 0))"


def _before():
    """The guard of the table as an earlier migration made it."""
    made = import_module("tocsin.relief.migrations.0005_bank_files").GUARDS
    return [guard for guard in made if guard.name == "relief_bankfile_frozen"]


GUARDS = [replace(guard, condition=f"{changes(_KEPT)} OR {_EMPTIED}") for guard in _before()]


def _instead(guards):
    """Of the same name, so that the other goes first."""

    def make(apps, editor):  # noqa: ARG001 - RunPython gives both
        vendor = editor.connection.vendor
        run(release_statements([guard.name for guard in guards], vendor), editor)
        run(hold_statements(guards, vendor), editor)

    return make


class Migration(migrations.Migration):
    dependencies = [("relief", "0015_refund_bounds")]
    operations = [migrations.RunPython(_instead(GUARDS), _instead(_before()))]
