"""An element of camt by paths. A bank's entries have few shapes: where things stand in one is found out once for each.

To ask lxml for a child by its name, entry after entry, takes four times as long as to list all that is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from tocsin.relief.bank.camt_fields import EntryFields, PaymentFields, Places
from tocsin.relief.bank.camt_walk import name_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG, _TEXT = attrgetter("tag"), attrgetter("text")
#: shapes that are kept; a file with more is slower, and no larger in memory
SHAPES_MAX = 2_000


class Amount(NamedTuple):
    #: ISO 4217, as written; empty where none is
    currency: str
    #: as written
    number: str


class Shape:
    """Where things stand in all elements of one shape."""

    __slots__ = ("_inner", "entry", "payment", "places")

    def __init__(self, places: Places) -> None:
        self.places = places
        #: of an element that is an entry, and of one that is a payment
        self.entry, self.payment = EntryFields(places), PaymentFields(places)
        #: what stands below one path, by paths from there: asked for again with every element of the shape
        self._inner: dict[str, Shape | None] = {}

    def within(self, path: str) -> Shape | None:
        """What stands below the only element at the path, by paths from there; None unless there is just one."""
        if path not in self._inner:
            key = f"{path}/"
            below = {each[len(key) :]: at for each, at in self.places.items() if each.startswith(key)}
            self._inner[path] = Shape(below) if len(self.places.get(path, ())) == 1 else None
        return self._inner[path]


class Flat(NamedTuple):
    """All texts within an element, and where each stands."""

    shape: Shape
    #: by place, without the spaces around them, and behind them an empty one, which stands NOWHERE
    texts: Sequence[str]
    #: place of an amount -> its currency; empty where it says none
    currencies: Mapping[int, str]

    def amounts(self, path: str) -> list[Amount]:
        """Of all at the path."""
        places = self.shape.places.get(path, ())
        return [Amount(self.currencies.get(place, ""), self.texts[place]) for place in places]

    def within(self, path: str) -> Flat | None:
        """What stands below the only element at the path, by paths from there; None unless there is just one."""
        shape = self.shape.within(path)
        return Flat(shape, self.texts, self.currencies) if shape is not None else None


class Shapes:
    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[Shape, list[int]]] = {}

    def flat(self, element: _Element) -> Flat:
        found = list(element.iter())
        # names and numbers of children, in document order, tell a tree from every other
        key = (*map(_TAG, found), *map(len, found))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= SHAPES_MAX:
                self._known.clear()
            known = self._known[key] = (Shape(places_in(element)), amounts_in(found))
        shape, amounts = known
        texts = [(text or "").strip() for text in map(_TEXT, found)]
        return Flat(shape, (*texts, ""), {place: found[place].get("Ccy", "") for place in amounts})


def places_in(element: _Element) -> Places:
    places: dict[str, list[int]] = {}
    paths = {element: ""}
    for place, one in enumerate(element.iter()):
        parent = one.getparent()
        if place and parent is not None:
            name = name_of(one)
            paths[one] = f"{paths[parent]}/{name}" if paths[parent] else name
            places.setdefault(paths[one], []).append(place)
    return {path: tuple(found) for path, found in places.items()}


def amounts_in(found: Sequence[_Element]) -> list[int]:
    """The places of those that have a currency, by their names."""
    return [place for place, each in enumerate(found) if name_of(each).endswith("Amt")]
