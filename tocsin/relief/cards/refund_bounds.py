"""Up to which amount one person may give back of a gift to a fund: set by two, for each currency; 0 where nobody did."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, MoneyRefused, NotFound, WrongUse
from tocsin.relief.four_eyes import REASON_LENGTH_MAX, check_second, set_second
from tocsin.relief.models import Fund, RefundBound
from tocsin.relief.money.money import Money, checked


def needs_second(minor: int, *, given_back: int, bound: int) -> bool:
    """Whether a refund needs two people; `given_back`: of the same payment before, so that parts do not slip below.

    >>> needs_second(1, given_back=0, bound=0), needs_second(500, given_back=0, bound=500)
    (True, False)
    >>> needs_second(500, given_back=1, bound=500)
    True
    """
    return given_back + minor > bound


def bound_of(fund: Fund, currency: str) -> int:
    """In minor units."""
    row = in_force(fund, currency)
    return row.minor if row else 0


def in_force(fund: Fund, currency: str) -> RefundBound | None:
    """The last one that was approved."""
    rows = RefundBound.objects.filter(fund=fund, currency=currency, approved=True)
    return rows.select_related("by", "second_by").order_by("-second_at", "-pk").first()


def waiting(fund: Fund, currency: str) -> RefundBound | None:
    rows = RefundBound.objects.filter(fund=fund, currency=currency, second_by=None)
    return rows.select_related("by").first()


def propose_bound(
    fund: Fund, money: Money, *, reason: str, by: User, now: datetime, seen: int | None
) -> RefundBound:
    """Nothing changes before another person approves it. `seen`: the row in force that the person saw (None for none).

    Raises MoneyRefused for less than nothing, WrongUse without a reason, Conflict where another one stands or waits.
    """
    if checked(money).minor < 0:
        raise MoneyRefused(f"a bound of {money.minor} minor units is none", "give 0 or more")
    if not reason.strip() or len(reason) > REASON_LENGTH_MAX:
        raise WrongUse("a bound needs a reason", f"say why in at most {REASON_LENGTH_MAX} letters")
    with transaction.atomic():
        Fund.objects.select_for_update().get(pk=fund.pk)
        stands = in_force(fund, money.currency)
        if (stands.pk if stands else None) != seen:
            raise Conflict(
                "another bound is in force by now", "look at it again; nothing of yours was stored"
            )
        if waiting(fund, money.currency) is not None:
            raise Conflict("another bound waits for a second person", "have that approved or refused first")
        row = RefundBound.objects.create(
            fund=fund,
            currency=money.currency,
            minor=money.minor,
            rests_on=stands,
            reason=reason.strip(),
            by=by,
            at=now,
        )
        custody.log([_act(row, "proposed", by=by, at=now, reason=row.reason)])
    return row


def decide_bound(
    fund: Fund, currency: str, *, seen: int | None, approved: bool, reason: str, by: User, now: datetime
) -> RefundBound:
    """Another person's yes or no to what waits; approved, it is in force at once.

    Always another one: where a house has nobody else, every refund is one person's anyway. Raises NotFound where none
    waits, Conflict for another one than was seen, NotAllowed for whoever proposed it, WrongUse for a no without a reason.
    """
    with transaction.atomic():
        Fund.objects.select_for_update().get(pk=fund.pk)
        row = waiting(fund, currency)
        if row is None:
            raise NotFound(f"no bound of refunds in {currency[:10]} waits", "propose one first")
        if row.pk != seen:
            raise Conflict("another bound waits by now", "look at it again; nothing was decided")
        check_second("this bound", first=row.by_id, by=by, approved=approved, reason=reason)
        set_second(row, by=by, now=now, approved=approved, reason=reason)
        row.save()
        custody.log(
            [_act(row, "approved" if approved else "refused", by=by, at=now, reason=row.second_reason)]
        )
    return row


def committed(row: RefundBound) -> dict[str, Json]:
    """What the custody log commits to of a bound."""
    return {
        "fund": row.fund_id,
        "currency": row.currency,
        "minor": row.minor,
        "rests_on": row.rests_on_id,
        "why": row.reason,
        "second_by": row.second_by_id,
        "approved": row.approved,
        "second_why": row.second_reason,
    }


def _act(row: RefundBound, action: str, *, by: User, at: datetime, reason: str) -> custody.Act:
    return custody.Act(
        item=f"refund-bound:{row.pk}",
        action=action,
        actor=by.get_username(),
        at=at,
        reason=reason,
        after=committed(row),
    )
