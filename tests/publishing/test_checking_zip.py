"""A dossier's zip holds what its listing says and nothing beside it, to `verify.py` as to the product's own reader.

A program that reads a zip from its beginning, or trusts the header before a file, would find another dossier there.
"""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tocsin.archives.zip import BadZip, listed
from tocsin.publishing.dossier import verify

TEXT = b"Officials in Goris said that 200 people had arrived.\n"
OTHER = b"Officials in Goris said that nobody had arrived.\n"


class _Unseekable(io.RawIOBase):
    """As a program writes that streams: sizes stand behind each file."""

    def __init__(self, made: io.BytesIO) -> None:
        self.made = made

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self.made.write(data)  # type: ignore[arg-type]


def made(text: bytes = TEXT, *, streamed: bool = False, large: bool = False) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(_Unseekable(whole) if streamed else whole, "w", zipfile.ZIP_DEFLATED) as packed:
        with packed.open("d/text.txt", "w", force_zip64=large) as member:
            member.write(text)
        packed.writestr("d/more.txt", b"", zipfile.ZIP_STORED)
    return whole.getvalue()


def local_part(zipped: bytes) -> bytes:
    """Its files without their listing."""
    return zipped[: zipped.index(b"PK\x01\x02")]


def directory_moved(zipped: bytes, by: int) -> bytes:
    end = zipped.rindex(b"PK\x05\x06")
    first = struct.unpack_from("<L", zipped, end + 16)[0]
    return zipped[: end + 16] + struct.pack("<L", first + by) + zipped[end + 20 :]


def hidden_before_the_listing() -> bytes:
    sound, extra = made(), local_part(made(OTHER))
    at = len(local_part(sound))
    return directory_moved(sound[:at] + extra + sound[at:], len(extra))


def hidden_between() -> bytes:
    """The second file is listed where it stands; before it stands another."""
    sound, extra = made(), local_part(made(OTHER))
    second = sound.index(b"PK\x03\x04", 4)
    moved = bytearray(directory_moved(sound[:second] + extra + sound[second:], len(extra)))
    listing = moved.rindex(b"PK\x01\x02")
    struct.pack_into("<L", moved, listing + 42, second + len(extra))
    return bytes(moved)


def commented() -> bytes:
    sound = made()
    return sound[:-2] + struct.pack("<H", len(OTHER)) + OTHER


def another_method() -> bytes:
    """The header before the file says that it is stored."""
    sound = bytearray(made())
    struct.pack_into("<H", sound, 8, zipfile.ZIP_STORED)
    return bytes(sound)


def another_size() -> bytes:
    sound = bytearray(made())
    struct.pack_into("<L", sound, 18, 3)
    return bytes(sound)


HIDDEN: list[Callable[[], bytes]] = [
    lambda: local_part(made(OTHER)) + made(),
    lambda: made(OTHER) + made(),
    lambda: made() + OTHER,
    lambda: made() + local_part(made(OTHER)),
    lambda: made()[:-1],
    hidden_before_the_listing,
    hidden_between,
    commented,
    another_method,
    another_size,
]


def verify_refuses(zipped: bytes, folder: Path) -> bool:
    source = folder / "dossier.zip"
    source.write_bytes(zipped)
    try:
        with verify.opened_folder(source) as found:
            assert (found / "text.txt").read_bytes() == TEXT
    except verify.Fault as fault:
        told = str(fault)
    else:
        return False
    assert any(name in told for name in ("dossier.zip", "the zip", "d/")), told
    return True


def product_refuses(zipped: bytes) -> bool:
    try:
        listed(io.BytesIO(zipped))
    except BadZip:
        return True
    return False


@pytest.mark.parametrize("number", range(len(HIDDEN)))
def test_a_zip_with_something_hidden_in_it_is_refused_by_both(number: int, tmp_path: Path) -> None:
    """Before, behind, between and under the files that it lists."""
    zipped = HIDDEN[number]()
    assert (verify_refuses(zipped, tmp_path), product_refuses(zipped)) == (True, True)


@pytest.mark.parametrize(("streamed", "large"), [(False, False), (True, False), (False, True), (True, True)])
def test_a_sound_zip_of_any_maker_is_read_by_both(streamed: bool, large: bool, tmp_path: Path) -> None:
    """Sizes before a file or behind it, in 32 bits or in 64."""
    zipped = made(streamed=streamed, large=large)
    assert (verify_refuses(zipped, tmp_path), product_refuses(zipped)) == (False, False)
