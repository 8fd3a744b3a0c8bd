"""Numbers written in words: "three thousand two hundred", "twenty-five", "a dozen".

>>> from tocsin.reading.document import tokenize
>>> read_cardinal(tokenize("two million three hundred and five thousand"), 0)
(2305000, 7, 1000)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tocsin.reading.document import Token
from tocsin.reading.tables import rows

_ARTICLES = frozenset(["a", "an"])
#: "nine hundred and ninety-nine thousand nine hundred and ninety-nine million" is as long as a number gets
_TOKENS_MAX = 24
_NO_SCALE = 10**18


class _Cardinal:
    """A cardinal as it grows word by word: whole scales so far, and the group under a thousand."""

    def __init__(self) -> None:
        self.total = 0
        self.group: int | None = None
        #: the last scale; the next must be smaller
        self.scale = _NO_SCALE

    def takes(self, word: str) -> bool:
        """Whether the word goes on with the number; if so it is added."""
        factor = number_words("scale").get(word)
        if factor:
            return self._takes_scale(factor)
        amount = small(word)
        return amount is not None and self._takes_small(amount)

    def _takes_scale(self, factor: int) -> bool:
        if self.group is None or factor >= (self.scale if factor != 100 else _NO_SCALE):
            return False
        if factor == 100:
            self.group *= factor
        else:
            self.total, self.group, self.scale = self.total + self.group * factor, None, factor
        return True

    def _takes_small(self, amount: int) -> bool:
        """ "five" goes on after "twenty" and after "two hundred", not after "twelve"."""
        group = self.group or 0
        after_hundred = group > 0 and group % 100 == 0
        after_ten = group % 100 >= 20 and group % 10 == 0 and 0 < amount < 10
        if self.group is not None and not (after_hundred or after_ten):
            return False
        self.group = group + amount
        return True


def read_cardinal(tokens: Sequence[Token], index: int) -> tuple[int, int, int] | None:
    """The amount, the index of the first token after it, and the scale that it ends in, else 1."""
    cardinal, stop = _Cardinal(), index
    scales = number_words("scale")
    if tokens[index].lower in _ARTICLES and index + 1 < len(tokens) and tokens[index + 1].lower in scales:
        cardinal.group, stop = 1, index + 1
    while stop < min(len(tokens), index + _TOKENS_MAX):
        if not (cardinal.takes(tokens[stop].lower) or (stop > index and _joins(tokens, stop))):
            break
        stop += 1
    if cardinal.group is None and not cardinal.total:
        return None
    ends_in_scale = cardinal.group is None
    return cardinal.total + (cardinal.group or 0), stop, cardinal.scale if ends_in_scale else 1


def small(word: str) -> int | None:
    """The amount of a number word under a hundred."""
    return number_words("unit").get(word, number_words("ten").get(word))


def _joins(tokens: Sequence[Token], index: int) -> bool:
    """A hyphen within "twenty-five", or the "and" of "two hundred and five": a small number must follow."""
    if index + 1 >= len(tokens) or small(tokens[index + 1].lower) is None:
        return False
    before, word, after = tokens[index - 1 : index + 2]
    if word.text in "-‑":
        return before.lower in number_words("ten") and before.end == word.start and word.end == after.start
    return word.lower == "and" and before.lower in ("hundred", "thousand", "million")


@cache
def number_words(kind: str) -> dict[str, int]:
    """The words of that kind in `data/numbers.tsv`, and what each says."""
    return {row[0]: int(row[2]) for row in rows("numbers") if row[1] == kind}
