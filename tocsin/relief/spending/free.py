"""What a fund has free in one currency: what lies in its bank accounts, less what is set aside and what is not its to give.

Money given for a purpose is free for programmes of that purpose alone; they may use money without one besides. Pure.

    in hand            what lies in bank accounts, less bank lines that nobody has placed yet
    given for P        gifts for P, less those given back
    sent for P         of allocations to programmes of P, less what came back
    set aside for P    approved for them and not sent yet

What a card provider still owes is not in hand. Where less is in hand than was given for purposes (fees were taken of it),
no more is free than is in hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Holdings:
    """Of one fund in one currency, in minor units. Purpose "" is none: money for anything, a programme of no purpose."""

    #: in bank accounts, without what is held for whoever sent it
    in_hand: int
    #: purpose -> gifts for it, less those given back
    given: Mapping[str, int] = field(default_factory=dict)
    #: purpose of a programme -> sent, less what came back
    sent: Mapping[str, int] = field(default_factory=dict)
    #: purpose of a programme -> approved and not sent yet
    set_aside: Mapping[str, int] = field(default_factory=dict)


def free(holdings: Holdings, purpose: str) -> int:
    """What may be approved for a programme of the purpose on top of what is; never below nought.

    >>> both = Holdings(in_hand=100, given={"water": 30}, set_aside={"water": 10, "": 50})
    >>> free(both, "water"), free(both, ""), free(both, "bread")
    (40, 20, 20)
    """
    not_set_aside = holdings.in_hand - sum(holdings.set_aside.values())
    for_others = sum(_waiting(holdings, each) for each in holdings.given if each != purpose)
    return max(0, not_set_aside - for_others)


def _waiting(holdings: Holdings, purpose: str) -> int:
    """Left of what was given for the purpose, neither sent nor set aside for it."""
    used = holdings.sent.get(purpose, 0) + holdings.set_aside.get(purpose, 0)
    return max(0, holdings.given[purpose] - used)
