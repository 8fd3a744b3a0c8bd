"""A year of a fund, by seed: whatever comes twice, late, out of order or not at all, and whenever we are killed.

At the end every currency adds up to zero, every gift is in exactly one place, and the same deliveries give the same bytes.
"""

import os
import sys

import pytest

from tests.relief.relief_world import fund
from tests.relief.simulation.happenings import Year
from tests.relief.simulation.keeping_books import FUND, MemoryBooks, check, digest, keep
from tests.relief.simulation.store_books import StoreBooks
from tocsin.relief.ledger.balances import off_balance, trial_balance
from tocsin.relief.ledger.soundness import transfer_faults

SEEDS = 200
#: seeds of one test: one each would cost more to collect than to run
TOGETHER = 50
GIFTS = 12


@pytest.mark.parametrize("first", range(0, SEEDS, TOGETHER))
def test_any_year_ends_as_it_happened(first: int) -> None:
    """By the ledger's pure rules; the seed stands in the failure."""
    for seed in range(first, first + TOGETHER):
        year, books = Year(seed=seed, gifts=GIFTS), MemoryBooks()
        try:
            keep(year, books, kills=seed)
            check(year, books.rows)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise


@pytest.mark.parametrize("seed", [3, 41])
def test_other_deaths_end_in_the_same_bytes(seed: int) -> None:
    """When we are killed makes no difference to what is booked."""
    digests = set()
    for kills in range(3):
        books = MemoryBooks()
        keep(Year(seed=seed, gifts=60), books, kills=kills)
        digests.add(digest(books.rows))
    assert len(digests) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_the_store_ends_as_the_rules_do(seed: int) -> None:
    """A killed transaction leaves nothing; what the store says at the end is, to the byte, what the rules say."""
    year, memory = Year(seed=seed, gifts=40), MemoryBooks()
    keep(year, memory, kills=seed)
    store = StoreBooks(fund(FUND))
    keep(year, store, kills=seed + 1)
    check(year, store.rows)
    assert digest(store.rows) == digest(memory.rows)
    assert off_balance(trial_balance(store.fund)) == {}
    assert list(transfer_faults(lambda: None)) == []


def test_a_gift_that_is_lost_or_doubled_is_seen() -> None:
    """The check is one that fails: without one transfer, or with one booked under a second key."""
    year, books = Year(seed=5, gifts=40), MemoryBooks()
    keep(year, books, kills=5)
    key = next(key for key, (draft, _) in books.rows.items() if draft.kind == "gift")
    for changed in (
        {other: row for other, row in books.rows.items() if other != key},
        {**books.rows, f"{key}:again": books.rows[key]},
    ):
        with pytest.raises(AssertionError):
            check(year, changed)


def test_a_large_year(capsys: pytest.CaptureFixture[str]) -> None:
    """TOCSIN_TEST_YEAR says how many gifts (100,000 in `make conformance`), TOCSIN_TEST_SEED which year."""
    gifts, seed = int(os.environ.get("TOCSIN_TEST_YEAR", "200")), int(os.environ.get("TOCSIN_TEST_SEED", "7"))
    year, books, again = Year(seed=seed, gifts=gifts), MemoryBooks(), MemoryBooks()
    keep(year, books, kills=seed)
    check(year, books.rows)
    keep(Year(seed=seed, gifts=gifts), again, kills=seed + 1)
    assert digest(books.rows) == digest(again.rows)
    with capsys.disabled():
        sys.stdout.write(
            f"\nrelief year, seed {seed}: {gifts:,} gifts, {len(year.deliveries):,} deliveries, "
            f"{len(books.rows):,} transfers, sha256 {digest(books.rows)[:16]}\n"
        )
