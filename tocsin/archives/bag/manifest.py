"""Manifests: which hash each file should have (RFC 8493, 2.1.3 and 2.2.1)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.archives.bag.declaration import Declaration
from tocsin.archives.bag.notes import Notes
from tocsin.archives.bag.paths import decoded, half_encoded
from tocsin.archives.bag.stored import PAYLOAD, Stored
from tocsin.archives.bag.tag_file import BadTagFile, Listed, lines, listed, past_mark
from tocsin.archives.names import direct, folded, leads_out_on
from tocsin.archives.on_disk import OnDisk

#: as manifests are called: the algorithm's name in lower case without hyphens
ALGORITHMS = (
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "sha3224",
    "sha3256",
    "sha3384",
    "sha3512",
)
_NAME = re.compile(r"(?P<tag>tag)?manifest-(?P<algorithm>[^/.]+)\.txt")


@dataclass(frozen=True, slots=True)
class Manifest:
    name: str
    algorithm: str
    #: of tag files; else of the payload
    of_tags: bool
    digests: OnDisk[str, bytes] = field(default_factory=OnDisk)


def hasher(algorithm: str) -> hashlib._Hash:
    python = f"sha3_{algorithm[4:]}" if algorithm.startswith("sha3") and len(algorithm) == 7 else algorithm
    return hashlib.new(python, usedforsecurity=False)


def manifests(stored: Stored, declaration: Declaration, notes: Notes) -> Iterator[Manifest]:
    """Those of known algorithms; what is wrong with their lines is noted."""
    for name in sorted(path for path in stored.sizes if "/" not in path):
        found = _NAME.fullmatch(name)
        if not found:
            continue
        algorithm = found["algorithm"].lower()
        if algorithm not in ALGORITHMS:
            notes.warn(name, "its algorithm is not known: nothing was checked by it")
            continue
        manifest = Manifest(name, algorithm, bool(found["tag"]))
        _read(manifest, stored, declaration, notes)
        yield manifest


def _read(manifest: Manifest, stored: Stored, declaration: Declaration, notes: Notes) -> None:
    size = hasher(manifest.algorithm).digest_size
    names = OnDisk[str, str]()
    try:
        with stored.open(manifest.name) as stream:
            if past_mark(stream, declaration.encoding):
                notes.warn(manifest.name, "it begins with a byte order mark")
            for line in lines(stream, declaration.encoding):
                _add(manifest, listed(line, size), declaration, notes, names)
    except BadTagFile as error:
        notes.fault(manifest.name, str(error))


def _add(
    manifest: Manifest, line: Listed, declaration: Declaration, notes: Notes, names: OnDisk[str, str]
) -> None:
    out = leads_out_on(decoded(line.path, version=declaration.version))
    if out is not None:
        notes.fault(line.path, f"listed in {manifest.name}, it leads out of the bag on {out}", out)
        return
    path = direct(decoded(line.path, version=declaration.version))
    if line.starred:
        notes.warn(path, f"{manifest.name} lists it with a star, as md5sum does")
    if declaration.strict and half_encoded(line.path):
        notes.warn(path, f"{manifest.name} lists it with a percent sign that is not encoded")
    if path != decoded(line.path, version=declaration.version):
        notes.warn(path, f"{manifest.name} lists it as {line.path!r}")
    if path.startswith(PAYLOAD) == manifest.of_tags:
        where = "a payload file" if manifest.of_tags else "no payload file"
        (notes.fault if declaration.strict or not manifest.of_tags else notes.warn)(
            path, f"listed in {manifest.name}, it is {where}"
        )
        return
    _keep(manifest, path, line.digest, declaration, notes, names)


def _keep(
    manifest: Manifest,
    path: str,
    digest: bytes,
    declaration: Declaration,
    notes: Notes,
    names: OnDisk[str, str],
) -> None:
    known = manifest.digests.get(path)
    if known is not None:
        if known != digest:
            notes.fault(path, f"{manifest.name} lists it twice, with two hashes")
        else:
            (notes.fault if declaration.strict else notes.warn)(path, f"{manifest.name} lists it twice")
        return
    manifest.digests[path] = digest
    other = names.setdefault(folded(path), path)
    if other != path:
        notes.warn(path, f"{manifest.name} lists {other!r} too, the same name on some systems")
