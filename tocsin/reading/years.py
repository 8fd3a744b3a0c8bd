"""Years: "in 2016", "1936–39", "the 1902 pact", "480 BC".

A year is four digits, and so may be any number: the words around it decide (`data/year_words.tsv`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.anchoring import year_text
from tocsin.reading.atoms import Atom
from tocsin.reading.document import Document, Token
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import words
from tocsin.reading.time_forms import MONTHS

_DASHES = frozenset("-–—‑/")
_SIGNS_BEFORE = frozenset("$€£¥#№/.+=@&_")
#: what stands between the years of a list or a range
_JOINTS = (["to"], ["and"], ["or"], ["until"], ["through"], [","], [",", "and"], ["&"])
#: years that a report may name; older ones only after a word that leaves no doubt, or beside a year
_OLDEST, _USUAL_FROM, _BEFORE = 1000, 1700, 2100


class _Year(NamedTuple):
    #: its tokens are tokens[first:stop]
    first: int
    stop: int
    year: int


def find_years(doc: Document) -> Iterator[Atom]:
    """The years of the text, each end of a range apart."""
    tokens = doc.tokens
    last: _Year | None = None
    for index, token in enumerate(tokens):
        if not token.text[0].isdigit() or (last and index < last.stop):
            continue
        joined = last is not None and _joins(tokens, last.stop, index)
        year = _before_christ(tokens, index) or _common(doc, index, joined=joined)
        if not year:
            continue
        yield _atom(doc, year, joined=joined)
        last = year
        if tail := _tail(tokens, year):
            yield Atom(
                tokens[tail.first].start, tokens[tail.stop - 1].end, "whole", year_text(tail.year), aside=True
            )
            last = tail


def _common(doc: Document, index: int, *, joined: bool) -> _Year | None:
    """Four digits, where they are a year; one `joined` to a year is one."""
    text = doc.tokens[index].text
    if len(text) != 4 or not text.isdecimal() or not _OLDEST <= int(text) < _BEFORE:
        return None
    if _is_glued(doc.tokens, index) or _is_labelled(doc.tokens, index):
        return None
    return _Year(index, index + 1, int(text)) if _reads_as_year(doc.tokens, index, joined=joined) else None


def _reads_as_year(tokens: Sequence[Token], index: int, *, joined: bool) -> bool:
    before = tokens[index - 1].lower if index else ""
    if before in words("year_words", "clear"):
        return int(tokens[index].text) >= _USUAL_FROM or not _counts(tokens, index)
    if _counts(tokens, index) or _is_amount(tokens, index):
        return False
    return joined or int(tokens[index].text) >= _USUAL_FROM


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """Whether what follows is counted: "of 2000 people", "1500 shells", "the 1200 new houses"."""
    after = tokens[index + 1 : index + 4]
    if not after:
        return False
    if index and after[0].text[0].isupper() and tokens[index - 1].lower in words("year_words", "attribute"):
        return False  # "the 1951 Refugee Convention"
    if after[0].text in ("%", "°") or phrasebook("units").at(tokens, index + 1):
        return True
    if not after[0].text[0].isalpha() or after[0].lower in words("year_words", "goes on"):
        return False
    if _is_plural(after[0]):
        told = index > 0 and tokens[index - 1].lower in words("year_words", "attribute")
        return not told or tokens[index].text.endswith("00")  # "the 1994 floods", and "the 2000 goats"
    for step, token in enumerate(after[1:], start=1):
        if not token.text[0].isalpha() or token.lower in words("year_words", "goes on"):
            return False
        if phrasebook("units").at(tokens, index + 1 + step):
            return True
    return False


def _is_amount(tokens: Sequence[Token], index: int) -> bool:
    """ "about 1900", "more than 2000", "an average of 1800"; not "no later than 1990"."""
    before = [token.lower for token in tokens[max(0, index - 2) : index]]
    if before[-1:] == ["of"]:
        before.pop()
    elif before[-1:] == ["than"] and before[0] in ("later", "earlier"):
        return False
    return bool(before) and before[-1] in words("year_words", "amount")


def _is_plural(token: Token) -> bool:
    word = token.lower
    return len(word) > len("gas") and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_glued(tokens: Sequence[Token], index: int) -> bool:
    """The 1500 of "$1500", "Tu-1544", "1500.5", "1500km": not that of "mid-1990", "1990-91"."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if before and before.end == token.start:
        if before.text in _SIGNS_BEFORE or before.text[-1].isalnum():
            return True
        if before.text in _DASHES and index > 1 and tokens[index - 2].end == before.start:
            return _is_name_before_dash(tokens[index - 2])
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if not after or after.start != token.end:
        return False
    if after.text[0].isalnum() or after.text in "%°$€£_":
        return True
    follows = tokens[index + 2] if index + 2 < len(tokens) else None
    return bool(after.text in ".,:" and follows and follows.start == after.end and follows.text.isdigit())


