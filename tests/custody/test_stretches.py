"""What the log has of an item is found wherever it stands, and on SQLite without reading all of the log."""

import pytest
from django.db import connection
from django.db.models import Q

from tests.custody.acting import AT
from tocsin.custody.models import Entry
from tocsin.custody.stretches import BITS

STRETCH = 1 << BITS
#: at the ends of stretches, in stretches far apart, and where a database ends
SEVENS = (-(2**63), -1, 1, STRETCH - 1, STRETCH, 9 * STRETCH, 2**62, 2**63 - 1)
EIGHTS = (-STRETCH, 2, STRETCH + 1, 4 * STRETCH, 2**62 + 1)

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its index of items")


@pytest.fixture
def two_items() -> None:
    """Entries of two items, by the tables' own means, for no log gets that long in a test."""
    for item, places in (("report:7", SEVENS), ("report:8", EIGHTS)):
        for pk in places:
            Entry.objects.create(pk=pk, item=item, canonical=b"{}", action="reviewed", at=AT)


def places_of(asked: Q) -> list[int]:
    return list(Entry.objects.filter(asked).order_by("pk").values_list("pk", flat=True))


@pytest.mark.usefixtures("two_items")
def test_an_item_is_found_in_every_stretch():
    """Asked for by itself, with others, with another condition, or left out: each of its entries, and no other."""
    assert places_of(Q(item="report:7")) == places_of(Q(item__in=["report:7", "report:9"])) == list(SEVENS)
    assert places_of(~Q(item="report:7")) == places_of(~Q(item__in=["report:7"])) == list(EIGHTS)
    assert places_of(Q(item__in=["report:7", "report:8"])) == sorted(SEVENS + EIGHTS)
    assert places_of(Q(item="report:7") | Q(pk=2)) == sorted((*SEVENS, 2))
    assert places_of(Q(item="report:7", pk__gt=STRETCH)) == [pk for pk in SEVENS if pk > STRETCH]
    assert places_of(Q(item="report:9")) == places_of(Q(item__in=[])) == []


def test_an_empty_log_has_nothing_of_an_item():
    """There is no stretch yet, and no answer."""
    assert places_of(Q(item="report:7")) == []


@on_sqlite
@pytest.mark.parametrize(
    "asked", [Q(item="report:7"), Q(item__in=["report:7", "report:8"])], ids=["one", "some"]
)
def test_sqlite_looks_into_the_stretches(asked: Q):
    """The database says itself that it takes the index, with the item, and goes through no table from end to end."""
    plan = Entry.objects.filter(asked).explain()
    assert "custody_entry_item_by_stretch (<expr>=? AND item=?)" in plan
    assert "SCAN custody_entry" not in plan


@on_sqlite
def test_the_index_has_stretches_of_the_length_that_is_asked_for():
    """Another length in the question would be answered rightly, and slowly."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'custody_entry_item_by_stretch'")
        assert f"(id >> {BITS}, item)" in cursor.fetchone()[0]
