"""Times of the clock and parts of the day as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.reading.atoms import SAME, Atom
from tocsin.reading.leanings import SameDay
from tocsin.reading.time_forms import Form

#: TIMEX3 names of the parts of a day
PARTS = {
    "morning": "MO",
    "dawn": "MO",
    "daybreak": "MO",
    "sunrise": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "dusk": "EV",
    "sunset": "EV",
    "nightfall": "EV",
    "night": "NI",
    "nighttime": "NI",
    "daytime": "DT",
}
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR_WORD = "|".join(_HOURS)
_ZONE = (
    r"(?:\s{1,2}\(?(?P<zone>local\stime|GMT(?!\w)|UTC(?!\w)|CES?T\b|EES?T\b|MSK\b|EAT\b|WAT\b|E[SD]T\b"
    r"|[A-Z][\w’'-]{1,20}\stime\b)\)?)?"
)
_OF_DAY = r"in\sthe\s(?P<half>morning|afternoon|evening)|at\s(?P<night>night)"
_NOT_AFTER = r"(?<![\w:.,/$€£-])"

#: "6 p.m. local time", "8:30 am", "1.30 a.m. GMT"
_TWELVE = (
    rf"{_NOT_AFTER}(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s{{0,2}}"
    rf"(?P<half>[apAP])\.?[mM](?:\.|\b){_ZONE}"
)
#: "18:00", "18:00:30 UTC", "18h30"
_TWENTY_FOUR = (
    rf"{_NOT_AFTER}(?P<hour>2[0-3]|[01]?\d)[:h](?P<minute>[0-5]\d)(?::[0-5]\d)?"
    rf"(?:\s?(?:hrs?|hours)\b)?(?![\w:/]|[.,]\d){_ZONE}"
)
#: "1400 GMT", "0630 hours": four digits are a time only with their zone
_MILITARY = (
    rf"{_NOT_AFTER}(?P<hour>2[0-3]|[01]\d)(?P<minute>[0-5]\d)"
    rf"(?=\s(?:GMT|UTC|CES?T|EES?T|MSK|local\stime|hours|hrs)\b){_ZONE}"
)
#: "six in the evening", "six o’clock", "half past six", "8 at night"
_SPOKEN = (
    rf"\b(?i:(?P<past>half\spast|quarter\spast|quarter\sto)\s)?(?i:(?P<hour>{_HOUR_WORD}|1[0-2]|[1-9]))"
    rf"(?P<clock>\so['’]clock)?(?:\s(?i:{_OF_DAY}))?(?!\w){_ZONE}"
)
_NAMED = rf"\b(?i:(?:12\s)?(?P<name>noon|midday|midnight))\b{_ZONE}"
#: "by that hour", "at the same time"; one that opens a sentence before a comma only joins it to the last
_SAME = (
    r"\b(?i:at|by|for|of|until)\s(?P<phrase>(?i:(?:that|the)(?:\s(?:very|same)){1,2}|that)\s"
    r"(?:hour|time|moment))\b(?!,)"
)
#: a capital inside a sentence makes a name of it: "Operation Dawn"
_PART = (
    r"\b(?:(?i:(?P<the>the\s))?(?:(?i:early|late|mid)[\s-](?:in\sthe\s)?)?"
    rf"(?P<part>{'|'.join(PARTS)}|(?:(?<=the\s)|(?<=The\s))(?:early|small|wee)\shours(?=\s(?:of|on)\b))"
    r"(?:[\s-](?:hours|time))?)\b(?!-long)"
)


def _twelve(match: re.Match[str]) -> Iterator[Atom]:
    hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
    yield _clock(match, hour, match["minute"])


def _twenty_four(match: re.Match[str]) -> Iterator[Atom]:
    yield _clock(match, int(match["hour"]), match["minute"])


def _named(match: re.Match[str]) -> Iterator[Atom]:
    yield _clock(match, 0 if match["name"].lower() == "midnight" else 12, None)


def _spoken_clock(match: re.Match[str]) -> Iterator[Atom]:
    if match["past"] or match["clock"] or match["half"] or match["night"]:
        yield _spoken(match)


def _same_clock(match: re.Match[str]) -> Iterator[Atom]:
    yield Atom(match.start("phrase"), match.end(), "clock", SAME, "TIME")


def _part_of_day(match: re.Match[str]) -> Iterator[Atom]:
    """A part is a time of its own only with "the"; else beside a day, or of every day."""
    yield Atom(
        match.start(),
        match.end(),
        "part",
        PARTS.get(match["part"], "MO"),
        "TIME",
        leaning=SameDay("day") if match["the"] and not match["part"].endswith("time") else None,
    )


CLOCK_FORMS = (
    Form("clock", _TWELVE, "6 p.m. local time", _twelve),
    Form("clock", _TWENTY_FOUR, "18:00:30 UTC", _twenty_four),
    Form("military", _MILITARY, "1400 GMT", _twenty_four),
    Form("named hour", _NAMED, "noon", _named),
    Form("spoken", _SPOKEN, "half past six", _spoken_clock),
    Form("unit", _SAME, "by that hour", _same_clock),
    Form("part", _PART, "the early morning hours", _part_of_day),
)


def _clock(match: re.Match[str], hour: int, minute: str | None) -> Atom:
    zone = match["zone"] or ""
    return Atom(match.start(), match.end(), "clock", f"{hour:02}:{minute or '00'}", "TIME", _zone_name(zone))


def _zone_name(zone: str) -> str:
    """ "local", an abbreviation, a place's name, or nothing."""
    return zone.removesuffix(" time")


def _spoken(match: re.Match[str]) -> Atom:
    word = match["hour"].lower()
    hour = int(word) if word.isdigit() else _HOURS.index(word) + 1
    past = (match["past"] or "").lower()
    minutes = hour * 60 + {"half past": 30, "quarter past": 15, "quarter to": -15}.get(past, 0)
    is_late = (match["night"] and hour >= 6) or (match["half"] or "").lower() in ("afternoon", "evening")
    minutes = minutes % 720 + (720 if is_late else 0)
    return _clock(match, minutes // 60, f"{minutes % 60:02}")
