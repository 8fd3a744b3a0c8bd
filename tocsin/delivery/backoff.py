"""When to try again: pure, so that every wait can be known from what is stored.

>>> from datetime import UTC, datetime
>>> noon = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)
>>> [round((next_try(tries, noon, "a") - noon).total_seconds()) for tries in (1, 2, 3, 8)]
[8, 35, 83, 17057]
>>> next_try(TRIES_MAX, noon, "a") is None
True
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

#: the wait after the first try, doubled and more after each: a restart of a mail server is over by the third
FIRST_S = 10.0
GROWTH = 3.0
#: no wait is longer: a warning that waits for half a day is history
WAIT_MAX_S = 8 * 3600.0
#: with these waits the last of them is made two and a half days after the first
TRIES_MAX = 14
#: what the other side may ask for with Retry-After
RETRY_AFTER_MAX_S = 24 * 3600.0


def next_try(tries: int, now: datetime, seed: str, *, retry_after_s: float | None = None) -> datetime | None:
    """When to try after `tries` tries (from 1) that came to nothing; None to give up.

    The wait lies between 75% and 125% of 10 s, 30 s, 90 s ... 8 h, by the seed and the number of tries: recipients that
    failed together are not tried together. Never earlier than the other side asked (`retry_after_s`).
    """
    assert tries >= 1, tries
    if tries >= TRIES_MAX:
        return None
    wait_s = min(FIRST_S * GROWTH ** (tries - 1), WAIT_MAX_S) * (0.75 + 0.5 * _share(seed, tries))
    asked_s = min(max(retry_after_s or 0.0, 0.0), RETRY_AFTER_MAX_S)
    return now + timedelta(seconds=max(wait_s, asked_s))


def _share(seed: str, tries: int) -> float:
    """From 0 to 1, the same for the same seed and try."""
    return int.from_bytes(sha256(f"{seed}:{tries}".encode()).digest()[:4]) / 2**32
