"""Names are hidden from the parser, so that it sees the same sentence whoever is named in it.

>>> from tocsin.reading.document import tokenize
>>> print(*hide_names(tokenize("President Jane Roe met the Syrian envoys in Aleppo on Monday.")))
President Norway Norway met the Norwegian envoys in Norway on Monday .
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tocsin.reading.document import Token
from tocsin.reading.grammar import is_capital, is_name_word
from tocsin.reading.names import capital_runs
from tocsin.reading.tables import rows

#: what stands for every name, and for every word of a people
_NAME = "Norway"
_PEOPLE = "Norwegian"
#: "Syrian", "Sudanese", "Turkish", "Azerbaijani"
_OF_PEOPLES = ("ian", "ean", "can", "man", "ese", "ish", "ani", "aqi", "eni", "ali")
_SHOWN = ("title", "role", "body", "calendar")


@cache
def _countries() -> frozenset[str]:
    """ "Oman" and "Mali" end like the words of peoples."""
    return frozenset(name.lower() for row in rows("countries") for name in row[0].split("|"))


def hide_names(words: Sequence[Token]) -> list[str]:
    """The words of a sentence as the parser is given them."""
    shown = [word.text for word in words]
    for first, last in capital_runs(words):
        for index in range(first, last):
            word = words[index]
            if is_capital(word) and not any(is_name_word(word.lower, kind) for kind in _SHOWN):
                shown[index] = _hidden(word)
    return shown


def _hidden(word: Token) -> str:
    singular = word.lower.removesuffix("s")
    if singular.endswith(_OF_PEOPLES) and word.lower not in _countries():
        return _PEOPLE + ("s" if singular != word.lower else "")
    return _NAME
