"""What became of a page, decided from what fetching it again brought. Pure; `recapturing` fetches and stores."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.reports.content_check import WALLS, Verdict

#: the server says that the page is no longer there (RFC 9110, sections 15.5.5 and 15.5.11)
GONE = frozenset({404, 410})
#: it asks for a login, for money or for somebody else, or may not show it for a law's sake (RFC 9110; RFC 7725)
REFUSED = frozenset({401, 402, 403, 407, 451})


class Outcome(StrEnum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    #: the server says that it is not there any more
    GONE = "gone"
    #: no answer, or one that a later try may better
    UNREACHABLE = "not reachable"
    #: something stands before it: a login, a cookie wall, an error
    WALL = "now a wall"


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What was there."""

    #: of the last answer; None where none came
    status: int | None
    #: the clean text; None where the answer holds no page that can be read
    text: str | None = None
    #: what it holds by program; None where it could not be read
    verdict: Verdict | None = None


def outcome(before: str, verdict_before: Verdict, seen: Seen) -> Outcome:
    """`before` is the clean text of the version that is known last, `verdict_before` what that is held to be.

    >>> outcome("60 fled.", Verdict.ARTICLE, Seen(status=404))
    <Outcome.GONE: 'gone'>
    """
    if seen.status in GONE:
        return Outcome.GONE
    if seen.status in REFUSED:
        return Outcome.WALL
    if seen.status is None or not 200 <= seen.status < 300:
        return Outcome.UNREACHABLE
    if seen.text is None:
        return Outcome.WALL
    if seen.text.split() == before.split():
        return Outcome.UNCHANGED
    if seen.verdict in WALLS and verdict_before not in WALLS:
        return Outcome.WALL
    return Outcome.CHANGED
