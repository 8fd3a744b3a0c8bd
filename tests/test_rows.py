"""Rows stored many at once are the same as those that Django's own means store."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from tests import made
from tocsin.reports.models import Origin
from tocsin.rows import insert_rows

pytestmark = pytest.mark.django_db

NOON = datetime(2023, 9, 29, 12, tzinfo=UTC)
YEREVAN = timezone(timedelta(hours=4))


@pytest.fixture
def origin() -> dict[str, Any]:
    """An arrival of a report that is in the store, but for the time."""
    return {
        "report_id": made.report("A road.").report_id,
        "kind": "file",
        "address": "tab\t, quote ', ünïcode 🐘 and %s",
        "hops": [],
        "publisher": "",
        "taken_in_by": "tests",
    }


@pytest.mark.parametrize(
    "hops", [[], [{"url": "https://example.org/", "status": 301, "ip": "192.0.2.1"}], "text"]
)
def test_values_come_back_as_they_went_in(origin, hops):
    """Times in any zone, JSON of any kind and odd text come back as they went in."""
    times = [datetime(2023, 9, 29, 18, 0, 0, 123456, YEREVAN), datetime(2023, 9, 29, 14, 0, tzinfo=UTC)]
    rows = [{**origin, "hops": hops, "fetched_at": time} for time in times]
    insert_rows(Origin, rows)
    assert list(Origin.objects.order_by("id").values(*rows[0])) == rows


def test_an_hour_that_clocks_repeat_is_two_instants(origin):
    """Half past two, before and after clocks were set back, is stored as two instants an hour apart."""
    before = datetime(2023, 10, 29, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    insert_rows(Origin, ({**origin, "fetched_at": time} for time in (before, before.replace(fold=1))))
    first, second = Origin.objects.order_by("id").values_list("fetched_at", flat=True)
    assert second - first == timedelta(hours=1)


FEW = pytest.mark.parametrize(
    ("few", "statements"), [(1000, 2), (100, 5)], ids=["a hundred by one", "gathered"]
)


@FEW
def test_many_rows_are_few_statements(origin, django_assert_num_queries, monkeypatch, few, statements):
    """A hundred and twenty rows are stored in their order by few statements; on PostgreSQL, JSON goes alone."""
    monkeypatch.setattr("tocsin.rows._FEW", few)
    rows = [{**origin, "address": f"{number}", "fetched_at": NOON} for number in range(120)]
    with django_assert_num_queries(statements if connection.vendor == "sqlite" else 120):
        insert_rows(Origin, rows)
    assert list(Origin.objects.order_by("id").values_list("address", flat=True)) == [
        row["address"] for row in rows
    ]


@FEW
def test_many_rows_of_which_one_cannot_be_stored(origin, monkeypatch, few, statements):
    """The store's own refusal is told for many rows as for one, and more rows can be stored after it."""
    monkeypatch.setattr("tocsin.rows._FEW", few)
    rows = [{**origin, "address": f"{number}", "fetched_at": NOON} for number in range(120)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Origin, [*rows, {**rows[0], "kind": None}])
    assert not Origin.objects.exists()
    insert_rows(Origin, rows)
    assert Origin.objects.count() == 120


@FEW
@pytest.mark.parametrize("odd", [None, 0, 59, 119], ids=["none", "first", "middle", "last"])
def test_many_rows_of_which_at_most_one_differs(origin, monkeypatch, few, statements, odd):
    """Rows that are equal in every column but one row in one come back as they went in, each where it stood."""
    monkeypatch.setattr("tocsin.rows._FEW", few)
    rows = [{**origin, "fetched_at": NOON, "publisher": "odd" if at == odd else ""} for at in range(120)]
    insert_rows(Origin, rows)
    assert list(Origin.objects.order_by("id").values(*rows[0])) == rows


def test_long_rows_go_by_their_size(origin, django_assert_num_queries):
    """A statement holds a million characters at most, or one row that is longer; on PostgreSQL, JSON goes alone."""
    rows = [
        {**origin, "address": sign * length, "fetched_at": NOON}
        for sign, length in (("a", 600_000), ("b", 300_000), ("c", 300_000), ("d", 1_200_000), ("e", 1))
    ]
    with django_assert_num_queries(4 if connection.vendor == "sqlite" else 5):
        insert_rows(Origin, rows)
    stored = Origin.objects.order_by("id").values_list("address", flat=True)
    assert [(text[0], len(text)) for text in stored] == [
        (row["address"][0], len(row["address"])) for row in rows
    ]


def test_no_rows_are_no_statement(django_assert_num_queries):
    """Nothing to insert asks nothing of the store."""
    with django_assert_num_queries(0):
        insert_rows(Origin, [])


def test_a_field_that_is_none_is_our_bug():
    """A row with an attribute that the model lacks is refused before anything is written."""
    with pytest.raises(AssertionError, match="sort"):
        insert_rows(Origin, [{"kind": "file", "sort": "file"}])
