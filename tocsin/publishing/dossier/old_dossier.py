"""A dossier that another one is made from: in a folder, sealed by this log, and as it was made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tocsin.archives import bag
from tocsin.custody import log_keys
from tocsin.custody.note import Note, verified
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.sealing import seal_text


def head_of(folder: Path) -> dict[str, Any]:
    """Its contents, without the items. Raises WrongUse for what is no whole dossier of ours."""
    try:
        note = Note.read((folder / "seal.txt").read_bytes())
        tags = (folder / "tagmanifest-sha512.txt").read_bytes()
        with (folder / "data/contents.json").open(encoding="utf-8") as file:
            head: dict[str, Any] = json.loads(file.readline().rstrip() + "]}")
    except (OSError, ValueError) as error:
        raise WrongUse(f"{folder} is no dossier ({error})", "name the folder or zip of one") from error
    ours = verified(note, log_keys.verifiers())
    if not ours or note.text != seal_text(head["id"], head["made_at"], tags):
        raise WrongUse(f"{folder} was not sealed by this log", "redact a dossier that was made here")
    faults = bag.check(folder).faults
    if faults:
        raise WrongUse(f"{folder} is not as it was made ({faults[0]})", "make the dossier anew")
    return head


@dataclass(frozen=True, slots=True)
class OldDossier:
    folder: Path

    def reports(self) -> Iterator[Path]:
        """The folder of each report."""
        folder = self.folder / "data/reports"
        if folder.is_dir():
            yield from sorted(folder.iterdir(), key=lambda each: int(each.name))

    def texts(self) -> Iterator[Path]:
        return (path for folder in self.reports() for path in sorted(folder.glob("text*.txt")))

    def items(self) -> Iterator[dict[str, Any]]:
        """As contents.json lists them, without itself."""
        own = '{"item":"dossier:'
        with (self.folder / "data/contents.json").open(encoding="utf-8") as file:
            for line in islice(file, 1, None):
                if line.startswith('{"item":') and not line.startswith(own):
                    yield json.loads(line.rstrip().removesuffix(","))

    def entries(self) -> Iterator[dict[str, Any]]:
        with (self.folder / "log/entries.jsonl").open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def text_at(path: Path) -> str:
    """With its line ends as they are."""
    return path.read_bytes().decode()
