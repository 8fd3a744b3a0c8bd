"""A dossier made from another one, with less in it: the same entries, the same leaves, fewer openings.

1. what is masked, and in which files it stands
2. data/ anew: texts and rows blacked out, originals withheld where what is masked may stand in them
3. openings of what was blacked go; everything else is opened as before
4. from there on as every dossier: logged, proven, sealed (see `making`)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import new as new_hash
from itertools import islice
from pathlib import Path
from typing import Any

from tocsin import custody
from tocsin.alerts.persons import in_office, private_persons
from tocsin.archives import bag
from tocsin.custody import log_keys
from tocsin.custody.acts import timestamp
from tocsin.custody.models import Leaf
from tocsin.custody.note import Note, verified
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.contents import Head, new_id
from tocsin.publishing.dossier.derived import Printer
from tocsin.publishing.dossier.draft import RECORD_FILES, Draft
from tocsin.publishing.dossier.making import Made, drafted, finish, refuse_small_disk
from tocsin.publishing.dossier.masked_rows import MASKED, Masking, differing, paths_of, told_masked
from tocsin.publishing.dossier.masked_texts import Everything, masked_text, spans
from tocsin.publishing.dossier.masks import Masks
from tocsin.publishing.dossier.pictures import blacked
from tocsin.publishing.dossier.row_file import RowFile, rows_of
from tocsin.publishing.dossier.sealing import seal_text
from tocsin.publishing.dossier.stamping import Stamper
from tocsin.publishing.dossier.words import Words

#: why an original or another whole file is not there
HOLDS = "what is masked stands in it"
CLOSED = "it is withheld with what is masked of it"
UNSEARCHED = "it cannot be searched for what is masked"
#: originals in which names stand as letters; in all others they may be packed, drawn or spoken
_SEARCHED = frozenset({"txt", "html", "csv", "xml", "json", "yml"})
#: a passage as long as this is blacked wherever else it is quoted
_PHRASE_SIGNS_MIN = 12
_CHUNK = 500


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
    old = _head_of(source)
    custody.number()
    head = Head(
        id=new_id(), title=old["title"], about=old["about"], made_at=timestamp(now),
        redacted_from=old["id"], left_out=old.get("left_out", 0),
    )  # fmt: skip
    refuse_small_disk(folder, 2 * sum(path.stat().st_size for path in source.rglob("*") if path.is_file()))
    with drafted(folder) as draft:
        redaction = _Redaction(source=source, masks=masks, draft=draft)
        redaction.carry_over(advance)
        words = redaction.masking.words
        masked = Head(
            id=head.id, title=words.masked(head.title), about=words.masked_json(head.about), made_at=head.made_at,
            redacted_from=head.redacted_from, left_out=head.left_out,
        )  # fmt: skip
        return finish(
            draft, masked, by=by, now=now, reason=reason, names=False, printer=printer, stamper=stamper
        )


def _head_of(source: Path) -> dict[str, Any]:
    """Its contents, without the items. Raises WrongUse for what is no whole dossier of ours."""
    try:
        note = Note.read((source / "seal.txt").read_bytes())
        tags = (source / "tagmanifest-sha512.txt").read_bytes()
        with (source / "data/contents.json").open(encoding="utf-8") as file:
            head: dict[str, Any] = json.loads(file.readline().rstrip() + "]}")
    except (OSError, ValueError) as error:
        raise WrongUse(f"{source} is no dossier ({error})", "name the folder or zip of one") from error
    ours = verified(note, log_keys.verifiers())
    if not ours or note.text != seal_text(head["id"], head["made_at"], tags):
        raise WrongUse(f"{source} was not sealed by this log", "redact a dossier that was made here")
    faults = bag.check(source).faults
    if faults:
        raise WrongUse(f"{source} is not as it was made ({faults[0]})", "make the dossier anew")
    return head


@dataclass(kw_only=True)
class _Redaction:
    source: Path
    masks: Masks
    draft: Draft
    #: pointers into JSON files, as (file, pointer), and paragraphs of texts, as (file, number), that were blacked
    changed: set[tuple[str, str]] = field(default_factory=set)
    changed_lines: set[tuple[str, int]] = field(default_factory=set)
    #: files that are not carried over, with the reason
    withheld: dict[str, str] = field(default_factory=dict)
    masking: Masking = field(init=False)

    def carry_over(self, advance: Callable[[int], object]) -> None:
        names = self.masks.names | (self._private() if self.masks.private_persons else frozenset())
        closed, phrases = self._closed()
        self.masking = Masking(masks=self.masks, words=Words(names, phrases), closed_findings=closed)
        for folder in self._reports():
            self._texts_of(folder)
            advance(1)
        self._other_files()
        self.masking = replace(self.masking, guessable=self._guessable())
        for folder in self._reports():
            self._acts_of(folder)
        for name in RECORD_FILES:
            self._record(name)
        self._items()
        self._entries()

    # -- 1. what is masked

    def _texts(self) -> Iterator[Path]:
        return (path for folder in self._reports() for path in sorted(folder.glob("text*.txt")))

    def _reports(self) -> Iterator[Path]:
        folder = self.source / "data/reports"
        if folder.is_dir():
            yield from sorted(folder.iterdir(), key=lambda each: int(each.name))

    def _private(self) -> frozenset[str]:
        """Persons named without an office in any of the texts."""
        known = in_office(map(_read, self._texts()))
        return frozenset(name for path in self._texts() for name in private_persons(_read(path), known))

    def _closed(self) -> tuple[frozenset[str], frozenset[str]]:
        """Findings whose passage touches a closed paragraph, and the words of both, wherever else they stand."""
        findings, phrases = set[str](), set[str]()
        closed = self.masks.withheld | self.masks.paragraphs.keys()
        places: dict[str, list[tuple[int, int]]] = {}
        for folder in self._reports():
            if int(folder.name) in closed:
                path = folder / "text.txt"
                text = _read(path) if path.is_file() else ""
                found = list(spans(text, self._lines_closed(int(folder.name))))
                self._assert_there(int(folder.name), found)
                places[f"report:{folder.name}"] = found
                phrases |= {text[start:end] for start, end in found}
        for row in rows_of(self.source / "data/record/findings.json") if places else ():
            said = row.get("read") or row["after"]
            touched = any(
                said["start"] < end and start < said["end"] for start, end in places.get(row["report"], ())
            )
            if touched:
                findings.add(row["item"])
                phrases.add(said["quote"])
        return frozenset(findings), frozenset(each for each in phrases if len(each) >= _PHRASE_SIGNS_MIN)

    def _lines_closed(self, report: int) -> Container[int]:
        return (
            Everything() if report in self.masks.withheld else self.masks.paragraphs.get(report, frozenset())
        )

    def _assert_there(self, report: int, found: list[tuple[int, int]]) -> None:
        asked = self.masks.paragraphs.get(report, frozenset())
        if report not in self.masks.withheld and len(found) < len(asked):
            raise WrongUse(f"report {report} has no paragraph {max(asked)}", "they are counted from 0")

    # -- 2. data/ anew

    def _record(self, name: str) -> None:
        file = f"data/record/{name}.json"
        out = RowFile(self.draft.scratch / "record" / f"{name}.json")
        for place, row in enumerate(rows_of(self.source / file)):
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
            closed = self._lines_closed(number)
            masked = masked_text(_read(path), self.masking.words, closed)
            self.changed_lines |= {(f"{at}/{path.name}", line) for line in masked.changed}
            touched = touched or bool(masked.changed)
            self.draft.bag.add(f"reports/{number}/{path.name}", masked.text.encode())
        self._originals(folder, touched)

    def _acts_of(self, folder: Path) -> None:
        at = f"data/reports/{folder.name}"
        told = json.loads(_read(folder / "report.json"))
        acts = [
            self._row(f"{at}/report.json", f"/acts/{place}", row) for place, row in enumerate(told["acts"])
        ]
        self.draft.add_report({"item": told["item"], "acts": acts})

    def _guessable(self) -> frozenset[str]:
        """Items that something is masked of and the rest is told; letters are about alerts, whichever they are."""
        found = {
            told["item"]
            for told in self._listed()
            if any(self.withheld.get(each) in (HOLDS, CLOSED) for each in told["files"])
        }
        found -= {f"report:{number}" for number in self.masks.withheld}
        if any(item.startswith("alert:") for item in found):
            found |= {told["item"] for told in self._listed() if told["item"].startswith("message:")}
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
                picture = blacked(path.read_bytes(), self.masks.regions[number])
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
            for path in sorted((self.source / "data" / name).glob("*")):
                report = path.name.partition(".")[0].partition("-")[0]
                closed = (
                    name == "captures" and report.isdecimal() and int(report) in self.masks.closed_reports
                )
                why = self._why_withheld(path, touched=False, closed=closed)
                if why is None:
                    self.draft.bag.add(f"{name}/{path.name}", path)
                else:
                    self.withheld[f"data/{name}/{path.name}"] = why

    def _listed(self) -> Iterator[dict[str, Any]]:
        """The items of the old dossier, without itself."""
        own = '{"item":"dossier:'
        with (self.source / "data/contents.json").open(encoding="utf-8") as file:
            for line in islice(file, 1, None):
                if line.startswith('{"item":') and not line.startswith(own):
                    yield json.loads(line.rstrip().removesuffix(","))

    def _items(self) -> None:
        for told in self._listed():
            kept = [each.removeprefix("data/") for each in told["files"] if each not in self.withheld]
            whys = {self.withheld[each] for each in told["files"] if each in self.withheld}
            noun, _, number = told["item"].partition(":")
            if noun == "report" and int(number) in self.masks.regions:
                kept.append(f"reports/{number}/masked.png")
            self.draft.add_item(told["item"], kept, told["withheld"] or "; ".join(sorted(whys)) or None)

    # -- 3. openings

    def _entries(self) -> None:
        with (self.source / "log/entries.jsonl").open(encoding="utf-8") as file:
            while part := [json.loads(line) for line in islice(file, _CHUNK)]:
                positions = [row["position"] for row in part]
                leaves = Leaf.objects.filter(position__in=positions).values_list(
                    "position", "entry_id", "entry__canonical"
                )
                known = {position: (entry, bytes(canonical)) for position, entry, canonical in leaves}
                for row in part:
                    entry, canonical = known.get(row["position"], (0, b""))
                    if canonical != row["entry"].encode():
                        raise WrongUse(f"entry {row['position']} is not of this log", "make the dossier anew")
                    self._entry(row, entry, json.loads(canonical)["item"])

    def _entry(self, row: Mapping[str, Any], entry: int, item: str) -> None:
        kept, masked = [], list(row["masked"])
        for opening in row["openings"]:
            left = self._opening(opening, item)
            if left is None:
                masked.append(opening["path"])
            else:
                kept.append(left)
        self.draft.keep(row["position"], entry, item, kept, masked, row["erased"])

    def _opening(self, opening: dict[str, Any], item: str) -> dict[str, Any] | None:
        """As it is from now on; None where it is masked."""
        source = opening.get("from")
        if source is None:
            field_name = opening["path"].partition(".")[2] or opening["path"]
            same = self.masking.words.masked_json(opening["value"]) == opening["value"]
            told = field_name == "manifest_sha512" or self.masking.tells_of_bytes(item, field_name)
            return opening if same and not told and (item, field_name) not in self.masks.fields else None
        if "pointer" in source:
            return None if (source["file"], source["pointer"]) in self.changed else opening
        if "paragraph" in source:
            return None if (source["file"], source["paragraph"]) in self.changed_lines else opening
        if self.masking.tells_of_bytes(item, opening["path"]):
            return None
        if source["file"] in self.withheld:
            value = _hash(self.source / source["file"], source["hash"])
            return {"path": opening["path"], "salt": opening["salt"], "value": value}
        return opening


def _read(path: Path) -> str:
    return path.read_bytes().decode()


def _hash(path: Path, algorithm: str) -> str:
    running = new_hash(algorithm)
    with path.open("rb") as file:
        while part := file.read(2**20):
            running.update(part)
    return running.hexdigest()
