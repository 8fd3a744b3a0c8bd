"""The entries of an old dossier in a redacted one: all of them, without the openings of what was blacked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import new as new_hash
from itertools import islice
from pathlib import Path
from typing import Any

from tocsin.custody.models import Leaf
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.draft import Draft
from tocsin.publishing.dossier.masked_rows import Masking
from tocsin.publishing.dossier.old_dossier import OldDossier

#: entries looked up in the log by one question
_CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Blacked:
    """What is no longer as the log has it."""

    masking: Masking
    #: pointers into JSON files, as (file, pointer), and paragraphs of texts, as (file, number)
    pointers: set[tuple[str, str]]
    lines: set[tuple[str, int]]
    #: files that are not carried over, with the reason
    withheld: Mapping[str, str]


def keep_entries(old: OldDossier, blacked: Blacked, draft: Draft) -> None:
    """Raises WrongUse for an entry that is not of this log."""
    for row, entry in _of_this_log(old):
        item = json.loads(row["entry"])["item"]
        kept, masked = [], list(row["masked"])
        for opening in row["openings"]:
            left = _opening(opening, item, old, blacked)
            if left is None:
                masked.append(opening["path"])
            else:
                kept.append(left)
        draft.keep(row["position"], entry, item, kept, masked, row["erased"])


def _of_this_log(old: OldDossier) -> Iterator[tuple[dict[str, Any], int]]:
    """Each line, with the entry of our log that stands there."""
    waiting = old.entries()
    while part := list(islice(waiting, _CHUNK)):
        leaves = Leaf.objects.filter(position__in=[row["position"] for row in part])
        known = {
            position: (entry, bytes(canonical))
            for position, entry, canonical in leaves.values_list("position", "entry_id", "entry__canonical")
        }
        for row in part:
            entry, canonical = known.get(row["position"], (0, b""))
            if canonical != row["entry"].encode():
                raise WrongUse(f"entry {row['position']} is not of this log", "make the dossier anew")
            yield row, entry


def _opening(opening: dict[str, Any], item: str, old: OldDossier, blacked: Blacked) -> dict[str, Any] | None:
    """As it is from now on; None where it is masked."""
    source, masking = opening.get("from"), blacked.masking
    if source is None:
        name = opening["path"].partition(".")[2] or opening["path"]
        same = masking.words.masked_json(opening["value"]) == opening["value"]
        told = name == "manifest_sha512" or masking.tells_of_bytes(item, name)
        return opening if same and not told and (item, name) not in masking.masks.fields else None
    if "pointer" in source:
        return None if (source["file"], source["pointer"]) in blacked.pointers else opening
    if "paragraph" in source:
        return None if (source["file"], source["paragraph"]) in blacked.lines else opening
    if masking.tells_of_bytes(item, opening["path"]):
        return None
    if source["file"] in blacked.withheld:
        value = _hash(old.folder / source["file"], source["hash"])
        return {"path": opening["path"], "salt": opening["salt"], "value": value}
    return opening


def _hash(file: Path, algorithm: str) -> str:
    running = new_hash(algorithm)
    with file.open("rb") as stream:
        while part := stream.read(2**20):
            running.update(part)
    return running.hexdigest()
