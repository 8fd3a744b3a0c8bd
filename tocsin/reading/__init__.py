"""Text in, findings out, each with its passage.

>>> reading = read("About 3,000 people fled to Goris on Sunday.", published="2023-09-26")
>>> [place.name for place in reading.places], [time.value for time in reading.times]
(['Goris'], ['2023-09-24'])

Pure: no Django, no database, no clock; the only files read are the package's own tables.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from tocsin.errors import WrongUse
from tocsin.reading.document import Document, open_document
from tocsin.reading.findings import (
    FINDING_KINDS,
    Appeal,
    AppealAccount,
    Call,
    Certainty,
    Channel,
    Event,
    Figure,
    FigurePlace,
    Finding,
    FindingKind,
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
from tocsin.reading.long_texts import joined, pieces

__all__ = [
    "FINDING_KINDS",
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
    "FindingKind",
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
VERSION = "reading-2"


def read(
    text: str,
    published: date | str | None = None,
    *,
    fast: bool = False,
    only: Collection[str] | None = None,
) -> Reading:
    """All findings of `text`, dated from the day it was `published` (a date, or ISO 8601 text).

    `only` asks for some kinds of findings, and costs no more than they need; `fast` is for archives
    (docs/reference/reading.md says what it leaves out):

    >>> read("About 3,000 people fled.", only={"figures"}).as_dict().keys()
    dict_keys(['figures'])

    Any text at all is read; what cannot be understood becomes a `Problem`. Raises `WrongUse` for a
    `published` that is no date, and for a kind of findings that does not exist.
    """
    # all rules at once: whoever asks this package only for a place or a sentence need not load them
    from tocsin.reading.steps import Steps

    asked, day = _asked(only), _day(published)
    readings = [
        (start, Steps(open_document(text[start:end], day), asked, fast=fast).reading())
        for start, end in pieces(text)
    ]
    return joined(readings) if len(readings) > 1 else readings[0][1]


def _asked(only: Collection[str] | None) -> tuple[FindingKind, ...]:
    if only is None:
        return FINDING_KINDS
    if isinstance(only, str) or not set(only).issubset(FINDING_KINDS):
        unknown = only if isinstance(only, str) else min(set(only).difference(FINDING_KINDS))
        raise WrongUse(
            f"only={unknown!r} is no collection of kinds of findings",
            f"choose from {', '.join(FINDING_KINDS)}",
        )
    return tuple(kind for kind in FINDING_KINDS if kind in only)


def _day(published: date | str | None) -> date | None:
    if isinstance(published, datetime):
        return published.date()
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published.strip()[:10])
    except ValueError:
        raise WrongUse(f"the report's date {published!r} is no date", "write it as YYYY-MM-DD") from None
