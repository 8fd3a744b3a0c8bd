#!/usr/bin/env python3
"""Checks a dossier of Tocsin offline: one file, Python 3.9 or later and its standard library, nothing else.

    python3 verify.py FOLDER-OR-ZIP --key KEY [--witness KEY] [--checkpoint FILE] [--trust CERT.pem]
                      [--headers FILE] [--json]

KEY is the log's verifier key (`name+id+base64`) as it reached you by another way than the dossier. Take this file,
too, from another place than the dossier that you doubt, or read it first: whoever forges one can forge the other.

Eight parts are checked, in this order, and each is told in one line:

    1. bag          every file is there, is listed, and has the SHA-256 and SHA-512 of its manifests
    2. seal         the log's key signed the list of all files
    3. checkpoint   the log's key, and the witnesses, signed how long the log is and what its Merkle tree's head is
    4. history      the log continues every earlier checkpoint that it lists, and those that you keep
    5. timestamps   others saw a checkpoint at a time (RFC 3161; the signature is checked by `openssl ts -verify`);
                    OpenTimestamps proofs lead from a checkpoint to the merkle root of a block of Bitcoin
    6. entries      every entry stands in that tree, none is dated back, every value opens its commitment
    7. bindings     what the files say is what was opened: paragraphs, fields, hashes of originals
    8. contents     every item has its files and its entries, no file belongs to nothing, the export is in the log

Exit codes: 0 it holds; 1 something does not, and the first line FAULT names it; 2 wrong use; 3 what was checked
holds, but not everything could be: each such thing is named.

It proves that these entries and values stood in the log when the checkpoint was signed, and that nothing was changed
since. It does not prove that what an entry says is true, nor that an erased or masked value was this or that.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import io
import json
import mmap
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from array import array
from collections.abc import MutableMapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import (
    Any,
    BinaryIO,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
)

try:
    import sqlite3
except ImportError:  # a Python without it checks the same, in memory
    sqlite3 = None  # type: ignore[assignment]

FORMAT = "tocsin-dossier/1"

# ---- Limits. A dossier comes from strangers: nothing in it may cost more than its own size allows. ---------

FILES_MAX = 1_000_000
#: one entry with all its openings; one element of a JSON file; one text
LINE_BYTES_MAX = 32 * 2**20
#: a checkpoint, a seal, a list of keys, a token, a certificate
SMALL_BYTES_MAX = 256 * 2**10
NOTE_BYTES_MAX = 128 * 2**10
SIGNATURES_MAX = 100
CHECKPOINTS_MAX = 100_000
TIMESTAMPS_MAX = 1_000
HEADERS_BYTES_MAX = 16 * 2**20
#: a tree of 2**64 leaves has no longer path; a proof of consistency has one hash more
PROOF_MAX = 65
JSON_DEPTH_MAX = 100
#: what a zip may unpack to, beside its own size
UNPACKED_BYTES_FREE, UNPACKED_TIMES = 64 * 2**20, 200
#: bytes of files that may be read again to open values, beside the size of the payload
READ_BYTES_FREE, READ_TIMES = 64 * 2**20, 200
#: lists of the record whose rows' places are held at once
LISTS_KEPT = 16
OPENSSL_SECONDS = 20
#: how far an entry's time may lie before a timestamp that was there when the entry was not
BACKDATED_MAX = timedelta(hours=1)


class Fault(Exception):
    """Something does not hold. `where` names the file, entry or item."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{shown(where)}: {what}" if where else what)


class WrongUse(Exception):
    """What the reader asked cannot be meant."""


def shown(text: object, most: int = 200) -> str:
    """Text from strangers, safe on a terminal: no control characters, no change of direction, not endless."""
    cut = str(text)[:most]
    return "".join(sign if sign.isprintable() and not 0xD800 <= ord(sign) < 0xE000 else "?" for sign in cut)


# ---- JSON: read strictly, written as RFC 8785 --------------------------------------------------------------


def read_json(data: bytes, where: str) -> Any:
    """The value. A key twice in one object, NaN, and numbers that JSON cannot carry safely are refused."""
    if len(data) > LINE_BYTES_MAX:
        raise Fault(where, f"more than {LINE_BYTES_MAX:,} bytes of JSON in one piece")
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_int=_whole_number,
        )
    except (ValueError, RecursionError) as error:
        raise Fault(where, f"this is no JSON that could be relied on ({shown(error, 80)})") from None


