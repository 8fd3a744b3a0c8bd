"""Findings by where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol, TypeVar


class _Located(Protocol):
    @property
    def start(self) -> int: ...


Located = TypeVar("Located", bound=_Located)


def within(findings: Sequence[Located], start: int, end: int) -> Sequence[Located]:
    """Those of `findings`, which are in text order, that begin inside start:end."""
    first = bisect_left(findings, start, key=lambda finding: finding.start)
    return findings[first : bisect_left(findings, end, key=lambda finding: finding.start)]
