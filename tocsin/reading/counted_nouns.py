"""The noun that a number counts, where no table knows it: "12 coal-fired power plants", "one proposal".

>>> from tocsin.reading.document import tokenize
>>> [counted_noun(tokenize(text), 0, one=False) for text in ("new armoured bulldozers were", "job cuts", "of them")]
[('new armoured bulldozer', 3), ('job cut', 2), None]
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tocsin.reading.cardinals import number_words, small
from tocsin.reading.document import Token
from tocsin.reading.plurals import is_plural, singular
from tocsin.reading.tables import rows, words

#: adjectives and nouns before the noun that is counted
_MODIFIERS_MAX = 8
_STOP_KINDS = ("preposition", "conjunction", "auxiliary", "verb", "determiner")
_HYPHENS = frozenset("-‑")
#: endings of words that are no noun: "one clearly", "12 available"
#: "red" and "ring" are no participles
_PARTICIPLE_MIN = 5
_NOT_NOUNS = ("ly", "able", "ible", "ous", "ful", "less", "ive", "ical")

#: nouns that stand in the plural before another
_PLURAL_MODIFIERS = frozenset(
    [
        "arms",
        "communications",
        "customs",
        "goods",
        "news",
        "operations",
        "overseas",
        "sales",
        "savings",
        "securities",
        "singles",
        "sports",
        "systems",
        "women",
    ]
)
#: "1,800 hardly matters": after these comes a verb
_ADVERBS = frozenset(
    ["actually", "always", "barely", "hardly", "mostly", "never", "often", "rarely", "really", "scarcely"]
)
#: "2.1 last year": these begin a time
_TIME_OPENINGS = frozenset(["last", "next"])

#: a noun phrase in the singular and the index of the first token after it
Noun = tuple[str, int]


def counted_noun(tokens: Sequence[Token], first: int, *, one: bool) -> Noun | None:
    """The noun phrase that begins at tokens[first] and is counted; `one`: the number before it is one."""
    stop = phrase_stop(tokens, first)
    head = _singular_head(tokens, first, stop) if one else _plural_head(tokens, first, stop)
    if head is None and not one:
        return _attributive(tokens, first, stop)
    return (printed_noun(tokens, first, head), head + 1) if head is not None else None


def phrase_stop(tokens: Sequence[Token], first: int) -> int:
    """Where the words that may belong to one noun phrase end."""
    index = first
    while index < min(first + _MODIFIERS_MAX, len(tokens)) and _may_belong(tokens, index, first):
        index += 1
    return index


def printed_noun(tokens: Sequence[Token], first: int, head: int) -> str:
    """The phrase as printed, its last noun in the singular: "coal-fired power plant".

    Participles and their adverbs before it tell what became of the things, not what they are: "recorded songs".
    """
    said = ""
    while first < head and _is_participle(tokens, first):
        first += 1
    for index in range(first, head):
        glued = tokens[index + 1].start == tokens[index].end
        said += tokens[index].text + ("" if glued else " ")
    return said + singular(tokens[head].text)


def _is_participle(tokens: Sequence[Token], index: int) -> bool:
    word, after = tokens[index], tokens[index + 1]
    if after.text in _HYPHENS or not word.text.islower() or len(word.text) < _PARTICIPLE_MIN:
        return False
    participle = word.text.endswith(("ed", "ing")) and not word.text.endswith("eed")
    return participle or (word.text.endswith("ly") and after.text.endswith(("ed", "ing")))


def _may_belong(tokens: Sequence[Token], index: int, first: int) -> bool:
    token = tokens[index]
    if token.text in _HYPHENS:
        return index > first and tokens[index - 1].end == token.start
    if index + 1 < len(tokens) and _is_hyphened(tokens, index):
        return token.text[0].isalpha()  # the "and" of "mud-and-thatch huts"
    if token.lower in _ADVERBS or token.lower in _TIME_OPENINGS:
        return False
    stops = token.lower in noun_stops() and token.text != "US"
    return token.text[0].isalpha() and not stops and not _is_number_word(token.lower)


def _is_hyphened(tokens: Sequence[Token], index: int) -> bool:
    """Whether a hyphen joins the word to the one after or before it: "out-of-school", "at-risk"."""
    before, word, after = tokens[index - 1 : index + 2] if index else (tokens[0], tokens[0], tokens[1])
    joins_before = before.text in _HYPHENS and before.end == word.start
    return joins_before or (after.text in _HYPHENS and word.end == after.start)


def is_plural_noun(token: Token) -> bool:
    """A plural in lower case that no other noun follows: the head of its phrase."""
    return token.text.islower() and is_plural(token.text) and token.lower not in _PLURAL_MODIFIERS


def _is_number_word(word: str) -> bool:
    return small(word) is not None or word in number_words("scale") or word in number_words("plural")


def _plural_head(tokens: Sequence[Token], first: int, stop: int) -> int | None:
    """The first plural noun; what follows may be a verb in the present."""
    plural = (index for index in range(first, stop) if _is_plural_noun(tokens[index]))
    return next((index for index in plural if tokens[index].lower not in _PLURAL_MODIFIERS), None)


def _is_plural_noun(token: Token) -> bool:
    initials = len(token.text) > 2 and token.text[:-1].isupper() and token.text.endswith("s")  # "MPs"
    return initials or (is_plural(token.text) and not token.text.isupper())


def _singular_head(tokens: Sequence[Token], first: int, stop: int) -> int | None:
    """The last word before the clause goes on: a verb in the present ends in s, an adverb in ly."""
    head = None
    for index in range(first, min(stop, first + 3)):
        token = tokens[index]
        if is_plural(token.text) or (index > first and token.text.endswith(("ed", "ing"))):
            break
        if token.text in _HYPHENS or not token.text.islower():
            continue
        head = index
    if head is None or tokens[head].text.endswith(_NOT_NOUNS):
        return None
    budged = head == first and tokens[head].text.endswith("ed") and len(tokens[head].text) >= _PARTICIPLE_MIN
    return None if budged else head


def _attributive(tokens: Sequence[Token], first: int, stop: int) -> Noun | None:
    """ "a 12 page document": counted nouns that stand before another are in the singular."""
    if stop - first < 2 or not (tokens[first].text.islower() and tokens[first + 1].text.islower()):
        return None
    noun = tokens[first].text
    if noun.endswith((*_NOT_NOUNS, "ed", "ing", "al", "ic")) or noun in _irregular_pasts():
        return None
    return noun, first + 1


@cache
def _irregular_pasts() -> frozenset[str]:
    """ "1.3 million sought asylum": these are no nouns."""
    return frozenset(row[0] for row in rows("irregular_pasts"))


@cache
def noun_stops() -> frozenset[str]:
    """The words that no noun phrase goes past."""
    return frozenset[str]().union(*(words("phrase_stops", kind) for kind in _STOP_KINDS))
