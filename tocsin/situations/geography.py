"""Where a situation happens: places that its findings name, and who is said to have gone from where to where. Pure.

Numbers are neither added nor averaged: of all figures of one way the largest stated one is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from itertools import product
from typing import Literal, NamedTuple

from tocsin.reading.gazetteer import KnownPlace
from tocsin.situations.figures import FigureRow
from tocsin.situations.known_positions import known_position

#: origin, destination or scene of a figure; scene of an event; named, and no more
Part = Literal["origin", "destination", "at", "event", "named"]
#: measures of people on the way, which an arrow can stand for
MOVEMENTS = frozenset(
    {"crossed", "left", "forced_to_flee", "displaced", "evacuated", "relocated", "refugee", "returns",
     "registered", "sheltered", "in_process", "in_relief_camp"}
)  # fmt: skip
#: names that are looked up, those that the most findings hold: more could not be told apart on a map
NAMES_MAX = 40
#: findings that a place shows, the newest of each way of naming it
FINDINGS_MAX = 4
#: figures of one way among which one is looked for that nothing doubts
CANDIDATES_MAX = 3
DOUBTFUL = ("unconfirmed", "denied")


class Mention(NamedTuple):
    """One finding that names a place."""

    name: str
    country: str | None
    part: Part
    finding_id: int
    #: asserted, attributed, unconfirmed, denied; empty where the finding has none
    certainty: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MapPlace:
    known: KnownPlace
    #: as printed, in alphabetical order
    names: tuple[str, ...]
    mentions: tuple[Mention, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        order: tuple[Part, ...] = ("origin", "destination", "at", "event", "named")
        return tuple(part for part in order if any(each.part == part for each in self.mentions))

    @property
    def doubt(self) -> str:
        """ "unconfirmed" or "denied" where nothing surer names the place; else empty."""
        found = {each.certainty for each in self.mentions}
        return next((doubt for doubt in DOUBTFUL if doubt in found), "") if found <= set(DOUBTFUL) else ""

    @property
    def is_crossing(self) -> bool:
        """A corridor, bridge, road or border post: neither town nor country nor region."""
        return self.known.kind == "area" and any(
            word in name.lower() for name in self.known.names for word in _CROSSINGS
        )

    @property
    def shown_mentions(self) -> tuple[Mention, ...]:
        newest = sorted(self.mentions, key=lambda each: -each.finding_id)
        kept: list[Mention] = []
        for part in self.parts:
            kept += [each for each in newest if each.part == part][:FINDINGS_MAX]
        return tuple({each.finding_id: each for each in kept}.values())


_CROSSINGS = ("corridor", "bridge", "crossing", "checkpoint", "border", "road", "pass", "gate", "port")


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """From one place to another, with the figures that are stated for it."""

    origin: KnownPlace
    destination: KnownPlace
    #: the largest first, at most `CANDIDATES_MAX`; people before households and vehicles
    figures: tuple[FigureRow, ...]
    #: how many figures name this way
    count: int
    #: finding -> "unconfirmed" or "denied", where the passage around it is that
    doubts: Mapping[int, str] = field(default_factory=dict, hash=False)

    @property
    def figure(self) -> FigureRow:
        """The largest that nothing around it doubts; where all are doubted, the largest."""
        sure = (row for row in self.figures if row.finding_id not in self.doubts)
        return next(sure, self.figures[0])

    @property
    def doubt(self) -> str:
        return self.doubts.get(self.figure.finding_id, "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Geography:
    #: those that the most findings name first
    places: tuple[MapPlace, ...]
    #: the largest first
    ways: tuple[Way, ...]
    #: names whose position is not known, or that several places bear
    unplaced: tuple[tuple[str, tuple[Mention, ...]], ...]
    #: names beyond `NAMES_MAX`, which were not looked up
    left_out: int

    @property
    def candidate_ids(self) -> tuple[int, ...]:
        """Findings of which it matters whether their passages are doubted."""
        return tuple(sorted({row.finding_id for way in self.ways for row in way.figures}))

    def doubting(self, doubts: Mapping[int, str]) -> "Geography":
        """The same, with what the passages around its figures say: finding -> "unconfirmed" or "denied"."""
        return replace(self, ways=tuple(replace(way, doubts=doubts) for way in self.ways))


Key = tuple[str, str | None]
#: places of a figure, each with its part: what many figures of a situation have in common
Scene = tuple[tuple[Key, Part], ...]


def geography(figures: Iterable[FigureRow], mentions: Iterable[Mention]) -> Geography:
    """`mentions` are those beside figures. Figures are looked at once, then only the few scenes that they share."""
    scenes: dict[Scene, list[FigureRow]] = {}
    for row in figures:
        if row.places:
            scenes.setdefault(_scene(row), []).append(row)
    found: dict[Key, list[Mention]] = {}
    for scene, rows in scenes.items():
        for key, part in scene:
            found.setdefault(key, []).extend(Mention(*key, part, row.finding_id) for row in rows)
    for each in mentions:
        found.setdefault((each.name, each.country), []).append(each)
    around = frozenset(country for _name, country in found if country)
    chosen = sorted(found, key=lambda key: (-len(found[key]), key[0], key[1] or ""))[:NAMES_MAX]
    known = {key: known_position(*key, around) for key in chosen}
    return Geography(
        places=_places(found, known),
        ways=_ways(scenes, known),
        unplaced=_unplaced(found, known),
        left_out=len(found) - len(chosen),
    )


def _scene(row: FigureRow) -> Scene:
    return tuple(
        ((place["name"], place.get("country")), place.get("role") or "named") for place in row.places
    )


def _places(
    found: Mapping[Key, list[Mention]], known: Mapping[Key, KnownPlace | None]
) -> tuple[MapPlace, ...]:
    groups: dict[KnownPlace, list[Mention]] = {}
    for key, place in known.items():
        if place:
            groups.setdefault(place, []).extend(found[key])
    places = (
        MapPlace(known=place, names=tuple(sorted({each.name for each in group})), mentions=tuple(group))
        for place, group in groups.items()
    )
    return tuple(sorted(places, key=lambda place: (-len(place.mentions), place.names)))


def _unplaced(
    found: Mapping[Key, list[Mention]], known: Mapping[Key, KnownPlace | None]
) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
    groups: dict[str, list[Mention]] = {}
    for key, place in known.items():
        if place is None:
            groups.setdefault(key[0], []).extend(found[key])
    return tuple((name, tuple(group[:FINDINGS_MAX])) for name, group in sorted(groups.items()))


def _ways(scenes: Mapping[Scene, list[FigureRow]], known: Mapping[Key, KnownPlace | None]) -> tuple[Way, ...]:
    found: dict[tuple[KnownPlace, KnownPlace], list[FigureRow]] = {}
    for scene, rows in scenes.items():
        moved = [row for row in rows if row.measure in MOVEMENTS and not row.subset]
        for origin, destination in product(_ends(scene, "origin", known), _ends(scene, "destination", known)):
            if origin != destination and moved:
                found.setdefault((origin, destination), []).extend(moved)
    ways = (_way(*ends, figures) for ends, figures in found.items())
    return tuple(sorted(ways, key=lambda way: (-way.figure.shown, way.figure.finding_id)))


def _ends(scene: Scene, part: Part, known: Mapping[Key, KnownPlace | None]) -> set[KnownPlace]:
    places = (known.get(key) for key, its_part in scene if its_part == part)
    return {place for place in places if place}


def _way(origin: KnownPlace, destination: KnownPlace, rows: list[FigureRow]) -> Way:
    largest = nsmallest(
        CANDIDATES_MAX, rows, key=lambda row: (row.unit != "person", -row.shown, row.finding_id)
    )
    return Way(origin=origin, destination=destination, figures=tuple(largest), count=len(rows))
