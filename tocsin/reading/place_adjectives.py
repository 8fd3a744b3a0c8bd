"""Adjectives of places: the "Armenian" of "Armenian villages" belongs to a place and is the name of none.

A people or a language is neither: "the Armenians", "in Armenian".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.currencies import is_currency_noun
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Place
from tocsin.reading.gazetteer import KnownPlace, known_place
from tocsin.reading.grammar import is_kind
from tocsin.reading.tables import rows


class _Span(NamedTuple):
    #: tokens, half open
    first: int
    stop: int
    #: code points, half open
    start: int
    end: int
    place: KnownPlace


_WORDS_MAX = 3
#: before these the word is a noun: "the Sylvanian who", "in Sylvanian and", "the Sylvanian is"
_NO_NOUN = (
    "auxiliary",
    "preposition",
    "subordinator",
    "conjunction",
    "pronoun",
    "relative",
    "modal",
    "negation",
    "determiner",
    "verb",
)
#: a people of another place: "Native American", "African American"
_OTHER_PEOPLE = frozenset(
    [
        "native",
        "african",
        "asian",
        "arab",
        "hispanic",
        "latino",
        "italian",
        "irish",
        "japanese",
        "mexican",
        "chinese",
    ]
)


def find_adjectives(doc: Document, places: Sequence[Place]) -> tuple[Place, ...]:
    """The adjectives before nouns, outside the names of `places`, in text order."""
    taken = [(place.start, place.end) for place in places]
    spans = [span for span in _spans(doc) if not _overlaps(span, taken)]
    found: list[Place] = []
    follower: _Span | None = None
    for span in reversed(spans):
        joined = follower is not None and _joined(doc, span, follower)
        if joined or _qualifies(doc, span):
            found.append(_place(doc, span))
            follower = span
        else:
            follower = None
    return tuple(reversed(found))


def countries_of_adjectives(doc: Document) -> frozenset[str]:
    """The countries whose adjectives the text has, before nouns or as a people or a language."""
    return frozenset(span.place.country for span in _spans(doc) if span.place.country)


def _spans(doc: Document) -> Iterator[_Span]:
    """The longest adjective at each capital."""
    tokens, openings = doc.tokens, _openings()
    stop = 0
    for index, token in enumerate(tokens):
        if index < stop or token.lower not in openings or not token.text[0].isupper():
            continue
        stop = _adjective_at(tokens, index) or index
        if stop > index and not doc.in_link(tokens[index].start) and not _is_of_other_people(tokens, index):
            key = " ".join(token.lower for token in tokens[index:stop])
            yield _Span(index, stop, tokens[index].start, tokens[stop - 1].end, _adjectives()[key])


@cache
def _openings() -> frozenset[str]:
    """The first words of the adjectives."""
    return frozenset(name.split(" ", 1)[0] for name in _adjectives())


def _adjective_at(tokens: Sequence[Token], index: int) -> int | None:
    for stop in range(min(index + _WORDS_MAX, len(tokens)), index, -1):
        if " ".join(token.lower for token in tokens[index:stop]) in _adjectives():
            return stop
    return None


def _is_of_other_people(tokens: Sequence[Token], index: int) -> bool:
    before = tokens[index - 1].lower if index else ""
    return tokens[index].lower == "american" and before in _OTHER_PEOPLE


def _qualifies(doc: Document, span: _Span) -> bool:
    """Whether a noun follows on the same line, or a hyphen: "Sylvanian troops", "Sylvanian-backed"."""
    if span.stop >= len(doc.tokens):
        return False
    after = doc.tokens[span.stop]
    if after.text in "-–" and after.start == span.end:
        return True
    gap = doc.text[span.end : after.start]
    if not after.text[0].isalpha() or gap.strip() or ("\n" in gap and not after.text[0].islower()):
        return False
    return not is_currency_noun(after.lower) and not any(is_kind(after.lower, kind) for kind in _NO_NOUN)


def _joined(doc: Document, span: _Span, follower: _Span) -> bool:
    """Whether another adjective of the same noun follows: "Sylvanian and Ruritanian troops"."""
    between = doc.text[span.end : follower.start].strip().lower()
    return between in (",", "and", "or", ", and", ", or", "&", "/")


def is_adjective(word: str) -> bool:
    """Whether the lower-case word is one."""
    return word in _adjectives()


def _overlaps(span: _Span, taken: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(taken, (span.start, span.end)) - 1
    return any(start < span.end and span.start < end for start, end in taken[max(index, 0) : index + 2])


def _place(doc: Document, span: _Span) -> Place:
    return Place(
        start=span.start,
        end=span.end,
        name=doc.text[span.start : span.end],
        lat=span.place.lat,
        lon=span.place.lon,
        country=span.place.country,
        known_as=span.place.names,
        form="adjective",
    )


@cache
def _adjectives() -> dict[str, KnownPlace]:
    found = {}
    for adjective, name in rows("place_adjectives"):
        place = known_place(name)
        assert place is not None, f"{adjective}: no table has {name}"
        found[adjective.lower().replace("-", " - ")] = place
    return found
