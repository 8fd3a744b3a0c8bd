"""Making a WACZ 1.1.1 out of WARCs: they are read strictly, indexed, stored as they are, listed with their hashes."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tocsin.archives.syncing import sync
from tocsin.archives.wacz.datapackage import DIGEST_NAME, NAME, VERSION, Package, Resource, package_bytes
from tocsin.archives.wacz.index import key_of
from tocsin.archives.wacz.pages import MAIN, PageEntry, page_lines
from tocsin.archives.wacz.signing import SOFTWARE, Signer
from tocsin.archives.warc import Record, records
from tocsin.archives.warc.digest import Digest
from tocsin.archives.warc.reading import CAPTURED
from tocsin.errors import Conflict, WrongUse

INDEX = "indexes/index.cdx.gz"
BLOCKS = "indexes/index.idx"
#: lines of the index in one block, as other writers have it
_BLOCK_LINES = 3000
_PART_BYTES = 2**20


def write(
    path: Path,
    warcs: Sequence[Path],
    pages: Sequence[PageEntry],
    *,
    created: datetime,
    title: str = "",
    signer: Signer | None = None,
) -> Path:
    """Raises BadWarc for a WARC that lies, WrongUse where there is nothing to archive, Conflict where `path` exists."""
    if os.path.lexists(path):
        raise Conflict(f"{path} exists already", "name a file that does not")
    lines = _index_lines(warcs)
    if not lines or not pages:
        raise WrongUse("an archive without a capture and a page proves nothing", "capture a page first")
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.") as draft:
        with zipfile.ZipFile(draft, "w") as archive:
            _fill(archive, warcs, lines, pages, created, title, signer)
        draft.flush()
        os.fsync(draft.fileno())
        Path(draft.name).chmod(0o644)
        try:
            os.link(draft.name, path)
        except FileExistsError as error:
            raise Conflict(f"{path} was made meanwhile", "name another file") from error
    sync(path.parent)
    return path


def _fill(
    archive: zipfile.ZipFile,
    warcs: Sequence[Path],
    lines: Sequence[str],
    pages: Sequence[PageEntry],
    created: datetime,
    title: str,
    signer: Signer | None,
) -> None:
    index, blocks = _blocks(lines)
    put = _Putting(archive, created)
    for warc in warcs:
        put.copy(f"archive/{warc.name}", warc)
    put.add(INDEX, index, zipfile.ZIP_STORED)
    put.add(BLOCKS, blocks)
    put.add(MAIN, "".join(page_lines(pages)).encode())
    package = package_bytes(
        Package(version=VERSION, title=title, software=SOFTWARE, created=created, resources=put.resources)
    )
    put.add(NAME, package)
    digest: dict[str, object] = {"path": NAME, "hash": f"sha256:{sha256(package).hexdigest()}"}
    if signer:
        digest["signedData"] = signer.sign(str(digest["hash"]), created)
    put.add(DIGEST_NAME, json.dumps(digest, indent=2).encode())


class _Putting:
    """Files of the zip, and what datapackage.json says of them."""

    def __init__(self, archive: zipfile.ZipFile, at: datetime) -> None:
        self._archive = archive
        self._at = at.astimezone(UTC)
        self.resources: dict[str, Resource] = {}

    def add(self, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
        self._archive.writestr(self._info(name, method), data)
        self.resources[name] = Resource(name, "sha256", sha256(data).digest(), len(data))

    def copy(self, name: str, source: Path) -> None:
        if name in self.resources:
            raise WrongUse(f"two WARCs are called {name!r}", "give each a name of its own")
        running, size = sha256(), 0
        info = self._info(name, zipfile.ZIP_STORED)
        info.file_size = source.stat().st_size
        with source.open("rb") as stream, self._archive.open(info, "w") as copied:
            while part := stream.read(_PART_BYTES):
                running.update(part)
                size += len(part)
                copied.write(part)
        self.resources[name] = Resource(name, "sha256", running.digest(), size)

    def _info(self, name: str, method: int) -> zipfile.ZipInfo:
        """The same bytes for the same input: no clock, no rights of ours."""
        year = min(max(self._at.year, 1980), 2107)
        info = zipfile.ZipInfo(name, (year, *self._at.timetuple()[1:6]))
        info.compress_type, info.external_attr = method, 0o100644 << 16
        return info


def _index_lines(warcs: Iterable[Path]) -> list[str]:
    lines: list[str] = []
    for warc in warcs:
        with warc.open("rb") as stream:
            lines += [_index_line(record, warc.name) for record in records(stream) if record.kind in CAPTURED]
    return sorted(lines)


def _index_line(record: Record, name: str) -> str:
    digest = record.payload_digest or Digest("sha256", record.payloads[-1]["sha256"])
    fields = {
        "url": record.uri,
        "mime": record.media_type or "unk",
        "status": str(record.status or 200),
        "digest": str(digest),
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": name,
        "recordDigest": f"sha256:{record.raw_sha256}",
    }
    at = record.at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{key_of(record.uri).replace(' ', '%20')} {at} {json.dumps(fields)}\n"


def _blocks(lines: Sequence[str]) -> tuple[bytes, bytes]:
    """The index in gzip members of some lines each, and the list of the members."""
    index, blocks = (
        bytearray(),
        [f'!meta 0 {{"format": "cdxj-gzip-1.0", "filename": "{INDEX.partition("/")[2]}"}}\n'],
    )
    for some in _groups(lines):
        data = gzip.compress("".join(some).encode(), mtime=0)
        key, at, _ = some[0].split(" ", 2)
        place = {"offset": len(index), "length": len(data), "digest": f"sha256:{sha256(data).hexdigest()}"}
        blocks.append(f"{key} {at} {json.dumps(place)}\n")
        index += data
    return bytes(index), "".join(blocks).encode()


def _groups(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(lines), _BLOCK_LINES):
        yield lines[start : start + _BLOCK_LINES]
