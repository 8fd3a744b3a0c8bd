"""Places with rival names, called by both in our own words: "Artsakh / Nagorno-Karabakh", and none is preferred. Pure.

Words that somebody else is quoted with stay as they are; where they name such a place, the other name is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from tocsin.alerts.draft_nouns import SECTIONS, DraftSentence
from tocsin.reading.gazetteer import KnownPlace, known_place
from tocsin.reading.place_folding import folded
from tocsin.situations.place_names import shown_names

#: words of the longest name that is looked up
_WORDS_MAX = 3
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_QUOTED = re.compile(r"“.*”", re.S)
#: before a name it makes a longer one, which is not ours to change: the Republic of Artsakh
_OF_A_BODY = re.compile(
    r"(?:Republic|Government|Ministry|Parliament|State|Army|University|President) of (?:the )?$"
)
_LONGER_NAME = re.compile(r" [A-Z]")


def name_both(sentences: Iterable[DraftSentence], printed: Sequence[str] = ()) -> list[DraftSentence]:
    """The sentences in the order of their sections, each place called by both names in our own words.

    `printed` are the names of places that the situation's reports print: they come before other names that we know.
    """
    told: set[KnownPlace] = set()
    named = []
    for said in sorted(sentences, key=lambda said: SECTIONS.index(said.section)):
        text = both_names(said.text, printed)
        for place, names in sorted(_by_place(text).items()):
            if len(names) == 1 and place not in told and (shown := _shown(place, printed)):
                text += f" {' and '.join(shown)} are names of one place."
            told.add(place)
        named.append(replace(said, text=text))
    return named


def both_names(text: str, printed: Sequence[str] = ()) -> str:
    """Our own words with every rival name of a place beside the one they have; quoted words as they are.

    >>> both_names("People of Stepanakert")
    'People of Khankendi / Stepanakert'
    """
    quotations = [match.span() for match in _QUOTED.finditer(text)]
    called = _by_place(text)
    pieces, end_before = [], 0
    for start, end, place in _names(text):
        shown = _shown(place, printed)
        is_quoted = any(first <= start < last for first, last in quotations)
        longer = _LONGER_NAME.match(text, end) or _OF_A_BODY.search(text[:start])
        if not shown or len(called[place]) > 1 or is_quoted or longer:
            continue
        pieces += [text[end_before:start], " / ".join(shown)]
        end_before = end
    return "".join([*pieces, text[end_before:]])


def _by_place(text: str) -> dict[KnownPlace, set[str]]:
    """By which names, folded, the text calls each place."""
    found: dict[KnownPlace, set[str]] = {}
    for start, end, place in _names(text):
        found.setdefault(place, set()).add(folded(text[start:end]))
    return found


def _names(text: str) -> Iterator[tuple[int, int, KnownPlace]]:
    """Where the text names a place of our own table, the longest name first."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        found = _name_at(text, words, at)
        if found is None:
            at += 1
            continue
        count, place = found
        yield words[at].start(), words[at + count - 1].end(), place
        at += count


def _name_at(text: str, words: Sequence[re.Match[str]], at: int) -> tuple[int, KnownPlace] | None:
    if not words[at][0][:1].isupper():
        return None
    for count in range(min(_WORDS_MAX, len(words) - at), 0, -1):
        name = re.sub(r"[’']s$", "", text[words[at].start() : words[at + count - 1].end()])
        place = known_place(name) if "\n" not in name else None
        if place is not None and place.own and place.kind != "country":
            return count, _same_by_any_name(place)
    return None


@cache
def _contested() -> frozenset[KnownPlace]:
    """Places of which each side has a name of its own."""
    text = (resources.files("tocsin.alerts") / "data" / "contested_names.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t")[0] for line in text.splitlines() if line and not line.startswith("#")]
    return frozenset(_same_by_any_name(place) for name in lines if (place := known_place(name)) is not None)


def _same_by_any_name(place: KnownPlace) -> KnownPlace:
    """How well known it is differs from name to name."""
    return place._replace(prominence=0.0)


def names_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of places as the texts print them."""
    return tuple(sorted({text[start:end] for text in texts for start, end, _place in _names(text)}))


def _shown(place: KnownPlace, printed: Sequence[str]) -> tuple[str, ...]:
    """All that it is called by: two names and more where it is contested, or where two are printed."""
    known = set(map(folded, place.names))
    here = [name for name in printed if folded(name) in known] or list(place.names[:1])
    names = shown_names(here, place)
    return names if place in _contested() or len(set(map(folded, here)) & set(map(folded, names))) > 1 else ()
