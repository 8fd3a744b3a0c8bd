"""Which of our names resemble which listed ones: each list is walked once, whatever its length. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points

from tocsin.relief.donors.list_file import Listed
from tocsin.relief.donors.names import likeness, without_one, words

#: of the entry points by which another program compares names (docs/how-to/screen-donors.md)
GROUP = "tocsin.screening"


@dataclass(frozen=True, slots=True)
class Resembling:
    #: as the caller calls the name of ours
    whose: int
    listed: Listed
    #: how, in words
    likeness: str


#: from our names and the listed ones to those that a person should look at
Comparer = Callable[[Mapping[int, str], Iterable[Listed]], Iterable[Resembling]]


def resembling(ours: Mapping[int, str], listed: Iterable[Listed]) -> Iterator[Resembling]:
    """The house's own: two words alike, or all words where a name has but one. No score, no threshold."""
    known = {whose: words(name) for whose, name in ours.items()}
    index: dict[str, set[int]] = defaultdict(set)
    for whose, own in known.items():
        for word in own:
            for form in without_one(word):
                index[form].add(whose)
    for one in listed:
        theirs = words(one.name)
        near = {whose for word in theirs for form in without_one(word) for whose in index.get(form, ())}
        for whose in sorted(near):
            found = likeness(known[whose], theirs)
            if found:
                yield Resembling(whose, one, str(found))


def comparers() -> dict[str, Comparer]:
    """The house's own, then those that were installed beside it, by name. What all of them find is looked at."""
    found: dict[str, Comparer] = {"words": resembling}
    found |= {each.name: each.load() for each in entry_points(group=GROUP)}
    return found
