"""Whether an account's statements follow one another: each begins with the balance with which another one ended. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a statement that was taken in says of its two ends."""

    id: int
    #: the bank's; empty where it gives none
    number: str
    #: None where its file does not say
    first: date | None
    last: date
    #: minor units; None where it has no such balance
    opening_minor: int | None
    closing_minor: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Between two statements something was told that is not here."""

    #: the last one before it
    before: Told
    after: Told
    #: what moved between, in minor units: 0 where only numbers are missing
    minor: int
    #: the bank's numbers that are missing, as "4" or "4-6"; empty where they tell nothing
    numbers: str


def latest(told: Iterable[Told]) -> Told | None:
    """The one with the newest closing balance; of one day the one that was taken in last."""
    ended = [each for each in told if each.closing_minor is not None]
    return max(ended, key=lambda each: (each.last, each.id), default=None)


def gaps(told: Iterable[Told]) -> list[Gap]:
    """In the order of days. Statements that overlap, or that came twice, are no gap; OFX and tables have no beginning.

    A statement joins where any other one ended with its opening balance by its last day: a bank hands out days and months
    side by side. One that reaches back before all others has nothing before it.
    """
    once = {(each.last, each.opening_minor, each.closing_minor): each for each in told}
    ordered = sorted(once.values(), key=lambda each: (each.last, each.id))
    ends: dict[int, list[Told]] = defaultdict(list)
    for each in ordered:
        if each.closing_minor is not None:
            ends[each.closing_minor].append(each)
    found, before, earliest = [], None, date.max
    numbers = {number for each in ordered if (number := _number(each)) is not None}
    for each in ordered:
        begins = each.first or each.last
        if each.opening_minor is not None and before is not None and begins >= earliest:
            joined = _joined(each, ends[each.opening_minor])
            missing = _missing(before, each, numbers) if joined else ""
            if missing or not joined:
                assert before.closing_minor is not None, before
                moved = 0 if joined else each.opening_minor - before.closing_minor
                found.append(
                    Gap(
                        before=before,
                        after=each,
                        minor=moved,
                        numbers=missing or _missing(before, each, numbers),
                    )
                )
        earliest = min(earliest, begins)
        if each.closing_minor is not None:
            before = each
    return found


def _joined(one: Told, ended: Sequence[Told]) -> bool:
    """By another statement. `ended` is in the order of days."""
    other = next((each for each in ended if each is not one), None)
    return other is not None and other.last <= one.last


def _missing(before: Told, after: Told, numbers: set[int]) -> str:
    """Numbers between the two that no statement here bears; none where a new year began to count anew."""
    low, high = _number(before), _number(after)
    if low is None or high is None or before.last.year != after.last.year:
        return ""
    lost = [number for number in range(low + 1, min(high, low + 1_000)) if number not in numbers]
    if not lost:
        return ""
    return str(lost[0]) if len(lost) == 1 else f"{lost[0]}-{lost[-1]}"


def _number(one: Told) -> int | None:
    return int(one.number) if _NUMBER.fullmatch(one.number) else None
