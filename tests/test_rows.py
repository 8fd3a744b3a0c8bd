"""Rows stored by `executemany` are the same as those that Django's own means store."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests import made
from tocsin.reports.models import Origin
from tocsin.rows import insert_rows

pytestmark = pytest.mark.django_db

YEREVAN = timezone(timedelta(hours=4))


@pytest.mark.parametrize(
    "hops",
    [[], [{"url": "https://example.org/", "status": 301, "ip": "192.0.2.1"}], "text"],
)
def test_values_come_back_as_they_went_in(hops):
    """Times in any zone, JSON of any kind and odd text come back as they went in."""
    row = {
        "report_id": made.report("A road.").report_id,
        "kind": "file",
        "address": "tab\t, quote ', ünïcode 🐘 and %s",
        "hops": hops,
        "publisher": "",
        "taken_in_by": "tests",
    }
    times = [datetime(2023, 9, 29, 18, 0, 0, 123456, YEREVAN), datetime(2023, 9, 29, 14, 0, tzinfo=UTC)]
    insert_rows(Origin, ({**row, "fetched_at": time} for time in times))
    stored = Origin.objects.order_by("id").values(*row, "fetched_at")
    assert list(stored) == [{**row, "fetched_at": time} for time in times]


def test_no_rows_are_no_statement(django_assert_num_queries):
    """Nothing to insert asks nothing of the store."""
    with django_assert_num_queries(0):
        insert_rows(Origin, [])


def test_a_field_that_is_none_is_our_bug():
    """A row with an attribute that the model lacks is refused before anything is written."""
    with pytest.raises(AssertionError, match="sort"):
        insert_rows(Origin, [{"kind": "file", "sort": "file"}])
