"""Names of persons and bodies, and the fullest form that a text gives of each.

>>> from tocsin.reading.document import open_document
>>> doc = open_document("The Lowland Institute for Peace met Jane Roe. Roe thanked the Lowland Institute.")
>>> roster = open_roster(find_names(doc))
>>> roster.fullest("Roe"), roster.fullest("Lowland Institute")
('Jane Roe', 'Lowland Institute for Peace')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from tocsin.reading.document import Document, Token
from tocsin.reading.grammar import is_capital, is_kind, is_name_word, is_possessive

NameKind = Literal["person", "body", "other"]

#: a body's name may go on after these ("Institute for ...", "Ministry of ..."); a person's may not
_LINKS = {"of", "for"}
#: more capitals in a row are a headline, not a name
_RUN_WORDS_MAX = 12
_PERSON_WORDS_MAX = 5


class Name(NamedTuple):
    start: int
    end: int
    #: as printed, without titles
    text: str
    kind: NameKind


@dataclass(slots=True)
class Roster:
    """The names of one text, by what may stand for them: a surname, a beginning, initials."""

    by_surname: dict[str, str] = field(default_factory=dict)
    by_beginning: dict[str, str] = field(default_factory=dict)
    by_initials: dict[str, str] = field(default_factory=dict)

    def fullest(self, name: str) -> str:
        """The fullest form of `name` in the text, or `name` itself."""
        parts = name.split()
        if not parts:
            return name
        longer = self.by_surname.get(parts[-1].lower(), "")
        if longer.lower().endswith(" " + name.lower()):
            return longer
        longer = self.by_beginning.get(parts[0].lower(), "")
        if longer.lower().startswith(name.lower() + " "):
            return longer
        return self.by_initials.get(name, name)


def open_roster(names: Iterable[Name]) -> Roster:
    roster = Roster()
    for name in names:
        parts = name.text.split()
        if name.kind == "body":
            _keep_longer(roster.by_beginning, parts[0].lower(), name.text)
            roster.by_initials.setdefault("".join(part[0] for part in parts if part[0].isupper()), name.text)
        elif name.kind == "person":
            _keep_longer(roster.by_surname, parts[-1].lower(), name.text)
    return roster


def is_month_or_day(word: str) -> bool:
    """Whether the lower-case `word` is capitalised for the calendar's sake."""
    return is_name_word(word, "calendar")


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
        office = any(is_name_word(tokens[first - 1].lower, kind) for kind in ("title", "role"))
        if office and is_capital(tokens[first]):
            return first
    return 0


def _keep_longer(names: dict[str, str], key: str, name: str) -> None:
    if len(name) > len(names.get(key, "")):
        names[key] = name


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
    """Whether the sign at `index` stands inside a name: "Nagorno-Karabakh", or after an initial, "J. Roe"."""
    before = tokens[index - 1]
    if initial:
        return len(before.text) == 1 and before.end == tokens[index].start
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
