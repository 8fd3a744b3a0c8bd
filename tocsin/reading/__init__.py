"""Text in, findings out, each with its passage.

>>> reading = read("About 3,000 people fled to Goris on Sunday.", published="2023-09-26")
>>> [place.name for place in reading.places], [time.value for time in reading.times]
(['Goris'], ['2023-09-24'])

Pure: no Django, no database, no clock; the only files read are the package's own tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tocsin.errors import WrongUse
from tocsin.reading.appeals import find_appeals
from tocsin.reading.calls import find_calls
from tocsin.reading.document import Document, open_document
from tocsin.reading.events import find_events
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
from tocsin.reading.folding import fold
from tocsin.reading.numbers import find_numbers
from tocsin.reading.places import find_places
from tocsin.reading.qualifications import find_qualifications
from tocsin.reading.quotes import find_quotes
from tocsin.reading.responses import find_responses
from tocsin.reading.statements import find_statements
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
    quotes, unread_quotes = find_quotes(doc)
    folded = fold(doc, quotes)
    statements = find_statements(doc, quotes, folded, times)
    figures = find_figures(doc, numbers, times, places, statements)
    appeals, unread_appeals = find_appeals(doc)
    problems = [*unread_times, *unread_quotes, *unread_appeals]
    problems += _unexplained(doc, unread_numbers, [*times, *unread_times])
    return Reading(
        figures=figures,
        statements=statements,
        times=times,
        places=places,
        events=find_events(doc, folded, statements, times, places),
        calls=find_calls(doc, folded, statements),
        responses=find_responses(doc, folded, times),
        qualifications=find_qualifications(doc, statements),
        appeals=appeals,
        problems=tuple(sorted(problems, key=lambda problem: (problem.start, problem.end))),
    )


def _unexplained(
    doc: Document, problems: Sequence[Problem], others: Sequence[Time | Problem]
) -> list[Problem]:
    """The numbers that nothing else makes sense of: neither an address nor a date."""
    taken = {position for other in others for position in range(other.start, other.end)}
    return [problem for problem in problems if not doc.in_link(problem.start) and problem.start not in taken]


def _day(published: date | str | None) -> date | None:
    if isinstance(published, datetime):
        return published.date()
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published.strip()[:10])
    except ValueError:
        raise WrongUse(f"the report's date {published!r} is no date", "write it as YYYY-MM-DD") from None
