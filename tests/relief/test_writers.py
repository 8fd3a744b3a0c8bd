"""Many write at once: nothing is lost and nothing doubled, also where several bring the same request."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection

from tests.relief.relief_world import NOW, fund, gift
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.balances import off_balance, trial_balance
from tocsin.relief.ledger.booking import book, book_many
from tocsin.relief.ledger.corrections import correct
from tocsin.relief.ledger.periods import close_period
from tocsin.relief.ledger.soundness import transfer_faults
from tocsin.relief.models import Fund, Posting, Transfer

WRITERS = 6
#: requests of each; every one is brought by two of them
REQUESTS = 8


@pytest.mark.django_db(transaction=True)
def test_many_writers_lose_and_double_nothing() -> None:
    """Each request is booked once, accounts are opened once, and a period that closes meanwhile holds."""
    here = fund()
    writers: list[Callable[[], set[str]]] = [lambda n=n: _write(here, n) for n in range(WRITERS)]
    start = Barrier(WRITERS + 1)

    def run(write: Callable[[], set[str]]) -> set[str]:
        start.wait(30)
        try:
            return write()
        finally:
            connection.close()

    def close() -> set[str]:
        close_period(here, date(2024, 1, 31), by="tests", now=NOW + timedelta(days=60))
        return set()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        acknowledged = set().union(*pool.map(run, [*writers, close]))
    booked = set(Transfer.objects.exclude(kind="correction").values_list("key", flat=True))
    assert booked == acknowledged
    assert len(booked) == WRITERS // 2 * (REQUESTS + 2)
    assert off_balance(trial_balance(here)) == {}
    assert list(transfer_faults(lambda: None)) == []
    (period,) = here.periods.all()
    for row in here.transfers.filter(booked_at__gt=period.closed_at):
        assert row.entry_date > period.last


def _write(here: Fund, writer: int) -> set[str]:
    """Two writers of each pair bring the same requests."""
    pair, done = writer // 2, set()
    for n in range(REQUESTS):
        to = AccountName(Role.CARD, "EUR", f"provider-{n}")
        row = book(here, gift(f"{pair}:{n}", 100 + n, to=to), by=f"writer {writer}", now=NOW)
        done.add(row.key)
    together = [gift(f"{pair}:m{n}") for n in range(2)]
    done |= {row.key for row in book_many(here, together, by=f"writer {writer}", now=NOW)}
    correct(here, f"{pair}:0", reason="typed twice", by=f"writer {writer}", now=NOW)
    return done


@pytest.mark.django_db(transaction=True)
def test_no_posting_slips_under_a_transfer_that_is_sealed_at_the_same_moment() -> None:
    """Two transactions do not see each other: the one that ends last is refused, though each looked right by itself."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    here = fund()
    last = book(here, gift("g:1"), by="tests", now=NOW)
    account = last.postings.order_by("pk").values_list("account", flat=True)[0]
    other = connection.copy()
    other.connect()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO relief_posting (transfer_id, account_id, minor) VALUES (%s, %s, 5)",
                [last.pk + 1, account],
            )
        assert book(here, gift("g:2"), by="tests", now=NOW).pk == last.pk + 1
        with pytest.raises(DatabaseError, match="the transfer is sealed"):
            other.commit()
    finally:
        other.close()
    assert Posting.objects.count() == 4 and list(transfer_faults(lambda: None)) == []
