"""Which of two counts came first, as far as their times tell."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from tocsin.situations.figures import FigureRow

_MOMENT = timedelta(microseconds=1)


def in_order(rows: Iterable[FigureRow]) -> Iterator[tuple[FigureRow, FigureRow]]:
    """Each count with the last one before it that certainly came earlier: one of a day alone may hold for any of its hours.

    Every row has an instant.
    """
    dated = sorted(rows, key=_last_moment)
    ends = [_last_moment(row) for row in dated]
    for after in dated:
        assert after.instant
        earlier = bisect_left(ends, after.instant.begins)
        if earlier:
            yield dated[earlier - 1], after


def _last_moment(row: FigureRow) -> datetime:
    """A count of a whole day holds at the latest just before the next one begins."""
    assert row.instant
    return row.instant.at - (timedelta(0) if row.instant.precision == "minute" else _MOMENT)
