"""The table of contents: every item has its files and its entries, every file its item, the export is in the log."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence
from typing import IO, Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from tocsin.archives.on_disk import OnDisk
from tocsin.publishing.dossier.checking import strict_json
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.places import around, of_list_under, pieces
from tocsin.publishing.dossier.checking.rows import check_rows, is_row_file
from tocsin.publishing.dossier.checking.verdict import Broken
from tocsin.publishing.dossier.sealing import FORMAT

_WACZ = re.compile(r"data/captures/[^/]+\.wacz")
_CONTENTS = "data/contents.json"
#: made for readers from the record's files; the log vouches for them by the hash of the manifest alone
DERIVED = frozenset(
    f"data/{name}"
    for name in ("contents.json", "index.html", "index.pdf", "prov.json", "ftm.jsonl", "elements.json")
)


def check_contents(dossier: Opened) -> str:
    places = of_list_under(dossier, _CONTENTS, "items")
    contents = around(dossier, _CONTENTS, places)
    told = tuple(strict_json.member(contents, name, str, _CONTENTS) for name in ("format", "id", "made_at"))
    if told != (FORMAT, dossier.id, dossier.made_at):
        raise Broken(_CONTENTS, "its format, id or time is not that of the seal")
    own, items, others = f"dossier:{dossier.id}", 0, 0
    for row in pieces(dossier, _CONTENTS, places):
        items, others = items + 1, others + (_none_left_out(dossier, row) != own)
    _check_export(dossier, others)
    check_rows(dossier)
    belongs = OnDisk[str, None]()
    for row in pieces(dossier, _CONTENTS, places):
        belongs.update((path, None) for path in _check_item(dossier, row))
    if not items:
        raise Broken(_CONTENTS, "no items: a dossier that shows nothing proves nothing")
    for path in dossier.sizes.beginning("data/"):
        if path not in belongs and path not in DERIVED:
            raise Broken(path, "it belongs to no item")
    return f"{items:,} items, {len(belongs):,} files of theirs"


def _check_item(dossier: Opened, row: Any) -> Sequence[str]:
    item, files = row["item"], strict_json.words(row, "files", _CONTENTS)
    withheld = row.get("withheld")
    if withheld is not None and not isinstance(withheld, str):
        raise Broken(item, "'withheld' is neither null nor a reason")
    if item not in dossier.items:
        raise Broken(item, "no entry of the log is about it")
    for path in files:
        if path not in dossier.sizes or not path.startswith("data/"):
            raise Broken(path, f"{item} should have it, and it is not there")
        free = path in dossier.bound or path in DERIVED or withheld is not None or is_row_file(path)
        if not free and not _is_replay(dossier, path):
            _assert_says_nothing(dossier, path, item)
    return files


def _is_replay(dossier: Opened, path: str) -> bool:
    """Whether it is a WACZ around the very capture beside it, which is bound: made from it, for a browser to replay."""
    capture = path.removesuffix(".wacz") + ".warc.gz"
    if not _WACZ.fullmatch(path) or capture not in dossier.bound:
        return False
    try:
        with dossier.open(path) as stream, ZipFile(stream) as packed:
            [member] = [each for each in packed.infolist() if each.filename.startswith("archive/")]
            if member.compress_type != ZIP_STORED or member.file_size != dossier.sizes[capture]:
                return False
            with packed.open(member) as held, dossier.open(capture) as told:
                return _sha256(held) == _sha256(told)
    except (BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        return False


def _sha256(stream: IO[bytes]) -> bytes:
    running = hashlib.sha256()
    while part := stream.read(2**20):
        running.update(part)
    return running.digest()


def _assert_says_nothing(dossier: Opened, path: str, item: str) -> None:
    """An empty list states no fact."""
    if dossier.sizes[path] >= 16 or b"".join(dossier.read(path).split()) != b"[]":
        raise Broken(path, f"nothing that the log vouches for binds it to {item}")


def _check_export(dossier: Opened, items: int) -> None:
    if len(dossier.exports) != 1:
        raise Broken(
            "", f"the log has {len(dossier.exports)} entries of this export here, and there is to be one"
        )
    [(position, said)] = dossier.exports
    with dossier.open("manifest-sha512.txt") as stream:
        made = hashlib.file_digest(stream, "sha512").hexdigest()
    if said.get("after.manifest_sha512") != made:
        raise Broken(f"entry {position}", "what was exported were other files: manifest-sha512.txt differs")
    if type(said.get("after.items")) is not int or said["after.items"] != items:
        raise Broken(f"entry {position}", f"what was exported were not {items} items")
    if type(said.get("after.entries")) is not int or said["after.entries"] != dossier.entries:
        raise Broken(
            f"entry {position}",
            f"{said.get('after.entries')} entries were exported, here are {dossier.entries}",
        )
    if said.get("after.entries_sha512") != dossier.listed.hexdigest():
        raise Broken(f"entry {position}", "what was exported were other entries of the log")


def _none_left_out(dossier: Opened, row: Any) -> str:
    """The item: every entry about it that was exported is here."""
    item: str = strict_json.member(row, "item", str, _CONTENTS)
    exported, there = strict_json.member(row, "entries", int, item), dossier.about.get(item, 0)
    if exported != there:
        raise Broken(item, f"{exported} entries about it were exported, here are {there}")
    return item
