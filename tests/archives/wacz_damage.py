"""Ways to break a good WACZ: in its files, hashed and signed again, or in the zip round them."""

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.archives.captured import CREATED
from tocsin.archives.wacz import WaczVerdict
from tocsin.archives.wacz.signing import Signer

WARC, INDEX, BLOCKS = "archive/pages.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx"
PAGES, PACKAGE, DIGEST = "pages/pages.jsonl", "datapackage.json", "datapackage-digest.json"
_PACKED = {BLOCKS, PAGES, PACKAGE, DIGEST}

Files = dict[str, bytes]
Change = Callable[[Files], None]


def files_of(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def packed(files: Iterable[tuple[str, bytes]], packed_names: Iterable[str] = _PACKED) -> bytes:
    stream = io.BytesIO()
    names = set(packed_names)
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, (2026, 3, 1, 12, 5, 0))
            info.compress_type = zipfile.ZIP_DEFLATED if name in names else zipfile.ZIP_STORED
            archive.writestr(info, data)
    return stream.getvalue()


def relist(files: Files) -> None:
    """datapackage.json lists what is there, as a forger would have it."""
    plain = json.loads(files[PACKAGE])
    plain["resources"] = [
        {
            "name": name.rpartition("/")[2],
            "path": name,
            "hash": f"sha256:{sha256(data).hexdigest()}",
            "bytes": len(data),
        }
        for name, data in files.items()
        if name not in (PACKAGE, DIGEST)
    ]
    files[PACKAGE] = json.dumps(plain).encode()


def sign(files: Files, signer: Signer | None = None) -> None:
    digest = f"sha256:{sha256(files[PACKAGE]).hexdigest()}"
    plain: dict[str, Any] = {"path": PACKAGE, "hash": digest}
    if signer:
        plain["signedData"] = signer.sign(digest, CREATED)
    files[DIGEST] = json.dumps(plain).encode()


def edit_json(name: str, change: Callable[[dict[str, Any]], None]) -> Change:
    def edit(files: Files) -> None:
        plain = json.loads(files[name])
        change(plain)
        files[name] = json.dumps(plain).encode()

    return edit


def edit_index(change: Callable[[dict[str, Any]], None], line: int = 0) -> Change:
    """A line of the index, with its block told again."""

    def edit(files: Files) -> None:
        lines = gzip.decompress(files[INDEX]).decode().splitlines()
        key, at, plain = lines[line].split(" ", 2)
        fields = json.loads(plain)
        change(fields)
        lines[line] = f"{key} {at} {json.dumps(fields)}"
        put_index(files, lines)

    return edit


def put_index(files: Files, lines: list[str]) -> None:
    files[INDEX] = gzip.compress("".join(f"{each}\n" for each in lines).encode(), mtime=0)
    head, first = files[BLOCKS].decode().splitlines()[:2]
    key, at, _ = (lines or [first])[0].split(" ", 2)
    place = {"offset": 0, "length": len(files[INDEX]), "digest": f"sha256:{sha256(files[INDEX]).hexdigest()}"}
    files[BLOCKS] = f"{head}\n{key} {at} {json.dumps(place)}\n".encode()


def central(data: bytes, name: str) -> int:
    """Where the central directory lists a file."""
    place = data.rindex(b"PK\x05\x06")
    at = struct.unpack_from("<L", data, place + 16)[0]
    while data[at : at + 4] == b"PK\x01\x02":
        sizes = struct.unpack_from("<3H", data, at + 28)
        if data[at + 46 : at + 46 + sizes[0]] == name.encode():
            return at
        at += 46 + sum(sizes)
    raise AssertionError(name)


def poke(data: bytes, at: int, form: str, value: int) -> bytes:
    made = bytearray(data)
    struct.pack_into(form, made, at, value)
    return bytes(made)


def with_prefix(data: bytes, prefix: bytes) -> bytes:
    """Bytes before the first file, with every place told again."""
    end = data.rindex(b"PK\x05\x06")
    at = start = struct.unpack_from("<L", data, end + 16)[0]
    made = poke(data, end + 16, "<L", start + len(prefix))
    while data[at : at + 4] == b"PK\x01\x02":
        made = poke(made, at + 42, "<L", struct.unpack_from("<L", data, at + 42)[0] + len(prefix))
        at += 46 + sum(struct.unpack_from("<3H", data, at + 28))
    return prefix + made


def with_gap(data: bytes, gap: bytes) -> bytes:
    """Bytes between the last file and the directory."""
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<L", data, end + 16)[0]
    return poke(data[:start] + gap + data[start:], end + len(gap) + 16, "<L", start + len(gap))


def bomb_member(name: str, size: int) -> tuple[bytes, int, int]:
    """A raw deflate stream of zeros: its bytes, checksum, length."""
    packer, parts, checksum = zlib.compressobj(9, zlib.DEFLATED, -15), [], 0
    block = bytes(2**20)
    for _ in range(size // len(block)):
        parts.append(packer.compress(block))
        checksum = zlib.crc32(block, checksum)
    return b"".join([*parts, packer.flush()]), checksum, size


def files_of_bytes(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def refused(verdict: WaczVerdict, reason: str) -> bool:
    return not verdict.valid and any(reason in str(fault) for fault in verdict.faults)
