"""A disk that is full: the batch at hand is not in, what was in stays, and the message says what to do."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import settings as test_settings
from tests.crash.holds import assert_holds
from tests.reports.documents import SENTENCES
from tests.reports.separately import prepare_store, start

pytestmark = pytest.mark.skipif(test_settings.ON_POSTGRESQL, reason="the store of these tests is SQLite")
BATCH = 10
REPORTS = 400
#: of one file, in bytes: an empty store takes two thirds of it
ROOM = 7 * 2**19


@pytest.fixture
def full_inbox(inbox: Path) -> Path:
    """About 4 MB of reports."""
    for number in range(REPORTS):
        (inbox / f"{number:03}.txt").write_text(f"Report {number}.\n" + "\n".join(SENTENCES * 20))
    return inbox


def refuse(home: Path, inbox: Path, room: int = 0) -> int:
    """Take in until the disk refuses; how many reports are in then."""
    process = start(home, inbox, room=room, batch=BATCH)
    out, trouble = process.communicate(timeout=300)
    assert process.returncode == 1 and "ended" not in out
    # the log may have found no room to number what was taken in before: that is told first
    assert trouble.splitlines()[-1].startswith("StoreTrouble: the disk is full"), trouble
    assert "then run the same command again: what is in already stays in, once" in trouble
    count = assert_holds(home, deep=True).reports
    assert count % BATCH == 0 and count < REPORTS
    return count


def test_a_quota_stops_a_batch_as_a_whole(tmp_path: Path, full_inbox: Path) -> None:
    """No file may grow beyond 2 MB: the store's journal hits it first. With more room the rest comes in."""
    home = tmp_path / "small"
    prepare_store(home)
    assert refuse(home, full_inbox, room=ROOM) > 0
    process = start(home, full_inbox)
    assert process.communicate(timeout=300)[0] == f"ended {REPORTS}\n"
    assert assert_holds(home, deep=True).reports == REPORTS


def test_a_large_report_that_finds_no_room_is_not_there(tmp_path: Path, inbox: Path) -> None:
    """Its unfinished file is taken away."""
    (inbox / "large.txt").write_text("\n".join(SENTENCES * 20_000))
    home = tmp_path / "small"
    prepare_store(home)
    assert refuse(home, inbox, room=ROOM) == 0
    assert [path for path in (home / "sealed").rglob("*") if path.is_file()] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_stops_a_batch_as_a_whole(small_disk: Path, full_inbox: Path) -> None:
    """A disk of 8 MB, of which an empty store takes a third."""
    prepare_store(small_disk / "home")
    assert refuse(small_disk / "home", full_inbox) > 0
