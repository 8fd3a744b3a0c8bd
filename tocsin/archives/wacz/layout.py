"""Where files stand in a WACZ, and how they are stored there (WACZ 1.1.1, Directory Layout and Zip Compression)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from tocsin.archives.wacz.datapackage import DIGEST_NAME, NAME, Package
from tocsin.archives.wacz.pages import MAIN
from tocsin.archives.wacz.verdict import Notes
from tocsin.archives.zip import Entry
from tocsin.archives.zip.entry import STORED

_ENDINGS = {
    "archive": (".warc", ".warc.gz"),
    "indexes": (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz", ".idx"),
    "pages": (".jsonl",),
}


class Kind(IntEnum):
    """In the order that they are read in."""

    WARC = 1
    INDEX = 2
    BLOCKS = 3
    PAGES = 4
    OTHER = 5


def kind_of(name: str) -> Kind:
    folder, _, rest = name.partition("/")
    if not rest or not rest.endswith(_ENDINGS.get(folder, ())):
        return Kind.OTHER
    if folder == "archive":
        return Kind.WARC
    if folder == "pages":
        return Kind.PAGES
    return Kind.BLOCKS if rest.endswith(".idx") else Kind.INDEX


def look_at_layout(files: Mapping[str, Entry], package: Package, notes: Notes) -> None:
    """Every file is listed and every listed one is there; the three folders hold what belongs there."""
    for name, entry in files.items():
        if name in (NAME, DIGEST_NAME):
            continue
        if name not in package.resources:
            notes.fault(name, f"{NAME} does not list it: nothing says what it should be")
        folder = name.partition("/")[0]
        if kind_of(name) is Kind.OTHER and folder in _ENDINGS:
            notes.fault(name, f"{folder}/ holds only {', '.join(_ENDINGS[folder])}")
        if entry.method != STORED and (name.endswith(".gz") or folder == "archive"):
            (notes.fault if name.endswith(".gz") else notes.warn)(
                name, "it is packed twice: no part of it can be read alone"
            )
    for path in package.resources:
        if path not in files:
            notes.fault(path, f"{NAME} lists it, and it is not there")
    kinds = {kind_of(name) for name in files}
    if Kind.WARC not in kinds:
        notes.fault("archive/", "there is no WARC")
    if Kind.INDEX not in kinds:
        notes.fault("indexes/", "there is no index")
    if MAIN not in files:
        notes.fault(MAIN, "it is not there")
