"""Where a text's words meet a cue: one phrase of each of its groups, close together. One pass over the words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from tocsin.assessment.cues import Cue, Index

#: first and last word of a phrase
Hit = tuple[int, int]
#: cue -> for each of its groups where its phrases stand, in text order
Hits = Mapping[str, Sequence[Sequence[Hit]]]
#: phrases of a group on either side of a word that are looked at
_NEIGHBOURS = 4


class Met(NamedTuple):
    cue: Cue
    #: words from first to last
    first: int
    last: int
    #: the phrase of each group
    hits: tuple[Hit, ...]

    @property
    def own(self) -> frozenset[int]:
        """Places of the phrases' own words."""
        return frozenset(place for first, last in self.hits for place in range(first, last + 1))


def hits_of(words: Sequence[str], index: Index, wanted: Container[str]) -> Hits:
    """Where the phrases of the cues named `wanted` stand in the words, which are in lower case."""
    found: dict[str, list[list[Hit]]] = {}
    for place in range(len(words)):
        for length, cited in index.at(words, place):
            for cue, group in cited:
                if cue.id in wanted:
                    groups = found.setdefault(cue.id, [[] for _ in cue.groups])
                    groups[group].append((place, place + length - 1))
    return found


def meetings(cue: Cue, hits: Hits) -> Iterator[Met]:
    """From each phrase of the first group on the nearest of the others within reach; none overlaps the one before."""
    groups = hits.get(cue.id, ())
    if not groups or not all(groups):
        return
    taken = -1
    for hit in groups[0]:
        near = _around(hit, groups[1:], in_order=cue.ordered)
        first, last = min(near)[0], max(each[1] for each in near)
        if len(near) == len(groups) and last - first < cue.reach and first > taken:
            taken = last
            yield Met(cue, first, last, near)


def inside(cue: Cue, hits: Hits, first: int, stop: int) -> tuple[Hit, ...] | None:
    """The first phrase of each group within words[first:stop]; None where one has none, () where there are no groups."""
    if not cue.groups:
        return ()
    found = [_first_within(group, first, stop) for group in hits.get(cue.id, ())]
    known = tuple(hit for hit in found if hit)
    return known if len(known) == len(cue.groups) else None


def _around(hit: Hit, groups: Sequence[Sequence[Hit]], *, in_order: bool) -> tuple[Hit, ...]:
    """The hit, and of each group the nearest to it that shares no word with the others; fewer where one has none."""
    taken = [hit]
    for group in groups:
        near = [each for each in _neighbours(group, hit, in_order) if all(_apart(each, one) for one in taken)]
        if near:
            taken.append(min(near, key=lambda each: max(each[0] - hit[1], hit[0] - each[1])))
    return tuple(taken)


def _neighbours(group: Sequence[Hit], hit: Hit, in_order: bool) -> Sequence[Hit]:
    place = bisect_left(group, hit)
    return group[place if in_order else max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]


def _apart(one: Hit, other: Hit) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def _first_within(group: Sequence[Hit], first: int, stop: int) -> Hit | None:
    place = bisect_left(group, (first, 0))
    return group[place] if place < len(group) and group[place][1] < stop else None
