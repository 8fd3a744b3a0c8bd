"""The day on which a person says that money moved: it has come, and is not long past. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tocsin.errors import MoneyRefused

#: banks book ahead over holidays, and east of us it is tomorrow
AHEAD = timedelta(days=7)
#: books are kept for so long by most laws; what is older is a slip of the pen
BACK = timedelta(days=3653)


def checked_day(day: date, now: datetime) -> date:
    """The day. Raises MoneyRefused for one that would put money into books that nobody looks at."""
    if not now.date() - BACK <= day <= now.date() + AHEAD:
        raise MoneyRefused(
            f"{day} is no day on which this can have moved",
            f"give the day of the bank's paper: within ten years, and at most {AHEAD.days} days from now",
        )
    return day
