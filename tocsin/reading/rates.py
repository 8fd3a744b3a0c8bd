"""What a quantity is told per: "$58 per barrel", "325,000 barrels a day", "£24 a-year".

>>> from tocsin.reading.document import tokenize
>>> [read_rate(tokenize(text), 0) for text in ("per barrel", "a day", "each hour", "per capita", "a war")]
[('barrel', 2), ('day', 2), ('hour', 2), ('capita', 2), None]
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.counted_nouns import noun_stops
from tocsin.reading.document import Token
from tocsin.reading.measure_units import read_measure_unit
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.plurals import singular
from tocsin.reading.tables import words

_HYPHENS = frozenset("-‑")
_PER = frozenset(["per", "/"])
_ARTICLES = frozenset(["a", "an"])

_DISTANT = frozenset(["after", "ago", "before", "earlier", "hence", "later", "old"])

#: what it is told per, in the singular, and the index of the first token after it
Rate = tuple[str, int]


def read_rate(tokens: Sequence[Token], index: int) -> Rate | None:
    """The rate that begins at tokens[index]: after "per" any noun, after an article a time or what is sold so."""
    index = _past_hyphen(tokens, index)
    if index + 1 >= len(tokens):
        return None
    if any(token.lower in _DISTANT for token in tokens[index + 2 : index + 3]):
        return None  # "a year earlier"
    word, begin = tokens[index].lower, _past_hyphen(tokens, index + 1)
    if begin >= len(tokens) or (word not in _ARTICLES and word not in _PER and word not in ("each", "every")):
        return None
    measured = read_measure_unit(tokens, begin)
    if measured and (word in _PER or tokens[begin].lower in words("rate_nouns", "sold")):
        return measured
    return _noun(tokens, begin, said_per=word in _PER)


def _noun(tokens: Sequence[Token], index: int, *, said_per: bool) -> Rate | None:
    token = tokens[index]
    time = phrasebook("units").at(tokens, index)
    if time and time.row[2] == "time" and len(token.text) > 2:
        return time.row[1], time.stop
    sold = token.lower in words("rate_nouns", "sold")
    if sold or (said_per and token.text[0].isalpha() and token.lower not in noun_stops()):
        return singular(token.text), index + 1
    return None


def _past_hyphen(tokens: Sequence[Token], index: int) -> int:
    glued = (
        0 < index < len(tokens)
        and tokens[index].text in _HYPHENS
        and tokens[index - 1].end == tokens[index].start
    )
    return index + glued
