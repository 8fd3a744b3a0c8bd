"""The site that is put back is the site that was made."""

import pytest
from django.db import connection

from tests.kept_rows import kept_since, rows_now
from tests.web.site import build

pytestmark = pytest.mark.django_db
WORDS = "SELECT * FROM record_finding_words ORDER BY 1"


def test_rows_that_are_put_back_are_those_that_were_taken() -> None:
    """Every table has them again, and the index of words, which triggers fill, finds the same."""
    from django.db import transaction

    before, empty = rows_now(), _sets()
    with transaction.atomic():
        build()
        kept, made, words = kept_since(before), _sets(), _words()
        transaction.set_rollback(True)
    assert _sets() == empty and not _words()
    kept.put()
    assert _sets() == made and _words() == words


def _sets() -> dict[str, list[str]]:
    """PostgreSQL gives rows in the order of its pages, and takes swept room again: a table is a set of rows."""
    return {table: sorted(map(repr, rows)) for table, (_, rows) in rows_now().items()}


def _words() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(WORDS)
        return sorted(map(repr, cursor.fetchall()))
