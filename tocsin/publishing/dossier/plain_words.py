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
    "retracted": "Its publisher took it back",
    "withdrawn by us": "We no longer hold to it",
    "holds again": "It is held to again",
}
_BEARS = {
    "corroborates": ("It corroborates {}", "{} corroborates it"),
    "refutes": ("It refutes {}", "{} refutes it"),
    "same event": ("It tells of the same event as {}", "{} tells of the same event"),
}


def act_in_words(row: dict[str, Any], said: str = "") -> str:
    """
    >>> act_in_words({"action": "accepted", "by": "person 2", "at": "2026-11-22T08:50:10.371155Z", "reason": "seen"})
    'Accepted, by person 2, 22 November 2026, 08:50:10 UTC: seen'
    """
    said = said or _said(row)
    reason = f": {row['reason']}" if row.get("reason") else ""
    return f"{said}, by {row['by']}, {instant(row['at'])}{reason}"


def _said(row: dict[str, Any]) -> str:
    noun, after, action = row.get("item", "").partition(":")[0], row.get("after", {}), row["action"]
    if noun == "recapture":
        return f"Its page was looked at again ({after.get('outcome') or 'masked'})"
    if noun == "content-check":
        return f"What its capture holds was judged ({after.get('verdict') or 'masked'})"
    if noun == "credibility":
        return f"Judged to be credible to the grade {after.get('grade') or 'masked'} of 1 to 6"
    return (
        _SAID.get(f"{action} by us" if noun == "taken-back" else action)
        or _SAID.get(action)
        or action.capitalize()
    )


def link_in_words(row: dict[str, Any], item: str) -> str:
    """A link between findings, as it stands beside one of them.

    >>> said = {"first": 3, "second": 7, "kind": "refutes", "verdict": "linked"}
    >>> row = {"after": said, "action": "linked", "by": "person 1", "at": "2026-11-22T08:50:10.371155Z", "reason": None}
    >>> link_in_words(row, "finding:7")
    'Finding 3 refutes it, by person 1, 22 November 2026, 08:50:10 UTC'
    """
    after = row["after"]
    is_first = item == f"finding:{after.get('first')}"
    other = f"finding {after.get('second' if is_first else 'first')}"
    form = _BEARS.get(str(after.get("kind")), ("It bears on {}", "{} bears on it"))[not is_first]
    said = form.format(other)
    said = f"No longer: {said}" if row["action"] == "withdrawn" else said[0].upper() + said[1:]
    return act_in_words(row, said)


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
