"""Whether a bag is whole and unchanged. Reads, and does nothing else: fetch.txt is looked at, never followed.

1. bagit.txt says which rules hold;
2. every file of the payload is listed, every listed file is there;
3. fetch.txt and bag-info.txt agree with what is there;
4. every listed file has its hashes, in one reading of the file.

Memory does not grow with the bytes, nor with files and lines: what is found out of each is kept on the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tocsin.archives.bag.declaration import Declaration, NoDeclaration, read_declaration
from tocsin.archives.bag.manifest import Manifest, hasher, manifests
from tocsin.archives.bag.notes import Notes
from tocsin.archives.bag.paths import decoded
from tocsin.archives.bag.stored import PAYLOAD, Stored, look
from tocsin.archives.bag.tag_file import BadTagFile, labelled, lines, past_mark, to_fetch
from tocsin.archives.bag.verdict import BagVerdict
from tocsin.archives.names import direct, folded, is_systems_own, leads_out_on

_PART_BYTES = 2**20


def check(folder: Path) -> BagVerdict:
    """The verdict on the bag in `folder`. What is wrong with it is in the verdict; OSError only where the disk fails."""
    notes = Notes()
    if not folder.is_dir():
        notes.fault("", "there is no such folder")
        return BagVerdict(faults=tuple(notes.faults))
    stored = look(folder, notes)
    try:
        declaration = _declared(stored)
    except NoDeclaration as error:
        notes.fault("bagit.txt", str(error))
        return BagVerdict(faults=tuple(notes.faults), warnings=tuple(notes.warnings))
    return _checked(stored, declaration, notes)


def _declared(stored: Stored) -> Declaration:
    if "bagit.txt" not in stored.sizes:
        raise NoDeclaration("it is not there")
    with stored.open("bagit.txt") as stream:
        return read_declaration(stream.read(4096))


def _checked(stored: Stored, declaration: Declaration, notes: Notes) -> BagVerdict:
    found = list(manifests(stored, declaration, notes))
    of_payload = [manifest for manifest in found if not manifest.of_tags]
    of_tags = [manifest for manifest in found if manifest.of_tags]
    octets, files = _payload_sum(stored)
    to_come = _look_at_fetch(stored, of_payload, declaration, notes)
    lost = _look_for_listed(stored, found, to_come, notes)
    _look_at_payload(stored, of_payload, declaration, notes)
    if not (stored.root / PAYLOAD).is_dir():
        notes.fault(PAYLOAD, "the folder of the payload is not there")
    _look_at_tags(of_payload, of_tags, notes)
    _look_at_info(stored, declaration, (octets, files + len(lost)), notes)
    _hash(stored, found, notes)
    return BagVerdict(
        version=declaration.version,
        faults=tuple(notes.faults),
        warnings=tuple(notes.warnings),
        unlisted=tuple(_unlisted(stored, of_tags)),
        algorithms=tuple(each.algorithm for each in of_payload if _lists_all(each, stored)),
        payload_files=files,
        payload_bytes=octets,
    )


def _payload_sum(stored: Stored) -> tuple[int, int]:
    """Its bytes and files."""
    octets = files = 0
    for path in stored.payload():
        octets, files = octets + stored.sizes[path], files + 1
    return octets, files


def _unlisted(stored: Stored, of_tags: Sequence[Manifest]) -> Iterator[str]:
    names = {each.name for each in of_tags}
    for path in stored.sizes:
        if not (path.startswith(PAYLOAD) or path in names or any(path in each.digests for each in of_tags)):
            yield path


def _lists_all(manifest: Manifest, stored: Stored) -> bool:
    return all(path in manifest.digests for path in stored.payload())


def _look_at_payload(
    stored: Stored, of_payload: Sequence[Manifest], declaration: Declaration, notes: Notes
) -> None:
    """From 1.0 on every manifest lists every file; before, one of them did."""
    if not of_payload:
        notes.fault("", "it has no payload manifest of a known algorithm: nothing in it can be checked")
        return
    for path in stored.payload():
        without = [each.name for each in of_payload if path not in each.digests]
        if without and (declaration.strict or len(without) == len(of_payload)):
            notes.fault(path, f"it is not listed in {without[0]}")
    if not any(stored.payload()) and not any(each.digests for each in of_payload):
        notes.warn("", "it has no payload")


def _look_for_listed(
    stored: Stored, found: Iterable[Manifest], to_come: dict[str, str], notes: Notes
) -> set[str]:
    """Notes what is listed and not there, and gives names that systems lost without any content."""
    lost = set()
    for manifest in found:
        for path in [path for path in manifest.digests if path not in stored.sizes]:
            digest, alike = manifest.digests.pop(path), stored.alike(path)
            if alike:
                _take_for(manifest, path, digest, alike[0], notes)
            elif is_systems_own(path) and digest == hasher(manifest.algorithm).digest():
                lost.add(path)
                notes.warn(path, f"listed in {manifest.name}, an empty file of a system's own is not there")
            elif path in to_come:
                notes.fault(path, f"it is not there yet: fetch.txt says it comes from {to_come[path][:200]}")
            else:
                notes.fault(path, f"listed in {manifest.name}, it is not there")
    return lost


def _take_for(manifest: Manifest, path: str, digest: bytes, found: str, notes: Notes) -> None:
    """A file that was renamed by a system for which both names are one (RFC 8493, 5.2)."""
    notes.warn(path, f"listed in {manifest.name}, it stands in the bag as {found!r}")
    if manifest.digests.setdefault(found, digest) != digest:
        notes.fault(path, f"{manifest.name} lists it and {found!r}, one file, with two hashes")


def _look_at_fetch(
    stored: Stored, of_payload: Sequence[Manifest], declaration: Declaration, notes: Notes
) -> dict[str, str]:
    """Addresses of payload files that may still have to come, by path."""
    to_come: dict[str, str] = {}
    if "fetch.txt" not in stored.sizes:
        return to_come
    try:
        with stored.open("fetch.txt") as stream:
            if past_mark(stream, declaration.encoding):
                notes.warn("fetch.txt", "it begins with a byte order mark")
            for row in lines(stream, declaration.encoding):
                line = to_fetch(row)
                name = decoded(line.path, version=declaration.version)
                out, path = leads_out_on(name), direct(name)
                if out is not None:
                    notes.fault(line.path, f"listed in fetch.txt, it leads out of the bag on {out}", out)
                elif not path.startswith(PAYLOAD) or not _is_listed(path, of_payload, declaration):
                    notes.fault(path, "fetch.txt lists it, and the payload manifests do not")
                else:
                    to_come[path] = line.url
                    _look_at_size(stored, path, line.size_bytes, notes)
    except BadTagFile as error:
        notes.fault("fetch.txt", str(error))
    return to_come


def _is_listed(path: str, of_payload: Sequence[Manifest], declaration: Declaration) -> bool:
    return (all if declaration.strict else any)(path in each.digests for each in of_payload)


def _look_at_size(stored: Stored, path: str, size_bytes: int | None, notes: Notes) -> None:
    size = stored.sizes.get(path)
    if None not in (size, size_bytes) and size != size_bytes:
        notes.fault(path, f"it has {size:,} bytes, and fetch.txt says {size_bytes:,}")


def _look_at_tags(of_payload: Sequence[Manifest], of_tags: Sequence[Manifest], notes: Notes) -> None:
    names = {each.name for each in of_tags}
    for manifest in of_tags:
        for path in names & manifest.digests.keys():
            notes.fault(path, f"a tag manifest, and {manifest.name} lists it")
        for payload_manifest in of_payload:
            if payload_manifest.name not in manifest.digests:
                notes.warn(payload_manifest.name, f"{manifest.name} does not list it")


def _look_at_info(stored: Stored, declaration: Declaration, payload: tuple[int, int], notes: Notes) -> None:
    """Called package-info.txt before version 0.96."""
    name = "package-info.txt" if declaration.version in ("0.93", "0.94", "0.95") else "bag-info.txt"
    if name not in stored.sizes:
        return
    try:
        with stored.open(name) as stream:
            if past_mark(stream, declaration.encoding):
                notes.warn(name, "it begins with a byte order mark")
            for line in labelled(lines(stream, declaration.encoding)):
                if declaration.strict and not line.plain:
                    notes.warn(name, f"white space round the colon after {line.label[:60]!r}")
                if folded(line.label) == "payload-oxum":
                    _look_at_oxum(line.value, payload, name, notes)
    except BadTagFile as error:
        notes.fault(name, str(error))


def _look_at_oxum(value: str, payload: tuple[int, int], name: str, notes: Notes) -> None:
    """Octets and streams of the payload, "279164409832.1198"."""
    octets, streams = payload
    if value != f"{octets}.{streams}":
        notes.fault(name, f"Payload-Oxum is {value[:60]}, and the payload has {octets}.{streams}")


def _hash(stored: Stored, found: Sequence[Manifest], notes: Notes) -> None:
    for path in _listed(found):
        listing = [manifest for manifest in found if path in manifest.digests]
        try:
            digests = _digests(stored, path, {manifest.algorithm for manifest in listing})
        except OSError as error:
            notes.fault(path, f"it cannot be read ({error.strerror})")
            continue
        for manifest in listing:
            if digests[manifest.algorithm] != manifest.digests[path]:
                notes.fault(path, f"its {manifest.algorithm} is not the one in {manifest.name}")


def _listed(found: Sequence[Manifest]) -> Iterator[str]:
    """Each once."""
    for place, manifest in enumerate(found):
        for path in manifest.digests:
            if not any(path in earlier.digests for earlier in found[:place]):
                yield path


def _digests(stored: Stored, path: str, algorithms: Iterable[str]) -> dict[str, bytes]:
    running: dict[str, hashlib._Hash] = {each: hasher(each) for each in algorithms}
    with stored.open(path) as stream:
        while part := stream.read(_PART_BYTES):
            for each in running.values():
                each.update(part)
    return {algorithm: each.digest() for algorithm, each in running.items()}
