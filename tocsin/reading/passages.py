"""Findings by where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol, TypeVar


class _Located(Protocol):
    @property
    def start(self) -> int: ...


class _Spanning(_Located, Protocol):
    @property
    def end(self) -> int: ...


Located = TypeVar("Located", bound=_Located)
Spanning = TypeVar("Spanning", bound=_Spanning)


def within(findings: Sequence[Located], start: int, end: int) -> Sequence[Located]:
    """Those of `findings`, which are in text order, that begin inside start:end."""
    first = bisect_left(findings, start, key=lambda finding: finding.start)
    return findings[first : bisect_left(findings, end, key=lambda finding: finding.start)]


def touching(findings: Sequence[Spanning], start: int, end: int) -> Sequence[Spanning]:
    """Those that touch start:end; the findings are in text order and do not overlap."""
    first = bisect_right(findings, start, key=lambda finding: finding.end)
    last = bisect_left(findings, end, key=lambda finding: finding.start)
    return findings[first:last]
