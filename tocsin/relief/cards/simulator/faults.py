"""What goes wrong with a provider in life, each as often as asked for; the seed decides when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from tocsin.errors import WrongUse


@dataclass(frozen=True, kw_only=True, slots=True)
class Faults:
    """Shares are from 0 to 1."""

    #: of webhooks sent more than once
    duplicate: float = 0.0
    #: of webhooks that come late, after others
    late: float = 0.0
    #: by how much at most
    late_max: timedelta = timedelta(days=3)
    #: of webhooks that never come
    lost: float = 0.0
    #: of payments that are refunded, in part or whole, on the provider's own pages
    refund: float = 0.0
    #: of refunds that the card's bank sends back
    refund_failed: float = 0.0
    #: of payments that their holder contests
    dispute: float = 0.0


NONE = Faults()
#: far above what happens in life, so that a short run meets all of it
ALL = Faults(duplicate=0.2, late=0.3, lost=0.1, refund=0.2, refund_failed=0.2, dispute=0.15)
NAMED = {"none": NONE, "all": ALL}


def named(name: str) -> Faults:
    if name not in NAMED:
        raise WrongUse(f"there are no faults named {name!r}", f"choose one of {', '.join(NAMED)}")
    return NAMED[name]


def happens(share: float, random: Random) -> bool:
    return random.random() < share


def wait(faults: Faults, random: Random) -> timedelta:
    """How long after its moment a webhook goes out."""
    if not happens(faults.late, random):
        return timedelta(0)
    return timedelta(seconds=random.randint(1, int(faults.late_max.total_seconds())))