def _object(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return made


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _whole_number(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > 2**53 - 1:
        raise ValueError("a number beyond 2^53 - 1")
    return int(digits)


def canonical(value: Any, depth: int = 0) -> str:
    """RFC 8785, for what can be committed to: texts, whole numbers, true, false, null, lists and objects of these."""
    if depth > JSON_DEPTH_MAX:
        raise Fault("", f"a value nested more than {JSON_DEPTH_MAX} deep")
    if value is None or isinstance(value, (bool, int, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(canonical(each, depth + 1) for each in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        pairs = (
            json.dumps(name, ensure_ascii=False) + ":" + canonical(value[name], depth + 1) for name in names
        )
        return "{" + ",".join(pairs) + "}"
    raise Fault("", "a number with a fraction, which is never committed to")


def canonical_bytes(value: Any) -> bytes:
    try:
        return canonical(value).encode()
    except UnicodeEncodeError:
        raise Fault("", "half a character (a lone surrogate), which has no UTF-8 form") from None


def field(value: Any, name: str, kind: type, where: str) -> Any:
    """The member of an object, of exactly this type: true is no whole number."""
    found = value.get(name) if isinstance(value, dict) else None
    if type(found) is not kind:
        raise Fault(where, f"{name!r} is missing or no {kind.__name__}")
    return found


def texts(value: Any, name: str, where: str) -> List[str]:
    found: List[str] = field(value, name, list, where)
    if not all(isinstance(each, str) for each in found):
        raise Fault(where, f"{name!r} holds something else than texts")
    return found


# ---- Ed25519 (RFC 8032, section 5.1): points in extended coordinates (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
Point = Tuple[int, int, int, int]
_NEUTRAL: Point = (0, 1, 1, 0)


def _add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % _P, (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _double(one: Point) -> Point:
    a, b, c = one[0] * one[0] % _P, one[1] * one[1] % _P, 2 * one[2] * one[2] % _P
    h = a + b
    e, g = h - (one[0] + one[1]) ** 2 % _P, a - b
    f = c + g
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _point(data: bytes) -> Optional[Point]:
    """A point from its 32 bytes (5.1.3); None for what is none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


def _point_bytes(point: Point) -> bytes:
    inverse = pow(point[2], _P - 2, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def ed25519_verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the 64 bytes are this key's signature over the message (5.1.7, without the cofactor)."""
    point = _point(public) if len(public) == 32 and len(signature) == 64 else None
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or _BASE is None or scalar >= _ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _ORDER
    minus = (_P - point[0], point[1], point[2], _P - point[3])
    steps = (_NEUTRAL, _BASE, minus, _add(_BASE, minus))
    made = _NEUTRAL  # scalar * base - digest * point, both at once, bit by bit
    for bit in range(252, -1, -1):
        made = _double(made)
        step = (scalar >> bit & 1) + 2 * (digest >> bit & 1)
        made = _add(made, steps[step]) if step else made
    return _point_bytes(made) == signature[:32]


# ---- Signed notes and keys (C2SP signed-note, tlog-cosignature), checkpoints (C2SP tlog-checkpoint) --------

_LOG, _WITNESS = 1, 4


class Key(NamedTuple):
    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(f"{self.name}\n".encode() + bytes([self.algorithm]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{shown(self.name)}+{self.key_id.hex()}"


class Line(NamedTuple):
    name: str
    key_id: bytes
    blob: bytes


class Note(NamedTuple):
    text: str
    lines: List[Line]


class Checkpoint(NamedTuple):
    origin: str
    size: int
    head: bytes
    text: str


def unbase64(text: str) -> bytes:
    """Base64 in its one canonical form; empty for anything else."""
    try:
        made = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return made if base64.b64encode(made).decode() == text else b""


def is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(sign.isspace() or sign < " " for sign in name)


def read_key(text: str) -> Optional[Key]:
    """`name+id+base64`; None for what is no key, or one whose id is not its own."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    typed = unbase64(encoded)
    if not is_name(name) or len(typed) != 33 or typed[0] not in (_LOG, _WITNESS):
        return None
    key = Key(name, typed[0], typed[1:])
    return key if key.key_id.hex() == key_id else None


def read_note(data: bytes, where: str) -> Note:
    try:
        whole = data.decode("utf-8") if len(data) <= NOTE_BYTES_MAX else ""
    except UnicodeDecodeError:
        whole = ""
    text, gap, below = whole.rpartition("\n\n")
    well = bool(gap) and below.endswith("\n") and all(sign >= " " or sign == "\n" for sign in whole)
    lines = [_signature_line(line) for line in below.split("\n")[:-1]] if well else []
    found = [line for line in lines if line is not None]
    if not found or len(found) != len(lines) or len(lines) > SIGNATURES_MAX:
        raise Fault(where, "this is no signed note")
    return Note(text + "\n", found)


def _signature_line(line: str) -> Optional[Line]:
    name, _, encoded = line[2:].partition(" ")
    blob = unbase64(encoded)
    well = line.startswith("\N{EM DASH} ") and is_name(name) and len(blob) > 4
    return Line(name, blob[:4], blob[4:]) if well else None


def signers(note: Note, keys: Sequence[Key], where: str) -> List[Key]:
    """Which of these keys signed. A line that names one of them and does not verify makes the note worthless."""
    known = {(key.name, key.key_id): key for key in keys}
    found: List[Key] = []
    for line in note.lines:
        key = known.get((line.name, line.key_id))
        if key is not None:
            if not _line_verifies(note.text, line, key):
                raise Fault(where, f"the signature of {key} is not over this text")
            found.append(key)
    return found


def _line_verifies(text: str, line: Line, key: Key) -> bool:
    if key.algorithm == _LOG:
        return ed25519_verifies(key.public, text.encode(), line.blob)
    seen_at, signature = int.from_bytes(line.blob[:8], "big"), line.blob[8:]
    return seen_at < 2**63 and ed25519_verifies(
        key.public, f"cosignature/v1\ntime {seen_at}\n{text}".encode(), signature
    )


_CHECKPOINT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*")


def read_checkpoint(note: Note, where: str) -> Checkpoint:
    """What its first three lines say; those after them may say anything, but none is empty."""
    found = _CHECKPOINT.fullmatch(note.text)
    head = unbase64(found[3]) if found else b""
    if not found or not is_name(found[1]) or len(head) != 32:
        raise Fault(where, "this is no checkpoint of a log")
    if found[2] == "0" and head != hashlib.sha256().digest():
        raise Fault(where, "a log without entries has another head")
    return Checkpoint(found[1], int(found[2]), head, note.text)


# ---- The Merkle tree (RFC 6962; how proofs are checked: RFC 9162, 2.1.3.2 and 2.1.4.2) ---------------------


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def read_proof(value: Any, where: str) -> List[bytes]:
    hashes = [unbase64(each) for each in texts(value, "proof", where)[: PROOF_MAX + 1]]
    if len(hashes) > PROOF_MAX or any(len(each) != 32 for each in hashes):
        raise Fault(where, "its proof is no list of hashes")
    return hashes


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Whether the leaf stands at `index` of the tree with this size and head."""
    if not 0 <= index < size:
        return False
    position, last, made = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            made = node_hash(sibling, made)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            made = node_hash(made, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and made == head


def extends(old: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> bool:
    """Whether the newer tree begins with all leaves of the older one."""
    if old.size == new.size:
        return old.size > 0 and not proof and old.head == new.head
    path = list(proof) if old.size & (old.size - 1) else [old.head, *proof]
    if not 0 < old.size < new.size or not path:
        return False
    position, last = old.size - 1, new.size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    made_old = made_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            made_old, made_new = node_hash(sibling, made_old), node_hash(sibling, made_new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            made_new = node_hash(made_new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and made_old == old.head and made_new == new.head


# ---- Files: a folder as it lies there, or a zip unpacked into a folder that is removed again ---------------

_PART_BYTES = 2**20


def is_safe(path: str) -> bool:
    """Whether a path with slashes stays inside its folder on every system."""
    return (
        0 < len(path.encode("utf-8", "replace")) <= 1000
        and not re.search(r'[\x00-\x1f\x7f\\:*?"<>|\ud800-\udfff]', path)
        and all(part not in ("", ".", "..") and part[-1] not in " ." for part in path.split("/"))
    )


class Kept(MutableMapping[Any, Any]):
    """A dict on the disk, in a file that SQLite takes away again: memory does not grow with a dossier.

    Keys are texts or whole numbers, and come in their order; values are what JSON holds.
    """

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        for line in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA cache_size = -512",
            "CREATE TABLE kept (key PRIMARY KEY, value) WITHOUT ROWID",
            "BEGIN",
        ):
            self._rows.execute(line)

    def __getitem__(self, key: Any) -> Any:
        found = self._rows.execute("SELECT value FROM kept WHERE key = ?", (_as_key(key),)).fetchone()
        if found is None:
            raise KeyError(key)
        return json.loads(found[0])

    def __setitem__(self, key: Any, value: Any) -> None:
        self._rows.execute("REPLACE INTO kept VALUES (?, ?)", (_as_key(key), json.dumps(value)))

    def __delitem__(self, key: Any) -> None:
        self._rows.execute("DELETE FROM kept WHERE key = ?", (_as_key(key),))

    def __iter__(self) -> Iterator[Any]:
        for (key,) in self._rows.execute("SELECT key FROM kept ORDER BY key"):
            yield key.decode("utf-8", "surrogatepass") if isinstance(key, bytes) else key

    def __len__(self) -> int:
        found: int = self._rows.execute("SELECT COUNT(*) FROM kept").fetchone()[0]
        return found


def _as_key(key: Any) -> Any:
    return key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key


def kept() -> MutableMapping[Any, Any]:
    return {} if sqlite3 is None else Kept()


def in_order(held: MutableMapping[str, Any]) -> Iterable[str]:
    return sorted(held) if isinstance(held, dict) else held


def refuse_doubles(paths: Iterable[str]) -> None:
    """Two names that are one on a system that does not tell letters apart."""
    seen = kept()
    for path in paths:
        name = unicodedata.normalize("NFC", path).casefold()
        other = seen.get(name)
        seen[name] = path
        if other is not None:
            raise Fault(path, f"its name is that of {shown(other)} on some systems, or it is there twice")


def files_of(folder: Path) -> MutableMapping[str, int]:
    """Every file below the folder with its size. Links and devices are refused."""
    found, count = kept(), 0
    waiting = [""]
    while waiting:
        under = waiting.pop()
        with _readable(under), os.scandir(folder / under) as entries:
            for entry in entries:
                path = f"{under}/{entry.name}".lstrip("/")
                mode = entry.stat(follow_symlinks=False)
                if not is_safe(path) or not (stat.S_ISREG(mode.st_mode) or stat.S_ISDIR(mode.st_mode)):
                    raise Fault(path, "neither a file nor a folder with a plain name")
                if stat.S_ISDIR(mode.st_mode):
                    waiting.append(path)
                else:
                    found[path] = mode.st_size
                count += 1
                if count > FILES_MAX:
                    raise Fault("", f"more than {FILES_MAX:,} files")
    refuse_doubles(found)
    return found


@contextmanager
def _readable(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Fault(path, f"it cannot be read ({error.strerror})") from None


@contextmanager
def opened_folder(source: Path) -> Iterator[Path]:
    """The dossier's folder."""
    if source.is_dir():
        yield source
        return
    if not source.is_file():
        raise WrongUse(f"{shown(source)} is no folder and no file")
    with tempfile.TemporaryDirectory(prefix="dossier-") as folder:
        try:
            with source.open("rb") as stream, zipfile.ZipFile(stream) as packed:
                refuse_hidden(stream, packed.infolist(), source.stat().st_size)
                unpack(packed, source.stat().st_size, Path(folder))
        except Fault:
            raise
        except Exception as error:  # zipfile raises half a dozen kinds for what is broken
            raise Fault(
                source.name, f"cannot be unpacked ({shown(error, 80) or type(error).__name__})"
            ) from None
        tops = list(Path(folder).iterdir())
        if len(tops) != 1 or not tops[0].is_dir():
            raise Fault(source.name, "a dossier's zip holds one folder and nothing beside it")
        yield tops[0]


_ZIP_LOCAL, _ZIP_END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s4H2LH")
_ZIP_END_64 = struct.Struct("<4sQ2H2L4Q4sLQL")


def refuse_hidden(stream: BinaryIO, members: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Every byte of a zip belongs to a file that it lists: no other program finds another dossier in it than this one."""
    first, end = _directory(stream, size)
    at = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        stream.seek(member.header_offset)
        data = stream.read(_ZIP_LOCAL.size)
        if member.header_offset != at or len(data) < _ZIP_LOCAL.size:
            raise Fault(member.filename, "bytes before it in the zip belong to no file")
        _, _, flags, method, _, _, crc, packed, unpacked, names, extra = _ZIP_LOCAL.unpack(data)
        after = bool(flags & 8)
        said = (member.CRC, member.compress_size, member.file_size)
        if (flags, method) != (member.flag_bits, member.compress_type) or any(
            own not in (listed, 0xFFFFFFFF) and not (after and own == 0)
            for own, listed in zip((crc, packed, unpacked), said)
        ):
            raise Fault(member.filename, "its own header in the zip says something else than the listing")
        at += _ZIP_LOCAL.size + names + extra + member.compress_size
        at += _described(stream, at, said) if after else 0
    if at != first or end != size:
        raise Fault("the zip", "bytes in it, or behind its end, belong to no file")


def _directory(stream: BinaryIO, size: int) -> Tuple[int, int]:
    """Where the listing of files begins, and where the zip ends by what it says."""
    stream.seek(max(0, size - _ZIP_END.size))
    tail = stream.read(_ZIP_END.size)
    if len(tail) < _ZIP_END.size or not tail.startswith(b"PK\x05\x06"):
        raise Fault("the zip", "it does not end with its listing of files: it is cut, or something follows")
    *_, length, first, _ = small = _ZIP_END.unpack(tail)
    behind = _ZIP_END.size
    stream.seek(max(0, size - behind - _ZIP_END_64.size))
    larger = stream.read(_ZIP_END_64.size)
    if len(larger) == _ZIP_END_64.size and larger[56:60] == b"PK\x06\x07":
        length, first, behind = *_ZIP_END_64.unpack(larger)[8:10], behind + _ZIP_END_64.size
        if small[5] not in (length, 0xFFFFFFFF) or small[6] not in (first, 0xFFFFFFFF):
            raise Fault("the zip", "its two ends say different things")
    return first, first + length + behind


def _described(stream: BinaryIO, at: int, said: Tuple[int, int, int]) -> int:
    """Bytes behind a file in which its checksum and sizes stand again, in 32 or 64 bits, with their mark or without."""
    stream.seek(at)
    data = stream.read(24)
    for form in ("<L2Q", "<3L"):
        try:
            plain = struct.pack(form, *said)
        except struct.error:  # too large for 32 bits
            continue
        for described in (b"PK\x07\x08" + plain, plain):
            if data.startswith(described):
                return len(described)
    return 0


def unpack(packed: zipfile.ZipFile, packed_bytes: int, folder: Path) -> None:
    members = packed.infolist()
    left = UNPACKED_BYTES_FREE + UNPACKED_TIMES * packed_bytes
    if len(members) > FILES_MAX or sum(member.file_size for member in members) > left:
        raise Fault("", f"the zip would unpack to more than {left:,} bytes or {FILES_MAX:,} files")
    refuse_doubles([member.filename.rstrip("/") for member in members])
    for member in members:
        _refuse_odd(member)
        target = folder / member.filename
        if member.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(member) as read, target.open("xb") as write:
            for part in iter(lambda: read.read(_PART_BYTES), b""):
                left -= len(part)
                if left < 0:
                    raise Fault(member.filename, "it unpacks to more than it says")
                write.write(part)


def _refuse_odd(member: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if (
        member.filename != member.orig_filename
        or not is_safe(member.filename[:-1] if member.is_dir() else member.filename)
        or member.flag_bits & 0x1
        or (member.is_dir() and member.file_size)
        or kind not in (0, stat.S_IFREG, stat.S_IFDIR)
        or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    ):
        raise Fault(member.filename, "encrypted, a link, oddly packed, or its name leads out of the folder")


# ---- The dossier as it is being checked --------------------------------------------------------------------


class Asked(NamedTuple):
    """What the reader brings along."""

    keys: List[Key]
    witnesses: List[Key]
    #: name of the file, its bytes
    checkpoints: List[Tuple[str, bytes]]
    trust: List[Path]
    #: of Bitcoin's blocks, by height: 80 bytes each
    headers: Dict[int, bytes] = {}


class Token(NamedTuple):
    size: int
    time: datetime
    authority: str


class Dossier:
    """A folder, and what the parts of the check found out about it; what grows with it is kept on the disk."""

    def __init__(self, folder: Path, asked: Asked) -> None:
        self.folder, self.asked = folder, asked
        self.sizes: MutableMapping[str, int] = {}
        #: SHA-256 and SHA-512 as they were read, in hexadecimal
        self.hashes: MutableMapping[str, Sequence[str]] = kept()
        self.known: List[Key] = []
        self.seal = ("", "", "")
        self.checkpoint: Optional[Checkpoint] = None
        #: earlier checkpoints that this one continues, by size
        self.history: Dict[int, Checkpoint] = {}
        self.tokens: List[Token] = []
        #: items that an entry is about, or commits to by their names as fields
        self.items: MutableMapping[str, None] = kept()
        #: files that an opening binds
        self.bound: MutableMapping[str, None] = kept()
        self.exported: Dict[str, Dict[str, Any]] = {}
        #: how many entries are about each item, and a running hash of which there are, without this export
        self.about: MutableMapping[str, int] = kept()
        self.listed = hashlib.sha512()
        #: by position, a hash of what a row about the entry must say, and the paths that it keeps back
        self.acts: MutableMapping[int, Tuple[str, Sequence[str]]] = kept()
        #: by finding, the report whose reading commits to it, and where it stands opened
        self.read_in: MutableMapping[str, Tuple[str, str]] = kept()
        self.counts = {"entries": 0, "opened": 0, "masked": 0, "erased": 0}
        self.unchecked: List[str] = []
        self.sources = Sources(self)

    def open(self, path: str) -> BinaryIO:
        if path not in self.sizes:
            raise Fault(path, "it is not there")
        with _readable(path):
            return (self.folder / path).open("rb")

    def read(self, path: str, most: int = SMALL_BYTES_MAX) -> bytes:
        with self.open(path) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise Fault(path, f"longer than {most:,} bytes")
        return data

    def lines(self, path: str) -> Iterator[Tuple[int, bytes]]:
        """The lines of a file with their numbers from 1; each ends with a line feed."""
        with self.open(path) as stream:
            for number, line in enumerate(iter(lambda: stream.readline(LINE_BYTES_MAX + 1), b""), 1):
                if not line.endswith(b"\n"):
                    raise Fault(f"{path} line {number}", "too long, or cut off")
                yield number, line

    def logs_keys(self) -> List[Key]:
        """The keys that may have signed for the log: the reader's; where there are none, the dossier's own."""
        return self.asked.keys or [key for key in self.known if key.algorithm == _LOG]

    def point(self) -> Checkpoint:
        if self.checkpoint is None:
            raise Fault("log/checkpoint.txt", "without a checkpoint that holds nothing else can be checked")
        return self.checkpoint


# ---- 1. bag (BagIt 1.0, RFC 8493) --------------------------------------------------------------------------

_MANIFESTS = {
    f"{tag}manifest-{algorithm}.txt": (bool(tag), algorithm)
    for tag in ("", "tag")
    for algorithm in ("sha256", "sha512")
}
_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def check_bag(dossier: Dossier) -> str:
    dossier.sizes = files_of(dossier.folder)
    if dossier.read("bagit.txt", 1000).replace(b"\r\n", b"\n") != _BAGIT:
        raise Fault("bagit.txt", "it does not say BagIt 1.0 in UTF-8")
    if "fetch.txt" in dossier.sizes:
        raise Fault("fetch.txt", "a dossier is whole: nothing of it lies elsewhere")
    manifests = {name: _read_manifest(dossier, name) for name in _MANIFESTS}
    for name, (of_tags, _) in _MANIFESTS.items():
        _compare_lists(dossier, name, manifests[name], of_tags)
    for path in in_order(dossier.sizes):
        _compare_hashes(dossier, path, manifests)
    _check_sum(dossier)
    return f"{len(dossier.sizes):,} files, {sum(dossier.sizes.values()):,} bytes: all listed, all with their hashes"


def _read_manifest(dossier: Dossier, name: str) -> MutableMapping[str, str]:
    digits = 64 if name.endswith("256.txt") else 128
    form = re.compile(rb"([0-9a-f]{%d})  ([^\r\n]+)\n" % digits)
    found = kept()
    for number, line in dossier.lines(name):
        match = form.fullmatch(line)
        path = match[2].decode("utf-8", "replace") if match else ""
        for code, sign in (("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
            path = path.replace(code, sign)
        if not match or not is_safe(path) or path in found:
            raise Fault(f"{name} line {number}", "no hash and plain path, or a path that stands there twice")
        found[path] = match[1].decode()
    return found


def _compare_lists(dossier: Dossier, name: str, listed: MutableMapping[str, str], of_tags: bool) -> None:
    outside = {"seal.txt", *(other for other, (tags, _) in _MANIFESTS.items() if tags)}
    for path in dossier.sizes:
        there = path.startswith("data/") != of_tags and not (of_tags and path in outside)
        if there and path not in listed:
            raise Fault(path, f"not listed in {name}")
    for path in listed:
        there = path.startswith("data/") != of_tags and not (of_tags and path in outside)
        if path not in dossier.sizes or not there:
            raise Fault(path, f"listed in {name}, and not there")


def _compare_hashes(dossier: Dossier, path: str, manifests: Dict[str, MutableMapping[str, str]]) -> None:
    made = hashlib.sha256(), hashlib.sha512()
    with dossier.open(path) as stream:
        for part in iter(lambda: stream.read(_PART_BYTES), b""):
            made[0].update(part)
            made[1].update(part)
    dossier.hashes[path] = made[0].hexdigest(), made[1].hexdigest()
    for name, (_, algorithm) in _MANIFESTS.items():
        said = manifests[name].get(path)
        if said is not None and said != dossier.hashes[path][algorithm == "sha512"]:
            raise Fault(path, f"its {algorithm.upper()} is not the one in {name}")


def _check_sum(dossier: Dossier) -> None:
    """The number of bytes and files that bag-info.txt states, where it does."""
    octets, files = _payload(dossier)
    try:
        info = dossier.read("bag-info.txt").decode("utf-8")
    except UnicodeDecodeError:
        raise Fault("bag-info.txt", "it is not in UTF-8") from None
    if info.startswith("\ufeff"):
        raise Fault("bag-info.txt", "it begins with a byte order mark")
    for line in info.splitlines():
        label, _, value = line.partition(":")
        if label.lower() == "payload-oxum" and value.strip() != f"{octets}.{files}":
            raise Fault("bag-info.txt", "the sum of the payload is not as stated")


def _payload(dossier: Dossier) -> Tuple[int, int]:
    """Its bytes and files."""
    octets = files = 0
    for path, size in dossier.sizes.items():
        if path.startswith("data/"):
            octets, files = octets + size, files + 1
    return octets, files


# ---- 2. seal and 3. checkpoint -----------------------------------------------------------------------------


def check_seal(dossier: Dossier) -> str:
    _read_keys(dossier)
    note = read_note(dossier.read("seal.txt"), "seal.txt")
    found = signers(note, dossier.logs_keys(), "seal.txt")
    lines = note.text.split("\n")
    if not found:
        raise Fault("seal.txt", "not signed by the log's key")
    if len(lines) != 5 or lines[0] != FORMAT:
        raise Fault("seal.txt", f"it is no seal of a {FORMAT}")
    if "tagmanifest-sha512.txt" not in dossier.hashes:
        raise Fault("tagmanifest-sha512.txt", "it could not be hashed")
    if lines[3] != dossier.hashes["tagmanifest-sha512.txt"][1]:
        raise Fault("seal.txt", "it is the seal of other files: tagmanifest-sha512.txt differs")
    dossier.seal = lines[1], lines[2], lines[3]
    return f"dossier {shown(lines[1])} of {shown(lines[2])}, by {found[0]}"


def _read_keys(dossier: Dossier) -> None:
    for number, line in dossier.lines("log/keys.txt"):
        text = line.decode("utf-8", "replace").strip()
        key = read_key(text)
        if text and not text.startswith("#"):
            if key is None or number > 10_000:
                raise Fault(f"log/keys.txt line {number}", "this is no key of a log or witness")
            dossier.known.append(key)
    if not dossier.asked.keys:
        dossier.unchecked.append("whose log this is: no --key was given, and the dossier's own was believed")


def check_signatures(dossier: Dossier) -> str:
    where, asked = "log/checkpoint.txt", dossier.asked.witnesses
    note = read_note(dossier.read(where), where)
    point = read_checkpoint(note, where)
    logs = [key for key in signers(note, dossier.logs_keys(), where) if key.name == point.origin]
    if not logs:
        raise Fault(where, "not signed by the log's key")
    witnesses = asked + [key for key in dossier.known if key.algorithm == _WITNESS and key not in asked]
    seen = signers(note, witnesses, where)
    for key in asked:
        if key not in seen:
            raise Fault(where, f"the witness {key} did not sign it")
    dossier.checkpoint = point
    others = f"{len(seen)} witnesses, {len(set(seen) & set(asked))} of them yours"
    return f"{point.size:,} entries, by {logs[0]}; {others}"


# ---- 4. history --------------------------------------------------------------------------------------------


def check_history(dossier: Dossier) -> str:
    last, path = 0, "log/history.jsonl"
    keys = dossier.asked.keys + [key for key in dossier.known if key.algorithm == _LOG]
    for number, line in dossier.lines(path) if path in dossier.sizes else ():
        where = f"{path} line {number}"
        row = read_json(line, where)
        note = read_note(field(row, "note", str, where).encode("utf-8", "replace"), where)
        old = read_checkpoint(note, where)
        if old.origin != dossier.point().origin or not signers(note, keys, where):
            raise Fault(where, "a checkpoint that the log's keys did not sign")
        if number > CHECKPOINTS_MAX or old.size <= last:
            raise Fault(where, "too many checkpoints, or not the oldest first")
        if not extends(old, dossier.point(), read_proof(row, where)):
            raise Fault(where, f"the log does not continue its own checkpoint over {old.size} entries")
        dossier.history[old.size], last = old, old.size
    kept = [_compare_kept(dossier, name, data, keys) for name, data in dossier.asked.checkpoints]
    return "; ".join([f"continues {len(dossier.history):,} earlier checkpoints", *kept])


def _compare_kept(dossier: Dossier, name: str, data: bytes, keys: Sequence[Key]) -> str:
    """A checkpoint that the reader has from elsewhere: a log that contradicts it was forked or rolled back."""
    note, point = read_note(data, name), dossier.point()
    kept = read_checkpoint(note, name)
    if kept.origin != point.origin or not signers(note, keys, name):
        raise Fault(name, "the checkpoint that you keep is of another log, or signed by another key")
    if kept.size > point.size:
        dossier.unchecked.append(
            f"that the log went on to {kept.size} entries, as {shown(name)} says: this dossier is older, of {point.size}"
            " (or the log was rolled back): ask for a newer one"
        )
        return f"older than {shown(name)}"
    same = point if kept.size == point.size else dossier.history.get(kept.size)
    if same is None:
        raise Fault(name, f"nothing here proves that the log continues the {kept.size} entries that you know")
    if same.head != kept.head:
        raise Fault(name, f"a fork: the first {kept.size} entries of this log are not those that you know")
    return f"continues {shown(name)}"


# ---- 5. timestamps (RFC 3161): what the token says is read here, who signed it is for openssl to say -------

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")
_SHA512 = bytes.fromhex("608648016503040203")
_SEQUENCE, _INTEGER, _OCTETS, _OID, _TIME, _TAGGED = 0x30, 0x02, 0x04, 0x06, 0x18, 0xA0
#: how the authority that comes with Tocsin, for demonstrations, names itself in its certificates
_NOT_INDEPENDENT = b"NOT INDEPENDENT: FOR TESTS AND DEMONSTRATION"
_TOKEN_NAME = re.compile(r"log/timestamps/(0|[1-9][0-9]{0,18})-([1-9][0-9]{0,8})(\.tsr|\.json|-renewal\.txt)")
_CHAIN_NAME = re.compile(r"chain-[0-9a-f]{64}\.pem")
_RENEWED = re.compile(r"(0|[1-9][0-9]{0,18}) ([1-9][0-9]{0,8}) ([0-9a-f]{128}) ([0-9a-f]{128})\n")
_GENERALIZED = re.compile(rb"(\d{14})(?:\.(\d{1,9}))?Z")


class Der:
    """A reader of DER: what stands in one value, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, tag: int) -> bytes:
        """The content of the next value, which must have this tag."""
        head = self.data[self.at : self.at + 2]
        if len(head) < 2 or head[0] != tag:
            raise ValueError(f"no value of type {tag:#x}")
        begin, length = self.at + 2, head[1]
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(self.data[begin : begin + count], "big")
            if not 1 <= count <= 4:
                raise ValueError("a length without end")
            begin += count
        self.at = begin + length
        if self.at > len(self.data):
            raise ValueError("cut off")
        return self.data[begin : self.at]

    def inside(self, tag: int) -> Der:
        return Der(self.take(tag))

    def end(self) -> None:
        if self.at != len(self.data):
            raise ValueError("something follows")


def read_token(data: bytes) -> Tuple[bytes, bytes, datetime]:
    """Hash algorithm, hash and time of a TimeStampResp. Raises ValueError for what is none, or was not granted."""
    whole = Der(data)
    response = whole.inside(_SEQUENCE)
    whole.end()
    if response.inside(_SEQUENCE).take(_INTEGER) not in (b"\0", b"\1"):
        raise ValueError("the authority did not grant it")
    content = response.inside(_SEQUENCE)
    response.end()
    if content.take(_OID) != _SIGNED_DATA:
        raise ValueError("no signed data")
    signed = content.inside(_TAGGED).inside(_SEQUENCE)
    signed.take(_INTEGER), signed.take(0x31)
    encapsulated = signed.inside(_SEQUENCE)
    if encapsulated.take(_OID) != _TST_INFO:
        raise ValueError("no timestamp")
    info = encapsulated.inside(_TAGGED).inside(_OCTETS).inside(_SEQUENCE)
    info.take(_INTEGER), info.take(_OID)
    imprint = info.inside(_SEQUENCE)
    algorithm, digest = imprint.inside(_SEQUENCE).take(_OID), imprint.take(_OCTETS)
    info.take(_INTEGER)
    return algorithm, digest, _generalized(info.take(_TIME))


def _generalized(data: bytes) -> datetime:
    found = _GENERALIZED.fullmatch(data)
    if not found:
        raise ValueError("no time in UTC")
    at = datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
    return at + timedelta(microseconds=int((found[2] or b"0").ljust(6, b"0")[:6]))


def read_time(text: str, where: str) -> datetime:
    try:
        at = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
        if at.tzinfo is None:
            raise ValueError("no zone")
        return at.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise Fault(where, f"{shown(text, 40)!r} is no time with its zone") from None


def check_timestamps(dossier: Dossier) -> str:
    names = _token_names(dossier)
    told = [_check_token(dossier, size, number) for size, number in sorted(names)]
    told += [_check_block_proof(dossier, *each) for each in _block_proofs(dossier)]
    return "; ".join(told) if told else "none: nobody but the log's own keeper says when"


def _token_names(dossier: Dossier) -> Set[Tuple[int, int]]:
    """Size and number of every token. Numbers count from 1 for each size, so that one taken away leaves a gap."""
    found: Dict[str, Set[Tuple[int, int]]] = {".tsr": set(), ".json": set(), "-renewal.txt": set()}
    for path in (path for path in dossier.sizes if path.startswith("log/timestamps/")):
        match = _TOKEN_NAME.fullmatch(path)
        if match:
            found[match[3]].add((int(match[1]), int(match[2])))
        elif path != f"log/timestamps/chain-{dossier.hashes.get(path, ('',))[0]}.pem":
            raise Fault(path, "no timestamp, and no chain of one that is named by its own SHA-256")
    both = found[".tsr"] & found[".json"]
    for size, number in sorted(found[".tsr"] | found[".json"] | found["-renewal.txt"]):
        if (size, number) not in both or (number > 1 and (size, number - 1) not in both):
            raise Fault(
                f"log/timestamps/{size}-{number}",
                "a token, what is said of it, or the one before it is missing",
            )
    if len(both) > TIMESTAMPS_MAX:
        raise Fault("log/timestamps", f"more than {TIMESTAMPS_MAX:,} of them")
    return both


def _check_token(dossier: Dossier, size: int, number: int) -> str:
    name = f"log/timestamps/{size}-{number}"
    path = f"{name}.tsr"
    said = read_json(dossier.read(f"{name}.json"), f"{name}.json")
    authority, independent = field(said, "authority", str, path), field(said, "independent", bool, path)
    if field(said, "size", int, path) != size or field(said, "hash", str, path) != "sha512":
        raise Fault(path, "its .json tells of another timestamp")
    over = _stamped(dossier, size, number)
    try:
        algorithm, digest, time = read_token(dossier.read(path))
    except (ValueError, OverflowError) as error:
        raise Fault(path, f"no granted timestamp ({shown(error, 60)})") from None
    if algorithm != _SHA512 or digest != hashlib.sha512(over).digest():
        raise Fault(path, "a timestamp of something else than this checkpoint or renewal")
    if abs(read_time(field(said, "time", str, path), path) - time) >= timedelta(seconds=1):
        raise Fault(path, "the time in its .json is not the token's")
    chain = _chain_of(dossier, said, path)
    if independent and _NOT_INDEPENDENT in dossier.read(path) + _unpacked(chain):
        raise Fault(path, "said to be independent, and its certificate says that it is not")
    trusted = _signature_state(dossier, path, digest, time, independent, chain)
    renewal = f"{name}-renewal.txt" in dossier.sizes
    if independent and not renewal:
        dossier.tokens.append(Token(size, time, authority))
    what = f"renewal {size}-{number} of older ones" if renewal else f"{size:,} entries"
    kind = "independent" if independent else "NOT independent"
    return f"{what} at {time:%Y-%m-%d %H:%M:%S} UTC by {shown(authority, 60)} ({kind}, {trusted})"


def _stamped(dossier: Dossier, size: int, number: int) -> bytes:
    """What a timestamp is over: the text of the checkpoint of that size, or a text that names older timestamps."""
    path = f"log/timestamps/{size}-{number}-renewal.txt"
    if path in dossier.sizes:
        text = dossier.read(path)
        _check_renewed(dossier, path, text)
        return text
    return _checkpoint_text(dossier, size, f"log/timestamps/{size}-{number}.tsr")


def _checkpoint_text(dossier: Dossier, size: int, where: str) -> bytes:
    point = dossier.point()
    over = point if size == point.size else dossier.history.get(size)
    if over is None:
        raise Fault(where, f"over a checkpoint of {size} entries that is not here")
    return over.text.encode()


def _check_renewed(dossier: Dossier, path: str, text: bytes) -> None:
    """Each older timestamp that is here is the one that the renewal names: by its answer, and by what that is over."""
    lines = text.decode("ascii", "replace").splitlines(keepends=True)
    rows = [_RENEWED.fullmatch(line) for line in lines[1:]]
    if lines[:1] != ["tocsin-renewal/1 sha512\n"] or not rows or None in rows:
        raise Fault(path, "no text of a renewal")
    for row in rows:
        assert row is not None
        older = f"log/timestamps/{row[1]}-{row[2]}"
        if f"{older}.tsr" not in dossier.sizes:
            continue  # of a checkpoint that this dossier does not need
        renewed = f"{older}-renewal.txt"
        if renewed == path:
            raise Fault(path, "it renews itself")
        point, size = dossier.point(), int(row[1])
        earlier = point if size == point.size else dossier.history.get(size)
        over = (
            dossier.read(renewed) if renewed in dossier.sizes else earlier.text.encode() if earlier else b""
        )
        found = (hashlib.sha512(over).hexdigest(), hashlib.sha512(dossier.read(f"{older}.tsr")).hexdigest())
        if found != (row[3], row[4]):
            raise Fault(f"{older}.tsr", f"not the timestamp that {path} renewed")


def _chain_of(dossier: Dossier, said: Any, path: str) -> bytes:
    """The certificates of this timestamp, as it names them; all that came along where it names none."""
    name = said.get("chain")
    if name is None:
        return chains(dossier)
    file = f"log/timestamps/{name}"
    if not isinstance(name, str) or not _CHAIN_NAME.fullmatch(name) or file not in dossier.sizes:
        raise Fault(path, "its chain of certificates is not here")
    return dossier.read(file)


def chains(dossier: Dossier) -> bytes:
    """The certificates that came along."""
    names = [name for name in sorted(dossier.sizes) if name.startswith("log/timestamps/chain-")]
    return b"\n".join(dossier.read(name) for name in names[:20])


def _unpacked(pem: bytes) -> bytes:
    """The certificates as DER, one after the other."""
    blocks = re.findall(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END", pem)
    return b"".join(unbase64("".join(block.decode().split())) for block in blocks)


def _signature_state(
    dossier: Dossier, path: str, digest: bytes, time: datetime, independent: bool, certificates: bytes
) -> str:
    """Whether the signature leads to a root that the reader trusts; a signature that is wrong is a fault."""
    openssl = shutil.which("openssl")
    if openssl is None:
        dossier.unchecked.append(f"who signed {path}: there is no openssl here")
        return "signature not checked"
    with tempfile.TemporaryDirectory(prefix="dossier-") as folder:
        chain, trust = Path(folder) / "chain.pem", Path(folder) / "trust.pem"
        chain.write_bytes(certificates)
        trust.write_bytes(b"\n".join(file.read_bytes() for file in dossier.asked.trust))
        token = (dossier.folder / path).resolve()
        if trust.stat().st_size and _openssl_says_yes(openssl, token, digest, time, trust, chain):
            return "signature holds"
        if not chain.stat().st_size or not _openssl_says_yes(openssl, token, digest, time, chain, chain):
            raise Fault(path, "openssl says that its signature or its certificate does not hold")
    if independent:
        dossier.unchecked.append(
            f"whether the authority of {path} is what it says: its root is none of --trust"
        )
    return "signature holds, root not trusted by you"


def _openssl_says_yes(
    openssl: str, token: Path, digest: bytes, time: datetime, trust: Path, chain: Path
) -> bool:
    """`openssl ts -verify` as of the token's own time."""
    command = [openssl, "ts", "-verify", "-in", str(token), "-digest", digest.hex(), "-CAfile", str(trust)]
    command += ["-attime", str(int(time.timestamp())), *(["-partial_chain"] if trust == chain else [])]
    command += ["-untrusted", str(chain)] if chain.stat().st_size else []
    try:
        done = subprocess.run(command, capture_output=True, timeout=OPENSSL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"Verification: OK" in done.stdout + done.stderr


# ---- 5. timestamps (OpenTimestamps): each path is followed to a merkle root; the chain of blocks is not here -

_OTS_HEAD = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94" + b"\x01\x08"
_OTS_NAME = re.compile(r"log/opentimestamps/(0|[1-9][0-9]{0,18})-([1-9][0-9]{0,8})\.ots")
_OTS_PENDING, _OTS_BITCOIN = bytes.fromhex("83dfe30d2ef90c8e"), bytes.fromhex("0588960d73d71901")
_OTS_CALENDAR = re.compile(rb"[A-Za-z0-9._/:-]{1,1000}")
_OTS_HASHES = {0x02: "sha1", 0x03: "ripemd160", 0x08: "sha256"}
_OTS_APPEND, _OTS_PREPEND, _OTS_REVERSE, _OTS_HEXLIFY = 0xF0, 0xF1, 0xF2, 0xF3
OTS_PROOFS_MAX = 100
OTS_DEPTH_MAX = 256
OTS_ATTESTATIONS_MAX = 100
OTS_MESSAGE_BYTES_MAX = OTS_OPERAND_BYTES_MAX = 4096
OTS_PAYLOAD_BYTES_MAX = 8192


class Ots:
    """A reader of an .ots file, version 1: what is left of it, and what its paths came to. Raises ValueError."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0
        #: message, kind of the attestation, what it says
        self.claims: List[Tuple[bytes, bytes, bytes]] = []

    def take(self, length: int) -> bytes:
        found = self.data[self.at : self.at + length]
        if len(found) < length:
            raise ValueError("it is cut off")
        self.at += length
        return found

    def number(self) -> int:
        """Seven bits a byte, the lowest first; never longer than it need be."""
        value = 0
        for place in range(5):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                if byte == 0 and place:
                    raise ValueError("a number is written longer than it is")
                return value
        raise ValueError("a number is too large")

    def sized(self, least: int, most: int) -> bytes:
        length = self.number()
        if not least <= length <= most:
            raise ValueError(f"{length} bytes where {least} to {most} may stand")
        return self.take(length)

    def end(self) -> None:
        if self.at != len(self.data):
            raise ValueError("something follows")

    def follow(self, message: bytes, depth: int = 0) -> None:
        """From a message to each attestation that is reached from it."""
        if depth > OTS_DEPTH_MAX:
            raise ValueError("a path without end")
        more = True
        while more:
            tag = self.take(1)[0]
            more = tag == 0xFF
            tag = self.take(1)[0] if more else tag
            if tag == 0:
                self._claim(message)
            else:
                self.follow(self._step(tag, message), depth + 1)

    def _claim(self, message: bytes) -> None:
        kind, payload = self.take(8), self.sized(0, OTS_PAYLOAD_BYTES_MAX)
        self.claims.append((message, kind, payload))
        if len(self.claims) > OTS_ATTESTATIONS_MAX:
            raise ValueError("too many attestations")
        inside = Ots(payload)
        if kind == _OTS_PENDING and not _OTS_CALENDAR.fullmatch(inside.sized(1, 1000)):
            raise ValueError("a calendar's address with letters that none may have")
        if kind == _OTS_BITCOIN:
            inside.number()
        if kind in (_OTS_PENDING, _OTS_BITCOIN):
            inside.end()

    def _step(self, tag: int, message: bytes) -> bytes:
        if tag in _OTS_HASHES:
            return hashlib.new(_OTS_HASHES[tag], message).digest()
        operand = self.sized(1, OTS_OPERAND_BYTES_MAX) if tag in (_OTS_APPEND, _OTS_PREPEND) else b""
        steps = {
            _OTS_APPEND: message + operand,
            _OTS_PREPEND: operand + message,
            _OTS_REVERSE: message[::-1],
            _OTS_HEXLIFY: binascii.hexlify(message),
        }
        if tag not in steps or len(steps[tag]) > OTS_MESSAGE_BYTES_MAX:
            raise ValueError("a step that is not known, or a message that grows too long")
        return steps[tag]


def _block_proofs(dossier: Dossier) -> List[Tuple[int, int]]:
    """Size of the checkpoint and number of each."""
    found = []
    for path in (path for path in dossier.sizes if path.startswith("log/opentimestamps/")):
        match = _OTS_NAME.fullmatch(path)
        if not match:
            raise Fault(path, "no proof that is named by a checkpoint's size and its own number")
        found.append((int(match[1]), int(match[2])))
    if len(found) > OTS_PROOFS_MAX:
        raise Fault("log/opentimestamps", f"more than {OTS_PROOFS_MAX:,} of them")
    return sorted(found)


def _check_block_proof(dossier: Dossier, size: int, number: int) -> str:
    path = f"log/opentimestamps/{size}-{number}.ots"
    roots = _block_roots(dossier.read(path), _checkpoint_text(dossier, size, path), path)
    if not roots:
        return f"{size:,} entries handed to calendars of OpenTimestamps (no block yet: proves nothing)"
    headers = dossier.asked.headers
    for height, root in roots:
        if height in headers and headers[height][36:68] != root:
            raise Fault(path, f"the header that you gave of block {height} has another merkle root")
    known = [height for height, _ in roots if height in headers]
    if known:
        return f"{size:,} entries by Bitcoin block {known[0]} (OpenTimestamps, to the header that you gave)"
    height, root = roots[0]
    dossier.unchecked.append(
        f"whether block {height} of Bitcoin has the merkle root {root[::-1].hex()}, to which {path} leads:"
        " the block's header is believed as given (compare it, or bring --headers)"
    )
    return f"{size:,} entries by Bitcoin block {height} (OpenTimestamps, header believed as given)"


def _block_roots(data: bytes, text: bytes, path: str) -> List[Tuple[int, bytes]]:
    """Height and merkle root of each block that the proof leads to from this text, the lowest first."""
    proof = Ots(data)
    try:
        if proof.take(len(_OTS_HEAD)) != _OTS_HEAD:
            raise ValueError("it does not begin as one does, of version 1 and over SHA-256")
        digest = proof.take(32)
        proof.follow(digest)
        proof.end()
    except (ValueError, RecursionError) as error:
        raise Fault(path, f"no OpenTimestamps proof ({shown(error, 60)})") from None
    if digest != hashlib.sha256(text).digest():
        raise Fault(path, "a proof over another text than this checkpoint's")
    roots = sorted(
        {(Ots(said).number(), message) for message, kind, said in proof.claims if kind == _OTS_BITCOIN}
    )
    for height, root in roots:
        if len(root) != 32:
            raise Fault(path, f"what its path to block {height} comes to is no merkle root")
    return roots


def read_headers(data: bytes) -> Dict[int, bytes]:
    """Of blocks, by height, from lines `HEIGHT HEX`. Raises WrongUse."""
    found: Dict[int, bytes] = {}
    for line in data.splitlines():
        match = re.fullmatch(rb"(\d{1,10}) ([0-9A-Fa-f]{160})", line.strip())
        if line.strip() and not match:
            raise WrongUse(
                f"{shown(line, 60)} is no header of a block: write HEIGHT HEX a line, 80 bytes each"
            )
        if match:
            header = binascii.unhexlify(match[2])
            if found.setdefault(int(match[1]), header) != header:
                raise WrongUse(f"there are two headers of block {int(match[1])}")
    return found


# ---- 6. entries: their place, their form, and the values that they open ------------------------------------

_ENTRY_KEYS = {"v", "item", "action", "at", "actor", "reason", "before", "after", "text", "result"}
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_COMMITMENT = re.compile(r"[0-9a-f]{64}")


def check_entries(dossier: Dossier) -> str:
    last = -1
    for number, line in dossier.lines("log/entries.jsonl"):
        row = read_json(line, f"log/entries.jsonl line {number}")
        position = field(row, "position", int, f"log/entries.jsonl line {number}")
        if position <= last:
            raise Fault(f"entry {position}", "not in order of position, or there twice")
        last = position
        try:
            check_entry(dossier, row, position)
        except Fault as fault:
            raise Fault(f"entry {position}", str(fault)) from None
    counts = dossier.counts
    if not counts["entries"] or not counts["opened"]:
        raise Fault("log/entries.jsonl", "nothing is opened: a dossier that shows nothing proves nothing")
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def check_entry(dossier: Dossier, row: Any, position: int) -> None:
    data = field(row, "entry", str, "").encode("utf-8", "replace")
    point = dossier.point()
    if not includes(leaf_hash(data), position, point.size, read_proof(row, ""), point.head):
        raise Fault("", f"it does not stand at position {position} of the log")
    entry = read_json(data, "entry")
    commitments = commitments_of(entry)
    if canonical_bytes(entry) != data:
        raise Fault("", "it is not in its canonical form")
    at = read_time(entry["at"], "at")
    for token in dossier.tokens:
        if token.size <= position and at < token.time - BACKDATED_MAX:
            raise Fault(
                "",
                f"dated back: {entry['at']}, but it was not yet in the log at {token.time:%Y-%m-%d %H:%M:%S}",
            )
    dossier.counts["entries"] += 1
    dossier.about[entry["item"]] = dossier.about.get(entry["item"], 0) + 1
    dossier.items[entry["item"]] = None
    dossier.items.update((name, None) for name in entry["after"] if ":" in name)
    opened = _check_openings(dossier, row, entry, commitments)
    _note_act(dossier, position, entry, row, opened)
    if (entry["item"], entry["action"]) == (f"dossier:{dossier.seal[0]}", "exported"):
        dossier.exported[str(position)] = opened
    else:
        dossier.listed.update(f"{position} {entry['item']}\n".encode("utf-8", "replace"))


def commitments_of(entry: Any) -> Dict[str, str]:
    """Every commitment by its path."""
    if (
        not isinstance(entry, dict)
        or entry.keys() != _ENTRY_KEYS
        or type(entry["v"]) is not int
        or entry["v"] != 1
    ):
        raise Fault("", "it is no entry of version 1")
    if not all(isinstance(entry[name], str) for name in ("item", "action", "result")):
        raise Fault("", "item, action or result is no text")
    if not isinstance(entry["at"], str) or not _AT.fullmatch(entry["at"]):
        raise Fault("", "its time is not in the one form")
    found = {"actor": entry["actor"], **({} if entry["reason"] is None else {"reason": entry["reason"]})}
    for side in ("before", "after"):
        found.update({f"{side}.{name}": made for name, made in field(entry, side, dict, "").items()})
    paragraphs = [] if entry["text"] is None else field(entry, "text", list, "")
    found.update({f"text.{index}": made for index, made in enumerate(paragraphs)})
    if not all(isinstance(made, str) and _COMMITMENT.fullmatch(made) for made in found.values()):
        raise Fault("", "a commitment in it is none")
    return found


def _check_openings(dossier: Dossier, row: Any, entry: Any, commitments: Dict[str, str]) -> Dict[str, Any]:
    """Every commitment is opened or said to be masked, unless the secret of all of them was erased."""
    rows, masked = field(row, "openings", list, ""), texts(row, "masked", "")
    erased = field(row, "erased", bool, "")
    told = [field(each, "path", str, "an opening") for each in rows] + masked
    if len(told) != len(set(told)):
        raise Fault("", "a path is told twice")
    if erased and rows:
        raise Fault("", "it is said to be erased, and opened")
    for path in sorted(set(told) ^ set(commitments)):
        if not (erased and path in commitments):
            raise Fault(
                path, "neither opened nor masked" if path in commitments else "no such value in the entry"
            )
    dossier.counts["erased"] += erased
    dossier.counts["masked"] += len(masked)
    opened = {each["path"]: _open(dossier, each, commitments[each["path"]], entry) for each in rows}
    if not entry["item"].startswith("dossier:"):
        dossier.counts["opened"] += len(opened)
    return opened


def _open(dossier: Dossier, row: Any, commitment: str, entry: Any) -> Any:
    path, salt = row["path"], field(row, "salt", str, row["path"])
    if not _COMMITMENT.fullmatch(salt) or ("value" in row) == ("from" in row):
        raise Fault(path, "an opening without its salt, or without one value")
    bound = "from" in row
    try:
        value = dossier.sources.value(row["from"], path, entry) if bound else row["value"]
        made = canonical_bytes(value)
    except Fault as fault:
        raise Fault(path, str(fault)) from None
    if hashlib.sha256(bytes.fromhex(salt) + made).hexdigest() != commitment:
        file = f"what {shown(row['from']['file'])} says" if bound else "this value"
        raise Fault(path, f"{file} is not what the log vouches for")
    if bound:
        dossier.bound[row["from"]["file"]] = None
    return value


# ---- 7. bindings: values that stand in files of data/ ------------------------------------------------------

_TOKENS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},]|"', re.DOTALL)


class Sources:
    """Values out of files. Keeps the last text and the last few elements, and bounds how much is read again."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier, self.read_bytes, self.read_bytes_max = dossier, 0, 0
        self.text: Tuple[str, List[str]] = ("", [])
        self.places: Dict[str, array[int]] = {}
        self.values: Dict[Tuple[str, int], Any] = {}

    def value(self, source: Any, path: str, entry: Any) -> Any:
        """What an opening's `from` says: a paragraph, the value at a JSON pointer, or a file's hash."""
        file = field(source, "file", str, "")
        if not file.startswith("data/") or file not in self.dossier.sizes:
            raise Fault(file, "it is no file of data/")
        kinds = {"paragraph", "pointer", "hash"} & source.keys()
        if len(kinds) != 1 or source.keys() != kinds | {"file"}:
            raise Fault(file, "an opening binds it by one of paragraph, pointer and hash")
        if kinds == {"hash"}:
            return self._hash(file, field(source, "hash", str, file))
        if kinds == {"pointer"}:
            return self._at_pointer(file, field(source, "pointer", str, file))
        return self._paragraph(file, field(source, "paragraph", int, file), path, entry)

    def _hash(self, file: str, algorithm: str) -> str:
        if algorithm not in ("sha256", "sha512") or file not in self.dossier.hashes:
            raise Fault(file, "bound by a hash other than sha256 and sha512, or not hashed")
        return self.dossier.hashes[file][algorithm == "sha512"]

    def _paragraph(self, file: str, number: int, path: str, entry: Any) -> str:
        if self.text[0] != file:
            self._spend(self.dossier.sizes[file])
            try:
                lines = self.dossier.read(file, LINE_BYTES_MAX).decode("utf-8").split("\n")
            except UnicodeDecodeError:
                raise Fault(file, "it is not in UTF-8") from None
            self.text = file, [line for line in lines if line]
        if path.startswith("text.") and (path != f"text.{number}" or len(self.text[1]) != len(entry["text"])):
            raise Fault(
                file,
                f"it has {len(self.text[1])} paragraphs, the log vouches for {len(entry['text'])}, in order",
            )
        if not 0 <= number < len(self.text[1]):
            raise Fault(file, f"it has no paragraph {number}")
        return self.text[1][number]

    def _at_pointer(self, file: str, pointer: str) -> Any:
        """RFC 6901. The first step into a list is taken on disk, so that a long list is never read whole."""
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
        if (pointer and not pointer.startswith("/")) or len(steps) > JSON_DEPTH_MAX:
            raise Fault(file, f"{shown(pointer, 60)!r} is no JSON pointer")
        places = self._places(file) if steps and _is_list(self.dossier, file) else None
        if places is None:
            return _walk(self._piece(file, -1, 0, self.dossier.sizes[file]), steps, file)
        index = _index(steps[0], len(places) - 1, file)
        return _walk(self._piece(file, index, places[index] + 1, places[index + 1]), steps[1:], file)

    def _places(self, file: str) -> array[int]:
        """Of lists alone: other files, of which there may be one to a report, would crowd them out."""
        if file not in self.places:
            self._spend(self.dossier.sizes[file])
            self._keep(self.places, file, _elements(self.dossier, file), LISTS_KEPT)
        return self.places[file]

    def _piece(self, file: str, index: int, begin: int, end: int) -> Any:
        if (file, index) not in self.values:
            self._spend(end - begin)
            if end - begin > LINE_BYTES_MAX:
                raise Fault(file, f"more than {LINE_BYTES_MAX:,} bytes of JSON in one piece")
            with self.dossier.open(file) as stream:
                stream.seek(begin)
                self._keep(self.values, (file, index), read_json(stream.read(end - begin), file), 8)
        return self.values[file, index]

    def _keep(self, held: Dict[Any, Any], name: Any, value: Any, most: int) -> None:
        if len(held) >= most:
            del held[next(iter(held))]
        held[name] = value

    def _spend(self, size: int) -> None:
        if self.read_bytes_max == 0:
            self.read_bytes_max = READ_BYTES_FREE + READ_TIMES * _payload(self.dossier)[0]
        self.read_bytes += size
        if self.read_bytes > self.read_bytes_max:
            raise Fault("", "the openings jump to and fro between files beyond all measure")


def _is_list(dossier: Dossier, file: str) -> bool:
    with dossier.open(file) as stream:
        return stream.read(1024).lstrip().startswith(b"[")


def _elements(dossier: Dossier, file: str) -> array[int]:
    """Where the elements of a list in a file begin and end: its bracket, its commas, its bracket; empty for no list."""
    places = array("Q")
    if not _is_list(dossier, file):
        return places
    with dossier.open(file) as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        depth = 0
        for token in _TOKENS.finditer(data):
            sign = token[0]
            if sign == b'"' or (depth == 0 and places):
                raise Fault(file, "this is no JSON")
            depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(sign, 0)
            if (depth == 1 and (sign == b"," or not places)) or depth == 0:
                places.append(token.start())
        if depth:
            raise Fault(file, "this is no JSON")
    return places


def _list_under(dossier: Dossier, file: str, key: bytes) -> array[int]:
    """The same of the list that an object in a file has under this key."""
    places, depth, before = array("Q"), 0, b""
    with dossier.open(file) as stream:
        if dossier.sizes[file] == 0:
            raise Fault(file, "this is no JSON")
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for token in _TOKENS.finditer(data):
                sign = token[0]
                depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(sign, 0)
                begins = not places and sign == b"[" and depth == 2 and before == key
                if begins or (places and (depth == 1 or (depth == 2 and sign == b","))):
                    places.append(token.start())
                if places and depth == 1:
                    return places
                before = sign
    raise Fault(file, f"{key.decode()} is missing or no list")


def _index(step: str, count: int, file: str) -> int:
    if not re.fullmatch(r"0|[1-9][0-9]{0,9}", step) or int(step) >= count:
        raise Fault(file, f"it has no element {shown(step, 40)!r}")
    return int(step)


def _walk(value: Any, steps: Sequence[str], file: str) -> Any:
    for step in steps:
        if isinstance(value, list):
            value = value[_index(step, len(value), file)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            raise Fault(file, f"it has no value {shown(step, 40)!r} there")
    return value


# ---- 7. bindings: rows of the record, each as a whole. An opening vouches for one value; what nothing points to, such
# as an act's name, a field more, or a row that was put between others, is held against the entry here ---------

_ROW_FILES = re.compile(r"data/record/[^/]+\.json|data/reports/([^/]+)/report\.json")
_ACT_KEYS = {
    "item",
    "position",
    "at",
    "action",
    "by",
    "actor",
    "reason",
    "before",
    "after",
    "masked",
    "erased",
}
#: stands where something is blacked out
_MARK = "\N{FULL BLOCK}"
_PLACE_KEYS = {"report", "text"}
#: in place of where a finding as it was read stands opened
_MASKED, _ERASED = "masked", "erased"


def _note_act(dossier: Dossier, position: int, entry: Any, row: Any, opened: Dict[str, Any]) -> None:
    """Remembers what a row about this entry must say, and which findings the entry says were read."""
    own, elsewhere = {}, {}
    for each in row["openings"]:
        path, source = each["path"], each.get("from", {})
        side, dot, name = path.partition(".")
        end = f"/{side}" + ("/" + name.replace("~", "~0").replace("/", "~1") if dot else "")
        if "pointer" in source and not source["pointer"].endswith(end):
            elsewhere[path] = f"{source['file']}#{source['pointer']}"
        elif "paragraph" not in source:
            own[path] = opened[path]
    made = _act_hash(entry["item"], entry["action"], entry["at"], own)
    dossier.acts[position] = made, tuple(row["masked"])
    for name in entry["after"]:
        if name.startswith("finding:"):
            closed = _ERASED if row["erased"] else _MASKED
            dossier.read_in[name] = (entry["item"], elsewhere.get(f"after.{name}", closed))


def _act_hash(item: str, action: str, at: str, values: Dict[str, Any]) -> str:
    return hashlib.sha256(canonical_bytes([item, action, at, values])).hexdigest()


def check_rows(dossier: Dossier) -> int:
    """Every row tells one entry or one finding that was read, all of what is opened of it, and nothing else."""
    told, count = kept(), 0
    for file in sorted(path for path in dossier.sizes if _ROW_FILES.fullmatch(path)):
        for place, row in _rows(dossier, file):
            where = f"{file} row {place}"
            try:
                read = isinstance(row, dict) and "read" in row
                named = (
                    _check_read(dossier, row, f"{file}#/{place}/read") if read else _check_act(dossier, row)
                )
            except Fault as fault:
                raise Fault(where, str(fault)) from None
            if named in told:
                raise Fault(where, f"{shown(named)} is told twice")
            told[named], count = None, count + 1
    return count


def _rows(dossier: Dossier, file: str) -> Iterator[Tuple[int, Any]]:
    match = _ROW_FILES.fullmatch(file)
    if match and match[1]:
        told = read_json(dossier.read(file, LINE_BYTES_MAX), file)
        acts = field(told, "acts", list, file)
        if told.keys() != {"item", "acts"} or told["item"] != f"report:{match[1]}":
            raise Fault(file, "it tells more, or less, than the acts on its report")
        yield from enumerate(acts)
    elif match:
        places = _elements(dossier, file)
        if not places:
            raise Fault(file, "it is no list")
        yield from enumerate(_pieces(dossier, file, places))


def _pieces(dossier: Dossier, file: str, places: array[int]) -> Iterator[Any]:
    """The elements of a list, one after the other."""
    with dossier.open(file) as stream:
        for index in range(len(places) - 1):
            begin, end = places[index] + 1, places[index + 1]
            stream.seek(begin)
            data = stream.read(min(end - begin, LINE_BYTES_MAX + 1))
            if len(places) > 2 or data.strip():
                yield read_json(data, file)


def _check_read(dossier: Dossier, row: Any, pointer: str) -> str:
    item: str = field(row, "item", str, "")
    report, opened_at = dossier.read_in.get(item, ("", ""))
    if opened_at == _MASKED and _MARK not in json.dumps(row["read"], ensure_ascii=False):
        raise Fault("", f"{shown(item)} is said to be masked, and shown")
    if row.keys() - {"item", "read", "masked"} - _PLACE_KEYS or not report or row.get("report") != report:
        raise Fault("", "no reading in the log found this there")
    if opened_at not in (_MASKED, _ERASED, pointer):
        raise Fault("", f"{shown(item)} as the log has it stands elsewhere")
    return item


def _check_act(dossier: Dossier, row: Any) -> int:
    position: int = field(row, "position", int, "")
    item, action, at = (field(row, name, str, "") for name in ("item", "action", "at"))
    if row.keys() - _ACT_KEYS - _PLACE_KEYS:
        raise Fault("", f"{shown(min(row.keys() - _ACT_KEYS - _PLACE_KEYS))!r} is nothing that the log tells")
    said = {name: row[name] for name in ("actor", "reason") if row.get(name) is not None}
    for side in ("before", "after"):
        said.update({f"{side}.{name}": value for name, value in field(row, side, dict, "").items()})
    if isinstance(row.get("text"), list):
        said.update({f"text.{at}": line for at, line in enumerate(row["text"]) if line is not None})
    made, closed = dossier.acts.get(position, ("", ()))
    masked = row.get("masked", {})
    if not isinstance(masked, dict) or masked.keys() - set(closed):
        raise Fault("", f"it keeps back what entry {position} of the log does not")
    for path in masked.keys() & said.keys():
        if _MARK not in json.dumps(said.pop(path), ensure_ascii=False):
            raise Fault("", f"{shown(path)} is said to be masked, and shown")
    if made != _act_hash(item, action, at, said):
        raise Fault("", f"it says something else than entry {position} of the log, or more")
    if "report" in row and row["report"] != dossier.read_in.get(item, (row["report"], ""))[0]:
        raise Fault("", f"{shown(item)} was read in another report")
    return position


# ---- 8. contents -------------------------------------------------------------------------------------------

#: made for readers from the other files; the log vouches for them as for all, by the hash of their manifest
_DERIVED = {
    f"data/{name}"
    for name in ("contents.json", "index.html", "index.pdf", "prov.json", "ftm.jsonl", "elements.json")
}


def check_contents(dossier: Dossier) -> str:
    where = "data/contents.json"
    places = _list_under(dossier, where, b'"items"')
    contents = _without(dossier, where, places)
    if field(contents, "format", str, where) != FORMAT:
        raise Fault(where, f"it is no {FORMAT}")
    if (field(contents, "id", str, where), field(contents, "made_at", str, where)) != dossier.seal[:2]:
        raise Fault(where, "its id or time is not that of the seal")
    own = f"dossier:{dossier.seal[0]}"
    items = others = 0
    for row in _pieces(dossier, where, places):
        items, others = items + 1, others + (_check_none_left_out(dossier, row, where) != own)
    _check_exported(dossier, others)
    rows = check_rows(dossier)
    belongs = kept()
    for row in _pieces(dossier, where, places):
        belongs.update((path, None) for path in _check_item(dossier, row, where))
    if not items:
        raise Fault(where, "no items: a dossier that shows nothing proves nothing")
    for path in in_order(dossier.sizes):
        if path.startswith("data/") and path not in belongs and path not in _DERIVED:
            raise Fault(path, "it belongs to no item")
    return f"{items:,} items, {len(belongs):,} files of theirs, {rows:,} rows, each as the log has it"


def _without(dossier: Dossier, file: str, places: array[int]) -> Any:
    """What the file says with this list empty."""
    with dossier.open(file) as stream:
        head = stream.read(min(places[0] + 1, LINE_BYTES_MAX + 1))
        stream.seek(places[-1])
        return read_json(head + stream.read(LINE_BYTES_MAX), file)


def _check_item(dossier: Dossier, row: Any, where: str) -> List[str]:
    item, files = field(row, "item", str, where), texts(row, "files", where)
    withheld = row.get("withheld")
    if withheld is not None and not isinstance(withheld, str):
        raise Fault(item, "'withheld' is neither null nor a reason")
    if item not in dossier.items:
        raise Fault(item, "no entry of the log is about it")
    for path in files:
        if path not in dossier.sizes or not path.startswith("data/"):
            raise Fault(path, f"{shown(item)} should have it, and it is not there")
        free = path in dossier.bound or path in _DERIVED or withheld is not None or _ROW_FILES.fullmatch(path)
        if not free and not _says_nothing(dossier, path) and not _is_replay(dossier, path):
            raise Fault(path, f"nothing that the log vouches for binds it to {shown(item)}")
    return files


def _says_nothing(dossier: Dossier, path: str) -> bool:
    """Whether it is an empty list."""
    return dossier.sizes[path] < 16 and b"".join(dossier.read(path).split()) == b"[]"


def _is_replay(dossier: Dossier, path: str) -> bool:
    """Whether it is a WACZ around the very capture beside it, which is bound: made from it, for a browser to replay."""
    capture = path[: -len(".wacz")] + ".warc.gz"
    if not re.fullmatch(r"data/captures/[^/]+\.wacz", path) or capture not in dossier.bound:
        return False
    running = hashlib.sha256()
    try:
        with zipfile.ZipFile(dossier.folder / path) as packed:
            [member] = [each for each in packed.infolist() if each.filename.startswith("archive/")]
            if member.compress_type != zipfile.ZIP_STORED or member.file_size != dossier.sizes[capture]:
                return False
            with packed.open(member) as stream:
                for part in iter(lambda: stream.read(_PART_BYTES), b""):
                    running.update(part)
    except Exception:  # zipfile raises half a dozen kinds for what is broken
        return False
    return running.hexdigest() == dossier.hashes[capture][0]


def _check_exported(dossier: Dossier, items: int) -> None:
    """The log's own entry of this export commits to the list of all files of data/."""
    if len(dossier.exported) != 1:
        raise Fault(
            "", f"the log has {len(dossier.exported)} entries of this export here, and there is to be one"
        )
    [(position, opened)] = dossier.exported.items()
    if opened.get("after.manifest_sha512") != dossier.hashes.get("manifest-sha512.txt", ("", ""))[1]:
        raise Fault(f"entry {position}", "what was exported were other files: manifest-sha512.txt differs")
    if type(opened.get("after.items")) is not int or opened["after.items"] != items:
        raise Fault(f"entry {position}", f"what was exported were not {items} items")
    there = dossier.counts["entries"]
    if type(opened.get("after.entries")) is not int or opened["after.entries"] != there:
        raise Fault(
            f"entry {position}",
            f"{shown(opened.get('after.entries'))} entries were exported, here are {there}",
        )
    if opened.get("after.entries_sha512") != dossier.listed.hexdigest():
        raise Fault(f"entry {position}", "what was exported were other entries of the log")


def _check_none_left_out(dossier: Dossier, row: Any, where: str) -> str:
    """The item; every entry about it that was exported is here."""
    item: str = field(row, "item", str, where)
    exported, there = field(row, "entries", int, item), dossier.about.get(item, 0)
    if exported != there:
        raise Fault(item, f"{exported} entries about it were exported, here are {there}")
    return item


# ---- The whole check, and how it is told -------------------------------------------------------------------

PARTS: Sequence[Tuple[str, Callable[[Dossier], str]]] = (
    ("bag", check_bag),
    ("seal", check_seal),
    ("checkpoint", check_signatures),
    ("history", check_history),
    ("timestamps", check_timestamps),
    ("entries", check_entries),
    ("contents", check_contents),
)


class Verdict(NamedTuple):
    code: int
    #: name of the part, whether it holds, what is to be said of it
    parts: List[Tuple[str, bool, str]]
    unchecked: List[str]


def verify(source: Path, asked: Asked, *, go_on: bool = True) -> Verdict:
    """The verdict on a dossier. `go_on` checks the other parts too where one does not hold."""
    parts: List[Tuple[str, bool, str]] = []
    try:
        with opened_folder(source) as folder:
            dossier = Dossier(folder, asked)
            for name, check in PARTS:
                parts.append(_told(name, check, dossier))
                if not parts[-1][1] and not go_on:
                    break
            unchecked = dossier.unchecked
    except Fault as fault:
        parts, unchecked = [*parts, ("bag", False, str(fault))], []
    holds = all(part[1] for part in parts)
    return Verdict(1 if not holds else 3 if unchecked else 0, parts, unchecked)


def _told(name: str, check: Callable[[Dossier], str], dossier: Dossier) -> Tuple[str, bool, str]:
    try:
        return name, True, check(dossier)
    except Fault as fault:
        return name, False, str(fault)
    except Exception as error:  # a hostile dossier never ends in a traceback, and never passes
        return name, False, f"cannot be checked ({type(error).__name__}: {shown(error, 80)})"


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Checks a dossier offline. Exit codes: 0 it holds, 1 it does not, 3 not all checked.",
    )
    parser.add_argument(
        "source", nargs="?", type=Path, default=Path(__file__).resolve().parent, help="folder or .zip"
    )
    parser.add_argument(
        "--key", action="append", default=[], help="the log's key, as it reached you by another way"
    )
    parser.add_argument(
        "--witness", action="append", default=[], help="a witness's key: the witness must have signed"
    )
    parser.add_argument(
        "--checkpoint", action="append", default=[], type=Path, help="a checkpoint that you keep"
    )
    parser.add_argument(
        "--trust", action="append", default=[], type=Path, help="root certificate of an authority (PEM)"
    )
    parser.add_argument(
        "--headers", type=Path, help="headers of Bitcoin's blocks, for OpenTimestamps: HEIGHT HEX a line"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def asked_of(args: argparse.Namespace) -> Asked:
    try:
        checkpoints = [(path.name, path.read_bytes()[: NOTE_BYTES_MAX + 1]) for path in args.checkpoint]
        for path in args.trust:
            if b"-----BEGIN CERTIFICATE-----" not in path.read_bytes()[:LINE_BYTES_MAX]:
                raise WrongUse(f"{shown(path)} is no certificate in PEM")
        for name, data in checkpoints:
            read_checkpoint(read_note(data, name), name)
        headers = read_headers(args.headers.read_bytes()[:HEADERS_BYTES_MAX]) if args.headers else {}
    except (OSError, Fault) as error:
        raise WrongUse(shown(error)) from None
    return Asked(_keys(args.key, _LOG), _keys(args.witness, _WITNESS), checkpoints, args.trust, headers)


def _keys(given: Sequence[str], algorithm: int) -> List[Key]:
    found = [read_key(text) for text in given]
    for text, key in zip(given, found):
        if key is None or key.algorithm != algorithm:
            raise WrongUse(f"{shown(text, 80)!r} is no key of a {'log' if algorithm == _LOG else 'witness'}")
    return [key for key in found if key is not None]


def tell(verdict: Verdict) -> None:
    for name, holds, what in verdict.parts:
        print(f"{'holds' if holds else 'FAULT'}  {name:<11} {what}")
    for what in verdict.unchecked:
        print(f"NOT CHECKED        {what}")
    print(
        {0: "It holds.", 1: "It does not hold.", 3: "What was checked holds. Not everything was checked."}[
            verdict.code
        ]
    )


def tell_json(verdict: Verdict) -> None:
    parts = [{"part": name, "holds": holds, "detail": what} for name, holds, what in verdict.parts]
    print(
        json.dumps(
            {"verdict": verdict.code, "parts": parts, "unchecked": verdict.unchecked},
            ensure_ascii=True,
            indent=2,
        )
    )


def main(argv: Optional[Sequence[str]] = None) -> int:
    args = arguments().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):  # a name that this terminal has no letters for ends no check
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        verdict = verify(args.source, asked_of(args))
    except (WrongUse, OSError) as error:
        print(f"verify.py: {shown(error, 400)}", file=sys.stderr)
        return 2
    (tell_json if args.json else tell)(verdict)
    return verdict.code


if __name__ == "__main__":
    sys.exit(main())
