"""An element of camt by paths. A bank's entries have few shapes: where things stand in one is found out once for each.

To ask lxml for a child by its name, entry after entry, takes four times as long as to list all that is in it.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAME = attrgetter("tag")
#: shapes that are kept; a file with more is slower, and no larger in memory
SHAPES_MAX = 2_000

#: a path of local names -> places of all elements at it, in the element's own order
Places = dict[str, tuple[int, ...]]


class Flat:
    """All elements within one, and at which path each stands."""

    __slots__ = ("_all", "_inner", "_places")

    def __init__(self, found: list[_Element], places: Places, inner: dict[str, Places]) -> None:
        self._all, self._places, self._inner = found, places, inner

    def node(self, path: str) -> _Element | None:
        """The first at the path; None where there is none."""
        places = self._places.get(path)
        return self._all[places[0]] if places else None

    def nodes(self, path: str) -> list[_Element]:
        return [self._all[place] for place in self._places.get(path, ())]

    def text(self, path: str) -> str:
        """Of the first at the path; empty where there is none."""
        places = self._places.get(path)
        return (self._all[places[0]].text or "").strip() if places else ""

    def within(self, path: str) -> Flat | None:
        """What stands below the only element at the path, by paths from there; None unless there is just one."""
        if len(self._places.get(path, ())) != 1:
            return None
        key = f"{path}/"  # kept beside the shape's other places: it is asked for again with every entry
        inner = self._inner.get(path)
        if inner is None:
            inner = {each[len(key) :]: at for each, at in self._places.items() if each.startswith(key)}
            self._inner[path] = inner
        return Flat(self._all, inner, {})

    def texts(self, path: str) -> list[str]:
        """Of all at the path that have one."""
        places = self._places.get(path)
        return [text for place in places if (text := (self._all[place].text or "").strip())] if places else []


class Shapes:
    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[Places, dict[str, Places]]] = {}

    def flat(self, element: _Element) -> Flat:
        found = list(element.iter())
        # names and numbers of children, in document order, tell a tree from every other
        shape = (*map(_NAME, found), *map(len, found))
        known = self._known.get(shape)
        if known is None:
            if len(self._known) >= SHAPES_MAX:
                self._known.clear()
            known = self._known[shape] = (_places(element), {})
        return Flat(found, *known)


def _places(element: _Element) -> Places:
    places: dict[str, list[int]] = {}
    paths = {element: ""}
    for place, one in enumerate(element.iter()):
        parent = one.getparent()
        if place and parent is not None:
            name = str(one.tag)[str(one.tag).rfind("}") + 1 :]
            paths[one] = f"{paths[parent]}/{name}" if paths[parent] else name
            places.setdefault(paths[one], []).append(place)
    return {path: tuple(found) for path, found in places.items()}
