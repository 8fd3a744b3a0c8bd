"""Numbers as written: in digits, in words, or as a vague many.

>>> from tocsin.reading.document import open_document
>>> doc = open_document("97,735 people, half a million homes, tens of thousands of cattle")
>>> [(number.value, number.low) for number in find_numbers(doc)[0]]
[(97735, None), (500000, None), (None, 20000)]

A plural ("dozens", "thousands") or a "several hundred" says only that there were at least two of them:
`low` is two of them, `value` is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Problem
from tocsin.reading.tables import rows

Amount = int | float

_PLAIN = re.compile(r"\d{1,15}")
_DECIMAL = re.compile(r"\d{1,15}\.\d{1,9}")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?")  # 97,735 and 97,735.5
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2}){1,4},\d{3}")  # 1,00,000
_EUROPEAN = re.compile(
    r"\d{1,3}(?:\.\d{3}){2,4}(?:,\d{1,9})?|\d{1,3}\.\d{3},\d{1,9}"
)  # 1.234.567 and 97.735,5
_COMMA_DECIMAL = re.compile(r"\d{1,15},\d{1,2}")  # 1,5: only where a scale or per cent follows
_GROUP_GAPS = frozenset(" \u00a0\u2009\u202f")
_PER_CENT = frozenset(["%", "per", "percent"])
_ARTICLES = frozenset(["a", "an"])
_SEVERAL = frozenset(["several", "few", "many"])
#: "nine hundred and ninety-nine thousand nine hundred and ninety-nine million" is as long as a number gets
_TOKENS_MAX = 24


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
    index = 0
    while index < len(doc.tokens):
        number = _number_at(doc.tokens, index, doc.text)
        if number:
            numbers.append(number)
        elif doc.tokens[index].text[0].isdecimal() and not doc.tokens[index].text.isdecimal():
            token = doc.tokens[index]
            problems.append(
                Problem(start=token.start, end=token.end, reason="a number whose separators are unclear")
            )
        index = number.stop if number else index + 1
    return tuple(numbers), tuple(problems)


def _number_at(tokens: Sequence[Token], index: int, text: str) -> Number | None:
    token = tokens[index]
    if token.text[0].isdecimal():
        read = _digits_at(tokens, index, text)
        return _number(tokens, index, read, in_digits=True) if read else None
    if not token.text[0].isalpha():
        return None
    vague = _vague_at(tokens, index)
    if vague:
        low = 2 * vague.amount
        return _number(tokens, index, vague)._replace(value=None, low=low)
    read = _fraction_at(tokens, index) or _words_at(tokens, index)
    return _number(tokens, index, read) if read else None


def _number(tokens: Sequence[Token], first: int, read: _Read, in_digits: bool = False) -> Number:
    end = tokens[read.stop - 1].end
    return Number(
        tokens[first].start, end, first, read.stop, read.amount, scale=read.scale, in_digits=in_digits
    )


def _digits_at(tokens: Sequence[Token], index: int, text: str) -> _Read | None:
    """Digits, with groups parted by a space, and the scale words after them."""
    stop = index + 1
    amount = _literal(tokens[index].text)
    if amount is None and _COMMA_DECIMAL.fullmatch(tokens[index].text):
        follows = tokens[stop].lower if stop < len(tokens) else ""
        if follows in _PER_CENT or follows in _words("scale"):
            amount = float(tokens[index].text.replace(",", "."))
    if amount is None:
        return None
    while _is_group(tokens, stop, text, len(tokens[index].text)) and stop - index < 4:
        amount = amount * 1000 + int(tokens[stop].text)
        stop += 1
    return _scaled(tokens, _Read(amount, stop))


def _literal(digits: str) -> Amount | None:
    if _PLAIN.fullmatch(digits):
        return int(digits)
    if _DECIMAL.fullmatch(digits):
        return float(digits)
    if _GROUPED.fullmatch(digits) or _INDIAN.fullmatch(digits):
        return _plain_amount(digits.replace(",", ""))
    if _EUROPEAN.fullmatch(digits):
        return _plain_amount(digits.replace(".", "").replace(",", "."))
    return None


def _plain_amount(digits: str) -> Amount:
    return float(digits) if "." in digits else int(digits)


def _is_group(tokens: Sequence[Token], index: int, text: str, digits_before: int) -> bool:
    """Whether tokens[index] is a group of thousands: the "735" of "97 735"."""
    if index >= len(tokens) or digits_before > 3 or len(tokens[index].text) != 3:
        return False
    gap = text[tokens[index - 1].end : tokens[index].start]
    return tokens[index].text.isdecimal() and tokens[index - 1].text.isdecimal() and gap in _GROUP_GAPS


def _scaled(tokens: Sequence[Token], read: _Read) -> _Read:
    """The amount times the scale words after it: "million", "hundred thousand", the "m" of "5m"."""
    amount, stop, scale = read
    scales, letters = _words("scale"), _words("letter")
    while stop < len(tokens) and stop - read.stop < 3:
        token = tokens[stop]
        if token.lower in scales and token.text != "Score":
            factor = scales[token.lower]
        elif token.lower in letters and token.start == tokens[stop - 1].end:
            factor = letters[token.lower]
        else:
            break
        amount, scale, stop = _times(amount, factor), scale * factor, stop + 1
    return _Read(amount, stop, scale)


def _times(amount: Amount, factor: int) -> Amount:
    """`amount * factor`, whole where it is whole: 1.2 million is 1,200,000 and not 1200000.0."""
    product = round(amount * factor, 6)
    return int(product) if product == int(product) else product


def _vague_at(tokens: Sequence[Token], index: int) -> _Read | None:
    """ "thousands", "tens of thousands", "several hundred": the amount is one of them."""
    plurals, scales = _words("plural"), _words("scale")
    if tokens[index].lower == "a" and index + 1 < len(tokens) and tokens[index + 1].lower == "few":
        index += 1
    lower = tokens[index].lower
    if lower in _SEVERAL and index + 1 < len(tokens) and tokens[index + 1].lower in scales:
        return _scaled(tokens, _Read(1, index + 1))
    if lower not in plurals:
        return None
    amount, stop = plurals[lower], index + 1
    while stop + 1 < len(tokens) and tokens[stop].lower == "of" and tokens[stop + 1].lower in plurals:
        amount, stop = min(amount * plurals[tokens[stop + 1].lower], 10**15), stop + 2
    return _Read(amount, stop) if lower != "tens" or stop > index + 1 else None


def _fraction_at(tokens: Sequence[Token], index: int) -> _Read | None:
    """ "half a million", "a quarter of a million", "one and a half million"."""
    words = [token.lower for token in tokens[index : index + 5]]
    scales = _words("scale")
    for opening, share in _SHARES:
        rest = words[len(opening) :]
        if words[: len(opening)] == opening and rest and rest[0] in scales:
            return _scaled(tokens, _Read(share, index + len(opening)))
    units = _words("unit")
    if words[0] in units and words[1:4] == ["and", "a", "half"] and words[4:] and words[4] in scales:
        return _scaled(tokens, _Read(units[words[0]] + 0.5, index + 4))
    return None


_SHARES: tuple[tuple[list[str], float], ...] = (
    (["half", "a"], 0.5),
    (["half", "-"], 0.5),
    (["half"], 0.5),
    (["a", "quarter", "of", "a"], 0.25),
    (["a", "quarter", "-"], 0.25),
)


class _Cardinal:
    """A cardinal as it grows word by word: whole scales so far, and the group under a thousand."""

    def __init__(self) -> None:
        self.total = 0
        self.group: int | None = None
        #: the last scale; the next must be smaller
        self.scale = 10**18

    def takes(self, word: str) -> bool:
        """Whether the word goes on with the number; if so it is added."""
        factor = _words("scale").get(word)
        if factor:
            return self._takes_scale(factor)
        small = _small(word)
        return small is not None and self._takes_small(small)

    def _takes_scale(self, factor: int) -> bool:
        if self.group is None or factor >= (self.scale if factor != 100 else 10**18):
            return False
        if factor == 100:
            self.group *= factor
        else:
            self.total, self.group, self.scale = self.total + self.group * factor, None, factor
        return True

    def _takes_small(self, small: int) -> bool:
        """ "five" goes on after "twenty" and after "two hundred", not after "twelve"."""
        group = self.group or 0
        after_hundred = group > 0 and group % 100 == 0
        after_ten = group % 100 >= 20 and group % 10 == 0 and 0 < small < 10
        if self.group is not None and not (after_hundred or after_ten):
            return False
        self.group = group + small
        return True


def _words_at(tokens: Sequence[Token], index: int) -> _Read | None:
    """A cardinal in words: "three thousand two hundred", "twenty-five", "a dozen"."""
    cardinal, stop = _Cardinal(), index
    if (
        tokens[index].lower in _ARTICLES
        and index + 1 < len(tokens)
        and tokens[index + 1].lower in _words("scale")
    ):
        cardinal.group, stop = 1, index + 1
    while stop < min(len(tokens), index + _TOKENS_MAX):
        if not (cardinal.takes(tokens[stop].lower) or (stop > index and _joins(tokens, stop))):
            break
        stop += 1
    if cardinal.group is None and not cardinal.total:
        return None
    ends_in_scale = cardinal.group is None
    return _Read(cardinal.total + (cardinal.group or 0), stop, cardinal.scale if ends_in_scale else 1)


def _small(word: str) -> int | None:
    return _words("unit").get(word, _words("ten").get(word))


def _joins(tokens: Sequence[Token], index: int) -> bool:
    """A hyphen within "twenty-five", or the "and" of "two hundred and five": a small number must follow."""
    if index + 1 >= len(tokens) or _small(tokens[index + 1].lower) is None:
        return False
    before, word, after = tokens[index - 1 : index + 2]
    if word.text == "-":
        return before.lower in _words("ten") and before.end == word.start and word.end == after.start
    return word.lower == "and" and before.lower in ("hundred", "thousand", "million")


@cache
def _words(kind: str) -> dict[str, int]:
    return {row[0]: int(row[2]) for row in rows("numbers") if row[1] == kind}
