"""`bagit.txt`: which version a bag follows and how its other tag files are encoded (RFC 8493, 2.1.1)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

VERSIONS = ("0.93", "0.94", "0.95", "0.96", "0.97", "1.0")
_BYTES_MAX = 1000
#: Python knows codecs that are no character encodings, or that are slow on purpose-made input
_ENCODINGS = re.compile(
    r"utf-(8|16|32)(-[lb]e)?|ascii|iso8859-\d+|cp\d+|koi8-[rut]|gb\w+|big5\w*|euc_\w+|shift_jis\w*|mac-\w+"
)
_VERSION = re.compile(r"BagIt-Version: (\d+\.\d+)")
_ENCODING = re.compile(r"Tag-File-Character-Encoding: (\S+)")
#: before 1.0 the white space was free
_LOOSE_VERSION = re.compile(r"BagIt-Version[ \t]*:[ \t]*(\d+\.\d+)[ \t]*")
_LOOSE_ENCODING = re.compile(r"Tag-File-Character-Encoding[ \t]*:[ \t]*(\S+)[ \t]*")


class NoDeclaration(Exception):
    """Why it is none."""


@dataclass(frozen=True, slots=True)
class Declaration:
    version: str
    #: a codec's canonical name
    encoding: str

    @property
    def strict(self) -> bool:
        """Whether the rules of RFC 8493 hold, which the drafts left open."""
        return self.version == "1.0"


def read_declaration(data: bytes) -> Declaration:
    """Raises NoDeclaration, with the reason."""
    if len(data) > _BYTES_MAX:
        raise NoDeclaration(f"it has {len(data):,} bytes, and two lines are asked")
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NoDeclaration("it begins with a byte order mark")
    try:
        lines = re.split("\r\n|\r|\n", data.decode())
    except UnicodeDecodeError as error:
        raise NoDeclaration("it is not in UTF-8") from error
    while lines and not lines[-1]:
        lines.pop()
    if len(lines) != 2:
        raise NoDeclaration(f"it has {len(lines)} lines, and two are asked: version and encoding")
    return Declaration(_version(lines[0]), _encoding(lines))


def _version(line: str) -> str:
    loose = _LOOSE_VERSION.fullmatch(line)
    if not loose:
        raise NoDeclaration(f"{line[:100]!r} names no version of BagIt")
    if loose[1] not in VERSIONS:
        raise NoDeclaration(f"it declares BagIt {loose[1]}, and {VERSIONS[0]} to {VERSIONS[-1]} are known")
    if loose[1] == "1.0" and not _VERSION.fullmatch(line):
        raise NoDeclaration(f"{line[:100]!r} has white space where version 1.0 allows none")
    return loose[1]


def _encoding(lines: list[str]) -> str:
    loose = _LOOSE_ENCODING.fullmatch(lines[1])
    if not loose:
        raise NoDeclaration(f"{lines[1][:100]!r} names no character encoding")
    if _version(lines[0]) == "1.0" and not _ENCODING.fullmatch(lines[1]):
        raise NoDeclaration(f"{lines[1][:100]!r} has white space where version 1.0 allows none")
    try:
        name = codecs.lookup(loose[1]).name
    except LookupError:
        name = ""
    if not _ENCODINGS.fullmatch(name):
        raise NoDeclaration(f"the encoding {loose[1][:40]!r} is not known")
    return name
