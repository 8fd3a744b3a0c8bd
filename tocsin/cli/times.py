"""Times that a command is given."""

from __future__ import annotations

from datetime import UTC, datetime

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
