"""Giving by card: a payment of ours, registered with the provider, whose page the giver is then sent to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tocsin.errors import MoneyRefused, ProviderRefused
from tocsin.relief.cards.provider import CardProvider, Order
from tocsin.relief.cards.providers import refuse_mixed
from tocsin.relief.cards.schedule import FIRST
from tocsin.relief.models import CardPayment, Donor, Fund
from tocsin.relief.money.money import Money, shown

#: of one gift, in minor units: what is more comes by bank
MINOR_MAX = 10**10


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What somebody wants to give, as the page read it."""

    money: Money
    #: one of the fund's; empty for where it is needed most
    purpose: str = ""
    monthly: bool = False
    language: str = "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ways:
    """Where the provider sends the giver back to, each with the payment's token in place of {}."""

    done_url: str
    back_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Going:
    payment: CardPayment
    #: of the hosted page
    address: str


def refuse_wish(wish: Wish, fund: Fund, provider: CardProvider, now: datetime) -> None:
    """Raises MoneyRefused for what this fund or this provider cannot take."""
    refuse_mixed(fund, provider)
    if not takes_gifts(fund, now):
        raise MoneyRefused(f"{fund.title} takes no gifts today", "look at when it opens and closes")
    if wish.purpose and wish.purpose not in fund.purposes:
        raise MoneyRefused(f"{fund.title} has no purpose {wish.purpose[:60]!r}", "choose one of its purposes")
    if not 0 < wish.money.minor <= MINOR_MAX:
        raise MoneyRefused(
            f"{shown(wish.money)} cannot be given by card", "give more than nothing, and large sums by bank"
        )
    if not provider.takes(wish.money.currency):
        raise MoneyRefused(f"{provider.title} takes no {wish.money.currency}", "choose another currency")
    if wish.monthly and not provider.monthly:
        raise MoneyRefused(f"{provider.title} takes no monthly gifts", "give once, or choose another page")


def takes_gifts(fund: Fund, now: datetime) -> bool:
    """Whether it is open today, as its terms say."""
    today = now.date()
    begun = fund.opens_on is None or fund.opens_on <= today
    return fund.state == Fund.State.OPEN and begun and (fund.closes_on is None or today <= fund.closes_on)


def give(
    fund: Fund,
    wish: Wish,
    *,
    provider: CardProvider,
    donor: Donor | None,
    ways: Ways,
    now: datetime,
) -> Going:
    """Registers the payment. Ours is stored before the provider is asked: one that it knows and we do not can't be.

    Raises MoneyRefused, ProviderRefused or ProviderFailed.
    """
    refuse_wish(wish, fund, provider, now)
    payment = CardPayment.objects.create(
        fund=fund,
        provider=provider.name,
        token=secrets.token_hex(16),
        minor=wish.money.minor,
        currency=wish.money.currency,
        purpose=wish.purpose,
        donor=donor,
        language=wish.language,
        monthly=wish.monthly,
        asked_at=now,
        test=provider.test,
    )
    try:
        registered = provider.register(_order(payment, wish, ways))
    except ProviderRefused as error:
        CardPayment.objects.filter(pk=payment.pk).update(trouble=str(error)[:300], standing="cancelled")
        raise
    with transaction.atomic():
        payment.ref, payment.read_again_at = registered.ref, now + FIRST
        payment.save(update_fields=["ref", "read_again_at"])
    return Going(payment=payment, address=registered.address)


def _order(payment: CardPayment, wish: Wish, ways: Ways) -> Order:
    return Order(
        token=payment.token,
        money=wish.money,
        title=payment.fund.title[:100],
        monthly=wish.monthly,
        done_url=ways.done_url.format(payment.token),
        back_url=ways.back_url.format(payment.token),
        language=wish.language,
    )
