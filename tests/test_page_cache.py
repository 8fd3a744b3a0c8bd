"""One large transaction has room for its pages, and the next one what every other has."""

import pytest
from django.db import connection

from tocsin.page_cache import SIZE_BYTES_MAX, page_cache

pytestmark = pytest.mark.django_db

MIB = 2**20


def pages() -> int:
    """As SQLite tells it: less than zero is so many KiB."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("asked", "given"),
    [(1, 32 * MIB), (64 * MIB, 64 * MIB), (4096 * MIB, SIZE_BYTES_MAX)],
    ids=["less than there is", "more", "more than there may be"],
)
def test_there_is_room_as_long_as_it_is_needed(asked, given):
    """SQLite keeps as many pages as were asked for, within a bound, and afterwards as many as before."""
    with page_cache(asked):
        inside = pages() if connection.vendor == "sqlite" else None
    if connection.vendor == "sqlite":
        assert (inside, pages()) == (-given // 1024, -32 * 1024)


def test_room_is_given_back_after_a_failure():
    """What fails within says why, and leaves no larger room behind."""
    with pytest.raises(ZeroDivisionError), page_cache(64 * MIB):
        raise ZeroDivisionError
    assert connection.vendor != "sqlite" or pages() == -32 * 1024
