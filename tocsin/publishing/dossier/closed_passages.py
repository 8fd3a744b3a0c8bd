"""What masks close of a dossier's texts: paragraphs, the findings that touch them, their words, and private persons."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from tocsin.alerts.persons import in_office, private_persons
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.masked_rows import fields_read
from tocsin.publishing.dossier.masked_texts import Everything, spans
from tocsin.publishing.dossier.masks import Masks
from tocsin.publishing.dossier.old_dossier import OldDossier, text_at
from tocsin.publishing.dossier.row_file import rows_of
from tocsin.record.levels import MASKABLE

#: fields of findings that name somebody or a place
_NAMING = frozenset({name for names in MASKABLE.values() for name in names} - {"population", "of"})
_NAME_SIGNS_MIN = 2
#: a passage as long as this is blacked wherever else it is quoted
_PHRASE_SIGNS_MIN = 12


def private_names(old: OldDossier) -> frozenset[str]:
    """Persons named without an office in any of the texts."""
    known = in_office(map(text_at, old.texts()))
    return frozenset(name for path in old.texts() for name in private_persons(text_at(path), known))


def names_of_fields(old: OldDossier, masks: Masks) -> frozenset[str]:
    """What the masked fields of findings name, as read and as corrected. Raises WrongUse for an item that is not there."""
    wanted: dict[str, set[str]] = {}
    for item, name in masks.fields:
        wanted.setdefault(item, set()).add(name)
    missing = sorted(wanted.keys() - {told["item"] for told in old.items()}) if wanted else []
    if missing:
        raise WrongUse(f"the dossier has no {missing[0]}", "name an item as contents.json lists it")
    found = set[str]()
    for file in ("findings", "reviews") if wanted else ():
        for row in rows_of(old.folder / f"data/record/{file}.json"):
            for name in _NAMING & wanted.get(row["item"], set()):
                found |= {text for text in _values(row, name) if len(text) >= _NAME_SIGNS_MIN}
    return frozenset(found)


def _values(row: Mapping[str, Any], name: str) -> Iterator[str]:
    for side in ("read", "before", "after"):
        value = fields_read(row.get(side, {}).get("fields")).get(name)
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


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
