"""Days and months as they are written: "20 and 21 September 2023", "late September", "20.09.2023"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tocsin.reading.anchoring import day_text, year_text
from tocsin.reading.atoms import Atom
from tocsin.reading.findings import Problem
from tocsin.reading.leanings import DayOfMonth, DayOfYear, MonthOfYear
from tocsin.reading.time_forms import MONTH, MONTHS, PHASE, YEAR, Form, year_of

_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?"
_AND_DAY = r"(?:,\s?|,?\s?(?:and|or|&|to|through|until|till|[-–—/])\s?(?:the\s)?)"
_DAYS = rf"(?P<days>{_DAY}(?:{_AND_DAY}{_DAY}){{0,5}})"
_GAP = r"\s{1,3}"
#: "May" and "March" are words too: alone they are months only after one of these
_BEFORE_MONTH = (
    r"in|since|until|till|by|of|from|to|between|and|or|through|throughout|during|before|after|last|this|next|early|late|mid"
    r"|previous|following|that|every|each"
)
_DIRECTIONS = {"last": "last", "previous": "last", "past": "last", "this": "this", "next": "next"}


def _days_of_month(match: re.Match[str]) -> Iterator[Atom | Problem]:
    """One atom for each day named; the first or last takes in the month and the year beside it."""
    if not match["month"][0].isupper():
        return
    month = _month_number(match)
    year = year_of(match)
    days = list(re.finditer(r"\d+(?:st|nd|rd|th)?", match["days"]))
    if _counts_down(match["days"], [int(re.sub(r"\D", "", day.group())) for day in days]):
        return  # "12 to 3 March": the first number belongs to something else
    offset = match.start("days")
    month_first = match.start("month") < offset
    for index, day in enumerate(days):
        start = match.start() if month_first and index == 0 else offset + day.start()
        end = match.end() if index == len(days) - 1 else offset + day.end()
        number = int(re.sub(r"\D", "", day.group()))
        if year is None:
            yield _leaning_day(start, end, DayOfYear(month, number, _years(match)))
        else:
            yield _day_or_problem(start, end, day_text(year, month, number))


def _counts_down(words: str, days: list[int]) -> bool:
    return "/" in words and any(first > second for first, second in pairwise(days))


def _years(match: re.Match[str]) -> int | None:
    """The years from the text's own: -1 in "15 April last year"."""
    return _YEARS[match["years"].lower()] if match["years"] else None


def _leaning_day(start: int, end: int, day: DayOfYear) -> Atom | Problem:
    if day_text(None, day.month, day.day) is None:
        return Problem(start=start, end=end, reason="a day that the calendar lacks")
    return Atom(start, end, "day", leaning=day)


def _day_or_problem(start: int, end: int, value: str | None) -> Atom | Problem:
    if value is None:
        return Problem(start=start, end=end, reason="a day that the calendar lacks")
    return Atom(start, end, "day", value)


def _numeric(match: re.Match[str]) -> Iterator[Atom | Problem]:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if match["sign"] == "/" and first != second and first <= 12 and second <= 12:
        yield Problem(start=match.start(), end=match.end(), reason="day or month first?")
        return
    day, month = (second, first) if second > 12 else (first, second)
    yield _day_or_problem(match.start(), match.end(), day_text(year, month, day))


def _iso(match: re.Match[str]) -> Iterator[Atom | Problem]:
    value = day_text(int(match["year"]), int(match["month"]), int(match["day"]))
    yield _day_or_problem(match.start(), match.end(), value)


def _month(match: re.Match[str]) -> Iterator[Atom]:
    """A month of a year that is told."""
    if match["month"][0].isupper():
        value = f"{year_text(year_of(match))}-{_month_number(match):02}"
        yield Atom(match.start(), match.end(), "whole", value)


