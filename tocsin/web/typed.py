"""Dates and times that a form sends."""

from datetime import UTC, datetime

from tocsin.errors import WrongUse


def instant(typed: str) -> datetime | None:
    """A date and time as typed, in UTC where it names no zone; None for none. Raises WrongUse for anything else.

    >>> instant("2023-09-30T18:00+04:00") == instant("2023-09-30T14:00")
    True
    """
    if not typed:
        return None
    try:
        at = datetime.fromisoformat(typed)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongUse(f"{typed!r} is no date and time", "write it as 2023-09-30T18:00") from None
