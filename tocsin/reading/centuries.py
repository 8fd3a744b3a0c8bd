"""Decades, centuries, halves and quarters of a year: "the late 1990s", "the 19th century", "the first half of 2008"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.reading.atoms import Atom
from tocsin.reading.time_forms import Form

_ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    "twenty-first",
]  # fmt: skip
#: which half or quarter of a year; the last of two or of four
_PARTS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_EDGE = (
    r"(?:(?:the\s)?(?:beginning|start|middle|end|turn|close)\sof\s)?(?:the\s)?"
    r"(?:(?:early|late|mid)[\s-](?:to[\s-](?:mid|late)[\s-])?)?"
)
_ERA = r"(?P<era>\s(?:BCE?\b|B\.C\.(?:E\.)?))?"


def _decade(match: re.Match[str]) -> Iterator[Atom]:
    """TIMEX3 writes a decade as its first three figures."""
    if match["short"]:
        yield Atom(match.start(), match.end(), "whole", "19" + match["short"][0])
    elif match["era"]:
        yield Atom(match.start(), match.end(), "whole", f"BC{int(match['decade']):04}"[:-1])
    elif len(match["decade"]) == len("1990"):
        yield Atom(match.start(), match.end(), "whole", match["decade"][:-1])


def _century(match: re.Match[str]) -> Iterator[Atom]:
    """The 20th century is the years that begin with 19."""
    said = match["ordinal"].lower()
    number = int(re.sub(r"\D", "", said)) if said[0].isdigit() else _ORDINALS.index(said) + 1
    yield Atom(match.start(), match.end(), "whole", f"{'BC' if match['era'] else ''}{number - 1:02}")


def _part_of_year(match: re.Match[str]) -> Iterator[Atom]:
    said = match["part"].lower()
    letter = match["of"][0].upper()
    last = 2 if letter == "H" else 4
    number = last if said in ("last", "latter", "final") else int(said) if said.isdigit() else _PARTS[said]
    if 1 <= number <= last:
        yield Atom(match.start(), match.end(), "whole", f"{match['year']}-{letter}{number}")


def _fiscal_year(match: re.Match[str]) -> Iterator[Atom]:
    yield Atom(match.start(), match.end(), "whole", match["year"])


CENTURY_FORMS = (
    Form(
        "decade",
        rf"(?<![\w$€£.,-])(?i:{_EDGE})(?:(?P<decade>1\d\d0|20\d0|\d{{2,3}}0)|['’‘](?P<short>[2-9]0))['’]?s\b{_ERA}(?!\d)",
        "the late 1990s",
        _decade,
    ),
    Form(
        "century",
        rf"\b(?i:{_EDGE}(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(reversed(_ORDINALS))})[\s-]century)\b{_ERA}",
        "the 20th century",
        _century,
    ),
    Form(
        "digits",
        r"\b(?P<of>[QH])(?P<part>[1-4])[\s-](?P<year>20\d\d|19\d\d)\b",
        "Q3 2023",
        _part_of_year,
    ),
    Form("digits", r"\bFY\s?(?P<year>20\d\d|19\d\d)(?:[-–/]\d\d(?!\d))?\b", "FY2024", _fiscal_year),
    Form(
        "half",
        r"\b(?i:(?:the\s)?(?P<part>first|second|third|fourth|1st|2nd|3rd|4th|last|latter|final)\s(?P<of>half|quarter)\sof\s)"
        r"(?:the\syear\s)?(?P<year>1\d\d\d|20\d\d)\b",
        "the latter half of 2008",
        _part_of_year,
    ),
)
