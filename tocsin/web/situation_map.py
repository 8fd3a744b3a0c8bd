"""A situation's map with its tables: what its findings name, put into marks, arrows and rows."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.reading.gazetteer import KnownPlace
from tocsin.reading.place_folding import folded
from tocsin.situations.figures import Series
from tocsin.situations.geography import Geography, MapPlace, Mention, Way, geography
from tocsin.situations.models import Situation
from tocsin.situations.named_places import doubted, named_places
from tocsin.web import finding_words
from tocsin.web.map import SCREEN, Arrow, Mark, Shape, Size, map_of

#: arrows that are drawn; all stand in the table
ARROWS_MAX = 8
#: letters of a line of a name
LINE_LETTERS_MAX = 20
#: names more alike than this, 0 to 1, are spellings of one: Baku and Bakı
ALIKE = 0.6
#: what a place is to a finding that names it
PARTS: dict[str, Any] = {
    "origin": gettext_lazy("left from"),
    "destination": gettext_lazy("went to"),
    "at": gettext_lazy("counted there"),
    "event": gettext_lazy("happened there"),
    "named": gettext_lazy("named"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceRow:
    #: stands on the map where the name finds no room
    number: int
    names: str
    #: that it is known by beside them
    others: str
    place: MapPlace

    @property
    def by_part(self) -> list[tuple[str, list[Mention]]]:
        """What it is named as, with the newest passages that do."""
        shown = self.place.shown_mentions
        return [(part, [each for each in shown if each.part == part]) for part in self.place.parts]


@dataclass(frozen=True, kw_only=True, slots=True)
class WayRow:
    origin: str
    destination: str
    way: Way


@dataclass(frozen=True, kw_only=True, slots=True)
class SituationMap:
    drawing: SafeString
    places: tuple[PlaceRow, ...]
    ways: tuple[WayRow, ...]
    unplaced: tuple[tuple[str, tuple[Mention, ...]], ...]
    #: names that too few findings hold to be looked up
    left_out: int

    @property
    def is_empty(self) -> bool:
        return not self.places and not self.unplaced


def map_of_situation(
    situation: Situation, series: Iterable[Series], *, public: bool, sizes: Sequence[Size] = SCREEN
) -> SituationMap:
    """At most four queries, of bounded size; figures come from the brief."""
    figures = (row for one in series for row in one.rows)
    found = geography(figures, named_places(situation, public=public))
    if found.ways:
        found = found.doubting(doubted(situation, found.candidate_ids, public=public))
    return situation_map(found, sizes)


def situation_map(found: Geography, sizes: Sequence[Size] = SCREEN) -> SituationMap:
    rows = tuple(_row(number, place) for number, place in enumerate(found.places, start=1))
    marks = {row.place.known: _mark(row) for row in rows}
    names = {row.place.known: row.names for row in rows}
    arrows = [_arrow(way, marks) for way in found.ways[:ARROWS_MAX]]
    return SituationMap(
        drawing=map_of(list(marks.values()), arrows, label=_label(rows, arrows), sizes=sizes),
        places=rows,
        ways=tuple(
            WayRow(origin=names[way.origin], destination=names[way.destination], way=way)
            for way in found.ways
        ),
        unplaced=found.unplaced,
        left_out=found.left_out,
    )


def _row(number: int, place: MapPlace) -> PlaceRow:
    shown = shown_names(place.names, place.known)
    others = [name for name in place.known.names if folded(name) not in set(map(folded, shown))]
    return PlaceRow(number=number, names=" / ".join(shown), others=", ".join(others), place=place)


def shown_names(printed: Sequence[str], known: KnownPlace) -> tuple[str, ...]:
    """Every name that the record prints, in alphabetical order; beside a single one, another that is no mere spelling of it.

    A country is called as it is printed. No name is preferred, and none stands in larger letters.
    """
    spelled = {folded(name): name for name in known.names}
    distinct = {
        folded(name): spelled.get(folded(name), name) if name.isupper() else name
        for name in sorted(printed, key=_is_small)
    }
    if len(distinct) == 1 and known.kind != "country":
        (key,) = distinct
        rivals = [
            name for name in known.names if not _alike(folded(name), key) and _script(name) == _script(key)
        ]
        distinct |= {folded(name): name for name in rivals[:1]}
    return tuple(sorted(distinct.values()))


def _script(name: str) -> str:
    """ "LATIN", "ARMENIAN", "ARABIC": a name in other letters is the same name more often than a rival."""
    return unicodedata.name(next((sign for sign in name if sign.isalpha()), "a")).split()[0]


def _is_small(name: str) -> bool:
    """The last of one name stays: "Yerevan" rather than "YEREVAN", as datelines print it."""
    return not name.isupper()


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() > ALIKE


def _mark(row: PlaceRow) -> Mark:
    known = row.place.known
    return Mark(
        lon=known.lon,
        lat=known.lat,
        lines=tuple(_lines(row.names)),
        shape=_shape(row.place),
        row=row.number,
        doubt=bool(row.place.doubt),
    )


def _lines(names: str) -> Iterable[str]:
    """Long names below one another.

    >>> list(_lines("Khankendi / Stepanakert"))
    ['Khankendi /', 'Stepanakert']
    """
    line = ""
    for place, name in enumerate(pieces := names.split(" / ")):
        piece = name if place == len(pieces) - 1 else f"{name} /"
        if line and len(line) + 1 + len(piece) > LINE_LETTERS_MAX:
            yield line
            line = piece
        else:
            line = f"{line} {piece}".strip()
    yield line


def _shape(place: MapPlace) -> Shape:
    if place.is_crossing:
        return "crossing"
    if set(place.parts) == {"event"} and place.known.kind == "town":
        return "event"
    return "town" if place.known.kind == "town" else "area"


def _arrow(way: Way, marks: dict[KnownPlace, Mark]) -> Arrow:
    figure = way.figure
    amount = finding_words.quantity(figure.value, figure.low, figure.high, figure.quantifier)
    unit = "" if figure.unit == "person" else finding_words.unit_words(figure.unit)
    words = f"{amount} {unit} {finding_words.measure_words(figure.measure)}".replace("  ", " ")
    return Arrow(
        origin=marks[way.origin],
        destination=marks[way.destination],
        words=f"{words} ({finding_words.CERTAINTIES[way.doubt]})" if way.doubt else words,
        value=figure.shown,
        doubt=bool(way.doubt),
    )


def _label(rows: Sequence[PlaceRow], arrows: Sequence[Arrow]) -> str:
    return _("Map with %(places)s; all of it stands in the tables below") % {
        "places": "; ".join(row.names for row in rows[:6])
    }
