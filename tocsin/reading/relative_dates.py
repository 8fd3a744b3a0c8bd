"""Days and periods told from another: "on Friday", "yesterday", "last week", "the next day", "later that year"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.reading.atoms import Atom
from tocsin.reading.clocks import PARTS
from tocsin.reading.leanings import FromLast, FromReport, PartOfDay, PresentDay, SameDay, Weekday, Weekend
from tocsin.reading.time_forms import WEEKDAY, WEEKDAYS, Form

_DAYS_FROM_REPORT = {"yesterday": -1, "tomorrow": 1}
#: words that step from the report's own week, month or year
_STEPS = {"this": 0, "current": 0, "next": 1, "coming": 1, "last": -1, "previous": -1, "past": -1}
#: words that step from what was named last
_STEPS_FROM_LAST = {
    "next": 1, "following": 1, "succeeding": 1, "subsequent": 1, "ensuing": 1, "previous": -1, "preceding": -1,
    "prior": -1, "same": 0, "very": 0, "that": 0,
}  # fmt: skip
_UNIT = r"(?P<unit>week|weekend|month|quarter|year|decade|century)"
_LETTERS = {"d": "D", "w": "W", "m": "M", "y": "Y", "a": "Y", "h": "H", "n": "D", "q": "M", "f": "W"}


def _weekday(match: re.Match[str]) -> Iterator[Atom]:
    weekday = WEEKDAYS.index(match["weekday"][:3].lower())
    said = (match["direction"] or "").lower()
    if match["plural"] or said in ("every", "each"):
        yield Atom(match.start(), match.end(), "whole", f"XXXX-WXX-{weekday + 1}", "SET")
        return
    direction = {"last": "last", "previous": "last", "next": "next", "coming": "next"}.get(said, "")
    if said.endswith("following"):
        direction = "next"
    yield Atom(match.start(), match.end(), "weekday", leaning=Weekday(weekday, direction, _weeks(match)))


def _weeks(match: re.Match[str]) -> int | None:
    """The weeks from the report's own: -1 in "Tuesday last week"."""
    return _STEPS[match["week"].lower()] if match["week"] else None


def _weekend(match: re.Match[str]) -> Iterator[Atom]:
    yield Atom(match.start("phrase"), match.end("phrase"), "whole", leaning=Weekend())


def _every_part(match: re.Match[str]) -> Iterator[Atom]:
    part = PARTS[match["part"].lower().removesuffix("s")]
    yield Atom(match.start(), match.end(), "whole", f"XXXX-XX-XXT{part}", "SET")


def _day(match: re.Match[str]) -> Iterator[Atom]:
    said = match["word"].lower()
    if said == "today":
        yield Atom(match.start(), match.end(), "day", leaning=PresentDay())
        return
    days = _DAYS_FROM_REPORT[said]
    if match["beyond"]:
        days *= 2
    yield Atom(match.start(), match.end(), "day", leaning=FromReport("day", days))


def _part(match: re.Match[str]) -> Iterator[Atom]:
    """The night before the report came out is "last night" and "overnight"; "tonight" is the coming one."""
    part = (match["part"] or "night").lower()
    before = match.group().lower().startswith(("last", "overnight"))
    leaning = PartOfDay(FromReport("day", -1 if before else 0), PARTS[part])
    yield Atom(match.start(), match.end(), "whole", type="TIME", leaning=leaning)


def _part_of_day_told(match: re.Match[str]) -> Iterator[Atom]:
    step = _STEPS_FROM_LAST[match["direction"].lower().split()[-1]]
    leaning = PartOfDay(FromLast("day", step), PARTS[match["part"].lower()])
    yield Atom(match.start(), match.end(), "whole", type="TIME", leaning=leaning)


def _period(match: re.Match[str]) -> Iterator[Atom]:
    step = _STEPS[match["direction"].lower()]
    yield Atom(match.start(), match.end(), "whole", leaning=FromReport(match["unit"].lower(), step))


def _period_told(match: re.Match[str]) -> Iterator[Atom]:
    step = _STEPS_FROM_LAST[match["direction"].lower().split()[-1]]
    leaning = FromLast(match["unit"].lower(), step) if step else SameDay(match["unit"].lower())
    kind = "day" if match["unit"].lower() == "day" else "whole"
    yield Atom(match.start("phrase"), match.end("phrase"), kind, leaning=leaning)  # type: ignore[arg-type]


def _neighbour_day(match: re.Match[str]) -> Iterator[Atom]:
    step = 1 if match["side"].lower() in ("after", "following") else -1
    yield Atom(match.start(), match.end(), "day", leaning=FromLast("day", step))


def _own_period(match: re.Match[str]) -> Iterator[Atom]:
    """ "the end of the year": of the year that the text is in."""
    yield Atom(match.start(), match.end(), "whole", leaning=FromReport(match["unit"].lower(), 0))


