"""Names of towns that are persons here: "Florence Roe", "Mr Lincoln", and "Roe" alone once she has been named in full.

>>> from tocsin.reading.document import open_document
>>> doc = open_document("Florence Roe spoke. Mr Lincoln listened.")
>>> sorted(persons_named(doc, capitals=[0, 1, 4, 5]))
['florence', 'lincoln', 'lincolns', 'mr', 'roe', 'roes']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.reading.document import Document, Token
from tocsin.reading.grammar import is_kind, is_name_word
from tocsin.reading.place_folding import fold
from tocsin.reading.place_nouns import nouns_after
from tocsin.reading.tables import words

_NAMES_MAX = 4


def is_given_name(key: str) -> bool:
    """Whether the folded word is a given name too (see data/place_words.tsv)."""
    return key in words("place_words", "given")


def is_honorific(token: Token | None) -> bool:
    return token is not None and token.lower in words("place_cues", "honorific") and token.text[0].isupper()


def persons_named(doc: Document, capitals: Sequence[int]) -> frozenset[str]:
    """The folded last names, and given names, of the persons that the text names in full or with a title."""
    names = list(_full_names(doc.tokens, capitals))
    last = {fold(name[-1].text) for name in names}
    families = {name + "s" for name in last}
    return frozenset(last | families | {fold(name[0].text) for name in names if len(name) > 1})


def _full_names(tokens: Sequence[Token], capitals: Sequence[int]) -> Iterator[Sequence[Token]]:
    stop = 0
    for index in capitals:
        if index >= stop and _is_name(tokens[index]):
            stop = _run_end(tokens, index)
            if _is_person(tokens, index, stop):
                yield tokens[index:stop]


def _run_end(tokens: Sequence[Token], first: int) -> int:
    """Where the capitals that stand side by side end: "Jane A. Roe" is one run."""
    stop = first + 1
    while stop < min(len(tokens), first + _NAMES_MAX + 1):
        next_ = stop + 1 if tokens[stop].text == "." and len(tokens[stop - 1].text) <= 2 else stop
        if (
            next_ >= len(tokens)
            or tokens[next_].start > tokens[next_ - 1].end + 1
            or not _is_name(tokens[next_])
        ):
            break
        stop = next_ + 1
    return stop


def _is_person(tokens: Sequence[Token], first: int, stop: int) -> bool:
    named = is_honorific(tokens[first - 1] if first else None) or is_honorific(tokens[first])
    dotted = first >= 2 and tokens[first - 1].text == "." and is_honorific(tokens[first - 2])
    if stop - first == 1:
        return named or dotted
    given = any(is_given_name(fold(tokens[index].text)) for index in (first, stop - 2))
    aged = (
        stop + 1 < len(tokens)
        and tokens[stop].text == ","
        and tokens[stop + 1].text.isdigit()
        and len(tokens[stop + 1].text) <= 2
    )
    body = any(
        is_name_word(token.lower, "body") or is_name_word(token.lower, "outlet_word")
        for token in tokens[first:stop]
    )
    noun = tokens[stop - 1].lower in nouns_after()
    return (named or dotted or given or aged) and not body and not noun


def _is_name(token: Token) -> bool:
    return (
        token.text[0].isupper()
        and not is_kind(token.lower, "opener")
        and not is_name_word(token.lower, "calendar")
    )
