"""Which of two counts came first, as far as their times tell."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from tocsin.situations.figures import FigureRow

#: counts that are looked back over for one of the same place: where hundreds of places are told of, it is not the last
BACK_MAX = 50
_MOMENT = timedelta(microseconds=1)


def in_order(
    rows: Iterable[FigureRow], comparable: Callable[[FigureRow, FigureRow], bool] | None = None
) -> Iterator[tuple[FigureRow, FigureRow]]:
    """Each count with the last one before it that certainly came earlier: one of a day alone may hold for any of its hours.

    Every row has an instant. Of the last `BACK_MAX` before it, the one counts that is `comparable`; without that, the last.
    """
    dated = sorted(rows, key=_last_moment)
    ends = [_last_moment(row) for row in dated]
    for after in dated:
        assert after.instant
        earlier = bisect_left(ends, after.instant.begins)
        back = range(earlier - 1, max(earlier - 1 - BACK_MAX, -1), -1)
        before = next(
            (dated[index] for index in back if comparable is None or comparable(dated[index], after)), None
        )
        if before is not None:
            yield before, after


def _last_moment(row: FigureRow) -> datetime:
    """A count of a whole day holds at the latest just before the next one begins."""
    assert row.instant
    return row.instant.at - (timedelta(0) if row.instant.precision == "minute" else _MOMENT)
