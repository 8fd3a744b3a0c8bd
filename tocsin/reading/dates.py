"""Dates as they are written: each form is named, with an example.

A pattern is tried at every place of the text once and looks no further than its longest example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from tocsin.reading.anchoring import day_value, month_value, period_value, shifted, weekday_value
from tocsin.reading.atoms import Atom
from tocsin.reading.clocks import PARTS
from tocsin.reading.findings import Problem

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?P<weekday>Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?"
_DAYS = rf"(?P<days>{_DAY}(?:(?:,\s?{_DAY}){{0,4}},?\s?(?:and|or|&|to|through|[-–—])\s?{_DAY})?)"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d|-\d\d-)"
_GAP = r"\s{1,3}"
_PHASE = r"(?:(?:early|late|mid)[\s-])?"
#: "May" and "March" are words too: alone they are months only after one of these
_BEFORE_MONTH = (
    r"(?:in|since|until|till|by|of|from|to|between|and|through|during|last|this|next|early|late|mid)"
)

#: without one of these a four-digit number is any number
_BEFORE_YEAR = (
    r"in|since|of|by|until|till|from|to|between|and|or|during|before|after|through|around|late|early|mid|the"
)


class Form(NamedTuple):
    #: compiled when first used: that costs more than the rest of the import
    pattern: str
    example: str
    atoms: Callable[[re.Match[str], date | None], Iterator[Atom | Problem]]


def find_dates(text: str, published: date | None) -> Iterator[Atom | Problem]:
    """Every passage that one of the forms takes for a date; they may overlap."""
    for form in FORMS:
        for match in re.finditer(form.pattern, text):
            yield from form.atoms(match, published)


def _days_of_month(match: re.Match[str], published: date | None) -> Iterator[Atom | Problem]:
    """One atom for each day named; the first or last takes in the month and the year beside it."""
    if not match["month"][0].isupper():
        return
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    year = int(match["year"]) if match["year"] else None
    days = list(re.finditer(r"\d+\w*", match["days"]))
    offset = match.start("days")
    month_first = match.start("month") < offset
    for index, day in enumerate(days):
        start = match.start() if month_first and index == 0 else offset + day.start()
        end = match.end() if index == len(days) - 1 else offset + day.end()
        number = re.sub(r"\D", "", day.group())
        value = day_value(year, month, int(number), published)
        yield _day_or_problem(start, end, value)


def _day_or_problem(start: int, end: int, value: str | None) -> Atom | Problem:
    if value is None:
        return Problem(start=start, end=end, reason="a day that the calendar lacks")
    return Atom(start, end, "day", value)


def _numeric(match: re.Match[str], published: date | None) -> Iterator[Atom | Problem]:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if match["sign"] == "/" and first != second and first <= 12 and second <= 12:
        yield Problem(start=match.start(), end=match.end(), reason="day or month first?")
        return
    day, month = (second, first) if second > 12 else (first, second)
    yield _day_or_problem(
        match.start(), match.end(), day_value(year, month, day, published) if month < 13 else None
    )


def _iso(match: re.Match[str], published: date | None) -> Iterator[Atom | Problem]:
    month, day = int(match["month"]), int(match["day"])
    value = day_value(int(match["year"]), month, day, published) if 1 <= month <= 12 and day else None
    yield _day_or_problem(match.start(), match.end(), value)


def _month(match: re.Match[str], published: date | None) -> Iterator[Atom]:
    if not match["month"][0].isupper():
        return
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    year = int(match["year"]) if match["year"] else None
    direction = match["direction"] if "direction" in match.re.groupindex else None
    start = match.start("phrase") if "phrase" in match.re.groupindex else match.start()
    value = month_value(year, month, published)
    if direction and direction.lower() == "last" and published and value >= f"{published:%Y-%m}":
        value = f"{published.year - 1:04}-{month:02}"
    yield Atom(start, match.end(), "whole", value)


def _weekday(match: re.Match[str], published: date | None) -> Iterator[Atom]:
    weekday = _WEEKDAYS.index(match["weekday"][:3].lower())
    said = (match["direction"] or "").lower()
    direction = {"last": "last", "previous": "last", "next": "next", "coming": "next"}.get(said, "")
    if match["plural"]:
        yield Atom(match.start(), match.end(), "whole", f"XXXX-WXX-{weekday + 1}", "SET")
    else:
        yield Atom(match.start(), match.end(), "weekday", weekday_value(weekday, published, direction))


def _relative_day(match: re.Match[str], published: date | None) -> Iterator[Atom]:
    days = {"yesterday": -1, "today": 0, "tomorrow": 1}[match.group().lower()]
    yield Atom(match.start(), match.end(), "day", shifted(published, days))


def _relative_part(match: re.Match[str], published: date | None) -> Iterator[Atom]:
    """The night before the report came out is "last night" and "overnight"; "tonight" is the coming one."""
    part = (match["part"] or "night").lower()
    before = match.group().lower().startswith(("last", "overnight"))
    value = f"{shifted(published, -1 if before else 0)}T{PARTS[part]}"
    yield Atom(match.start(), match.end(), "whole", value, "TIME")


def _period(match: re.Match[str], published: date | None) -> Iterator[Atom]:
    said = match["direction"].lower()
    count = {"this": 0, "current": 0, "next": 1, "coming": 1}.get(said, -1)
    yield Atom(match.start(), match.end(), "whole", period_value(match["unit"].lower(), count, published))


def _season(match: re.Match[str], published: date | None) -> Iterator[Atom]:
    direction = (match["direction"] or "").lower()
    if not match["year"] and not direction:
        return
    year = match["year"] or "XXXX"
    if direction and published:
        year = f"{published.year - (direction == 'last'):04}"
    yield Atom(match.start(), match.end(), "whole", f"{year}-{_SEASONS[match['season'].lower()]}")


def _years(match: re.Match[str], _published: date | None) -> Iterator[Atom]:
    yield Atom(match.start("year"), match.end("year"), "whole", match["year"])
    if match["until"]:
        until = match["year"][: 4 - len(match["until"])] + match["until"]
        yield Atom(match.start("until"), match.end("until"), "whole", until)


def _decade(match: re.Match[str], _published: date | None) -> Iterator[Atom]:
    yield Atom(match.start(), match.end(), "whole", match["decade"][:3])


def _century(match: re.Match[str], _published: date | None) -> Iterator[Atom]:
    yield Atom(match.start(), match.end(), "whole", f"{int(match['ordinal']) - 1:02}")


def _recurring(match: re.Match[str], _published: date | None) -> Iterator[Atom]:
    word = match["adverb"] or match["unit"]
    letter = {"d": "D", "w": "W", "m": "M", "y": "Y", "a": "Y", "h": "H", "n": "D"}[word[0].lower()]
    yield Atom(match.start(), match.end(), "whole", f"P{'T' if letter == 'H' else ''}1{letter}", "SET")


FORMS = (
    Form(r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d|-\d)", "2023-09-20", _iso),
    Form(
        r"(?<![\w./-])(?P<first>\d{1,2})(?P<sign>[./])(?P<second>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d)(?![\w/])",
        "20.09.2023",
        _numeric,
    ),
    Form(
        rf"(?<![\w.:/$€£-]){_DAYS}(?:{_GAP}of)?[\s-]{{1,3}}(?i:{_MONTH})(?:,?[\s-]{{1,3}}{_YEAR})?",
        "20 and 21 September 2023",
        _days_of_month,
    ),
    Form(
        rf"\b(?i:{_MONTH}){_GAP}{_DAYS}(?:,?{_GAP}{_YEAR})?(?![\w%]|[.,:]\d)",
        "September 20th and 21st, 2023",
        _days_of_month,
    ),
    Form(rf"\b{_PHASE}(?i:{_MONTH}),?{_GAP}(?:of{_GAP})?{_YEAR}", "late September 2023", _month),
    Form(
        r"\b(?P<phrase>(?:(?P<direction>[Ll]ast|[Tt]his|[Nn]ext)\s)?"
        + _PHASE
        + r"(?P<month>January|February|April|June|July|August|September|October|November|December)(?P<year>)\b)"
        r"(?!\s\d)",
        "since October",
        _month,
    ),
    Form(
        rf"\b(?i:{_BEFORE_MONTH})[\s-](?P<phrase>(?P<month>May|March)(?P<year>)\b)(?!\s\d)", "in May", _month
    ),
    Form(
        rf"\b(?:(?P<direction>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming|[Pp]revious)\s)?(?:(?:early|late)\s)?(?i:{_WEEKDAY})"
        r"(?P<plural>s?)\b",
        "last Friday",
        _weekday,
    ),
    Form(
        r"\b(?P<direction>)(?P<plural>)(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?(?=,?\s\d)",
        "Sat, 23 Sept",
        _weekday,
    ),
    Form(r"\b(?i:yesterday|today|tomorrow)\b", "yesterday", _relative_day),
    Form(
        r"\b(?i:(?:this|last)\s(?P<part>morning|afternoon|evening|night)|tonight|overnight)\b",
        "this morning",
        _relative_part,
    ),
    Form(
        r"\b(?i:(?:(?:earlier|later|early|late)\s)?(?P<direction>last|this|next|previous|coming|current)\s"
        r"(?P<unit>week|weekend|month|year|decade|century))\b(?!-)",
        "earlier this month",
        _period,
    ),
    Form(
        rf"\b(?i:(?:the\s)?(?:(?P<direction>last|this)\s)?{_PHASE}(?P<season>spring|summer|autumn|winter))\b"
        rf"(?:(?:\sof)?\s{_YEAR})?",
        "the summer of 2023",
        _season,
    ),
    Form(
        rf"(?:\b(?i:{_BEFORE_YEAR})\s|[(,–]\s?|^){_YEAR}(?:\s?[-–/]\s?(?P<until>(?:19|20)?\d\d))?(?![\w%]|[.,:/-]\d)",
        "in 2022-23",
        _years,
    ),
    Form(rf"\b(?:the\s)?{_PHASE}(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b", "the 1990s", _decade),
    Form(r"\b(?:the\s)?(?P<ordinal>1\d|2[01])(?:th|st)[\s-]century\b", "the 20th century", _century),
    Form(
        r"\b(?i:(?P<adverb>daily|weekly|monthly|yearly|annually|hourly|nightly)"
        r"|(?:every|each)\s(?P<unit>day|night|week|month|year|hour))\b",
        "every day",
        _recurring,
    ),
)
