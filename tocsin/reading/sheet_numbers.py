"""The numbers of a sheet's column. What one cell leaves open, the others of its column may decide; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from tocsin.reading.findings import Quantifier

#: more people than there are is no count of people
VALUE_MAX = 10_000_000_000
Thousands = Literal["", ",", "."]
QUANTIFIERS: dict[str, Quantifier] = {
    "": "exact", "exact": "exact", "exactly": "exact", "unknown": "exact",
    "about": "about", "approximately": "about", "around": "about", "estimated": "about", "~": "about", "c.": "about",
    "more than": "more_than", "over": "more_than", ">": "more_than",
    "less than": "less_than", "under": "less_than", "<": "less_than",
    "at least": "at_least", "≥": "at_least", "more than or equal": "at_least",
    "up to": "up_to", "at most": "up_to", "≤": "up_to", "less than or equal": "up_to",
    "range": "range",
}  # fmt: skip
#: in place of a number: there is none
NONE = frozenset({"", "-", "–", "—", "n/a", "na", "n.a.", "..", "...", "…", "nil", "null", "none", "no data"})
#: signs that set the direction of text and mean nothing in a number
BIDI = {
    ord(sign): None for sign in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
}
_PLAIN = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u066c'’]\d{3}){1,3}|\d{1,12}")
#: also the Indian way, 12,34,567
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3}){1,3}|\d{1,2}(?:,\d{2}){1,4},\d{3}")
_DOTS = re.compile(r"\d{1,3}(?:\.\d{3}){1,3}")
_ONE_DOT = re.compile(r"\d{1,3}\.\d{3}")
_ONE_COMMA = re.compile(r"\d{1,3},\d{3}")
_RANGE = re.compile(r"\s*(?:-|–|to)\s*")
_SAID = re.compile(
    "(" + "|".join(sorted(map(re.escape, filter(None, QUANTIFIERS)), key=len, reverse=True)) + r")\s*(?=\d)",
    re.IGNORECASE,
)


class NotANumber(ValueError):
    """A cell that holds no count; the text says why."""


class Style(NamedTuple):
    """What the cells of one column show of their signs."""

    dot_parts_thousands: bool = False
    dot_parts_decimals: bool = False
    comma_parts_thousands: bool = False
    comma_parts_decimals: bool = False


class Number(NamedTuple):
    low: int
    #: None where it is one number
    high: int | None
    quantifier: Quantifier | None


def style_of(cells: Iterable[str], said: Thousands = "") -> Style:
    """What is shown by the cells that can be read in one way only, or said by a person.

    >>> style_of(["1.234", "1.234.567"]).dot_parts_thousands, style_of(["1.234"]).dot_parts_thousands
    (True, False)
    """
    dots = commas = dot_decimals = comma_decimals = False
    for cell in cells:
        dot, comma = cell.rfind("."), cell.rfind(",")
        if dot < 0 and comma < 0:
            continue
        if dot >= 0 and comma >= 0:
            dots, comma_decimals = dots or dot < comma, comma_decimals or dot < comma
            commas, dot_decimals = commas or comma < dot, dot_decimals or comma < dot
        elif dot >= 0 and not _ONE_DOT.fullmatch(cell):
            dots, dot_decimals = dots or bool(_DOTS.fullmatch(cell)), dot_decimals or _is_fraction(cell, ".")
        elif comma >= 0 and not _ONE_COMMA.fullmatch(cell):
            commas = commas or bool(_COMMAS.fullmatch(cell))
            comma_decimals = comma_decimals or _is_fraction(cell, ",")
    if said:
        return Style(said == ".", said == ",", said == ",", said == ".")
    return Style(dots, dot_decimals, commas, comma_decimals)


def _is_fraction(cell: str, sign: str) -> bool:
    whole, _, rest = cell.partition(sign)
    return whole.isdigit() and rest.isdigit()


def number_in(cell: str, style: Style) -> Number:
    """The number or range, with the quantifier that stands before it.

    >>> number_in("~1,200", Style())
    Number(low=1200, high=None, quantifier='about')
    >>> number_in("1.234", Style())
    Traceback (most recent call last):
        ...
    tocsin.reading.sheet_numbers.NotANumber: '1.234' may be a thousand and more, or one and a part: say which parts thousands
    """
    bare = cell.translate(BIDI).strip()
    said = _SAID.match(bare)
    rest = bare[said.end() :] if said else bare
    quantifier = QUANTIFIERS[said[1].lower()] if said else None
    if rest.endswith("+"):
        rest, quantifier = rest[:-1].rstrip(), quantifier or "at_least"
    ends = _RANGE.split(rest) if rest[:1] not in "-–−" else [rest]
    if len(ends) == 2:
        low, high = count(ends[0], style), count(ends[1], style)
        if low > high:
            raise NotANumber(f"the range {cell!r} ends below where it begins")
        return Number(low, high, None)
    return Number(count(rest, style), None, quantifier)


def count(cell: str, style: Style = Style()) -> int:  # noqa: B008 - immutable
    """A whole number from 0 up."""
    if re.fullmatch(r"[-–−]\s*[\d.,\u00a0\u202f ]+|\(\d[\d.,]*\)", cell):
        raise NotANumber(f"{cell!r} is less than nothing: people are counted from 0 up")
    if re.fullmatch(r"[\d.,]+\s*[%٪]", cell):
        raise NotANumber(f"{cell!r} is a share and counts nobody")
    if not (_PLAIN.fullmatch(cell) or _whole(cell, style)):
        raise NotANumber(f"{cell[:60]!r} is no whole number")
    number = int(re.sub(r"\D", "", cell))
    if number > VALUE_MAX:
        raise NotANumber(f"{cell!r} is more than {VALUE_MAX:,}")
    return number


def _whole(cell: str, style: Style) -> bool:
    """Whether its commas or dots part thousands."""
    if _COMMAS.fullmatch(cell):
        if style.comma_parts_decimals and (_ONE_COMMA.fullmatch(cell) or style.comma_parts_thousands):
            _refuse(cell, style.comma_parts_thousands)
        return True
    if not _DOTS.fullmatch(cell):
        return False
    if not style.dot_parts_thousands or style.dot_parts_decimals:
        _refuse(cell, style.dot_parts_thousands == style.dot_parts_decimals)
    return True


def _refuse(cell: str, torn: bool) -> None:
    if torn:
        raise NotANumber(f"{cell!r} may be a thousand and more, or one and a part: say which parts thousands")
    raise NotANumber(f"{cell!r} is no whole number: that sign parts decimals in this column")
