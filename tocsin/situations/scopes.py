"""Of whom and of where a figure is: numbers of different places or peoples do not contradict each other."""

from collections.abc import Iterable, Sequence

from tocsin.situations.figures import FigureRow
from tocsin.situations.parts import WAYS

Scope = tuple[str, ...]
#: names no place and no people in particular
ALL: Scope = ("", "", "", "")
#: words for some of any people, by sex, age or condition: they are never everybody
_OF_SOME = frozenset(("child", "children", "girl", "boy", "man", "woman")).union(*WAYS)


def scope_of(row: FigureRow) -> Scope:
    names = (row.people, row.origin, row.destination, row.place)
    return tuple(" ".join((name or "").casefold().split()) for name in names)


def alike(rows: Iterable[FigureRow]) -> list[list[FigureRow]]:
    """The rows in groups that may be held against each other, each group in the order of `rows`.

    Where one place or people is named at most, whoever names none is taken to mean the same, unless one report gives
    both numbers for one time, or the people named are some of all: children, women. Where several are named, each is
    compared with its own like.
    """
    groups: dict[Scope, list[FigureRow]] = {}
    together: list[FigureRow] = []
    for row in rows:
        groups.setdefault(scope_of(row), []).append(row)
        together.append(row)
    named = [group for scope, group in groups.items() if scope != ALL]
    if len(named) > 1 or (named and ALL in groups and _apart(named[0], groups[ALL])):
        return list(groups.values())
    return [together] if together else []


def _apart(named: Sequence[FigureRow], of_all: Sequence[FigureRow]) -> bool:
    return of_some(named[0].people) or _told_apart(named, of_all)


def of_some(label: str | None) -> bool:
    """Whether a label names people by their sex, age or condition, and so some of any people.

    >>> of_some("women and girls"), of_some("refugees"), of_some(None)
    (True, False, False)
    """
    return not _OF_SOME.isdisjoint((label or "").split())


def _told_apart(named: Sequence[FigureRow], of_all: Sequence[FigureRow]) -> bool:
    """Whether one report gives a number of some and a number of all for the same time."""
    times = {_time(row) for row in of_all}
    return any(_time(row) in times for row in named)


def _time(row: FigureRow) -> tuple[object, ...]:
    return (row.report_id, row.as_of, row.since, row.until)


def may_be_one(first: FigureRow, second: FigureRow) -> bool:
    """Whether no place and no people is named by both of them differently."""
    pairs = zip(scope_of(first), scope_of(second), strict=True)
    return all(one == other or not one or not other for one, other in pairs)
