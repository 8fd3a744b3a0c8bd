"""Names of persons and bodies, found by their capitals.

>>> from tocsin.reading.document import open_document
>>> doc = open_document("The Lowland Institute for Peace met Mrs. Jane Roe.")
>>> [(name.text, name.kind) for name in find_names(doc)]
[('Lowland Institute for Peace', 'body'), ('Jane Roe', 'person')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from tocsin.reading.document import Document, Token
from tocsin.reading.genders import is_given_name
from tocsin.reading.grammar import is_abbreviation, is_capital, is_kind, is_name_word, is_possessive

NameKind = Literal["person", "body", "other"]

#: a body's name may go on after these ("Institute for ...", "Ministry of ..."); a person's may not
_LINKS = {"of", "for"}
#: more capitals in a row are a headline, not a name
_RUN_WORDS_MAX = 12
_PERSON_WORDS_MAX = 5
#: R. Quirk et al., A Comprehensive Grammar of the English Language, 1985, I.31-34: nouns of persons
_AGENT_ENDINGS = ("ist", "er", "or", "ian", "eer", "man", "woman")
_AGENT_MIN = 6


class Name(NamedTuple):
    start: int
    end: int
    #: as printed, without titles
    text: str
    kind: NameKind


def is_month_or_day(word: str) -> bool:
    """Whether the lower-case `word` is capitalised for the calendar's sake."""
    return is_name_word(word, "calendar")


def is_agent_noun(word: str) -> bool:
    """Whether the lower-case `word` is made like what somebody is by calling: "archivist", "engineer", "librarian"."""
    return len(word) >= _AGENT_MIN and word.endswith(_AGENT_ENDINGS)


def is_time_noun(word: str) -> bool:
    """Whether the lower-case `word` names a stretch of time ("week", "Monday") and nobody who could speak."""
    return is_name_word(word, "calendar") or is_name_word(word, "time")


def find_names(doc: Document) -> tuple[Name, ...]:
    """All names in text order; a capital that merely opens a sentence is none."""
    found: list[Name] = []
    for sentence in doc.sentences:
        tokens = doc.tokens_in(sentence.start, sentence.end)
        found += [name_of(doc.text, tokens[first:last]) for first, last in capital_runs(tokens)]
    return tuple(found)


def capital_runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words that make one name, half open in `tokens`."""
    first = 0
    while first < len(tokens):
        if not _may_begin(tokens[first]):
            first += 1
            continue
        last = _run_end(tokens, first)
        yield first, last
        first = last


def name_of(text: str, tokens: Sequence[Token]) -> Name:
    """The name that `tokens` print, without the titles before it."""
    first = _after_titles(tokens)
    start, end = tokens[first].start, tokens[-1].end
    return Name(start, end, text[start:end], _kind(tokens[first:], titled=first > 0))


def _after_titles(tokens: Sequence[Token]) -> int:
    """Where the name proper begins: "Lowland President Jane | Roe" at Jane; a body's name is kept whole."""
    for first in range(len(tokens) - 1, 0, -1):
        if is_name_word(tokens[first].lower, "body"):
            return 0
        before = tokens[first - 2 if tokens[first - 1].text == "." and first > 1 else first - 1]
        office = any(is_name_word(before.lower, kind) for kind in ("title", "role"))
        if office and is_capital(tokens[first]):
            return first
    calling = len(tokens) > 2 and is_agent_noun(tokens[0].lower) and is_given_name(tokens[1].text)
    return 1 if calling else 0


def _may_begin(token: Token) -> bool:
    return is_capital(token) and not is_kind(token.lower, "opener") and not is_month_or_day(token.lower)


def _run_end(tokens: Sequence[Token], first: int) -> int:
    last = first + 1
    while last < min(len(tokens), first + _RUN_WORDS_MAX):
        step = _step(tokens, first, last)
        if not step:
            break
        last += step
    return last


def _step(tokens: Sequence[Token], first: int, last: int) -> int:
    """How many tokens the name that runs to `last` takes in next; 0 where it ends."""
    token = tokens[last]
    if is_capital(token):
        return 0 if is_month_or_day(token.lower) else 1
    if token.text in "-." and _glued(tokens, last, initial=token.text == "."):
        return 2 if last + 1 < len(tokens) and is_capital(tokens[last + 1]) else 0
    follows = tokens[last + 1 : last + 3]
    if token.text in "'’" and tokens[last - 1].text.endswith("s") and tokens[last - 1].end == token.start:
        return 2 if follows and is_capital(follows[0]) else 0  # "the Residents' Council"
    if is_name_word(token.lower, "particle"):
        gap = next((i for i, other in enumerate(follows) if is_capital(other)), None)
        return 0 if gap is None else gap + 2
    if token.lower in _LINKS and any(is_name_word(other.lower, "body") for other in tokens[first:last]):
        if follows and follows[0].lower == "the":
            return 3 if len(follows) > 1 and is_capital(follows[1]) else 0
        return 2 if follows and is_capital(follows[0]) and not is_month_or_day(follows[0].lower) else 0
    return 0


def _glued(tokens: Sequence[Token], index: int, *, initial: bool) -> bool:
    """Whether the sign at `index` stands inside a name: "Nagorno-Karabakh", or after what is cut short, "J. Roe"."""
    before = tokens[index - 1]
    if initial:
        short = len(before.text) == 1 or is_abbreviation(before.lower)
        return short and before.end == tokens[index].start
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and before.end == tokens[index].start and tokens[index].end == after.start


def _kind(tokens: Sequence[Token], *, titled: bool) -> NameKind:
    if any(is_name_word(token.lower, "body") for token in tokens):
        return "body"
    if titled:
        return "person"
    glued = any(one.end == other.start for one, other in pairwise(tokens))
    if len(tokens) == 1:
        return "body" if tokens[0].text.isupper() and len(tokens[0].text) > 1 else "other"
    if (glued and len(tokens) <= 3) or any(is_possessive(token) for token in tokens):
        return "other"
    return "person" if len(tokens) <= _PERSON_WORDS_MAX else "other"
