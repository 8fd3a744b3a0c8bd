"""The fields of a WARC record (WARC 1.1, 4 and 5). What another program could read as other fields is refused.

That is: a line that ends otherwise than with CR LF, a control character, a name that is none, a field twice.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tocsin.archives.warc.digest import Digest, read_digest
from tocsin.archives.warc.source import BadWarc, Source

#: by their names in lower case
Fields = dict[str, str]

HEAD_BYTES_MAX = 2**16
#: with traffic or a document of the web in them (6.3 to 6.7)
CAPTURED = ("response", "resource", "revisit")
_VERSIONS = (b"WARC/1.0\r\n", b"WARC/1.1\r\n")
_ARC = re.compile(rb"filedesc://|https?://\S+ \d{1,3}(\.\d{1,3}){3} \d{14} ")
#: asked of every record (5.1)
_REQUIRED = ("warc-record-id", "warc-date", "warc-type", "content-length")
#: kinds of records that say of which address they are (5.12)
_ADDRESSED = (*CAPTURED, "request", "conversion", "continuation")
#: that the standard defines: none of them stands twice (5.1), but for WARC-Concurrent-To
_ONCE = frozenset(_REQUIRED) | {
    *("warc-target-uri", "warc-block-digest", "warc-payload-digest", "content-type", "warc-ip-address"),
    *("warc-refers-to", "warc-refers-to-target-uri", "warc-refers-to-date", "warc-truncated", "warc-profile"),
    *("warc-warcinfo-id", "warc-filename", "warc-identified-payload-type", "warc-segment-origin-id"),
    *("warc-segment-number", "warc-segment-total-length"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
#: of ASCII a token's; letters beyond it are taken, for some programs write them
_NAME = re.compile(r"[^\x00-\x20\x7f()<>@,;:\\\"/\[\]?={}]+")
#: the profile of ISO 8601 that is asked for, at any of its levels; finer than a second since 1.1 (5.4)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII)

#: what a year or a month leaves out, by its length
_REST_OF_DAY = {4: "-01-01", 7: "-01"}


def read_fields(source: Source) -> Fields:
    """Of the record at hand. Raises BadWarc."""
    head = source.until(b"\r\n\r\n", HEAD_BYTES_MAX)
    if not head.startswith(_VERSIONS):
        raise BadWarc(_no_version(head), source.start)
    if not head.endswith(b"\r\n\r\n"):
        raise BadWarc("its fields have no end", source.start)
    fields: Fields = {}
    name = ""
    for line in head.decode("utf-8", "replace").split("\r\n")[1:-2]:
        if _CONTROL.search(line):
            raise BadWarc(f"{line[:100]!r} has a control character in it", source.start)
        if line[0] in " \t" and name:
            fields[name] = f"{fields[name]} {line.strip()}".strip()
            continue
        name, value = _field(line, source)
        if name in fields and name in _ONCE:
            raise BadWarc(f"it has the field {name} twice", source.start)
        fields[name] = value
    _look_for_missing(fields, source)
    return fields


def length_of(fields: Fields, source: Source) -> int:
    """Raises BadWarc."""
    text = fields["content-length"]
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise BadWarc(f"its length is {text[:40]!r}, no number", source.start)
    return int(text)


def date_of(fields: Fields, source: Source) -> datetime:
    """A year, month or day alone means its first instant in UTC. Raises BadWarc."""
    text = fields["warc-date"]
    whole = text + _REST_OF_DAY.get(len(text), "")
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        at = datetime.fromisoformat(whole)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        at.astimezone(
            UTC
        )  # where that is beyond the calendar, it is no instant that others can hold against theirs
    except (ValueError, OverflowError) as error:
        raise BadWarc(f"its date {text[:40]!r} is none", source.start) from error
    return at


def claimed(fields: Fields, name: str, source: Source) -> Digest | None:
    """The digest that a field names; None without the field. Raises BadWarc."""
    if name not in fields:
        return None
    digest = read_digest(fields[name])
    if digest is None:
        raise BadWarc(f"its {name} {fields[name][:80]!r} is none that can be checked", source.start)
    return digest


def _field(line: str, source: Source) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not _NAME.fullmatch(name):
        raise BadWarc(f"{line[:100]!r} is no field", source.start)
    return name.lower(), value.strip()


def _look_for_missing(fields: Fields, source: Source) -> None:
    kind = fields.get("warc-type", "").lower()
    asked = [*_REQUIRED, *(["warc-target-uri"] if kind in _ADDRESSED else [])]
    for name in [*asked, *(["warc-profile"] if kind == "revisit" else [])]:
        if not fields.get(name):
            raise BadWarc(f"it has no {name}", source.start)
    if "warc-segment-number" in fields:
        raise BadWarc(
            "it is one of several segments of a record, which are not put together here", source.start
        )


def _no_version(head: bytes) -> str:
    if _ARC.match(head):
        return "this is an ARC file, the form before WARC: turn it into WARC first (warcio recompress)"
    if head.startswith(b"WARC/"):
        return f"{head[:20]!r} is no version that is known (1.0 and 1.1 are)"
    return f"it begins with {head[:40]!r}, and a record begins with WARC/1.1: the one before is not as long as it says"
