"""Rows of the record with what is masked blacked out, and which of their values are no longer those of the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tocsin.publishing.dossier.masks import Masks
from tocsin.publishing.dossier.words import MARK, Words
from tocsin.record.commitment import as_text

#: why a value stays closed, as a redacted dossier tells
MASKED = "masked"
#: fields that quote what a report says
_QUOTING = ("quote", "fields")
#: ends of names of fields that tell of bytes without a salt: whoever tries names knows the right one by them
_UNSALTED = ("sha256", "sha512", "size_bytes", "capture_picture")
#: of a report that is withheld, all that is still told
_TOLD_OF_WITHHELD = frozenset(
    {"sha256", "sha512", "size_bytes", "media_type", "fetched_at", "published_at", "published_precision",
     "published_offset_min", "language", "sensitivity", "text", "reader", "findings",
     "capture_sha256", "capture_sha512", "capture_size_bytes", "capture_made_at", "capture_verdict",
     "report", "outcome", "status", "verdict"}
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Masking:
    masks: Masks
    words: Words
    #: findings whose passage touches what is masked of their text
    closed_findings: frozenset[str] = field(default_factory=frozenset)
    #: items of which a file is kept back and the rest is told, so that its bytes could be guessed
    guessable: frozenset[str] = field(default_factory=frozenset)

    def masked(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """One row of a record's file. What names it is never masked: item, position, time and act."""
        made: dict[str, Any] = {}
        for name, value in row.items():
            fixed = name in ("item", "position", "at", "action", "report", "text") and isinstance(
                value, (str, int)
            )
            made[name] = value if fixed else self.words.masked_json(value)
        item = row.get("item", "")
        whole = self._is_withheld(item, row.get("after", {}))
        for side in ("before", "after"):
            made |= {side: self._side(item, made[side], whole)} if side in made else {}
        if "read" in made:
            made["read"] = self._side(item, made["read"], whole)
        if whole:
            made |= {"reason": None if made.get("reason") is None else MARK}
        return made

    def _side(self, item: str, fields: Mapping[str, Any], whole: bool) -> dict[str, Any]:
        told = {name: MARK if self._is_closed(item, name, whole) else value for name, value in fields.items()}
        inner = fields_read(told.get("fields"))
        own = inner.keys() & {name for masked, name in self.masks.fields if masked == item}
        return told | {"fields": as_text(inner | dict.fromkeys(own, MARK))} if own else told

    def _is_closed(self, item: str, name: str, whole: bool) -> bool:
        if (item, name) in self.masks.fields:
            return True
        if self.tells_of_bytes(item, name):
            return True
        if item in self.closed_findings:
            return name in _QUOTING
        return whole and name not in _TOLD_OF_WITHHELD

    def tells_of_bytes(self, item: str, name: str) -> bool:
        """Whether this value would confirm a guess of what is masked."""
        return item in self.guessable and name.endswith(_UNSALTED)

    def _is_withheld(self, item: str, after: Mapping[str, Any]) -> bool:
        """Of a report, or of a look at its page, of which no more than hashes, sizes and times is told."""
        noun, _, number = item.partition(":")
        if noun in ("recapture", "content-check"):
            return after.get("report") in self.masks.withheld
        return noun == "report" and number.isdecimal() and int(number) in self.masks.withheld


def fields_read(text: Any) -> dict[str, Any]:
    """The fields of a finding, which a row has as one text; none where the row has none, or they are masked whole."""
    if not isinstance(text, str) or not text.startswith("{"):
        return {}
    read = json.loads(text)
    return read if isinstance(read, dict) else {}


def differing(old: Any, new: Any, pointer: str) -> Iterator[str]:
    """Pointers (RFC 6901) at or below `pointer` of all that differs, and of what holds it."""
    if old == new:
        return
    yield pointer
    if isinstance(old, dict) and isinstance(new, dict):
        for name in old:
            yield from differing(old[name], new.get(name), f"{pointer}/{_step(name)}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from differing(before, after, f"{pointer}/{place}")


def paths_of(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every value of a row by the path that an entry commits to it at, and by its pointer in the row."""
    yield from ((name, f"/{name}") for name in ("actor", "reason"))
    for side in ("before", "after"):
        yield from ((f"{side}.{name}", f"/{side}/{_step(name)}") for name in row.get(side, ()))
    lines = row.get("text")
    if isinstance(lines, list):
        yield from ((f"text.{place}", f"/text/{place}") for place in range(len(lines)))


def _step(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def told_masked(row: dict[str, Any], closed: Mapping[str, str]) -> dict[str, Any]:
    """The row with the paths that are closed from now on among those that were."""
    return row | {"masked": {**row.get("masked", {}), **closed}} if closed else row
