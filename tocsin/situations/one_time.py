"""Figures of one measure that are said of one time, or of what may be one time told in two zones."""

from collections.abc import Iterable, Iterator
from datetime import timedelta, tzinfo
from itertools import pairwise

from tocsin.situations.contradiction import (
    Contradiction,
    contradiction,
    number,
    one_each,
    publisher,
    rounded_to,
    telling,
)
from tocsin.situations.figures import FigureRow, Series

#: clocks that outlets mix up: neighbours up to three hours apart; a zone's own distance from UTC comes beside
NEIGHBOURS = frozenset(timedelta(hours=hours) for hours in (1, 2, 3))


def two_values(series: Series) -> Iterable[Contradiction]:
    """One clock time, or one whole time of a flow, and two numbers that cannot both be: their ranges do not meet.

    Two counts of one day may both be right, at different hours of it: they are compared only where the hour is said.
    """
    together: dict[object, list[FigureRow]] = {}
    for row in series.rows:
        if not row.subset and (time := _whole_time(row, series.kind)):
            together.setdefault(time, []).append(row)
    for rows in together.values():
        if max(row.lowest for row in rows) > min(row.highest for row in rows):
            flow = series.kind == "flow"
            said = "; ".join(f"{number(row)} ({publisher(row)})" for row in one_each(rows))
            yield contradiction(
                "same flow two values" if flow else "same instant two values",
                rows,
                f"Different numbers are given for the same {'time' if flow else 'instant'}{_told(rows[0], series.kind)}: "
                f"{said}.",
                at=rows[-1],
            )


def _told(row: FigureRow, kind: str | None) -> str:
    if kind != "flow":
        return ""
    return f", {row.since}" if row.since == row.until else f", {row.since} to {row.until}"


def _whole_time(row: FigureRow, kind: str | None) -> object:
    """What must be equal before two numbers are compared; None where the figure does not say it."""
    if kind == "flow":
        return (row.since, row.until) if row.since and row.until else None
    return row.instant.at if row.instant and row.instant.precision == "minute" else None


def zone_slips(series: Series, zone: tzinfo) -> Iterator[Contradiction]:
    """The same number from two publishers at clock times that lie as far apart as two zones do."""
    same: dict[int | float, list[FigureRow]] = {}
    for row in series.rows:
        if row.value is not None and row.instant and row.instant.precision == "minute" and telling(row):
            same.setdefault(row.value, []).append(row)
    for rows in same.values():
        for earlier, later in pairwise(rows):
            assert earlier.instant and later.instant
            apart = later.instant.at - earlier.instant.at
            own = abs(later.instant.at.astimezone(zone).utcoffset() or timedelta(0))
            if earlier.publisher != later.publisher and apart in NEIGHBOURS | ({own} - {timedelta(0)}):
                hours = apart / timedelta(hours=1)
                yield contradiction(
                    "zone slip",
                    (earlier, later),
                    f"{number(earlier)} is given for {_clock(earlier, zone)} ({publisher(earlier)}) and for "
                    f"{_clock(later, zone)} ({publisher(later)}): {hours:g} h apart, "
                    "perhaps one clock time told in two zones.",
                    at=earlier,
                )


def _clock(row: FigureRow, zone: tzinfo) -> str:
    assert row.instant
    return row.instant.at.astimezone(zone).strftime("%H:%M")


def more_than_beside_exact(series: Series) -> Iterator[Contradiction]:
    """ "More than" for a time of which another publisher knows the number, further above than its rounding explains.

    "More than 97,000" beside 97,735 says the same; "more than 81,000" beside 84,956 leaves 3,956 people unsaid.
    """
    bounds: dict[str, list[FigureRow]] = {}
    exact: dict[str, list[FigureRow]] = {}
    for row in series.rows:
        if row.as_of and row.value is not None and not row.subset:
            if row.quantifier in ("more_than", "at_least"):
                bounds.setdefault(row.as_of, []).append(row)
            elif row.quantifier == "exact":
                exact.setdefault(row.as_of, []).append(row)
    for as_of, rows in bounds.items():
        for bound in rows:
            for known in exact.get(as_of, ()):
                assert bound.value is not None and known.value is not None
                if known.publisher != bound.publisher and known.value - bound.value >= rounded_to(
                    bound.value
                ):
                    yield contradiction(
                        "more than beside an exact value",
                        (bound, known),
                        f"“More than {number(bound)}” ({publisher(bound)}) stands beside {number(known)} "
                        f"({publisher(known)}) of the same time: {known.value - bound.value:,} more.",
                        at=known,
                    )
