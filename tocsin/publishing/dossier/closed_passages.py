"""What masks close of a dossier's texts: paragraphs, the findings that touch them, their words, and private persons."""

from __future__ import annotations

from collections.abc import Container, Sequence

from tocsin.alerts.persons import in_office, private_persons
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.masked_texts import Everything, spans
from tocsin.publishing.dossier.masks import Masks
from tocsin.publishing.dossier.old_dossier import OldDossier, text_at
from tocsin.publishing.dossier.row_file import rows_of

#: a passage as long as this is blacked wherever else it is quoted
_PHRASE_SIGNS_MIN = 12


def private_names(old: OldDossier) -> frozenset[str]:
    """Persons named without an office in any of the texts."""
    known = in_office(map(text_at, old.texts()))
    return frozenset(name for path in old.texts() for name in private_persons(text_at(path), known))


def lines_closed(masks: Masks, report: int) -> Container[int]:
    """Paragraphs of the report that go whole."""
    return Everything() if report in masks.withheld else masks.paragraphs.get(report, frozenset())


def closed_passages(old: OldDossier, masks: Masks) -> tuple[frozenset[str], frozenset[str]]:
    """Findings whose passage touches a closed paragraph, and the words of both, wherever else they stand."""
    places, phrases = _paragraphs(old, masks)
    findings = set[str]()
    for row in rows_of(old.folder / "data/record/findings.json") if places else ():
        said = row.get("read") or row["after"]
        touched = any(
            said["start"] < end and start < said["end"] for start, end in places.get(row["report"], ())
        )
        if touched:
            findings.add(row["item"])
            phrases.add(said["quote"])
    return frozenset(findings), frozenset(each for each in phrases if len(each) >= _PHRASE_SIGNS_MIN)


def _paragraphs(old: OldDossier, masks: Masks) -> tuple[dict[str, Sequence[tuple[int, int]]], set[str]]:
    """By report, where closed paragraphs stand in its clean text; and their words."""
    places: dict[str, Sequence[tuple[int, int]]] = {}
    phrases = set[str]()
    closed = masks.withheld | masks.paragraphs.keys()
    for folder in old.reports():
        if int(folder.name) in closed:
            path = folder / "text.txt"
            text = text_at(path) if path.is_file() else ""
            found = spans(text, lines_closed(masks, int(folder.name)))
            _assert_there(masks, int(folder.name), found)
            places[f"report:{folder.name}"] = found
            phrases |= {text[start:end] for start, end in found}
    return places, phrases


def _assert_there(masks: Masks, report: int, found: Sequence[tuple[int, int]]) -> None:
    asked = masks.paragraphs.get(report, frozenset())
    if report not in masks.withheld and len(found) < len(asked):
        raise WrongUse(f"report {report} has no paragraph {max(asked)}", "they are counted from 0")
