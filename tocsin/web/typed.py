"""Dates and times that a form sends."""

from datetime import UTC, datetime

from tocsin.errors import WrongUse


def instant(typed: str) -> datetime | None:
    """A date and time as typed, in UTC; None for none. Raises WrongUse for anything else."""
    if not typed:
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=UTC)
    except ValueError:
        raise WrongUse(f"{typed!r} is no date and time", "write it as 2023-09-30T18:00") from None
