"""Where a text prints the names that the gazetteer has, whatever they mean there: the longest name at each word.

>>> from tocsin.reading.document import open_document
>>> doc = open_document("in Port-au-Prince and St. Louis, Mo.")
>>> [mention.name for mention in find_mentions(doc, capitals_of(doc))]
['Port-au-Prince', 'St. Louis', 'Mo.']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.reading.document import Document, Token
from tocsin.reading.gazetteer import KnownPlace, abbreviated, is_only_in_capitals, known_places
from tocsin.reading.place_adjectives import is_adjective
from tocsin.reading.place_folding import fold
from tocsin.reading.tables import words

NAME_WORDS_MAX = 6
#: in lower case inside a name: "Isle of Man", "Stratford-upon-Avon", "Deir al-Balah"
_INNER = frozenset(
    [
        "of",
        "the",
        "and",
        "upon",
        "on",
        "in",
        "under",
        "by",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "del",
        "da",
        "do",
        "dos",
        "el",
        "al",
        "an",
        "as",
        "ar",
        "es",
        "ez",
        "ed",
        "ad",
        "ash",
        "am",
        "der",
        "den",
        "dem",
        "und",
        "y",
        "e",
        "i",
        "i",
        "au",
        "aux",
        "sur",
        "en",
        "sous",
        "a",
        "di",
    ]
)
#: with a full stop inside a name: "St. Louis", "Ft. Worth"
_SHORTENED = frozenset(["st", "ste", "mt", "ft"])
#: hyphens and apostrophes inside a name: "Nagorno-Karabakh", "Al Fu‘ah"
_JOINTS = frozenset("-–‑'’‘ʻ`")
_POSSESSIVES = frozenset({"’s", "'s"})


@dataclass(slots=True)
class Mention:
    """A name as printed, and what it may mean."""

    doc: Document
    #: tokens, half open
    first: int
    stop: int
    key: str
    #: what the name may mean, the best known first; empty for a name that only its noun makes a place
    known: tuple[KnownPlace, ...] = ()
    #: the place that contains it, where the text says so: the "Armenia" of "Goris, Armenia"
    within: KnownPlace | None = None
    #: the noun that is part of the name: the "province" of "Fars Province"
    noun: str = ""
    #: whether the text has the name in lower case too, as a word
    is_word: bool = False
    meant: KnownPlace | None = None
    #: the town beside it that contains it, for a name that no table has: the "Goris" of "Tegh Hospital in Goris"
    beside: Mention | None = None

    @property
    def is_unknown(self) -> bool:
        return not self.known

    @property
    def start(self) -> int:
        return self.doc.tokens[self.first].start

    @property
    def end(self) -> int:
        return self.doc.tokens[self.stop - 1].end

    @property
    def name(self) -> str:
        return self.doc.text[self.start : self.end]

    @property
    def before(self) -> Token | None:
        return self.doc.tokens[self.first - 1] if self.first else None

    @property
    def after(self) -> Token | None:
        return self.doc.tokens[self.stop] if self.stop < len(self.doc.tokens) else None


def find_mentions(doc: Document, capitals: Sequence[int]) -> Iterator[Mention]:
    """The longest known name at each of the tokens with a capital, none inside another, none in an address."""
    stop = 0
    for index in capitals:
        if index >= stop and (mention := mention_at(doc, index)):
            yield mention
            stop = mention.stop


def capitals_of(doc: Document) -> list[int]:
    """The tokens that begin with a capital: only there may a name begin."""
    return [index for index, token in enumerate(doc.tokens) if token.text[0].isupper()]


def mention_at(doc: Document, index: int) -> Mention | None:
    found, stop_found, generic = None, 0, _generic()
    for stop, key in _beginnings(doc, index):
        lower = doc.tokens[stop - 1].text.islower()
        if key in generic or is_adjective(key) or (lower and is_adjective(key.split()[0])):
            continue
        if is_only_in_capitals(key) and not _in_capitals(doc.tokens, index, stop):
            continue
        known = known_places(key)
        if known:
            found, stop_found = (key, known), stop
    shortened = _shortened(doc, index)
    if shortened or not found or _is_tail(doc.tokens, index) or doc.in_link(doc.tokens[index].start):
        return shortened
    mention = Mention(doc, index, stop_found, *found)
    mention.stop = _with_last_dot(doc.tokens, mention)
    return mention


def _in_capitals(tokens: Sequence[Token], first: int, stop: int) -> bool:
    return all(tokens[index].text.isupper() or tokens[index].text in "-." for index in range(first, stop))


@cache
def _generic() -> frozenset[str]:
    """Nouns, months and agencies, though a town is called so: "Road", "District", "May"."""
    nouns = words("place_nouns", "both") | words("place_nouns", "after") | words("place_nouns", "before")
    return nouns | words("name_words", "calendar") | words("name_words", "outlet")


@cache
def _last_words() -> frozenset[str]:
    """Nouns that may end a name in lower case: "Lachin corridor", "Rakhine state"."""
    return words("place_nouns", "both") | words("place_nouns", "after") | {"corridor"}


def _shortened(doc: Document, index: int) -> Mention | None:
    """The state behind a comma: the "Ky." of "Goshen, Ky."; with its full stop."""
    tokens = doc.tokens
    if index < 2 or tokens[index - 1].text != "," or not tokens[index - 2].text[0].isalpha():
        return None
    stop = index + 1
    while stop + 1 < len(tokens) and tokens[stop].text == "." and _glued(tokens, stop):
        if (
            not tokens[stop + 1].text[0].isalpha()
            or len(tokens[stop + 1].text) > 2
            or tokens[stop].end != tokens[stop + 1].start
        ):
            break
        stop += 2
    key = " ".join(fold(token.text) for token in tokens[index:stop:2])
    dot = stop < len(tokens) and tokens[stop].text == "." and _glued(tokens, stop)
    closed = stop < len(tokens) and tokens[stop].text in "(,—–"
    place = abbreviated(tokens[index].text) or (abbreviated(key) if dot or closed else None)
    return Mention(doc, index, stop + dot, key, (place,)) if place else None


def _beginnings(doc: Document, index: int) -> list[tuple[int, str]]:
    """Each stop and key of the names that may begin here, the shortest first."""
    tokens = doc.tokens
    key, count, glued = fold(tokens[index].text), 1, False
    found = [(index + 1, key)]
    for position in range(index + 1, len(tokens)):
        token = tokens[position]
        first = token.text[0]
        if first.isalpha():
            ends = not token.text.islower() or glued or token.lower in _last_words()
            if (not ends and token.lower not in _INNER) or count == NAME_WORDS_MAX or _apart(doc, position):
                break
            key, count, glued = f"{key} {fold(token.text)}", count + 1, False
            if ends:
                found.append((position + 1, key))
        elif token.text in _JOINTS and tokens[position - 1].end == token.start:
            glued = True
        elif first == ".":
            if not (_initial(tokens, position) or tokens[position - 1].lower in _SHORTENED):
                break
        elif (
            token.lower in _POSSESSIVES
            and position + 1 < len(tokens)
            and tokens[position + 1].text[0].isupper()
        ):
            key += "s"
        else:
            break
    return found


def _apart(doc: Document, position: int) -> bool:
    """Whether a line ends before this token, or more than a space stands there."""
    gap = doc.text[doc.tokens[position - 1].end : doc.tokens[position].start]
    return "\n\n" in gap or len(gap) > 2


def _glued(tokens: Sequence[Token], position: int) -> bool:
    return tokens[position - 1].end == tokens[position].start


def _initial(tokens: Sequence[Token], position: int) -> bool:
    """A full stop after one capital: "U.S."."""
    return len(tokens[position - 1].text) == 1 and tokens[position - 1].text.isupper()


def _with_last_dot(tokens: Sequence[Token], mention: Mention) -> int:
    """ "U.S." keeps its second dot."""
    stop = mention.stop
    dotted = any(token.text == "." for token in tokens[mention.first : stop])
    last_is_letter = len(tokens[stop - 1].text) == 1
    return stop + 1 if dotted and last_is_letter and stop < len(tokens) and tokens[stop].text == "." else stop


def _is_tail(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word is another's tail: the "Korea" of "pan-Korea", not the "Goris" of "Yerevan-Goris"."""
    if index < 2:
        return False
    head, hyphen, word = tokens[index - 2 : index + 1]
    glued = hyphen.text == "-" and head.end == hyphen.start and hyphen.end == word.start
    return glued and head.text.islower() and head.text not in words("place_cues", "prefix")
