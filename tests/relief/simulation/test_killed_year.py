"""A year on a real store, with a process that is killed in the midst of it: at the end the books are what happened.

TOCSIN_TEST_YEAR says how many gifts (100,000 in `make conformance`), TOCSIN_TEST_SEED which year.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest

from tests import settings as test_settings
from tests.relief.simulation.killing import Lived, live, lives
from tests.relief.simulation.outside import DAYS, Outside
from tests.relief.simulation.reckoning import check, without_codes
from tests.reports.separately import STORE, prepare_store
from tocsin.relief.public.audit import audit
from tocsin.relief.public.reading import read_download

LONG = "TOCSIN_TEST_YEAR" in os.environ
GIFTS = int(os.environ.get("TOCSIN_TEST_YEAR", "120"))
SEED = int(os.environ.get("TOCSIN_TEST_SEED", "7"))
KILLS = 40 if LONG else 3
#: without being asked, a short year of four quarters; of a hundred thousand gifts most come by bank, as they do to an
#: account that an appeal prints
SHAPE = {"days": DAYS, "by_card": 0.1} if LONG else {"days": 64, "by_card": 0.4}
#: a kill takes nothing away that the system was given, so that memory is as good as a disk; tests/crash cuts the power
MEMORY, ROOM_BYTES = Path("/dev/shm"), 8 * 2**30 if LONG else 2**28

Tell = Callable[[str], None]


@pytest.fixture
def folder() -> Iterator[Path]:
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    with TemporaryDirectory(prefix="tocsin-year-", dir=MEMORY if roomy else None) as made:
        yield Path(made)


@pytest.mark.skipif(test_settings.ON_POSTGRESQL, reason="the store of this test is SQLite")
def test_a_killed_year_ends_as_it_happened(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No gift lost or doubled, each in one place; and the same bytes as a year in which the same was told, also the same
    again at the same moments, and nothing was killed.
    """

    def tell(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    tell(f"\nrelief year on a store, seed {SEED}: {GIFTS:,} gifts, {SHAPE}")
    with lives(folder) as process:
        killed = _lived(folder / "killed", process, tell)
        in_peace = _lived(folder / "in-peace", process, tell, in_peace=True)
    assert killed.kills == KILLS
    assert [each for each in audit(read_download(killed.export)) if each.fault] == []
    assert killed.booked_again == killed.export
    code, printed = killed.verified
    assert code == 0 and not printed.startswith("0 entries"), printed[-2000:]
    same = without_codes(killed.export) == without_codes(in_peace.export)
    assert same, f"the two downloads are kept in {_kept_downloads(killed, in_peace)}"
    tell(
        f"killed in {dict(killed.at)}: the same {len(killed.export):,} bytes, also of the ledger booked again"
    )


def _lived(home: Path, process: subprocess.Popen[str], tell: Tell, *, in_peace: bool = False) -> Lived:
    """Held against what happened; the store is kept where it is not that."""
    prepare_store(home)
    outside = Outside(SEED, GIFTS, **SHAPE)  # type: ignore[arg-type]

    def progress(now: datetime, lived: Lived) -> None:
        if LONG:
            tell(f"  {now:%Y-%m}: {sum(lived.steps.values()):,} steps, killed {lived.kills} times")

    try:
        lived = live(outside, home, process, kills=KILLS, in_peace=in_peace, progress=progress)
        check(outside, home / STORE)
        if not (LONG or in_peace):
            _assert_faults_are_seen(outside, home / STORE)
    except Exception as error:
        error.add_note(f"seed {SEED}, {GIFTS} gifts; the store is kept in {_kept(home)}")
        raise
    took = ", ".join(f"{kind} {count:,} in {lived.took_s[kind]:.1f} s" for kind, count in lived.steps.items())
    tell(f"  {lived.seconds:.0f} s, killed {lived.kills} times: {took}")
    return lived


#: what a kill could have left behind, done to a copy whose guards are taken off
FAULTS = (
    "DELETE FROM relief_gift WHERE id = (SELECT MAX(id) FROM relief_gift WHERE channel = 'simulated')",
    "DELETE FROM relief_gift WHERE id = (SELECT MAX(id) FROM relief_gift WHERE channel = 'bank')",
    "DELETE FROM relief_bankline WHERE id = (SELECT MAX(id) FROM relief_bankline)",
    "UPDATE relief_posting SET minor = minor + 1 WHERE id = (SELECT MAX(id) FROM relief_posting)",
    "INSERT INTO relief_posting (transfer_id, account_id, minor) SELECT transfer_id, account_id, minor FROM relief_posting"
    " WHERE transfer_id = (SELECT MAX(transfer_id) FROM relief_gift)",
)


def _assert_faults_are_seen(outside: Outside, store: Path) -> None:
    """The reckoning is one that fails: a gift or a line that is lost, a sum that is off, a gift that is booked twice."""
    for fault in FAULTS:
        copy = Path(shutil.copy(store, store.with_name("faulty.sqlite3")))
        with closing(sqlite3.connect(copy)) as books, books:
            triggers = books.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in triggers:
                books.execute(f'DROP TRIGGER "{name}"')
            books.execute(fault)
        with pytest.raises(AssertionError):
            check(outside, copy)
        copy.unlink()


def _kept_downloads(*lived: Lived) -> Path:
    kept = Path(mkdtemp(prefix="tocsin-year-differs-"))
    for number, each in enumerate(lived):
        (kept / f"{number}.json").write_bytes(each.export)
    return kept


def _kept(home: Path) -> Path:
    kept = Path(mkdtemp(prefix="tocsin-year-failed-"))
    return Path(shutil.move(home, kept))
