"""Acts of the log in plain words, with their time and zone, for people who read a chain of custody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

#: by what was done; anything else is told by its own name
_SAID = {
    "taken in": "These bytes first reached us",
    "arrived again": "The same bytes reached us again",
    "read": "Its text was read by program, which marked findings",
    "transcribed": "A transcript was added",
    "translated": "A translation was added",
    "placed": "Its place among copies of one story was judged",
    "restricted": "It was restricted to the desk",
    "opened": "It was opened",
    "accepted": "Accepted",
    "corrected": "Corrected",
    "refused": "Refused",
    "disputed": "Disputed",
    "withdrawn": "The decision before was withdrawn",
    "marked": "Marked by a person",
}


def act_in_words(row: dict[str, Any]) -> str:
    """
    >>> act_in_words({"action": "accepted", "by": "person 2", "at": "2026-11-22T08:50:10.371155Z", "reason": "seen"})
    'Accepted, by person 2, 22 November 2026, 08:50:10 UTC: seen'
    """
    said = _SAID.get(row["action"], row["action"].capitalize())
    reason = f": {row['reason']}" if row.get("reason") else ""
    return f"{said}, by {row['by']}, {instant(row['at'])}{reason}"


def instant(text: str) -> str:
    """
    >>> instant("2026-11-22T08:50:10.371155Z")
    '22 November 2026, 08:50:10 UTC'
    """
    at = datetime.fromisoformat(text).astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M:%S} UTC"


def published(said: dict[str, Any]) -> str:
    """As printed: no finer than its precision, in the zone that the report printed; empty where nothing is known."""
    try:
        at = datetime.fromisoformat(str(said["published_at"]))
    except (KeyError, ValueError):
        return ""
    precision, offset = said.get("published_precision"), said.get("published_offset_min")
    if isinstance(offset, int) and precision in ("minute", "second"):
        zone = timezone(timedelta(minutes=offset))
        return f"{at.astimezone(zone).day} {at.astimezone(zone):%B %Y, %H:%M (UTC%z)}"
    at = at.astimezone(UTC) + timedelta(minutes=offset if isinstance(offset, int) else 0)
    return {"year": f"{at:%Y}", "month": f"{at:%B %Y}", "minute": f"{at.day} {at:%B %Y, %H:%M UTC}"}.get(
        str(precision), f"{at.day} {at:%B %Y}"
    )
