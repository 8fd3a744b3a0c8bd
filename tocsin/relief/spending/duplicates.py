"""Payments that may be one and the same, for people to look at. Nothing is left out by a rule. Pure.

Two payments may be one where the payee is the same and

- they stand on one list, or
- their lists cover the same days, or
- they pay the same invoice, whenever that was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A payment, as far as it takes to find another like it."""

    payment: int
    list: int
    payee: str
    #: empty for people
    invoice: str
    #: the days that its list covers, both included
    first: date
    last: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Duplicate:
    """A group of payments that may be one, some of them on the list that is looked at."""

    payee: str
    invoice: str
    #: ids of payments of this list, in its order
    here: tuple[int, ...]
    #: ids of payments of other lists
    elsewhere: tuple[int, ...]

    @property
    def key(self) -> str:
        """Names the group as long as the same payments are in it: where another comes, it is open again."""
        here, elsewhere = (",".join(map(str, sorted(ids))) for ids in (self.here, self.elsewhere))
        return sha256(f"{here}:{elsewhere}".encode()).hexdigest()


def duplicates(here: Sequence[Listed], elsewhere: Iterable[Listed]) -> tuple[Duplicate, ...]:
    """What may be paid twice of the list `here`, in its order. `elsewhere` are payments of lists that stand."""
    others = defaultdict[str, list[Listed]](list)
    for one in elsewhere:
        others[one.payee].append(one)
    groups = defaultdict[tuple[str, str], list[Listed]](list)
    for one in here:
        groups[one.payee, one.invoice.casefold()].append(one)
    found = []
    for (payee, _invoice), mine in groups.items():
        like = tuple(one.payment for one in others[payee] if _may_be_one(mine[0], one))
        if len(mine) > 1 or like:
            ids = tuple(one.payment for one in mine)
            found.append(Duplicate(payee=payee, invoice=mine[0].invoice, here=ids, elsewhere=like))
    return tuple(found)


def _may_be_one(one: Listed, other: Listed) -> bool:
    if one.invoice or other.invoice:
        return one.invoice.casefold() == other.invoice.casefold()
    return one.first <= other.last and other.first <= one.last
