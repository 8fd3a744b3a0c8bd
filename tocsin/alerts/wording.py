"""Amounts, moments and passages put into words, in one form wherever an alert needs them. English."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

#: longer passages are cut in a draft's sentence; the note shows the whole passage
QUOTE_CHARS_MAX = 400

_MOMENT = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)(T(?P<clock>\d\d:\d\d)(:\d\d)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_QUANTIFIERS = {
    "exact": "",
    "about": "about ",
    "more_than": "more than ",
    "less_than": "fewer than ",
    "at_least": "at least ",
    "up_to": "up to ",
}


def moment(value: str | None) -> str | None:
    """An ISO 8601 date, month, year or instant in words; None for anything else (a TIMEX3 week, a duration).

    >>> moment("2023-09-29T18:00+04:00"), moment("2023-09"), moment("P3D")
    ('29 September 2023, 18:00 (+04:00)', 'September 2023', None)
    """
    match = _MOMENT.fullmatch(value or "")
    if not match:
        return None
    month = int(match["month"] or 1)
    if not 1 <= month <= 12:
        return None
    parts = (str(int(match["day"])) if match["day"] else "", _MONTHS[month - 1] if match["month"] else "")
    date = " ".join(part for part in (*parts, match["year"]) if part)
    if not match["clock"]:
        return date
    zone = {"Z": "(+00:00)", None: "local time"}.get(match["zone"], f"({match['zone']})")
    return f"{date}, {match['clock']} {zone}"


def instant(at: datetime) -> str:
    """An aware datetime in words, to the minute."""
    assert at.tzinfo is not None, at
    words = moment(at.isoformat(timespec="minutes"))
    assert words is not None, at
    return words


#: how much of an ISO 8601 date each precision leaves; a clock time is not part of the date
_CHARS_KEPT = {"year": 4, "month": 7}


def printed_date(at: datetime | None, precision: str, offset_min: int | None) -> str | None:
    """The ISO 8601 date on which something was printed, by its printer's own clock, no more precise than is known.

    >>> printed_date(datetime.fromisoformat("2023-09-29T21:00+00:00"), "minute", 240)
    '2023-09-30'
    """
    if at is None:
        return None
    there = at.astimezone(timezone(timedelta(minutes=offset_min or 0)))
    return there.date().isoformat()[: _CHARS_KEPT.get(precision, 10)]


def amount(value: float | None, low: float | None, high: float | None, quantifier: str) -> str | None:
    """A figure's number with its quantifier; None where the two do not go together.

    >>> amount(97735, None, None, "exact"), amount(None, 3000, 4000, "range"), amount(1.5, None, None, "about")
    ('97,735', 'between 3,000 and 4,000', 'about 1.5')
    """
    if low is not None and high is not None:
        return f"between {low:,} and {high:,}"
    number = next((given for given in (value, low, high) if given is not None), None)
    if number is None or quantifier not in _QUANTIFIERS:
        return None
    return f"{_QUANTIFIERS[quantifier]}{number:,}"


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def quoted(passage: str) -> str:
    """The passage in quotation marks, its words untouched, cut between words where it is long.

    A mark that opens or closes the whole passage is left out, for it would stand there twice.

    >>> quoted("“They fled.”"), quoted("They  fled,"), quoted("“They left “home” and")
    ('“They fled.”', '“They fled”', '“They left “home” and”')
    """
    words = one_line(passage).rstrip(",")  # a comma there belongs to the sentence around it
    inner = words[1:-1]
    if words[:1] == "“" and words[-1:] == "”" and _balanced(inner):
        words = inner
    elif words[:1] == "“" and words.count("“") > words.count("”"):
        words = words[1:]
    elif words[-1:] == "”" and words.count("”") > words.count("“"):
        words = words[:-1]
    words = words.rstrip(",")
    if len(words) > QUOTE_CHARS_MAX:
        words = words[:QUOTE_CHARS_MAX].rsplit(" ", 1)[0] + " […]"
    return f"“{words}”"


def _balanced(text: str) -> bool:
    """Whether every closing mark closes one that was opened in the text."""
    depth = 0
    for sign in text:
        depth += (sign == "“") - (sign == "”")
        if depth < 0:
            return False
    return depth == 0


def sentence(text: str) -> str:
    """The text with a capital at its beginning and one full stop at its end."""
    text = text[:1].upper() + text[1:]
    ended = text.rstrip("”’").endswith((".", "!", "?"))
    return text if ended else f"{text}."
