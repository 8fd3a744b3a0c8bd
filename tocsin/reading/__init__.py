"""Text in, findings out, each with its passage.

>>> reading = read("About 3,000 people fled to Goris on Sunday.", published="2023-09-26")
>>> [place.name for place in reading.places], [time.value for time in reading.times]
(['Goris'], ['2023-09-24'])

Pure: no Django, no database, no clock; the only files read are the package's own tables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime

from tocsin.errors import WrongUse
from tocsin.reading.document import Document, open_document
from tocsin.reading.figures import find_figures
from tocsin.reading.findings import (
    Appeal,
    AppealAccount,
    Call,
    Certainty,
    Channel,
    Event,
    Figure,
    FigurePlace,
    Finding,
    Kind,
    Place,
    Problem,
    Qualification,
    Quantifier,
    Reading,
    Response,
    Role,
    Span,
    Statement,
    Time,
    TimeType,
)
from tocsin.reading.numbers import find_numbers
from tocsin.reading.places import find_places
from tocsin.reading.times import find_times

__all__ = [
    "VERSION",
    "Appeal",
    "AppealAccount",
    "Call",
    "Certainty",
    "Channel",
    "Document",
    "Event",
    "Figure",
    "FigurePlace",
    "Finding",
    "Kind",
    "Place",
    "Problem",
    "Qualification",
    "Quantifier",
    "Reading",
    "Response",
    "Role",
    "Span",
    "Statement",
    "Time",
    "TimeType",
    "open_document",
    "read",
]

#: names the rules that made a finding; changes whenever their answers may change
VERSION = "reading-1"


def read(text: str, published: date | str | None = None) -> Reading:
    """All findings of `text`, dated from the day it was `published` (a date, or ISO 8601 text).

    Any text at all is read; what cannot be understood becomes a `Problem`. Raises `WrongUse` for a
    `published` that is no date.
    """
    doc = open_document(text, _day(published))
    numbers, unread_numbers = find_numbers(doc)
    places = find_places(doc)
    times, unread_times = find_times(doc, numbers, places)
    figures = find_figures(doc, numbers, times, places)
    return Reading(
        figures=figures,
        times=times,
        places=places,
        problems=_problems(doc, times, *unread_times, *unread_numbers),
    )


def _problems(doc: Document, times: Sequence[Time], *problems: Problem) -> tuple[Problem, ...]:
    """In text order, without those that another finding explains: a date, an address."""
    starts = [time.start for time in times]
    return tuple(
        problem
        for problem in sorted(problems, key=lambda problem: (problem.start, problem.end))
        if not doc.in_link(problem.start) and not _inside(times, starts, problem)
    )


def _inside(times: Sequence[Time], starts: Sequence[int], problem: Problem) -> bool:
    index = bisect_right(starts, problem.start) - 1
    return index >= 0 and problem.start < times[index].end


def _day(published: date | str | None) -> date | None:
    if isinstance(published, datetime):
        return published.date()
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published.strip()[:10])
    except ValueError:
        raise WrongUse(f"the report's date {published!r} is no date", "write it as YYYY-MM-DD") from None
