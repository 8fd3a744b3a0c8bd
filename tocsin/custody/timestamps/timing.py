"""When an authority is asked: pure.

>>> from datetime import UTC
>>> noon = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
>>> [str(wait_after(failures)) for failures in (1, 2, 3, 9)]
['0:01:00', '0:03:00', '0:09:00', '6:00:00']
>>> is_due(noon - timedelta(minutes=59), noon), is_due(noon - timedelta(minutes=60), noon), is_due(None, noon)
(False, True, True)
"""

from __future__ import annotations

from datetime import datetime, timedelta

#: a log that grows is stamped so often by itself: an entry cannot be dated back by more than this and the wait for an
#: answer; authorities that ask nothing for it bear it
EVERY = timedelta(hours=1)
FIRST_WAIT = timedelta(minutes=1)
GROWTH = 3
#: an authority that is down for a day is asked four times more in it
WAIT_MAX = timedelta(hours=6)
_FAILURES_COUNTED = 10


def wait_after(failures: int) -> timedelta:
    """How long an authority rests after so many tries in a row that came to nothing. It is never given up."""
    assert failures >= 1, failures
    growth: int = GROWTH ** (min(failures, _FAILURES_COUNTED) - 1)
    return min(FIRST_WAIT * growth, WAIT_MAX)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether an authority that gave a timestamp `last` is to be asked for a fresh one, where the log has grown."""
    return last is None or now - last >= EVERY
