"""How many publishers speak for themselves: copies of one story are one independent source, whoever printed them.

So are publishers that a person put into one group, because they are not independent of each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

_LAST = datetime.max.replace(tzinfo=UTC)


class Printed(Protocol):
    """What a report tells of where it came from."""

    @property
    def report_id(self) -> int: ...
    @property
    def publisher(self) -> str: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def group_id(self) -> int | None: ...


class Grouped(Protocol):
    """A publisher, and the group of such as are not independent of each other that it is of; empty for none."""

    @property
    def publisher(self) -> str: ...
    @property
    def kin(self) -> str: ...


def kin_among(rows: Iterable[Grouped]) -> dict[str, str]:
    """Publisher -> its group, of those that are of one."""
    return {row.publisher: row.kin for row in rows if row.kin}


Row = TypeVar("Row", bound=Printed)


def stories(reports: Iterable[Row]) -> list[list[Row]]:
    """Copies together, the first of them in front; the stories in the order in which their first reports are given."""
    found: dict[tuple[str, int], list[Row]] = {}
    for report in reports:
        key = ("report", report.report_id) if report.group_id is None else ("group", report.group_id)
        found.setdefault(key, []).append(report)
    return [_in_order(story) for story in found.values()]


def independent(told: Iterable[Sequence[Printed]], kin: Mapping[str, str]) -> frozenset[str]:
    """Publishers who were first with at least one story. A publisher who only carried what others wrote is none of them.

    Who published first is known by the printed time, else by the name: the order of arrival says nothing. `kin` is
    publisher -> the group that it is of: of each group, the first by name stands for all.
    """
    return one_of_each(_first_with_a_story(told), kin)


def one_of_each(publishers: Iterable[str], kin: Mapping[str, str]) -> frozenset[str]:
    """
    >>> sorted(one_of_each(["Dawn", "Courier", "Star"], {"Dawn": "Example Holding", "Courier": "Example Holding"}))
    ['Courier', 'Star']
    """
    chosen: dict[tuple[bool, str], str] = {}
    for name in sorted(publishers):
        chosen.setdefault((name in kin, kin.get(name, name)), name)
    return frozenset(chosen.values())


def _first_with_a_story(told: Iterable[Sequence[Printed]]) -> frozenset[str]:
    return frozenset(
        first.publisher
        for story in told
        for first in [next((each for each in _in_order(story) if each.publisher), None)]
        if first is not None
    )


def _in_order(story: Sequence[Row]) -> list[Row]:
    return sorted(story, key=_came) if len(story) > 1 else list(story)


def _came(report: Printed) -> tuple[datetime, str, int]:
    """Undated ones last."""
    return (report.published_at or _LAST, report.publisher, report.report_id)
