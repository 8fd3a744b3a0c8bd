"""Nouns that make a name a place: "the village of Tegh", "Tegh district", "Tegh River"."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache

from tocsin.reading.document import Document, Token
from tocsin.reading.gazetteer import KnownPlace
from tocsin.reading.gazetteer_file import Kind
from tocsin.reading.grammar import is_kind, is_name_word
from tocsin.reading.place_adjectives import is_adjective
from tocsin.reading.place_mentions import Mention
from tocsin.reading.tables import words

#: "Afghan province", "Congolese town": an adjective, and the place is not named. Names that end so are missed.
_OF_A_PEOPLE = ("an", "ese", "ish", "i", "ch", "ern", "al", "ic")
_NAME_WORDS_MAX = 4
#: a building may bear the name of a town or of a saint; from 100,000 inhabitants on it is the town's
_NAMESAKE_MIN = 5.0


@cache
def nouns_after() -> frozenset[str]:
    """Nouns that stand behind a name: "district", "river"."""
    return words("place_nouns", "both") | words("place_nouns", "after")


@cache
def nouns_before() -> frozenset[str]:
    """Nouns that stand before a name, with "of"."""
    return words("place_nouns", "both") | words("place_nouns", "before")


def unknown_at(doc: Document, index: int, taken: Container[int]) -> Mention | None:
    """The name that begins at this token, if a noun makes it a place; `taken` holds the tokens of known names."""
    tokens = doc.tokens
    if (
        index in taken
        or is_adjective(tokens[index].lower)
        or not _is_name(tokens[index])
        or doc.in_link(tokens[index].start)
    ):
        return None
    stop = index + 1
    while (
        stop < min(len(tokens), index + _NAME_WORDS_MAX)
        and _goes_on(tokens[stop - 1], tokens[stop])
        and stop not in taken
    ):
        stop += 1
    for end in range(stop, index + 1, -1):
        noun = tokens[end - 1]
        if noun.lower in nouns_after() and noun.text[0].isupper():
            if _is_mere_phrase([token.lower for token in tokens[index : end - 1]], noun.lower):
                break
            return Mention(doc, index, end, "", noun=noun.lower)
    before = [token.lower for token in tokens[max(index - 2, 0) : index]]
    if (
        len(before) == 2
        and before[1] == "of"
        and tokens[index - 2].text.islower()
        and before[0] in nouns_before()
    ):
        return Mention(doc, index, stop, "", noun=before[0])
    follows = tokens[stop].text if stop < len(tokens) else ""
    at = bool(before) and before[-1] in ("in", "at", "near", "from")
    if follows in words("place_nouns", "both") and (
        at or stop - index > 1 or not tokens[stop - 1].lower.endswith(_OF_A_PEOPLE)
    ):
        return Mention(doc, index, stop, "", noun=follows)
    return None


def noun_after(mention: Mention) -> None:
    """Take the capitalised noun into the name, "Fars Province", and let it choose among the meanings."""
    after = mention.after
    if after is None or not mention.known or mention.doc.text[mention.end : after.start] != " ":
        return
    if after.lower in words("place_cues", "state"):
        mention.known = _only(mention.known, "region")
        return
    if (
        mention.known[0].kind == "country"
        or after.lower not in nouns_after()
        or _is_mere_phrase(mention.key.split(), after.lower)
    ):
        return
    mention.noun = after.lower
    if after.text[0].islower():
        if mention.noun not in words("place_nouns", "both"):
            mention.noun = ""
        return
    mention.stop += 1
    if mention.noun in words("place_nouns", "area"):
        mention.known = tuple(place for place in mention.known if place.kind != "town")
    elif mention.noun in words("place_nouns", "building"):
        mention.known = tuple(place for place in mention.known if place.prominence >= _NAMESAKE_MIN)
    elif mention.noun in words("place_nouns", "road"):
        mention.known = ()


def is_ordinary(word: str) -> bool:
    return word in words("place_words", "word") or word in words("place_nouns", "never")


def _is_mere_phrase(head: Sequence[str], noun: str) -> bool:
    """Whether ordinary words with a noun make no name: "School District", "Red Crescent"; a "Church Street" is one."""
    if is_ordinary(" ".join([*head, noun])):
        return True
    if not all(is_ordinary(word) for word in head):
        return _is_given(head) and noun not in words("place_nouns", "road") | words("place_nouns", "area")
    return (
        len(head) > 1 or noun not in words("place_nouns", "road") or head[0] in words("place_nouns", "never")
    )


def _is_given(head: Sequence[str]) -> bool:
    """Whether the noun behind may be a surname: "Michael Bay"."""
    return len(head) == 1 and head[0] in words("place_words", "given")


def _only(known: tuple[KnownPlace, ...], kind: Kind) -> tuple[KnownPlace, ...]:
    """Those of the kind; all where there are none."""
    return tuple(place for place in known if place.kind == kind) or known


def _goes_on(last: Token, token: Token) -> bool:
    return _is_name(token) and token.start == last.end + 1


def _is_name(token: Token) -> bool:
    return (
        token.text[0].isupper()
        and len(token.text) > 2
        and not is_kind(token.lower, "opener")
        and token.lower not in words("sentence_words", "opener")
        and not is_name_word(token.lower, "calendar")
    )
