"""Which clock the text goes by: the offset from UTC of each clock time.

1. The zone that the time names: "1400 GMT", "5 p.m. Moscow time".
2. The place right behind it: "9 p.m. in Moscow".
3. The places of its clause, if they go by one clock.
4. The last "local time" before it, however far: who once says it goes on by that clock.

A "local time" itself is that of its clause's places, else of nearly all places of the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from tocsin.reading.document import Document
from tocsin.reading.findings import Place
from tocsin.reading.gazetteer import known_place
from tocsin.reading.passages import within
from tocsin.reading.zones import has_zone, offset_of

LOCAL = "local"
#: of a text's places, how many must agree on a clock before "local time" is theirs; a third may be those that comment
_AGREEMENT_MIN = 2 / 3
#: characters before and after a clock time in which its clause is looked for
_CLAUSE_REACH = 400


class ClockZones:
    """The clocks of one text, asked for in text order."""

    def __init__(self, doc: Document, places: Sequence[Place]) -> None:
        self._doc = doc
        self._places = places
        #: the places that the last "local time" was that of
        self._local: Counter[str] | None = None

    @cached_property
    def _names(self) -> Counter[str]:
        return Counter(_zone_of(place) for place in self._places if place.country)

    def offset(self, start: int, end: int, zone: str, day: str) -> str | None:
        """The offset of the clock time at start:end, which names `zone` or nothing, on `day`."""
        if zone and zone != LOCAL:
            return zone if zone[0] in "+-" else _named_offset(zone, day)
        beside = self._beside(end)
        if beside:
            return offset_of(_zone_of(beside), day)
        near = Counter(_zone_of(place) for place in self._clause(start, end) if place.country)
        if zone == LOCAL:
            self._local = near or self._names
            return _common_offset(self._local, day, 1.0 if near else _AGREEMENT_MIN)
        offset = _common_offset(near, day, 1.0)
        return offset or (_common_offset(self._local, day, _AGREEMENT_MIN) if self._local else None)

    def _beside(self, end: int) -> Place | None:
        """The Moscow of "9 p.m. in Moscow"."""
        following = within(self._places, end, end + len(" in  "))
        place = following[0] if following else None
        return place if place and self._doc.text[end : place.start].strip() == "in" else None

    def _clause(self, start: int, end: int) -> Sequence[Place]:
        """The places between the semicolons around start:end, within its sentence."""
        sentence = self._doc.sentence_at(start)
        if not sentence:
            return ()
        low, high = max(sentence.start, start - _CLAUSE_REACH), min(sentence.end, end + _CLAUSE_REACH)
        before, after = self._doc.text.rfind(";", low, start), self._doc.text.find(";", end, high)
        return within(self._places, low if before < 0 else before, high if after < 0 else after)


def _zone_of(place: Place) -> str:
    """The zone table's key: the place itself where its country has several clocks, else the country."""
    return place.name if has_zone(place.name) else place.country or ""


def _named_offset(zone: str, day: str) -> str | None:
    place = known_place(zone)
    named = offset_of(zone.lower(), day) or offset_of(zone, day)
    return named or (offset_of(place.country or "", day) if place else None)


def _common_offset(zones: Counter[str], day: str, share_min: float) -> str | None:
    offsets: Counter[str | None] = Counter()
    for zone, count in zones.items():
        offsets[offset_of(zone, day)] += count
    best = max(offsets, key=lambda offset: offsets[offset], default=None)
    return best if best and offsets[best] >= share_min * offsets.total() else None
