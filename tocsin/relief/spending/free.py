"""What a fund has free in one currency: what lies in its bank accounts, less what is set aside and what is not its to give.

Money given for a purpose is free for programmes of that purpose alone; they may use money without one besides. Pure.

    in hand            what lies in bank accounts, less bank lines that nobody has placed yet
    given for P        gifts for P, less those given back
    sent for P         of allocations to programmes of P, less what came back
    set aside for P    approved for them and not sent yet

What a card provider still owes is not in hand. Where less is in hand than was given for purposes (fees were taken of it),
no more is free than is in hand. What was exchanged was money for anything first; what of it was given for a purpose
stays for that purpose in what it bought.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, kw_only=True, slots=True)
class Holdings:
    """Of one fund in one currency, in minor units. Purpose "" is none: money for anything, a programme of no purpose."""

    #: in bank accounts, without what is held for whoever sent it
    in_hand: int
    #: what card providers owe
    owed: int = 0
    #: purpose -> gifts for it, less those given back
    given: Mapping[str, int] = field(default_factory=dict)
    #: purpose of a programme -> sent, less what came back
    sent: Mapping[str, int] = field(default_factory=dict)
    #: purpose of a programme -> approved and not sent yet
    set_aside: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchanged:
    """Money that a treasurer exchanged, in minor units of each currency."""

    sold: int
    sold_currency: str
    bought: int
    bought_currency: str


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


def carried(holdings: Mapping[str, Holdings], exchanged: Iterable[Exchanged]) -> dict[str, Holdings]:
    """Currency -> holdings, with money for a purpose that was exchanged counted where it is now; rounded upwards there.

    >>> sold = Exchanged(sold=100, sold_currency="EUR", bought=43_000, bought_currency="AMD")
    >>> before = {"EUR": Holdings(in_hand=20, given={"water": 60}), "AMD": Holdings(in_hand=43_000)}
    >>> after = carried(before, [sold])
    >>> after["EUR"].given, after["AMD"].given, free(after["AMD"], "")
    ({'water': 20}, {'water': 17200}, 25800)
    """
    given = {currency: Counter(one.given) for currency, one in holdings.items()}
    bought: dict[str, Counter[str]] = defaultdict(Counter)
    sold: Counter[str] = Counter()
    for one in exchanged:
        sold[one.sold_currency] += one.sold
        bought[one.sold_currency][one.bought_currency] += one.bought
    for currency, minor in sold.items():
        for purpose, part in _exchanged_of(holdings[currency], minor).items():
            given[currency][purpose] -= part
            for other, got in bought[currency].items():
                given[other][purpose] += -(-got * part // minor)
    return {currency: replace(one, given=dict(given[currency])) for currency, one in holdings.items()}


def _exchanged_of(holdings: Holdings, sold: int) -> dict[str, int]:
    """Purpose -> what of its money was sold: as much as is waiting for purposes and is not there, in proportion."""
    waiting = {purpose: _waiting(holdings, purpose) for purpose in holdings.given}
    every = sum(waiting.values())
    missing = min(sold, max(0, every - max(0, holdings.in_hand + holdings.owed)))
    return {purpose: -(-missing * minor // every) for purpose, minor in waiting.items() if minor and missing}
