"""Payouts as the provider tells them: what each is made of is held against the payments that we have.

Nothing is booked here: only the bank's line says that money came (relief/bank). A payout that doesn't add up, or names a
payment that we don't have, stays in plain sight until a person has looked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tocsin.relief.cards.provider import CardProvider, PayoutTold
from tocsin.relief.models import CardPayment, CardPayout
from tocsin.relief.money.money import Money

#: how far back they are read again: one that the bank sent back says so within days
READ_BACK = timedelta(days=35)
#: of the lines that are shown by name
UNKNOWN_MAX = 50
#: kinds of lines that are a payment's; all others are the provider's own
_OF_PAYMENTS = frozenset({"charge", "payment", "refund", "payment_refund", "adjustment"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a payout's lines say of it."""

    #: what they add up to, less its amount; None where there are none to add
    off_minor: int | None
    #: those of a payment that we don't have
    unknown: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return not self.off_minor and not self.unknown


def check(payout: PayoutTold, known: Collection[str]) -> Checked:
    """`known`: the provider's names of all charges, refunds and disputes that are booked."""
    if payout.lines is None:
        return Checked(off_minor=None, unknown=())
    total = sum(line.minor - line.fee_minor for line in payout.lines)
    strange = [line.ref for line in payout.lines if line.kind in _OF_PAYMENTS and line.ref not in known]
    return Checked(off_minor=total - payout.money.minor, unknown=tuple(strange[:UNKNOWN_MAX]))


def read_payouts(provider: CardProvider, *, now: datetime) -> int:
    """Reads the provider's payouts of the last weeks; returns how many there are."""
    told = provider.payouts(since=(now - READ_BACK).date())
    known = _known(provider.name) if told else {}
    settled = _settled(provider.name)
    for each in told:
        # what a bank line settled stays what came: where the provider says otherwise since, it does not add up
        money = settled.get(each.ref, each.money)
        checked = check(replace(each, money=money), known)
        CardPayout.objects.update_or_create(
            provider=provider.name,
            ref=each.ref,
            defaults={
                "minor": money.minor,
                "currency": money.currency,
                "arrives": each.arrives,
                "status": each.status,
                "reference": each.reference,
                "off_minor": checked.off_minor,
                "unknown": list(checked.unknown),
                "funds": sorted({known[line.ref] for line in each.lines or () if line.ref in known}),
                "read_at": now,
                "test": provider.test,
            },
        )
    return len(told)


def _settled(provider: str) -> dict[str, Money]:
    """Payouts whose money came, by what the bank says."""
    rows = CardPayout.objects.filter(provider=provider).exclude(transfer=None)
    return {ref: Money(minor, code) for ref, minor, code in rows.values_list("ref", "minor", "currency")}


def _known(provider: str) -> dict[str, int]:
    """The provider's name of each charge, refund and dispute -> the fund that it was given to.

    One query over the payments that are booked; each says itself what it is made of.
    """
    rows = CardPayment.objects.filter(provider=provider, gift__isnull=False)
    said = rows.values_list("told", "fund_id").iterator()
    return {ref: fund for told, fund in said if told is not None for ref in _refs(told)}


def funds_served(provider: str) -> frozenset[int]:
    """Ids of the funds that were given to through the provider."""
    rows = CardPayment.objects.filter(provider=provider, gift__isnull=False).order_by()
    return frozenset(rows.values_list("fund_id", flat=True).distinct())


def _refs(told: Mapping[str, Any]) -> list[str]:
    parts = [told["charge"], *told["refunds"], *told["disputes"]]
    return [part["ref"] for part in parts if part]
