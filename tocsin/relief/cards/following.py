"""Reading a payment from its provider and booking what is new in it: the same whoever asks, and however often."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tocsin.errors import Conflict, MoneyRefused
from tocsin.relief import gifts
from tocsin.relief.cards.events import happened
from tocsin.relief.cards.postings import Booked, drafts, gift_draft
from tocsin.relief.cards.provider import CardProvider, Read
from tocsin.relief.cards.receipts import send_receipt
from tocsin.relief.cards.refund_total import Asked
from tocsin.relief.cards.schedule import next_look
from tocsin.relief.cards.states import standing
from tocsin.relief.cards.told import DisputeStage, PaymentState, RefundStage, Stage, merged
from tocsin.relief.cards.told_stored import as_json, from_json
from tocsin.relief.ledger.booking import book_many
from tocsin.relief.models import CardPayment, Gift, GiftEvent, Pledge
from tocsin.relief.money.money import Money

#: who books what a provider says
BY = "worker"
#: a payment that contradicts itself is read again after so long, in case it no longer does: until then it holds up none
TROUBLE_WAIT = timedelta(hours=6)


def follow(payment: CardPayment, provider: CardProvider, *, now: datetime) -> CardPayment:
    """Asks the provider, outside any transaction, and takes in what it says. Raises what the provider raises."""
    assert payment.ref is not None, payment.pk
    return take_in(payment.pk, provider.read(payment.ref, now=now), now=now)


def take_in(payment_id: int, read: Read, *, now: datetime) -> CardPayment:
    """Puts what was said beside what is known, and books it: all of it, or none and the reason in plain sight."""
    with transaction.atomic():
        payment = (
            CardPayment.objects.select_for_update(of=("self",))
            .select_related("fund", "gift")
            .get(pk=payment_id)
        )
        try:
            with transaction.atomic():
                _booked(payment, read, now)
            payment.trouble = ""
        except (MoneyRefused, Conflict) as error:
            payment.refresh_from_db()
            payment.trouble = str(error)[:300]
            if payment.read_again_at is not None:
                payment.read_again_at = now + TROUBLE_WAIT
        payment.read_at = now
        payment.save()
    return payment


def known(payment: CardPayment) -> PaymentState:
    if payment.told is None:
        return PaymentState(currency=payment.currency, stage=Stage.REGISTERED)
    return from_json(payment.told)


def booked_as(payment: CardPayment, gift: Gift | None) -> Booked:
    return Booked(
        provider=payment.provider,
        currency=payment.currency,
        about=f"gift:{gift.code}" if gift else "",
        purpose=payment.purpose,
    )


def _booked(payment: CardPayment, read: Read, now: datetime) -> None:
    before = known(payment)
    state = merged(before, read.state, asked=_asked(payment, read))
    fresh = payment.gift is None and state.stage == Stage.PAID
    if payment.told is None or state != before:  # all that follows from what is known was booked with it
        _as_ordered(payment, state)
        if fresh:
            payment.gift = _gift(payment, state, now)
        if payment.gift is not None:
            _book(payment, payment.gift, state, now)
        payment.told, payment.standing = as_json(state), standing(state)
    payment.other_ref = read.other_ref or payment.other_ref
    payment.read_again_at = _next(payment, state, now)
    if read.pledge_ref and payment.pledge is None and state.stage == Stage.PAID:
        payment.pledge = _pledge(payment, read.pledge_ref, now)
    if fresh:
        send_receipt(payment, now=now)


def _asked(payment: CardPayment, read: Read) -> Sequence[Asked]:
    """What we asked the provider to give back, for one that tells only a total."""
    if not read.state.refunded_to:
        return ()
    rows = payment.refunds_asked.filter(Q(second=None) | Q(second__approved=True), refused="")
    return [
        Asked(from_minor=row.before_minor, to_minor=row.before_minor + row.minor, taken_at=row.taken_at)
        for row in rows
    ]


def _as_ordered(payment: CardPayment, state: PaymentState) -> None:
    """A payment of another amount than was asked for is nobody's mistake of ours to book."""
    if state.charge and state.charge.minor != payment.minor:
        raise MoneyRefused(
            f"{state.charge.minor} was paid where {payment.minor} {payment.currency} was asked for",
            "compare it with the provider's own pages; nothing was booked",
        )


def _gift(payment: CardPayment, state: PaymentState, now: datetime) -> Gift:
    assert state.charge is not None and payment.ref is not None, payment.pk
    return gifts.receive(
        payment.fund,
        Money(payment.minor, payment.currency),
        at=state.charge.at,
        channel=Gift.Channel.SIMULATED if payment.test else Gift.Channel.CARD,
        provider=payment.provider,
        provider_ref=state.charge.ref,
        draft=gift_draft(state.charge, booked_as(payment, None)),
        by=BY,
        now=now,
        donor=payment.donor,
        purpose=payment.purpose,
        test=payment.test,
    )


def _book(payment: CardPayment, gift: Gift, state: PaymentState, now: datetime) -> None:
    booked = booked_as(payment, gift)
    rows = book_many(payment.fund, drafts(state, booked), by=BY, now=now)
    by_key = {row.key: row for row in rows}
    for each in happened(state, booked):
        GiftEvent.objects.get_or_create(
            transfer=by_key[each.key],
            defaults={"gift": gift, "kind": each.kind, "minor": each.minor, "at": each.at},
        )


def _next(payment: CardPayment, state: PaymentState, now: datetime) -> datetime | None:
    moving = any(each.stage == RefundStage.PENDING for each in state.refunds) or any(
        each.stage == DisputeStage.OPEN or (each.stage == DisputeStage.WON and each.ended_at is None)
        for each in state.disputes
    )
    return next_look(
        standing(state),
        asked_at=payment.asked_at,
        settled=state.charge is not None and state.charge.settled is not None,
        moving=moving,
        now=now,
    )


def _pledge(payment: CardPayment, ref: str, now: datetime) -> Pledge:
    row, _ = Pledge.objects.get_or_create(
        provider=payment.provider,
        ref=ref,
        defaults={
            "fund": payment.fund,
            "minor": payment.minor,
            "currency": payment.currency,
            "purpose": payment.purpose,
            "donor": payment.donor,
            "token": secrets.token_hex(16),
            "since": now,
            "test": payment.test,
        },
    )
    return row
