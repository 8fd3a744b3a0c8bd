"""A dossier made from another one, with less in it: the same entries, the same leaves, fewer openings.

1. what is masked, and in which files it stands
2. data/ anew: texts and rows blacked out, originals withheld where what is masked may stand in them
3. openings of what was blacked go; everything else is opened as before
4. from there on as every dossier: logged, proven, sealed (see `making`)
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tocsin import custody
from tocsin.custody.acts import timestamp
from tocsin.publishing.dossier import pictures
from tocsin.publishing.dossier.closed_passages import (
    closed_passages,
    lines_closed,
    names_of_fields,
    private_names,
)
from tocsin.publishing.dossier.contents import Head, new_id
from tocsin.publishing.dossier.derived import Printer
from tocsin.publishing.dossier.draft import RECORD_FILES, Draft
from tocsin.publishing.dossier.fewer_openings import Blacked, keep_entries
from tocsin.publishing.dossier.making import Made, drafted, finish, refuse_small_disk
from tocsin.publishing.dossier.masked_rows import MASKED, Masking, differing, paths_of, told_masked
from tocsin.publishing.dossier.masked_texts import masked_text
from tocsin.publishing.dossier.masks import Masks
from tocsin.publishing.dossier.old_dossier import OldDossier, head_of, text_at
from tocsin.publishing.dossier.row_file import RowFile, rows_of
from tocsin.publishing.dossier.stamping import Stamper
from tocsin.publishing.dossier.words import Words

#: why an original or another whole file is not there
HOLDS = "what is masked stands in it"
CLOSED = "it is withheld with what is masked of it"
UNSEARCHED = "it cannot be searched for what is masked"
#: originals in which names stand as letters; in all others they may be packed, drawn or spoken
_SEARCHED = frozenset({"txt", "html", "csv", "xml", "json", "yml"})


def redact(
    source: Path,
    masks: Masks,
    folder: Path,
    *,
    by: str,
    now: datetime,
    reason: str = "",
    printer: Printer | None = None,
    stamper: Stamper | None = None,
    advance: Callable[[int], object] = lambda _steps: None,
) -> Made:
    """A masked dossier at `folder`, from the one in the folder `source`, which must be ours and whole.

    Raises WrongUse where it is not, or where a mask names what is not in it; else as `making.make`.
    """
    old = head_of(source)
    custody.number()
    head = Head(
        id=new_id(), title=old["title"], about=old["about"], made_at=timestamp(now),
        redacted_from=old["id"], left_out=old.get("left_out", 0),
    )  # fmt: skip
    refuse_small_disk(folder, 2 * sum(path.stat().st_size for path in source.rglob("*") if path.is_file()))
    with drafted(folder) as draft:
        redaction = _Redaction(old=OldDossier(source), masks=masks, draft=draft)
        redaction.carry_over(advance)
        words = redaction.masking.words
        masked = Head(
            id=head.id, title=words.masked(head.title), about=words.masked_json(head.about), made_at=head.made_at,
            redacted_from=head.redacted_from, left_out=head.left_out,
        )  # fmt: skip
        return finish(
            draft, masked, by=by, now=now, reason=reason, names=False, printer=printer, stamper=stamper
        )


@dataclass(kw_only=True)
class _Redaction:
    old: OldDossier
    masks: Masks
    draft: Draft
    #: pointers into JSON files, as (file, pointer), and paragraphs of texts, as (file, number), that were blacked
    changed: set[tuple[str, str]] = field(default_factory=set)
    changed_lines: set[tuple[str, int]] = field(default_factory=set)
    #: files that are not carried over, with the reason
    withheld: dict[str, str] = field(default_factory=dict)
    masking: Masking = field(init=False)

    def carry_over(self, advance: Callable[[int], object]) -> None:
        private = private_names(self.old) if self.masks.private_persons else frozenset()
        names = self.masks.names | private | names_of_fields(self.old, self.masks)
        closed, phrases = closed_passages(self.old, self.masks)
        self.masking = Masking(masks=self.masks, words=Words(names, phrases), closed_findings=closed)
        for folder in self.old.reports():
            self._texts_of(folder)
            advance(1)
        self._other_files()
        self.masking = replace(self.masking, guessable=self._guessable())
        for folder in self.old.reports():
            self._acts_of(folder)
        for name in RECORD_FILES:
            self._record(name)
        self._items()
        blacked = Blacked(
            masking=self.masking, pointers=self.changed, lines=self.changed_lines, withheld=self.withheld
        )
        keep_entries(self.old, blacked, self.draft)

    def _record(self, name: str) -> None:
        file = f"data/record/{name}.json"
        out = RowFile(self.draft.scratch / "record" / f"{name}.json")
        for place, row in enumerate(rows_of(self.old.folder / file)):
            out.add(self._row(file, f"/{place}", row))
        out.close()
        self.draft.bag.add(f"record/{name}.json", out.path)

    def _row(self, file: str, pointer: str, row: dict[str, Any]) -> dict[str, Any]:
        masked = self.masking.masked(row)
        found = set(differing(row, masked, pointer))
        self.changed |= {(file, each) for each in found}
        closed = {path: MASKED for path, place in paths_of(row) if pointer + place in found}
        return told_masked(masked, closed)

    def _texts_of(self, folder: Path) -> None:
        number, at = int(folder.name), f"data/reports/{folder.name}"
        touched = False
        for path in sorted(folder.glob("text*.txt")):
            closed = lines_closed(self.masks, number)
            masked = masked_text(text_at(path), self.masking.words, closed)
            self.changed_lines |= {(f"{at}/{path.name}", line) for line in masked.changed}
            touched = touched or bool(masked.changed)
            self.draft.bag.add(f"reports/{number}/{path.name}", masked.text.encode())
        self._originals(folder, touched)

    def _acts_of(self, folder: Path) -> None:
        at = f"data/reports/{folder.name}"
        told = json.loads(text_at(folder / "report.json"))
        acts = [
            self._row(f"{at}/report.json", f"/acts/{place}", row) for place, row in enumerate(told["acts"])
        ]
        self.draft.add_report({"item": told["item"], "acts": acts})

    def _guessable(self) -> frozenset[str]:
        """Items that something is masked of and the rest is told; letters are about alerts, whichever they are."""
        found = {
            told["item"]
            for told in self.old.items()
            if any(self.withheld.get(each) in (HOLDS, CLOSED) for each in told["files"])
        }
        found -= {f"report:{number}" for number in self.masks.withheld}
        if any(item.startswith("alert:") for item in found):
            found |= {told["item"] for told in self.old.items() if told["item"].startswith("message:")}
        return frozenset(found)

    def _originals(self, folder: Path, touched: bool) -> None:
        number = int(folder.name)
        for path in sorted(folder.iterdir()):
            if path.name == "report.json" or path.name.startswith("text"):
                continue
            why = self._why_withheld(path, touched=touched, closed=number in self.masks.closed_reports)
            if why is None:
                self.draft.bag.add(f"reports/{number}/{path.name}", path)
                continue
            self.withheld[f"data/reports/{number}/{path.name}"] = why
            if number in self.masks.regions and path.name.startswith("original."):
                picture = pictures.blacked(path.read_bytes(), self.masks.regions[number])
                self.draft.bag.add(f"reports/{number}/masked.png", picture)

    def _why_withheld(self, path: Path, *, touched: bool, closed: bool) -> str | None:
        if closed:
            return CLOSED
        if not self.masking.words:
            return None
        if touched:
            return HOLDS
        if path.suffix.removeprefix(".") not in _SEARCHED:
            return UNSEARCHED
        return HOLDS if self.masking.words.stand_in(path.read_bytes()) else None

    def _other_files(self) -> None:
        """Alerts as issued, frameworks, captures: they are whole, or they are not there."""
        for name in ("alerts", "captures", "frameworks"):
            for path in sorted((self.old.folder / "data" / name).glob("*")):
                report = path.name.partition(".")[0].partition("-")[0]
                closed = (
                    name == "captures" and report.isdecimal() and int(report) in self.masks.closed_reports
                )
                why = self._why_withheld(path, touched=False, closed=closed)
                if why is None:
                    self.draft.bag.add(f"{name}/{path.name}", path)
                else:
                    self.withheld[f"data/{name}/{path.name}"] = why

    def _items(self) -> None:
        for told in self.old.items():
            kept = [each.removeprefix("data/") for each in told["files"] if each not in self.withheld]
            whys = {self.withheld[each] for each in told["files"] if each in self.withheld}
            noun, _, number = told["item"].partition(":")
            if noun == "report" and int(number) in self.masks.regions:
                kept.append(f"reports/{number}/masked.png")
            self.draft.add_item(told["item"], kept, told["withheld"] or "; ".join(sorted(whys)) or None)
