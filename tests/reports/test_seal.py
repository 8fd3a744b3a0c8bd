"""Sealed files: whole or not there."""

import io
import os
import time
from hashlib import sha256, sha512
from pathlib import Path

import pytest

from tocsin.errors import StoreTrouble
from tocsin.reports.seal import ABANDONED_S, ROW_BYTES_MAX, seal, seal_stream, sealed_path

LARGE = bytes(range(256)) * 5000


def test_small_and_large_bytes_get_the_same_kind_of_seal(sealed_folder: Path) -> None:
    """Only large ones make a file, and its name is their sha256."""
    small, large = seal(LARGE[:ROW_BYTES_MAX]), seal(LARGE)
    assert small.sha256 == sha256(LARGE[:ROW_BYTES_MAX]).hexdigest()
    assert (large.sha512, large.size_bytes) == (sha512(LARGE).hexdigest(), len(LARGE))
    assert [path.name for path in sealed_folder.rglob("*") if path.is_file()] == [large.sha256]
    assert sealed_path(large.sha256).read_bytes() == LARGE


def test_sealing_again_mends_a_damaged_file() -> None:
    """The same bytes replace what stands under their name."""
    path = sealed_path(seal(LARGE).sha256)
    path.write_bytes(b"damaged")
    seal(LARGE)
    assert path.read_bytes() == LARGE


def test_a_stream_that_fails_leaves_nothing(sealed_folder: Path) -> None:
    """An unfinished file is taken away, and the trouble is told."""

    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(StoreTrouble, match="the disk refuses"):
        seal_stream(Failing())
    assert [path for path in sealed_folder.rglob("*") if path.is_file()] == []


def test_what_a_killed_process_left_is_taken_away_after_a_day(sealed_folder: Path) -> None:
    """Younger ones may belong to a process that is still writing."""
    seal(LARGE)
    old, young = sealed_folder / "incoming" / "1.old", sealed_folder / "incoming" / "2.young"
    for path in (old, young):
        path.write_bytes(b"half")
    before = time.time() - ABANDONED_S - 60
    os.utime(old, (before, before))
    seal(LARGE)
    assert not old.exists() and young.exists()


def test_the_folder_is_for_its_owner_only(sealed_folder: Path) -> None:
    """Reports may name people in danger."""
    seal(LARGE)
    assert {path.stat().st_mode & 0o077 for path in (sealed_folder, *sealed_folder.iterdir())} == {0}