def _recurring(match: re.Match[str]) -> Iterator[Atom]:
    word = (match["adverb"] or match["unit"]).lower()
    size = {"quarterly": 3, "quarter": 3, "fortnightly": 2, "fortnight": 2}.get(word, 1)
    size *= 2 if match["other"] else 1
    letter = _LETTERS[word[0]]
    yield Atom(match.start(), match.end(), "whole", f"P{'T' if letter == 'H' else ''}{size}{letter}", "SET")


_NO_OTHER = "(?P<other>)"

RELATIVE_FORMS = (
    Form(
        "weekday",
        r"\b(?:(?P<direction>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming|[Pp]revious|(?:the\s)?[Ff]ollowing|[Ee]very|[Ee]ach)\s)?"
        rf"(?:(?:early|late)\s)?(?i:{WEEKDAY})(?P<plural>s?)\b"
        r"(?:\s(?:of\s)?(?P<week>last|this|next)\sweek\b)?",
        "last Friday",
        _weekday,
    ),
    Form(
        "weekday",
        r"\b(?P<direction>)(?P<plural>)(?P<week>)(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?(?=,?\s\d)",
        "Sat, 23 Sept",
        _weekday,
    ),
    Form(
        "unit",
        r"\b(?i:over|at|on|during|throughout|since)\s(?P<phrase>the\sweekend)\b",
        "over the weekend",
        _weekend,
    ),
    Form(
        "part",
        r"\b(?i:(?:every|each|most)\s(?P<part>mornings?|afternoons?|evenings?|nights?))\b",
        "each morning",
        _every_part,
    ),
    Form(
        "adverb",
        r"\b(?i:(?P<beyond>(?:the\s)?day\s(?:before|after)\s)?(?P<word>yesterday|today|tomorrow))\b",
        "the day before yesterday",
        _day,
    ),
    Form("adverb", r"\b(?i:tonight|overnight)(?P<part>)\b", "overnight", _part),
    Form(
        "part",
        r"\b(?i:(?:(?:early|late|earlier|later)\s)?(?:this|last)\s(?P<part>morning|afternoon|evening|night))\b",
        "this morning",
        _part,
    ),
    Form(
        "part",
        r"\b(?i:(?:(?:early|late|earlier|later)\s)?(?P<direction>that(?:\s(?:very|same))?|the\s(?:next|following|previous|same|preceding))\s"
        r"(?P<part>morning|dawn|afternoon|evening|night))\b",
        "the next morning",
        _part_of_day_told,
    ),
    Form(
        "unit",
        rf"\b(?i:(?:(?:earlier|later|early|late)\s)?(?<!the\s)(?P<direction>last|this|next|previous|coming|current)\s{_UNIT})\b(?![-’']|\sof\b)",
        "earlier this month",
        _period,
    ),
    Form(
        "unit",
        rf"\b(?i:(?:earlier|later|early|late)\sin\s(?P<direction>this|last|next)\s{_UNIT})\b(?!-)",
        "later in this month",
        _period,
    ),
    Form(
        "unit",
        r"\b(?i:(?P<phrase>(?:(?:earlier|later|early|late)\s(?:in\s|on\s)?)?(?P<direction>that(?:\s(?:very|same))?"
        r"|the\s(?:very\s)?(?:next|following|succeeding|subsequent|ensuing|previous|preceding|prior|same))\s"
        r"(?P<unit>day|week|weekend|month|quarter|year|decade|century)))\b(?!-)",
        "later that year",
        _period_told,
    ),
    Form(
        "unit",
        r"\b(?i:the\sday\s(?P<side>before|after|following))\b(?=[.,;:)\]]|\s(?:and|but|that|he|she|they|it|in|at|by)\b|$)",
        "the day before",
        _neighbour_day,
    ),
    Form(
        "unit",
        r"\b(?i:(?:(?:the\s)?(?:very\s)?(?:end|close|beginning|start|middle|rest|remainder|turn|latter\spart|latter\shalf|first\shalf"
        r"|second\shalf|early\spart|later\spart)\sof|(?:late|later|early|earlier)\sin)\sthe\s(?P<unit>week|month|year|decade|century))\b"
        r"(?!\s(?:of|before|after)\b|-)",
        "by the end of the year",
        _own_period,
    ),
    Form("unit", r"\b(?i:(?P<unit>month|year|week|decade)(?:[’']s|-)\s?end)\b", "by year’s end", _own_period),
    Form(
        "adverb",
        rf"\b(?i:(?P<adverb>daily|weekly|fortnightly|monthly|quarterly|yearly|annually|hourly|nightly)){_NO_OTHER}\b",
        "daily",
        _recurring,
    ),
    Form(
        "unit",
        r"\b(?P<adverb>)(?i:(?:every|each|per)\s(?P<other>other\s|second\s)?(?:single\s)?"
        r"(?P<unit>day|night|week|fortnight|month|quarter|year|hour))\b",
        "every other day",
        _recurring,
    ),
    Form(
        "unit",
        rf"\b(?:once|twice|times)\s(?P<adverb>){_NO_OTHER}(?P<phrase>an?\s(?P<unit>day|night|week|fortnight|month|quarter|year|hour))\b",
        "twice a week",
        _recurring,
    ),
)
