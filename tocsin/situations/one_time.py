"""Figures of one measure that are said of one time, or of what may be one time told in two zones."""

from collections.abc import Iterable, Iterator, Sequence
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
from tocsin.situations.scopes import alike, may_be_one

#: clocks that outlets mix up: neighbours up to three hours apart; a zone's own distance from UTC comes beside
NEIGHBOURS = frozenset(timedelta(hours=hours) for hours in (1, 2, 3))
#: zones of half and quarter hours, whose neighbours lie a part of an hour away
BROKEN = tuple(timedelta(minutes=minutes) for minutes in (210, 270, 330, 345, 390, 570))
#: numbers named in one sentence; whoever needs more looks at the series
NAMED_MAX = 12


def two_values(series: Series) -> Iterable[Contradiction]:
    """One clock time, or one whole time of a flow, and two numbers that cannot both be: their ranges do not meet.

    Two counts of one day may both be right, at different hours of it: they are compared only where the hour is said.
    """
    together: dict[object, list[FigureRow]] = {}
    for row in series.rows:
        if not row.subset and (time := _whole_time(row, series.kind)):
            together.setdefault(time, []).append(row)
    for rows in (group for each in together.values() for group in alike(each)):
        if max(row.lowest for row in rows) > min(row.highest for row in rows):
            flow = series.kind == "flow"
            yield contradiction(
                "same flow two values" if flow else "same instant two values",
                rows,
                f"Different numbers are given for the same {'time' if flow else 'instant'}{_told(rows[0], series.kind)}: "
                f"{_listed(rows)}.",
                at=rows[-1],
            )


def _listed(rows: Sequence[FigureRow]) -> str:
    said = [f"{number(row)} ({publisher(row)})" for row in one_each(rows)]
    more = [f"{len(said) - NAMED_MAX:,} more"] if len(said) > NAMED_MAX else []
    return "; ".join([*said[:NAMED_MAX], *more])


def _told(row: FigureRow, kind: str | None) -> str:
    if kind != "flow":
        return ""
    return f", {row.since}" if row.since == row.until else f", {row.since} to {row.until}"


def _whole_time(row: FigureRow, kind: str | None) -> object:
    """What must be equal before two numbers are compared; None where the figure does not say it."""
    if kind == "flow":
        return (row.begins.begins, row.ends.at) if row.begins and row.ends else None
    return row.instant.at if row.instant and row.instant.precision == "minute" else None


def zone_slips(series: Series, zone: tzinfo) -> Iterator[Contradiction]:
    """The same number from two publishers at clock times that lie as far apart as two zones do.

    A number that one publisher gives at both times stood still in between: no clock was mixed up.
    """
    same: dict[int | float, list[FigureRow]] = {}
    for row in series.rows:
        if row.value is not None and row.instant and row.instant.precision == "minute" and telling(row):
            same.setdefault(row.value, []).append(row)
    for rows in same.values():
        given = {(row.publisher, row.instant.at) for row in rows if row.instant}
        for earlier, later in pairwise(rows):
            assert earlier.instant and later.instant
            apart = later.instant.at - earlier.instant.at
            still = {(earlier.publisher, later.instant.at), (later.publisher, earlier.instant.at)} & given
            if not still and apart in _gaps(later, zone) and may_be_one(earlier, later):
                hours = apart / timedelta(hours=1)
                yield contradiction(
                    "zone slip",
                    (earlier, later),
                    f"{number(earlier)} is given for {_clock(earlier, zone)} ({publisher(earlier)}) and for "
                    f"{_clock(later, zone)} ({publisher(later)}): {hours:g} h apart, "
                    "perhaps one clock time told in two zones.",
                    at=earlier,
                )


def _gaps(row: FigureRow, zone: tzinfo) -> frozenset[timedelta]:
    """How far apart one moment stands on two clocks: neighbours, UTC, and what lies about a zone of broken hours."""
    assert row.instant
    own = row.instant.at.astimezone(zone).utcoffset() or timedelta(0)
    gaps = NEIGHBOURS | {abs(own)}
    if own % timedelta(hours=1):
        others = (*BROKEN, *(timedelta(hours=hours) for hours in range(-12, 15)))
        gaps |= {abs(own - other) for other in others if abs(own - other) <= max(NEIGHBOURS)}
    return gaps - {timedelta(0)}


def _clock(row: FigureRow, zone: tzinfo) -> str:
    assert row.instant
    return row.instant.at.astimezone(zone).strftime("%H:%M")


def more_than_beside_exact(series: Series) -> Iterator[Contradiction]:
    """ "More than" for a time of which another publisher knows the number, further above than its rounding explains.

    "More than 97,000" beside 97,735 says the same; "more than 81,000" beside 84,956 leaves 3,956 people unsaid. Of
    several numbers of that time the highest is shown beside it.
    """
    together: dict[object, list[FigureRow]] = {}
    for row in series.rows:
        if row.instant and row.value is not None and not row.subset:
            together.setdefault((row.instant.begins, row.instant.at), []).append(row)
    for rows in (group for each in together.values() for group in alike(each)):
        highest = _highest(row for row in rows if row.quantifier == "exact")
        for bound in rows:
            if bound.quantifier not in ("more_than", "at_least"):
                continue
            known = next((row for row in highest if row.publisher != bound.publisher), None)
            if known and known.shown - bound.shown >= rounded_to(bound.shown):
                yield contradiction(
                    "more than beside an exact value",
                    (bound, known),
                    f"“More than {number(bound)}” ({publisher(bound)}) stands beside {number(known)} "
                    f"({publisher(known)}) of the same time: {known.shown - bound.shown:,} more.",
                    at=known,
                )


def _highest(rows: Iterable[FigureRow]) -> Sequence[FigureRow]:
    """The highest number of each of the two publishers who give the highest."""
    best: dict[str, FigureRow] = {}
    for row in sorted(rows, key=lambda row: (-row.shown, row.finding_id)):
        best.setdefault(row.publisher, row)
    return list(best.values())[:2]
