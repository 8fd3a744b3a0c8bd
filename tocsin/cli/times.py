"""Times that a command is given, and spans that it prints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tocsin.errors import WrongUse


def zoned(text: str) -> datetime:
    """Raises WrongUse for what is no time, or names no zone."""
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            at.astimezone(UTC)  # the first day of all, east of Greenwich, is none
    except (ValueError, OverflowError):
        at = None
    if at is None or at.tzinfo is None:
        raise WrongUse(f"{text!r} is no time with its zone", "write it as 2026-03-01T12:00+00:00")
    return at


def span(between: timedelta) -> str:
    """To the second; a clock that went backwards shows.

    >>> span(timedelta(minutes=9, seconds=41.4)), span(timedelta(days=2, hours=1)), span(timedelta(seconds=-60))
    ('0:09:41', '2 days, 1:00:00', '-0:01:00')
    """
    whole = timedelta(seconds=round(abs(between).total_seconds()))
    return f"{'-' if between < timedelta(0) else ''}{whole}"
