"""A situation's map with its tables: what its findings name, put into marks, arrows and rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from tocsin.situations.place_names import shown_names
from tocsin.web import finding_words
from tocsin.web.map import SCREEN, Arrow, Mark, Shape, Size, map_of

#: arrows that are drawn; all stand in the table
ARROWS_MAX = 8
#: letters of a line of a name
LINE_LETTERS_MAX = 20
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
