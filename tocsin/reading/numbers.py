"""Numbers as written: in digits, in words, or as a vague many.

>>> from tocsin.reading.document import open_document
>>> doc = open_document("97,735 people, half a million homes, tens of thousands of cattle")
>>> [(number.value, number.low) for number in find_numbers(doc)[0]]
[(97735, None), (500000, None), (None, 20000)]

A plural ("dozens", "thousands") or a "several hundred" says only that there were at least two of them:
`low` is two of them, `value` is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.cardinals import number_words, read_cardinal
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Problem
from tocsin.reading.fraction_words import read_part, read_share
from tocsin.reading.numerals import Amount, read_numeral
from tocsin.reading.phrasebook import phrasebook

_SEVERAL = frozenset(["several", "few", "many"])
#: "9 in 10": shares in digits are of small numbers
_SHARE_DIGITS_MAX = 2
#: words other than number words that a number may begin with
_OPENINGS = frozenset(["a", "an", "half", *_SEVERAL])


_THOUSAND = 1_000


class Number(NamedTuple):
    start: int
    end: int
    #: its tokens are `Document.tokens[first:stop]`
    first: int
    stop: int
    value: Amount | None
    #: of a vague many, what it is at least; else None
    low: Amount | None = None
    #: what the last scale word multiplied by: 1,000,000 in "1.2 million"
    scale: int = 1
    in_digits: bool = False
    #: "two-thirds", "one in five": a part of a whole
    is_share: bool = False


class _Read(NamedTuple):
    """An amount and the index of the first token after it."""

    amount: Amount
    stop: int
    scale: int = 1


def find_numbers(doc: Document) -> tuple[tuple[Number, ...], tuple[Problem, ...]]:
    """All numbers of the text, and those written in digits that cannot be read.

    An unparted run of more than 15 digits is a card or an account, and neither.
    """
    numbers: list[Number] = []
    problems: list[Problem] = []
    openings = _openings()
    stop = 0
    for index, token in enumerate(doc.tokens):
        sign = token.text[0]
        if index < stop or not (sign.isnumeric() or sign == "." or token.lower in openings):
            continue
        number = _number_at(doc.tokens, index, doc.text)
        if number:
            numbers.append(number)
            stop = number.stop
        elif sign.isdecimal() and not token.text.isdecimal():
            problems.append(
                Problem(start=token.start, end=token.end, reason="a number whose separators are unclear")
            )
    return tuple(numbers), tuple(problems)


@cache
def _openings() -> frozenset[str]:
    """Every word that a number may begin with."""
    return _OPENINGS.union(*(number_words(kind) for kind in ("unit", "ten", "scale", "plural")))


def _number_at(tokens: Sequence[Token], index: int, text: str) -> Number | None:
    if not tokens[index].text[0].isalpha():
        return _digits_at(tokens, index, text)
    vague = _vague_at(tokens, index)
    if vague:
        return _number(tokens, index, vague)._replace(value=None, low=vague.amount)
    part = read_part(tokens, index)
    if part:
        return _number(tokens, index, _scaled(tokens, _Read(*part)))
    share = read_share(tokens, index)
    if share:
        return _number(tokens, index, _Read(*share))._replace(is_share=True)
    cardinal = read_cardinal(tokens, index)
    return _number(tokens, index, _Read(*cardinal)) if cardinal else None


def _number(tokens: Sequence[Token], first: int, read: _Read, in_digits: bool = False) -> Number:
    end = tokens[read.stop - 1].end
    return Number(
        tokens[first].start, end, first, read.stop, read.amount, scale=read.scale, in_digits=in_digits
    )


def _digits_at(tokens: Sequence[Token], index: int, text: str) -> Number | None:
    glued = index > 0 and tokens[index - 1].end == tokens[index].start
    if tokens[index].text == "." and glued and tokens[index - 1].text[-1].isalnum():
        return None  # the stop of "Fig.5", "a.b.1"
    share = read_share(tokens, index) if len(tokens[index].text) <= _SHARE_DIGITS_MAX else None
    if share:
        return _number(tokens, index, _Read(*share), in_digits=True)._replace(is_share=True)
    numeral = read_numeral(tokens, index, text)
    if numeral is None:
        return None
    return _number(tokens, index, _scaled(tokens, _Read(*numeral)), in_digits=True)


def _scaled(tokens: Sequence[Token], read: _Read) -> _Read:
    """The amount times the scale words after it: "million", "hundred thousand", the "m" of "5m"."""
    amount, stop, scale = read
    scales = number_words("scale")
    while stop < len(tokens) and stop - read.stop < 3:
        token = tokens[stop]
        if token.lower in scales and token.text != "Score":
            factor = scales[token.lower]
        elif token.text == "-" and stop + 1 < len(tokens) and tokens[stop + 1].lower in scales:
            stop += 1
            continue  # "a 2-million people", "5-million-strong"
        else:
            factor = _letter(tokens, stop, amount)
        if not factor:
            break
        amount, scale, stop = _times(amount, factor), scale * factor, stop + 1
    return _Read(amount, stop, scale)


def _letter(tokens: Sequence[Token], index: int, amount: Amount) -> int:
    """What a letter after its digits multiplies by: "5m"; 0 for the metres of "5m wide", "5m2" and "5,000m"."""
    token = tokens[index]
    factor = number_words("letter").get(token.lower, 0)
    if not factor:
        return 0
    if token.start != tokens[index - 1].end or token.lower == "b":
        return factor if _is_money(tokens, index) else 0  # "$5 m", "$2.3b"
    if token.lower not in ("m", "k"):
        return factor
    if token.text == "m" and amount >= _THOUSAND:
        return 0
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after and after.start == token.end and (after.text[0].isalnum() or after.text in "/²³°"):
        return 0
    if token.text != "m" or _is_money(tokens, index):
        return factor
    deep = phrasebook("dimensions").at(tokens, index + 1)
    return 0 if deep else factor


def _is_money(tokens: Sequence[Token], index: int) -> bool:
    """Whether a currency sign stands before the digits just before tokens[index]."""
    match = phrasebook("units").before(tokens, index - 1)
    return match is not None and match.row[2] == "currency"


def _times(amount: Amount, factor: int) -> Amount:
    """`amount * factor`, whole where it is whole: 1.2 million is 1,200,000 and not 1200000.0."""
    product = round(amount * factor, 6)
    return int(product) if product == int(product) else product


def _vague_at(tokens: Sequence[Token], index: int) -> _Read | None:
    """ "thousands", "tens of thousands", "several hundred", "a few dozen": what it is at least."""
    plurals, scales = number_words("plural"), number_words("scale")
    if (
        tokens[index].lower == "a"
        and index + 1 < len(tokens)
        and tokens[index + 1].lower in ("few", "couple")
    ):
        couple = tokens[index + 1].lower == "couple"
        index += 1
        if couple and index + 1 < len(tokens) and tokens[index + 1].lower in scales:
            read = _scaled(tokens, _Read(1, index + 1))  # "a couple hundred"
            return read._replace(amount=2 * read.amount)
    lower = tokens[index].lower
    if lower in _SEVERAL and index + 1 < len(tokens) and tokens[index + 1].lower in scales:
        read = _scaled(tokens, _Read(1, index + 1))
        return read._replace(amount=2 * read.amount)
    if lower not in plurals:
        return None
    amount, stop = plurals[lower], index + 1
    while stop + 1 < len(tokens) and tokens[stop].lower == "of" and tokens[stop + 1].lower in plurals:
        amount, stop = min(amount * plurals[tokens[stop + 1].lower], 10**15), stop + 2
    return _Read(2 * amount, stop) if lower != "tens" or stop > index + 1 else None
