"""Refunds of a provider that tells only how much was given back in all: what is new in such a total, told apart.

A total does not say of how many refunds it is made, nor when they were. What we asked for ourselves we know: each of those
is a refund of its own, of the day on which the provider took it, whichever totals were read and in whatever order. All else
that is new is one refund, of the day on which it was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """Minor units given back in all, and when that was said."""

    minor: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A refund that we asked for: it takes the total from one figure to another."""

    from_minor: int
    to_minor: int
    #: when the provider took it; None while its answer has not come
    taken_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    minor: int
    #: the total after it
    to_minor: int
    at: datetime


def told_apart(before_minor: int, total: Total, asked: Sequence[Asked]) -> Iterator[Counted]:
    """`before_minor`: of the total, what is known already.

    >>> from datetime import UTC
    >>> read, took = datetime(2024, 5, 9, tzinfo=UTC), datetime(2024, 5, 2, tzinfo=UTC)
    >>> ours = Asked(from_minor=0, to_minor=300, taken_at=took)
    >>> [(each.minor, each.at.day) for each in told_apart(0, Total(minor=500, at=read), [ours])]
    [(300, 2), (200, 9)]
    """
    ours = [each for each in asked if before_minor <= each.from_minor and each.to_minor <= total.minor]
    ends = {total.minor} | {end for each in ours for end in (each.from_minor, each.to_minor)}
    took = {(each.from_minor, each.to_minor): each.taken_at for each in ours}
    for end in sorted(ends - {before_minor}):
        at = took.get((before_minor, end)) or total.at
        yield Counted(minor=end - before_minor, to_minor=end, at=at)
        before_minor = end
