"""Signs and names of currencies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tocsin.reading.document import Token
from tocsin.reading.phrasebook import Match, phrasebook
from tocsin.reading.tables import rows

#: money is told in these letters only where they touch their digits: "PS6m"
_GLUED_SIGNS = frozenset(["PS", "Y=", "Ft", "Sh", "LE", "LL"])


def sign_before(tokens: Sequence[Token], index: int) -> Match | None:
    """The currency sign or code just before tokens[index]: "$", "US$", "AMD"; not the "a $" of "a $5 note"."""
    matches = (phrasebook("units").before(tokens, index), phrasebook("units").at(tokens, index - 1))
    return next((match for match in matches if match and _is_sign(tokens, match, index)), None)


def _is_sign(tokens: Sequence[Token], match: Match, index: int) -> bool:
    if match.row[2] != "currency" or match.row[0].islower() or match.stop != index or match.first < 0:
        return False
    printed = "".join(token.text for token in tokens[match.first : match.stop])
    glued = index < len(tokens) and tokens[index - 1].end == tokens[index].start
    return printed == match.row[0].replace(" ", "") and (glued or printed not in _GLUED_SIGNS)


def in_words(name: str) -> str:
    """A currency's code in words, as a rate names it; other units are in words."""
    return _currency_names().get(name, name)


def is_currency_noun(word: str) -> bool:
    """Whether the lower-case word names money that bears a country's name: the "pounds" of "Sudanese pounds"."""
    return word in _currency_nouns()


@cache
def _currency_nouns() -> frozenset[str]:
    printed = (word for word, _, kind, *_ in rows("units") if kind == "currency")
    return frozenset(word.split(" ")[-1] for word in printed if word.islower() and word.isascii())


@cache
def _currency_names() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("currency_names")}
