"""data/contents.json: what a dossier is about, and which files tell of which item. One item a line."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tocsin.custody.commitments import Json
from tocsin.publishing.dossier.draft import Draft
from tocsin.publishing.dossier.row_file import as_line
from tocsin.publishing.dossier.sealing import FORMAT

#: what is made from the record's files, and so belongs to the dossier itself
OWN_FILES = ("index.html", "index.pdf", "elements.json", "prov.json", "ftm.jsonl")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    id: str
    title: str
    about: Mapping[str, Json]
    #: RFC 3339 in UTC
    made_at: str
    #: the dossier that this one was made from by masking; None for one made from the store
    redacted_from: str | None = None
    #: how many reports stay out because they are restricted to the desk
    left_out: int = 0

    def as_dict(self) -> dict[str, Json]:
        return {
            "format": FORMAT,
            "id": self.id,
            "title": self.title,
            "about": dict(self.about),
            "made_at": self.made_at,
            "redacted_from": self.redacted_from,
            "left_out": self.left_out,
        }


def new_id() -> str:
    return secrets.token_hex(16)


def write_contents(head: Head, draft: Draft, path: Path) -> None:
    """Every file below data/ stands with the items that it tells of; a file of no item would be a fault.

    Each item also says how many entries of the log about it are here: one that is left out later is missed.
    """
    own = f"dossier:{head.id}"
    with path.open("x", encoding="utf-8") as file:
        file.write(as_line(head.as_dict())[:-1] + ',"items":[')
        for place, line in enumerate(draft.item_lines()):
            told = json.loads(line)
            entries = 1 if told["item"] == own else draft.entries_of(told["item"])
            file.write((",\n" if place else "\n") + as_line(told | {"entries": entries}))
        file.write("\n]}\n")
