"""The table of contents: every item has its files and its entries, every file its item, the export is in the log."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from tocsin.publishing.dossier.checking import strict_json
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.rows import check_rows
from tocsin.publishing.dossier.checking.verdict import Broken
from tocsin.publishing.dossier.sealing import FORMAT

_CONTENTS = "data/contents.json"
#: made for readers from the record's files; the log vouches for them by the hash of the manifest alone
DERIVED = frozenset(
    f"data/{name}"
    for name in ("contents.json", "index.html", "index.pdf", "prov.json", "ftm.jsonl", "elements.json")
)


def check_contents(dossier: Opened) -> str:
    contents = strict_json.read(dossier.read(_CONTENTS, strict_json.PIECE_BYTES_MAX), _CONTENTS)
    told = tuple(strict_json.member(contents, name, str, _CONTENTS) for name in ("format", "id", "made_at"))
    if told != (FORMAT, dossier.id, dossier.made_at):
        raise Broken(_CONTENTS, "its format, id or time is not that of the seal")
    rows = strict_json.member(contents, "items", list, _CONTENTS)
    own = f"dossier:{dossier.id}"
    _check_export(dossier, sum(strict_json.member(row, "item", str, _CONTENTS) != own for row in rows))
    check_rows(dossier)
    belongs = {path for row in rows for path in _check_item(dossier, row)}
    if not rows:
        raise Broken(_CONTENTS, "no items: a dossier that shows nothing proves nothing")
    for path in sorted(dossier.sizes.keys() - belongs - DERIVED):
        if path.startswith("data/"):
            raise Broken(path, "it belongs to no item")
    return f"{len(rows):,} items, {len(belongs):,} files of theirs"


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
        free = path in dossier.bound or path in DERIVED or item in dossier.masked or withheld is not None
        if not free:
            _assert_says_nothing(dossier, path, item)
    return files


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
    if said.get("after.entries", dossier.entries) != dossier.entries:
        raise Broken(f"entry {position}", f"what was exported were not {dossier.entries} entries")
