"""Four eyes on giving back: who asks for a refund does not decide it, where anybody else could.

One refund of a payment waits at a time: what the provider gave back before is part of what is asked, and must still be so
when it is approved.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.errors import Conflict, NotFound
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.cards.refunding import act_of, carry_out, given_back_minor
from tocsin.relief.four_eyes import check_second
from tocsin.relief.models import CardPayment, CardRefund, CardRefundSecond


def decide_refund(
    payment: CardPayment,
    *,
    seen: int | None,
    approved: bool,
    reason: str,
    provider: CardProvider,
    by: User,
    now: datetime,
) -> CardRefund:
    """The refund that waits; approved, the provider is asked at once.

    `seen`: id of the refund that the person saw. Raises NotFound where none waits, Conflict where it is another one or
    the payment changed since it was asked for, NotAllowed for whoever asked, WrongUse for a no without a reason.
    """
    with transaction.atomic():
        row = CardPayment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
        asked = _waiting(row)
        if asked.pk != seen:
            raise Conflict("another refund waits by now", "look at the payment again; nothing was decided")
        check_second("a refund", first=asked.by_id, by=by, approved=approved, reason=reason)
        if approved and given_back_minor(row, before=asked) != asked.before_minor:
            raise Conflict(
                "something was given back of this payment since it was asked for",
                "refuse it, and ask again for what is left",
            )
        second = asked.second
        second.by, second.at, second.approved, second.reason = by, now, approved, reason.strip()[:2000]
        second.save()
        if not approved:
            asked.refused = "refused by a second person"
            asked.save(update_fields=["refused"])
        action = "approved" if approved else "refused"
        custody.log([act_of(asked, action, by=by, at=now, reason=second.reason)])
    if approved:
        carry_out(asked, provider, now=now)
    return asked


def _waiting(payment: CardPayment) -> CardRefund:
    asked = (
        payment.refunds_asked.filter(second__isnull=False, second__by=None).select_related("second").first()
    )
    if asked is None:
        raise NotFound("no refund of this payment waits for a second person", "look at it again")
    return asked


def open_question(asked: CardRefund) -> CardRefundSecond | None:
    """What waits for a second person; None for one that does not."""
    second = getattr(asked, "second", None)
    return second if second is not None and second.by_id is None else None