def _bare_month(match: re.Match[str]) -> Iterator[Atom]:
    years = _years(match) if "years" in match.re.groupindex else None
    direction = _DIRECTIONS.get((match["direction"] or "").lower(), "")
    yield Atom(
        match.start("phrase"),
        match.end(),
        "whole",
        leaning=MonthOfYear(_month_number(match), direction, years),
    )


def _ordinal(match: re.Match[str]) -> Iterator[Atom]:
    day = int(match["ordinal"])
    if 1 <= day <= 31:
        yield Atom(match.start("phrase"), match.end(), "day", leaning=DayOfMonth(day))


def _month_number(match: re.Match[str]) -> int:
    return MONTHS.index(match["month"][:3].lower()) + 1


#: "August of that year", where it is the story's year and no other
_OF_THAT_YEAR = (
    r"(?:\sof\s(?:that|the)(?:\s(?:very|same))?\syear|,?\s(?:of\s)?(?P<years>last|this|next)\syear\b)?"
)
_YEARS = {"last": -1, "this": 0, "next": 1}
_DIRECTED = r"(?P<phrase>(?:(?:the\s)?(?P<direction>[Ll]ast|[Tt]his|[Tt]his\spast|[Nn]ext|[Pp]revious)\s)?"

DATE_FORMS = (
    Form("digits", r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d|-\d)", "2023-09-20", _iso),
    Form(
        "digits",
        r"(?<![\w./-])(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d)(?![\w/])",
        "20.09.2023",
        _numeric,
    ),
    Form(
        "month",
        rf"(?<![\w.:/$€£])(?<![\dA-Z][-–]){_DAYS}(?:{_GAP}of)?(?:{_GAP}|-)(?i:{MONTH})(?:(?:,?(?:{_GAP}|-)|{_GAP}of{_GAP}){YEAR}|{_OF_THAT_YEAR})",
        "20 and 21 September 2023",
        _days_of_month,
    ),
    Form(
        "month",
        rf"\b(?i:{MONTH}){_GAP}(?:the\s)?{_DAYS}(?:(?:,?{_GAP}|{_GAP}of{_GAP}){YEAR}|{_OF_THAT_YEAR})(?![\w%]|[.,:]\d)",
        "September 20th and 21st, 2023",
        _days_of_month,
    ),
    Form(
        "month",
        rf"\b(?i:{PHASE})(?i:{MONTH}),?(?:{_GAP}|-)(?:of{_GAP})?{YEAR}",
        "late September 2023",
        _month,
    ),
    Form(
        "bare month",
        rf"\b{_DIRECTED}(?i:{PHASE})(?i:(?P<month>January|February|April|June|July|August|September|October|November"
        rf"|December|Sept\.|Oct\.|Nov\.|Dec\.|Jan\.|Feb\.|Aug\.))(?!\w){_OF_THAT_YEAR})(?!\s\d{{1,2}}\b(?![-\s]))",
        "since October",
        _bare_month,
    ),
    Form(
        "may",
        rf"\b(?i:{_BEFORE_MONTH})[\s-]{_DIRECTED}(?i:{PHASE})(?P<month>May|March)\b{_OF_THAT_YEAR})(?!\s\d)",
        "in May",
        _bare_month,
    ),
    Form(
        "may",
        rf"(?<=[-–—(])\s?{_DIRECTED}(?P<month>May|March)\b)(?=\s?[-–—),])",
        "(March–May)",
        _bare_month,
    ),
    Form(
        "ordinal",
        r"\b(?i:on|by|until|till|since|from|to|and)\s(?P<phrase>(?:the\s)?(?P<ordinal>\d{1,2})(?:st|nd|rd|th)"
        r"(?:\sof\s(?:the|that)\s(?:same\s)?month)?)(?=[.,;:)]|\s(?:and|but|when|after|before|to|in|at|by|was|were|is|he|she|they|it|i|we|the|a|an|one|two|three|some|all|many|no|another|his|her|their|its|this|that"
        r"|these|those|more|most|about|will|with|for|from|as|on)\b|$)",
        "on the 20th",
        _ordinal,
    ),
)
