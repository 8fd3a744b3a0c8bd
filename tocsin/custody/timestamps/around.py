"""Which of many timestamps say when some entries came into the log: those around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from tocsin.custody.models import KeptCheckpoint, TimestampRenewal

#: checkpoints whose timestamps are handed over with entries; checking one token takes openssl 10 ms
CHECKPOINTS_MAX = 100


def around(sizes: Sequence[int], positions: Iterable[int], at_most: int = CHECKPOINTS_MAX) -> list[int]:
    """Of the sizes of stamped checkpoints, rising, those next to each position: the last without it, the first with it.

    The first with it says that the entry was there by then; the last without it, that it was not there before. Where
    that is more than `at_most`, as many are left out evenly, the outermost last.

    >>> around([10, 20, 30, 40], [12, 15])
    [10, 20]
    >>> around([10, 20, 30, 40], [20, 45])
    [20, 30, 40]
    """
    wanted = set()
    for position in positions:
        after = bisect_right(sizes, position)  # a checkpoint over N entries covers positions below N
        wanted |= {place for place in (after - 1, after) if 0 <= place < len(sizes)}
    found = [sizes[place] for place in sorted(wanted)]
    if len(found) <= at_most:
        return found
    step = (len(found) - 1) / (at_most - 1)
    return [found[round(index * step)] for index in range(at_most)]


def checkpoints_around(positions: Iterable[int], size: int) -> list[KeptCheckpoint]:
    """The stamped checkpoints of at most `size` entries whose timestamps say when these entries came, by size.

    Independent timestamps where there are any at all, others elsewhere; and those that renew what is chosen.
    """
    stamped = KeptCheckpoint.objects.filter(size__lte=size, timestamps__renewal="")
    independent = stamped.filter(timestamps__independent=True)
    chosen_from = independent if independent.exists() else stamped
    sizes = list(chosen_from.order_by("size").values_list("size", flat=True).distinct())
    chosen = set(
        KeptCheckpoint.objects.filter(size__in=around(sizes, positions)).values_list("pk", flat=True)
    )
    fresh = chosen
    while fresh:
        renewing = TimestampRenewal.objects.filter(
            older__checkpoint__in=fresh, newer__checkpoint__size__lte=size
        )
        fresh = set(renewing.values_list("newer__checkpoint", flat=True)) - chosen
        chosen = chosen | fresh
    return list(KeptCheckpoint.objects.filter(pk__in=chosen).order_by("size"))
