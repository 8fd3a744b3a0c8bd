"""Whether a WACZ holds what it says, unchanged, and holds anything at all.

1. the zip: every byte belongs to one file, every name to one place; 2. datapackage.json lists every file, and every
listed file is there, with its size and hash; 3. the WARCs' records are as long as they say and hash to what they claim;
4. each line of the index leads to the capture that it names; 5. the pages were captured; 6. who signed it all.

Memory does not grow with the bytes, and by less than a kilobyte with each record (bounded by Limits.entries_max).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from tocsin.archives.limits import DEFAULT, Limits, Meter, Unbounded
from tocsin.archives.wacz.captures import Captures
from tocsin.archives.wacz.datapackage import DIGEST_NAME, NAME, Package, Resource, read_package
from tocsin.archives.wacz.index import LINE_MAX, BadIndex, read_line
from tocsin.archives.wacz.index_blocks import check_blocks
from tocsin.archives.wacz.layout import Kind, kind_of, look_at_layout
from tocsin.archives.wacz.opened import Opened, text_lines, whole
from tocsin.archives.wacz.pages import MAIN, PAGES_MAX, BadPage, PageEntry, read_pages
from tocsin.archives.wacz.signed_data import check_digest_file
from tocsin.archives.wacz.strict_json import BYTES_MAX
from tocsin.archives.wacz.trust import Trust
from tocsin.archives.wacz.verdict import BadWacz, Notes, Signature, WaczVerdict
from tocsin.archives.warc import BadWarc
from tocsin.archives.zip import BadZip, Entry, listed

#: that a capture may seem younger than its archive, by clocks that differ
_CLOCKS = timedelta(hours=1)


def check(archive: Path | BinaryIO, *, trust: Trust | None = None, limits: Limits = DEFAULT) -> WaczVerdict:
    """The verdict. What is wrong with it is in the verdict; OSError only where the disk fails."""
    with archive.open("rb") if isinstance(archive, Path) else nullcontext(archive) as stream:
        return _Check(stream, trust or Trust(), limits).verdict()


class _Check:
    def __init__(self, stream: BinaryIO, trust: Trust, limits: Limits) -> None:
        self._stream = stream
        self._trust = trust
        self._limits = limits
        self._meter = Meter(limits)
        self._notes = Notes()
        self._captures = Captures()
        self._pages: list[PageEntry] = []
        self._index_lines = self._pages_seen = self._pages_captured = 0

    def verdict(self) -> WaczVerdict:
        package, signature = None, None
        with self._noted(""):
            entries = {each.name: each for each in listed(self._stream, self._limits)}
            data = self._whole(entries, NAME)
            package = read_package(data)
            with self._noted(DIGEST_NAME):
                signature = self._signature(entries, data, package)
            files = {name: each for name, each in entries.items() if not each.is_folder}
            look_at_layout(files, package, self._notes)
            self._look_into(files, package)
            self._look_at_whole(package)
        notes = self._notes
        return WaczVerdict(
            version=package.version if package else "",
            title=package.title if package else "",
            software=package.software if package else "",
            faults=tuple(notes.faults),
            warnings=tuple(notes.warnings),
            unchecked=tuple(notes.unchecked),
            signature=signature,
            pages=tuple(self._pages),
            records=self._captures.count,
            captured=self._captures.captured,
        )

    def _whole(self, entries: dict[str, Entry], name: str) -> bytes:
        if name not in entries:
            raise BadWacz(name, "it is not there")
        return whole(self._stream, entries[name], self._meter, BYTES_MAX)

    def _signature(self, entries: dict[str, Entry], data: bytes, package: Package) -> Signature | None:
        if DIGEST_NAME in entries:
            return check_digest_file(self._whole(entries, DIGEST_NAME), data, self._trust, self._notes)
        if package.version != "1.0.0":
            self._notes.warn(DIGEST_NAME, f"it is not there: nothing binds {NAME}")
        return None

    def _look_into(self, files: dict[str, Entry], package: Package) -> None:
        """WARCs first: indexes and pages are held against them."""
        present = [each for each in package.resources.values() if each.path in files]
        for resource in sorted(present, key=lambda each: (kind_of(each.path), each.path)):
            with self._noted(resource.path):
                self._look_into_one(files[resource.path], resource)
        for name, entry in files.items():
            if kind_of(name) is Kind.BLOCKS:
                with self._noted(name):
                    check_blocks(self._stream, entry, files, self._meter)

    def _look_into_one(self, entry: Entry, resource: Resource) -> None:
        opened = Opened(self._stream, entry, self._meter, resource.algorithm)
        try:
            self._read(entry, opened)
        finally:
            digest = opened.drain()
            if entry.unpacked_bytes != resource.size_bytes:
                self._notes.fault(
                    entry.name,
                    f"it has {entry.unpacked_bytes:,} bytes, and {NAME} says {resource.size_bytes:,}",
                )
            if digest != resource.digest:
                self._notes.fault(entry.name, f"its {resource.algorithm} is not the one in {NAME}")

    def _read(self, entry: Entry, opened: Opened) -> None:
        kind = kind_of(entry.name)
        if kind is Kind.WARC:
            self._captures.read(
                entry.name.partition("/")[2], BufferedReader(opened), self._meter, self._notes
            )
        elif kind is Kind.INDEX:
            for line in text_lines(opened, entry.name, self._meter, LINE_MAX):
                self._index_lines += 1
                if reason := self._captures.why_not(read_line(line)):
                    self._notes.fault(entry.name, reason)
        elif kind is Kind.PAGES:
            self._read_pages(entry.name, opened)

    def _read_pages(self, name: str, opened: Opened) -> None:
        for page in read_pages(text_lines(opened, name, self._meter, LINE_MAX)):
            captured = self._captures.has(page.url)
            if name == MAIN:
                self._pages_seen += 1
                self._pages_captured += captured
            if not captured:
                self._notes.warn(name, f"{page.url[:200]!r} was not captured")
            if len(self._pages) < PAGES_MAX:
                self._pages.append(replace(page, text=""))

    def _look_at_whole(self, package: Package) -> None:
        """Empty is not success."""
        if not self._captures.captured:
            self._notes.fault("archive/", "nothing was captured: no response, resource or revisit")
        if not self._index_lines:
            self._notes.fault("indexes/", "no index leads to anything")
        if not self._pages_seen:
            self._notes.fault(MAIN, "it lists no page")
        elif not self._pages_captured:
            self._notes.fault(MAIN, "none of its pages was captured")
        if self._index_lines and (count := self._captures.not_indexed()):
            self._notes.warn("indexes/", f"{count:,} captures are in no index")
        latest = self._captures.latest
        if package.created and latest and latest - package.created > _CLOCKS:
            self._notes.fault(
                NAME, f"created says {package.created:%Y-%m-%d %H:%M} UTC, and captures are younger"
            )

    @contextmanager
    def _noted(self, file: str) -> Iterator[None]:
        """What ends the look into one file is noted, and the others are looked into."""
        try:
            yield
        except (BadWacz, BadZip) as error:
            fault = error.fault if isinstance(error, BadWacz) else error
            self._notes.fault(fault.file, fault.reason)
        except BadWarc as error:
            self._notes.fault(file, str(error))
        except (BadIndex, BadPage, Unbounded) as error:
            self._notes.fault(file, str(error))
