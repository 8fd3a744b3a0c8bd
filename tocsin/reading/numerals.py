"""Numbers written in digits, of any script: grouping, decimals, fractions, powers of ten.

>>> from tocsin.reading.document import tokenize
>>> [read_numeral(tokenize(text), 0, text) for text in ("97,735", "12,34,567", "97’735", "1 1/2", ".5", "6.02e23")]
[(97735, 1), (1234567, 1), (97735, 3), (1.5, 4), (0.5, 2), (6.02e+23, 3)]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from math import isfinite

from tocsin.reading.document import Token
from tocsin.reading.measure_units import read_measure_unit
from tocsin.reading.phrasebook import phrasebook

Amount = int | float
#: an amount and the index of the first token after it
Numeral = tuple[Amount, int]

_PLAIN = re.compile(r"\d{1,15}")
_DECIMAL = re.compile(r"\d{1,15}\.\d{1,9}")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?")  # 97,735 and 97,735.5
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2}){1,5},\d{3}(?:\.\d{1,9})?")  # 1,00,000
_EUROPEAN = re.compile(
    r"\d{1,3}(?:\.\d{3}){2,4}(?:,\d{1,9})?|\d{1,3}\.\d{3},\d{1,9}"
)  # 1.234.567 and 97.735,5
_COMMA_DECIMAL = re.compile(r"\d{1,15},\d{1,2}")  # 1,5: only where a scale or a measured unit follows
_GROUP_GAPS = frozenset(" \u00a0\u2009\u202f")
#: signs that part thousands, as Swiss and Arabic typography has them
_GROUP_SIGNS = frozenset("'’٬˙")
_GROUPS_MAX = 4
#: kitchen and carpenter's fractions: "9/11" and "24/7" are none
_DENOMINATORS = frozenset([2, 3, 4, 5, 6, 8, 10, 16])
_MEASURED = frozenset(["measure", "currency", "share"])
_EXPONENT_MAX = 30


def read_numeral(tokens: Sequence[Token], index: int, text: str) -> Numeral | None:
    """The amount whose first sign is tokens[index], and where it ends; None where its separators are unclear."""
    token = tokens[index]
    if token.text == "." and _glued(tokens, index + 1) and _PLAIN.fullmatch(tokens[index + 1].text):
        return float(f"0.{int(tokens[index + 1].text):0{len(tokens[index + 1].text)}d}"), index + 2
    vulgar = _vulgar(token.text)
    if vulgar is not None:
        return vulgar, index + 1
    if not token.text[0].isdecimal():
        return None
    simple = _simple_fraction(tokens, index)
    if simple:
        return simple
    amount = literal(token.text)
    if amount is None and _COMMA_DECIMAL.fullmatch(token.text) and _is_measured(tokens, index):
        amount = float(token.text.replace(",", "."))
    return None if amount is None else _continued(tokens, (amount, index + 1), text)


def literal(digits: str) -> Amount | None:
    """The amount of one run of digits with its separators.

    >>> literal("1.234.567"), literal("12,34")
    (1234567, None)
    """
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


def _continued(tokens: Sequence[Token], numeral: Numeral, text: str) -> Numeral:
    """What goes on after the first run of digits: groups, a fraction, a power of ten."""
    amount, stop = _grouped(tokens, numeral, text)
    if stop < len(tokens) and isinstance(amount, int):
        vulgar = _vulgar(tokens[stop].text)
        if vulgar is not None:
            return amount + vulgar, stop + 1
        simple = _simple_fraction(tokens, stop)
        if simple and tokens[stop].start == tokens[stop - 1].end + 1:
            return amount + simple[0], simple[1]
    return _with_power(tokens, amount, stop)


def _grouped(tokens: Sequence[Token], numeral: Numeral, text: str) -> Numeral:
    amount, stop = numeral
    first = stop - 1
    while stop - first < 2 * _GROUPS_MAX and len(tokens[first].text) <= 3:
        signed = stop < len(tokens) and tokens[stop].text in _GROUP_SIGNS and _glued(tokens, stop)
        group = stop + signed
        if not _is_group(tokens, group):
            break
        gap = "" if signed else text[tokens[stop - 1].end : tokens[group].start]
        if gap not in _GROUP_GAPS and not (signed and _glued(tokens, group)):
            break
        amount, stop = amount * 1000 + int(tokens[group].text), group + 1
    return amount, stop


def _is_group(tokens: Sequence[Token], index: int) -> bool:
    """Whether tokens[index] is a group of thousands: the "735" of "97 735"."""
    if index >= len(tokens) or len(tokens[index].text) != 3 or not tokens[index].text.isdecimal():
        return False
    return tokens[index - 1].text.isdecimal() or tokens[index - 1].text in _GROUP_SIGNS


def _simple_fraction(tokens: Sequence[Token], index: int) -> Numeral | None:
    """ "1/2", "3/4"; a date or a ratio of larger numbers is none."""
    parts = tokens[index : index + 3]
    glued = len(parts) == 3 and _glued(tokens, index + 1) and _glued(tokens, index + 2)
    glued = glued and not _glued(tokens, index)  # "3/1/2" is a date
    if (
        not glued
        or parts[1].text not in ("/", "⁄")
        or not (parts[0].text.isdecimal() and parts[2].text.isdecimal())
    ):
        return None
    if max(len(parts[0].text), len(parts[2].text)) > 2 or _glued(tokens, index + 3):
        return None
    numerator, denominator = int(parts[0].text), int(parts[2].text)
    within = 0 < numerator < denominator and denominator in _DENOMINATORS
    return (numerator / denominator, index + 3) if within else None


def _with_power(tokens: Sequence[Token], amount: Amount, stop: int) -> Numeral:
    """ "1.5e6": an exponent glued to its number."""
    if stop + 1 >= len(tokens) or tokens[stop].lower != "e" or not _glued(tokens, stop):
        return amount, stop
    signed = tokens[stop + 1].text in ("+", "-")
    last = stop + 1 + signed
    if not all(_glued(tokens, index) for index in range(stop + 1, last + 1)):
        return amount, stop
    if (
        not tokens[last].text.isdecimal()
        or len(tokens[last].text) > 2
        or int(tokens[last].text) > _EXPONENT_MAX
    ):
        return amount, stop
    sign = "-" if tokens[stop + 1].text == "-" else ""
    power = float(f"{amount}e{sign}{int(tokens[last].text)}")
    return (power, last + 1) if isfinite(power) else (amount, stop)


def _vulgar(text: str) -> float | None:
    """ "½" and its like; superscripts and enclosed numbers are not numbers."""
    if len(text) != 1 or not unicodedata.decomposition(text).startswith("<fraction>"):
        return None
    value = unicodedata.numeric(text, -1.0)
    return value if 0 < value < 1 else None


def _is_measured(tokens: Sequence[Token], index: int) -> bool:
    """Whether what stands beside tokens[index] can be told in tenths: a scale, a measure, money."""
    if read_measure_unit(tokens, index + 1) and tokens[index + 1].lower != "in":
        return True
    for match in (
        phrasebook("units").at(tokens, index + 1),
        phrasebook("units").before(tokens, index),
        phrasebook("numbers").at(tokens, index + 1),
    ):
        if match and (match.row[2] in _MEASURED or match.row[1] == "scale"):
            return True
    return False


def _glued(tokens: Sequence[Token], index: int) -> bool:
    return 0 < index < len(tokens) and tokens[index].start == tokens[index - 1].end