def _is_name_before_dash(stem: Token) -> bool:
    """The "Tu" of "Tu-1544"; neither "mid", "March" nor another year."""
    if stem.text[-1].isdigit():
        return len(stem.text) != len("1990")
    return (
        stem.text[0].isupper()
        and stem.lower[:3] not in MONTHS
        and stem.lower not in words("year_words", "phase")
    )


def _is_labelled(tokens: Sequence[Token], index: int) -> bool:
    """ "Resolution 1973", "No. 1500"."""
    position = index - 1
    while position >= 0 and tokens[position].text in ".:(#":
        position -= 1
    return (
        position >= 0
        and tokens[position].text[0].isupper()
        and tokens[position].lower in words("number_labels", "label")
    )


def _joins(tokens: Sequence[Token], stop: int, index: int) -> bool:
    """Whether a year before `stop` and the number at `index` stand in one list or range."""
    if index - stop > max(map(len, _JOINTS)):
        return False
    between = [token.lower for token in tokens[stop:index]]
    return between in _JOINTS or (len(between) == 1 and between[0] in _DASHES)


def _tail(tokens: Sequence[Token], year: _Year) -> _Year | None:
    """The 39 of "1936–39"."""
    stop = year.stop
    if year.year < 0 or stop + 1 >= len(tokens) or tokens[stop].text not in _DASHES:
        return None
    tail = tokens[stop + 1]
    if tail.start != tokens[stop].end or len(tail.text) > 2 or not tail.text.isdecimal():
        return None
    if stop + 2 < len(tokens) and tokens[stop + 2].start == tail.end and tokens[stop + 2].text in _DASHES:
        return None  # an ISO date
    until = int(str(year.year)[: 4 - len(tail.text)] + tail.text)
    return _Year(stop + 1, stop + 2, until) if until > year.year else None


def _before_christ(tokens: Sequence[Token], index: int) -> _Year | None:
    """ "480 BC", "264 B.C.", and the first of "499-493 BC", "264 to 241 BC"."""
    text = tokens[index].text
    if not text.isdecimal() or len(text) > 4 or int(text) == 0:
        return None
    if stop := _era_stop(tokens, index + 1):
        return _Year(index, stop, -int(text))
    between = index + 1
    if between + 1 >= len(tokens) or not tokens[between + 1].text.isdecimal():
        return None
    joined = tokens[between].text in _DASHES or [tokens[between].lower] in _JOINTS
    if joined and _era_stop(tokens, between + 2):
        return _Year(index, index + 1, -int(text))
    return None


def _era_stop(tokens: Sequence[Token], index: int) -> int | None:
    """The token after "BC", "B.C." or "BCE" at tokens[index]."""
    if index >= len(tokens) or tokens[index].text[0] != "B":
        return None
    if tokens[index].text in ("BC", "BCE"):
        return index + 1
    spelt = [token.text for token in tokens[index : index + 4]]
    return index + (4 if spelt[3:] == ["."] else 3) if spelt[:3] == ["B", ".", "C"] else None


def _atom(doc: Document, year: _Year, *, joined: bool) -> Atom:
    """The year, with "early" or "the end of" before it."""
    tokens = doc.tokens
    word = tokens[year.first - 1].lower if year.first else ""
    follows = tokens[year.stop].text[0].isalpha() if year.stop < len(tokens) else False
    passing = word in words("year_words", "attribute") and follows
    return Atom(
        tokens[_phase_first(tokens, year.first)].start,
        tokens[year.stop - 1].end,
        "whole",
        year_text(year.year),
        aside=joined or passing or word in words("year_words", "aside"),
    )


def _phase_first(tokens: Sequence[Token], first: int) -> int:
    """Where "early 1941", "late in 1941", "mid-1941", "the end of 1941", "the year 1941" begin."""
    before = [token.lower for token in tokens[max(0, first - 3) : first]]
    phases, edges = words("year_words", "phase"), words("year_words", "edge")
    if before[-1:] and before[-1] in phases:
        return first - 1
    if before[-2:-1] and before[-2] in phases and before[-1] in ("-", "in"):
        return first - 2
    if before[-2:] in (["the", "year"], ["the", "years"]):
        return first - 2
    if before[-2:-1] and before[-2] in edges and before[-1] == "of":
        return first - 3 if before[0] == "the" else first - 2
    return first
