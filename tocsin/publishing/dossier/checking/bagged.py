"""The bag, and the seal over it."""

from __future__ import annotations

import hashlib
import re

from tocsin.archives import bag
from tocsin.archives.bag.notes import Notes
from tocsin.archives.bag.paths import decoded
from tocsin.archives.bag.stored import look
from tocsin.custody.note import VerifierKey, verified
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.checking.opened import Opened, note_of
from tocsin.publishing.dossier.checking.verdict import Broken
from tocsin.publishing.dossier.sealing import FORMAT

_TAG_MANIFESTS = ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt")
_ALGORITHMS = {"sha256", "sha512"}
_KEYS_MAX = 10_000


def check_bag(dossier: Opened) -> str:
    """A dossier is stricter than a bag: what is odd in a bag is wrong here, and tag files are covered twice."""
    dossier.sizes = look(dossier.folder, Notes()).sizes
    verdict = bag.check(dossier.folder)
    for fault in (*verdict.faults, *verdict.warnings):
        raise Broken(fault.file, fault.reason)
    if verdict.version != "1.0" or not set(verdict.algorithms) >= _ALGORITHMS or "fetch.txt" in dossier.sizes:
        raise Broken("bagit.txt", "it is no whole bag of version 1.0 with SHA-256 and SHA-512")
    tags = {path for path in dossier.sizes if not path.startswith("data/")} - {"seal.txt", *_TAG_MANIFESTS}
    for name in _TAG_MANIFESTS:
        for path in sorted(tags ^ _listed(dossier, name)):
            raise Broken(path, f"it is there or in {name}, not both")
    return f"{len(dossier.sizes):,} files: all listed, all with their hashes"


def _listed(dossier: Opened, name: str) -> set[str]:
    """Its lines are held to one form: the seal covers but one of the two, and no bit of the other may turn either."""
    form, found = re.compile(rb"[0-9a-f]{%d}  ([^\r\n]+)\n" % (64 if "256" in name else 128)), set[str]()
    for where, line in dossier.lines(name):
        match = form.fullmatch(line)
        path = decoded(match[1].decode(errors="replace"), version="1.0") if match else ""
        if match is None or path in found:
            raise Broken(where, "no hash and path, or a path that stands there twice")
        found.add(path)
    return found


def check_seal(dossier: Opened) -> str:
    dossier.inside = _keys(dossier)
    if not dossier.asked.keys:
        dossier.unchecked.append("whose log this is: no --key was given, and the dossier's own was believed")
    note = note_of(dossier.read("seal.txt"), "seal.txt")
    try:
        found = verified(note, dossier.log_keys)
    except WrongUse as error:
        raise Broken("seal.txt", error.what) from None
    if not found:
        raise Broken("seal.txt", "not signed by the log's key")
    form, *rest = note.text.split("\n")
    if form != FORMAT or len(rest) != 4:
        raise Broken("seal.txt", f"it is no seal of a {FORMAT}")
    dossier.id, dossier.made_at, digest, _ = rest
    if digest != _sha512(dossier, "tagmanifest-sha512.txt"):
        raise Broken("seal.txt", "it is the seal of other files: tagmanifest-sha512.txt differs")
    return f"dossier {dossier.id} of {dossier.made_at}, by {found[0].key.name}"


def _sha512(dossier: Opened, path: str) -> str:
    with dossier.open(path) as stream:
        return hashlib.file_digest(stream, "sha512").hexdigest()


def _keys(dossier: Opened) -> list[VerifierKey]:
    found = []
    for where, line in dossier.lines("log/keys.txt"):
        text = line.decode(errors="replace").strip()
        if text and not text.startswith("#"):
            try:
                found.append(VerifierKey.read(text))
            except WrongUse as error:
                raise Broken(where, error.what) from None
        if len(found) > _KEYS_MAX:
            raise Broken(where, "too many keys")
    return found
