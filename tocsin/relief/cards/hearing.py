"""Webhooks: each is kept once, and is only a reason to read what it is about from the provider itself.

They come at least once, late and in any order. So nothing in them is booked; an old one read late finds the payment as it
is now.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q

from tocsin.errors import ProviderFailed, ProviderRefused
from tocsin.relief.cards.following import follow
from tocsin.relief.cards.payouts import read_payouts
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.models import CardNotice, CardPayment, Pledge

#: of notices whose matter could not be read when they came, in one round
ROUND_MAX = 100


def hear(provider: CardProvider, headers: Mapping[str, str], body: bytes, *, now: datetime) -> CardNotice:
    """Keeps what is the provider's, and follows it. Raises ProviderRefused for what is not proved to be.

    Where the provider can't be read at this moment, the notice is kept, and the next round follows it.
    """
    notice = provider.heard(headers, body, now=now)
    row, fresh = CardNotice.objects.get_or_create(
        provider=provider.name,
        event=notice.id,
        defaults={
            "kind": notice.kind,
            "at": notice.at,
            "received_at": now,
            "ref": notice.ref,
            "pledge_ref": notice.pledge_ref,
            "sha256": sha256(body).hexdigest(),
            "said": dict(notice.said),
        },
    )
    if not fresh:
        CardNotice.objects.filter(pk=row.pk).update(again=F("again") + 1)
    if row.followed_at is None:
        _follow_quietly(row, provider, now)
    return row


def follow_left(provider: CardProvider, *, now: datetime) -> int:
    """Those that were kept and not yet followed; returns how many could be.

    Those that no round could follow come last: however many there are, they hold up no other. The first that gets no
    answer ends it, for the provider may be down.
    """
    left = CardNotice.objects.filter(provider=provider.name, followed_at=None)
    followed = 0
    for row in left.order_by(F("tried_at").asc(nulls_first=True), "pk")[:ROUND_MAX]:
        trouble = _follow_quietly(row, provider, now)
        if isinstance(trouble, ProviderFailed):
            break
        followed += trouble is None
    return followed


def _follow_quietly(row: CardNotice, provider: CardProvider, now: datetime) -> ProviderRefused | None:
    """What kept us from it: no answer, or none that can be read. It is looked at again in the next round."""
    try:
        payment = _followed(row, provider, now)
    except ProviderRefused as trouble:
        row.tried_at = now
        row.save(update_fields=["tried_at"])
        return trouble
    row.payment, row.followed_at = payment, now
    row.save(update_fields=["payment", "followed_at"])
    return None


def _followed(row: CardNotice, provider: CardProvider, now: datetime) -> CardPayment | None:
    """The payment that it is about, read again; None where it is about none of ours."""
    if row.kind.startswith("payout."):
        read_payouts(provider, now=now)
        return None
    if row.kind == "customer.subscription.deleted":
        Pledge.objects.filter(provider=provider.name, ref=row.pledge_ref, ended_at=None).update(
            ended_at=row.at
        )
        return None
    if not row.ref:
        return None
    payment = _named(provider.name, row.ref) or _looked_up(row, provider, now)
    if payment is None or payment.ref is None:
        return None
    return follow(payment, provider, now=now)


def _named(provider: str, ref: str) -> CardPayment | None:
    rows = CardPayment.objects.filter(provider=provider)
    return rows.filter(Q(ref=ref) | Q(other_ref=ref)).order_by("pk").first()


def _looked_up(row: CardNotice, provider: CardProvider, now: datetime) -> CardPayment | None:
    """By the hosted page that it came from; what a pledge brings each month came from none, and is a payment of its own."""
    registered = provider.ref_of(row.ref, row.pledge_ref)
    first = _named(provider.name, registered) if registered else None
    if first is None:
        return None
    if row.pledge_ref:
        first = follow(first, provider, now=now)
        if first.pledge is not None and first.other_ref != row.ref:
            return _of_pledge(first.pledge, row, now)
    return first


def _of_pledge(pledge: Pledge, row: CardNotice, now: datetime) -> CardPayment:
    with transaction.atomic():
        payment, _ = CardPayment.objects.get_or_create(
            provider=pledge.provider,
            ref=row.ref,
            defaults={
                "fund": pledge.fund,
                "token": secrets.token_hex(16),
                "other_ref": row.ref,
                "minor": pledge.minor,
                "currency": pledge.currency,
                "purpose": pledge.purpose,
                "donor": pledge.donor,
                "monthly": True,
                "pledge": pledge,
                "asked_at": row.at,
                "read_again_at": now,
                "test": pledge.test,
            },
        )
    return payment
