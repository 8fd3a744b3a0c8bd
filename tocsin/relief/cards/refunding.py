"""Giving money back: asked for by a person with a reason, given back by the provider once, booked when it says so."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, MoneyRefused, ProviderFailed, ProviderRefused, WrongUse
from tocsin.relief.cards.following import follow, known
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.cards.refund_bounds import bound_of, needs_second
from tocsin.relief.cards.states import refundable
from tocsin.relief.cards.told import PaymentState
from tocsin.relief.four_eyes import REASON_LENGTH_MAX, others_can_decide
from tocsin.relief.models import CardPayment, CardRefund, CardRefundSecond
from tocsin.relief.money.money import Money, shown


def left_to_refund(state: PaymentState, asked_minor: int) -> int:
    """What may still be asked for. `asked_minor`: asked for and not yet told of by the provider."""
    return max(0, refundable(state) - asked_minor)


def ask_refund(
    payment: CardPayment,
    minor: int,
    *,
    reason: str,
    seen: int,
    provider: CardProvider,
    by: User,
    now: datetime,
) -> CardRefund:
    """Stores what is asked and by whom, then asks the provider; where no answer comes, the next round asks again.

    `seen`: how much was given back already as the person saw it. Raises MoneyRefused for more than is left, Conflict
    where somebody else gave back meanwhile or a refund waits for a second person, WrongUse without a reason,
    ProviderRefused where the provider says no. Where anybody else could decide it, and it is above the fund's bound, it
    waits for them (second_person.py).
    """
    why = reason.strip()
    if not why or len(why) > REASON_LENGTH_MAX:
        raise WrongUse(
            "no reason is given", f"say why it is given back, in at most {REASON_LENGTH_MAX} letters"
        )
    with transaction.atomic():
        row = CardPayment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
        state, waiting = known(row), waiting_minor(row)
        if state.refunds_told_minor + waiting != seen:
            raise Conflict(
                "somebody else gave back of this payment in the meantime",
                "look at it again; nothing was asked of the provider",
            )
        if row.refunds_asked.filter(second__isnull=False, second__by=None).exists():
            raise Conflict(
                "a refund of this payment waits for a second person",
                "have that one approved or refused first",
            )
        refuse_more(Money(minor, row.currency), left_to_refund(state, waiting))
        asked = CardRefund.objects.create(
            payment=row,
            minor=minor,
            key=secrets.token_hex(16),
            before_minor=state.refunds_told_minor + waiting,
            reason=why,
            by=by,
            at=now,
        )
        back = state.refunds_told_minor + waiting
        bound = bound_of(row.fund, row.currency)
        waits = others_can_decide(by) and needs_second(minor, given_back=back, bound=bound)
        if waits:
            CardRefundSecond.objects.create(refund=asked)
        custody.log([act_of(asked, "asked for", by=by, at=now, reason=why)])
    if not waits:
        carry_out(asked, provider, now=now)
    return asked


def refuse_more(money: Money, left: int) -> None:
    if not 0 < money.minor <= left:
        raise MoneyRefused(
            f"{shown(money)} cannot be given back",
            f"at most {shown(Money(left, money.currency))} of this payment can be",
        )


def waiting_minor(payment: CardPayment) -> int:
    """Asked of the provider, and not among what it told since."""
    told = known(payment).refunds_told_minor
    rows = payment.refunds_asked.filter(refused="")
    return sum(row.minor for row in rows if row.before_minor + row.minor > told)


def given_back_minor(payment: CardPayment, *, before: CardRefund) -> int:
    """Given back or asked of the provider already, without the one that waits."""
    return known(payment).refunds_told_minor + waiting_minor(payment) - before.minor


def carry_out(asked: CardRefund, provider: CardProvider, *, now: datetime) -> bool:
    """Whether the provider took it, or gave no answer. Safe to repeat: it gives back once for a key."""
    payment = asked.payment
    assert payment.ref is not None, payment.pk
    try:
        provider.refund(
            payment.ref,
            Money(asked.minor, payment.currency),
            key=asked.key,
            before_minor=asked.before_minor,
            now=now,
        )
    except ProviderFailed:
        return False  # it may have been done: a later round asks again, under the same key
    except ProviderRefused as error:
        asked.refused = str(error)[:300]
        asked.save(update_fields=["refused"])
        raise
    asked.taken_at = now
    asked.save(update_fields=["taken_at"])
    with suppress(ProviderRefused):  # it is read again in its turn
        follow(payment, provider, now=now)
    return True


def committed(asked: CardRefund) -> dict[str, Json]:
    """What the custody log commits to."""
    fields: dict[str, Json] = {
        "payment": asked.payment_id,
        "minor": asked.minor,
        "currency": asked.payment.currency,
    }
    second = CardRefundSecond.objects.filter(refund=asked).first()
    if second is not None:
        fields |= {"second_by": second.by_id, "approved": second.approved}
    return fields


def act_of(asked: CardRefund, action: str, *, by: User, at: datetime, reason: str) -> custody.Act:
    return custody.Act(
        item=f"card-refund:{asked.pk}",
        action=action,
        actor=by.get_username(),
        at=at,
        reason=reason,
        after=committed(asked),
    )
