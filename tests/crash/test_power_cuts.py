"""The power goes at any moment of taking in and appending: nothing promised is lost, and nothing half is believed."""

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.crash.disk import Act, Create, Disk, Rename, Say, Sync, Unlink, Write
from tests.crash.holds import Promise, assert_holds
from tests.crash.recorded import OPTIONS, acts
from tests.crash.watched import needs_strace, working

#: `make conformance` asks for 20,000
CUTS = int(os.environ.get("TOCSIN_TEST_POWER_CUTS", "400"))
#: of what was not synced, the share that the disk kept all the same
KEPT = (0.0, 0.2, 0.5, 0.8, 1.0)
#: of so many cuts one is opened with a look at every page
DEEP_EVERY = 50


@needs_strace()
def test_no_power_cut_loses_what_was_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Real writes and syncs of a real process, cut behind each of them; what was not synced is lost, kept or torn."""
    with working(tmp_path, reports=18) as worker:
        worker.renew()
        before = {str(path): path.read_bytes() for path in worker.home.rglob("*") if path.is_file()}
        known = {str(path) for path in worker.home.rglob("*")}
        home, ended = worker.home, worker.run("append", OPTIONS)
        assert ended.code == 0, ended.err
        done = _with_offsets(acts(worker.trace, home, tmp_path / "out", known))
    assert len(Promise.read(ended.out)) == 18
    disk, chance = Disk(before), random.Random(20261122)
    points = []
    for place, act in enumerate(done):
        disk.do(act)
        if disk.at_risk or isinstance(act, Say | Sync):
            points.append(place)
    each, seen = -(-CUTS // len(points)), {"cuts": 0, "torn": 0, "promises": 0}
    disk = Disk(before)
    chosen = set(points if len(points) <= CUTS else chance.sample(points, CUTS))
    with tempfile.TemporaryDirectory(dir=_memory()) as scratch:
        for place, act in enumerate(done):
            disk.do(act)
            if place in chosen:
                for number in range(each):
                    _cut(disk, Path(scratch) / "home", home, chance, KEPT[number % len(KEPT)], seen)
    with capsys.disabled():
        sys.stdout.write(
            f"\npower cuts {seen['cuts']:,}, behind {len(chosen)} of {len(done)} acts on the disk, {seen['torn']:,} with "
            f"something not synced: of {seen['promises']:,} promises 0 lost\n"
        )
    assert seen["cuts"] >= CUTS and seen["promises"]


def _with_offsets(done: Iterable[Act]) -> list[Act]:
    """A plain write goes on where the last one to its file ended."""
    ends: dict[str, int] = {}
    made: list[Act] = []
    for act in done:
        if isinstance(act, Create):
            ends[act.path] = 0
        if isinstance(act, Write) and act.offset < 0:
            made.append(Write(act.path, ends.get(act.path, 0), act.data))
            ends[act.path] = ends.get(act.path, 0) + len(act.data)
        else:
            made.append(act)
    return made


def _cut(
    disk: Disk, scratch: Path, home: Path, chance: random.Random, kept: float, seen: dict[str, int]
) -> None:
    seen["cuts"] += 1
    seen["torn"] += disk.at_risk
    shutil.rmtree(scratch, ignore_errors=True)
    for name, content in disk.after_cut(chance, kept).items():
        path = scratch / Path(name).relative_to(home)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    promised = Promise.read(disk.said)
    seen["promises"] += len(promised)
    assert_holds(scratch, promised, deep=seen["cuts"] % DEEP_EVERY == 0)


def _memory() -> str | None:
    """A folder in memory where there is one: nobody cuts the power of the test itself."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def test_a_disk_that_lies_about_syncing_is_told() -> None:
    """The simulation can fail: with the sync left out, a cut loses what was written."""
    disk = Disk({"/h/a": b"old"})
    disk.do(Write("/h/a", 0, b"new"))
    assert disk.after_cut(random.Random(1), 0.0) == {"/h/a": b"old"}
    disk.do(Sync("/h/a"))
    assert disk.after_cut(random.Random(1), 0.0) == {"/h/a": b"new"}
    disk.do(Create("/h/b"))
    disk.do(Write("/h/b", 0, b"1"))
    disk.do(Sync("/h/b"))
    assert "/h/b" not in disk.after_cut(random.Random(1), 0.0)  # its name was not synced
    disk.do(Rename("/h/b", "/h/c"))
    disk.do(Sync("/h"))
    disk.do(Unlink("/h/a"))
    assert disk.after_cut(random.Random(1), 0.0) == {"/h/a": b"new", "/h/c": b"1"}
    assert disk.after_cut(random.Random(1), 1.0) == {"/h/c": b"1"}
