"""What an index can point to: the records of an archive's WARCs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from tocsin.archives.limits import Meter
from tocsin.archives.wacz.index import IndexLine, normal_address, same_address
from tocsin.archives.wacz.verdict import Notes
from tocsin.archives.warc import Record, records
from tocsin.archives.warc.digest import Digest, read_digest
from tocsin.archives.warc.reading import CAPTURED


@dataclass(frozen=True, slots=True)
class Capture:
    """A record, as short as it can be kept."""

    length: int
    sha256: str
    kind: str
    uri: str
    timestamp: str
    payloads: tuple[dict[str, bytes], ...]
    claimed: Digest | None


class Captures:
    """Of all WARCs of one archive; some 700 bytes each."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[str, int], Capture] = {}
        self._indexed: set[tuple[str, int]] = set()
        self.count = 0
        self.captured = 0
        self._addresses: set[str] = set()
        self.latest: datetime | None = None

    def read(self, name: str, stream: BinaryIO, meter: Meter, notes: Notes) -> None:
        """Every record of one WARC, `name` as an index calls it. Raises BadWarc and Unbounded."""
        before = self.captured
        for record in records(stream, meter):
            self.count += 1
            for warning in record.warnings:
                notes.warn(f"archive/{name}", f"record at {record.offset:,}: {warning}")
            self._by_place[name, record.offset] = _short(record)
            if record.kind in CAPTURED:
                self.captured += 1
                self._addresses.add(normal_address(record.uri))
                self.latest = max(self.latest or record.at, record.at)
        if self.captured == before:
            notes.warn(f"archive/{name}", "nothing was captured in it: no response, resource or revisit")

    def has(self, page: str) -> bool:
        """Whether a page was captured, its address with or without the part of it that no server is told."""
        return bool({normal_address(page), normal_address(page.partition("#")[0])} & self._addresses)

    def why_not(self, line: IndexLine) -> str:
        """Why an index line points to no capture; empty where it does."""
        name, offset = line.text("filename"), line.number("offset")
        capture = self._by_place.get((name, offset))
        if capture is None:
            return f"no record begins at {offset:,} of archive/{name[:200]}"
        self._indexed.add((name, offset))
        digest, record_digest = line.text("digest"), line.text("recordDigest")
        if line.number("length") != capture.length:
            return f"the record at {offset:,} of archive/{name} has {capture.length:,} bytes, not {line.number('length'):,}"
        if not same_address(line.text("url"), capture.uri):
            return f"the record at {offset:,} of archive/{name} is of {capture.uri[:200]!r}"
        if line.timestamp[:14] != capture.timestamp[: len(line.timestamp)]:
            return f"the record at {offset:,} of archive/{name} was captured at {capture.timestamp}"
        if digest and not _has_payload(capture, digest):
            return (
                f"the payload of the record at {offset:,} of archive/{name} does not hash to {digest[:100]}"
            )
        if record_digest and record_digest != f"sha256:{capture.sha256}":
            return f"the record at {offset:,} of archive/{name} does not hash to {record_digest[:100]}"
        return ""

    def not_indexed(self) -> int:
        """Captures that no index leads to: a reader would not see them."""
        return sum(
            capture.kind in CAPTURED and place not in self._indexed
            for place, capture in self._by_place.items()
        )


def _short(record: Record) -> Capture:
    return Capture(
        record.length,
        record.raw_sha256,
        record.kind,
        record.uri,
        record.at.astimezone(UTC).strftime("%Y%m%d%H%M%S"),
        record.payloads,
        record.payload_digest,
    )


def _has_payload(capture: Capture, text: str) -> bool:
    """A revisit's is that of the record it refers to."""
    digest = read_digest(text, unlabelled="sha1")
    if digest is None:
        return False
    return digest == capture.claimed or any(
        each.get(digest.algorithm) == digest.value for each in capture.payloads
    )
