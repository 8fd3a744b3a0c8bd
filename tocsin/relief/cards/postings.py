"""From what a provider says of a payment to the transfers that it comes to: plain values in, drafts out.

Every draft has a key made of the provider's own name for the movement, and depends on nothing but what was said of that
movement. So what is said again gives the same drafts, and the ledger books each once. Saying more only adds drafts.

A provider may owe us another currency than the giver paid in. Then the movement is booked in the giver's, and exchanged
at the provider's rate, so that the clearing account of each currency is what the provider owes us in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal

from tocsin.relief.cards.told import (
    Charge,
    Dispute,
    DisputeStage,
    PaymentState,
    Refund,
    RefundStage,
    Settled,
    Stage,
)
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.draft import Leg, Rate, TransferDraft, TransferKind
from tocsin.relief.money.money import Money, plain

#: that count, of a rate
RATE_DIGITS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Booked:
    """What stays the same in all transfers of one payment."""

    #: our name of the provider
    provider: str
    currency: str
    #: "gift:CODE"
    about: str
    #: the fund's purpose that the giver bound the money to; empty for none
    purpose: str = ""

    def clearing(self, currency: str) -> AccountName:
        return AccountName(Role.CARD, currency, self.provider)

    def fees(self, currency: str) -> AccountName:
        return AccountName(Role.FEES, currency, self.provider)

    @property
    def income(self) -> AccountName:
        role = Role.GIFTS_RESTRICTED if self.purpose else Role.GIFTS
        return AccountName(role, self.currency, self.purpose)

    @property
    def refunded(self) -> AccountName:
        return AccountName(Role.REFUNDED, self.currency)

    @property
    def disputed(self) -> AccountName:
        return AccountName(Role.DISPUTED, self.currency, self.provider)

    def key(self, ref: str, what: str) -> str:
        return f"card:{self.provider}:{ref}:{what}"


def gift_draft(charge: Charge, booked: Booked) -> TransferDraft:
    """The gift in full: what the provider keeps of it is a fee beside it, and no smaller gift."""
    return _moved(
        booked.key(charge.ref, "gift"),
        TransferKind.GIFT,
        charge.at,
        (booked.clearing(booked.currency), booked.income),
        charge.minor,
        booked,
    )


def drafts(state: PaymentState, booked: Booked) -> tuple[TransferDraft, ...]:
    """Everything that it comes to, the gift first; nothing before it is paid."""
    if state.stage != Stage.PAID or state.charge is None:
        return ()
    gift = gift_draft(state.charge, booked)
    told = [*_settling(state.charge.settled, state.charge.minor, gift, booked)]
    for refund in state.refunds:
        told += _of_refund(refund, gift, booked)
    for dispute in state.disputes:
        told += _of_dispute(dispute, gift, booked)
    return (gift, *told)


def _of_refund(refund: Refund, gift: TransferDraft, booked: Booked) -> Iterator[TransferDraft]:
    """Fees of the gift stay with the provider, as they do in life. One that failed is booked back, not out of sight."""
    if refund.stage == RefundStage.PENDING:
        return
    sides = (booked.refunded, booked.clearing(booked.currency))
    given_back = _moved(
        booked.key(refund.ref, "refund"), TransferKind.REFUND, refund.at, sides, refund.minor, booked, gift
    )
    yield given_back
    yield from _settling(refund.settled, -refund.minor, given_back, booked)
    if refund.stage == RefundStage.FAILED:
        key = booked.key(refund.ref, "refund-failed")
        returned = _moved(key, TransferKind.REFUND, refund.at, sides[::-1], refund.minor, booked, given_back)
        yield returned
        yield from _settling(_without_fee(refund.settled), refund.minor, returned, booked)


def _of_dispute(dispute: Dispute, gift: TransferDraft, booked: Booked) -> Iterator[TransferDraft]:
    """The provider takes the money at once; winning brings it back, losing makes it the giver's again."""
    if dispute.stage == DisputeStage.INQUIRY:
        return
    clearing = booked.clearing(booked.currency)
    taken = _moved(
        booked.key(dispute.ref, "dispute"),
        TransferKind.DISPUTE,
        dispute.at,
        (booked.disputed, clearing),
        dispute.minor,
        booked,
        gift,
    )
    yield taken
    yield from _settling(dispute.settled, -dispute.minor, taken, booked)
    if dispute.stage == DisputeStage.WON and dispute.ended_at:  # said to be won, and the money not yet back
        sides = (clearing, booked.disputed)
        key = booked.key(dispute.ref, "dispute-won")
        won = _moved(key, TransferKind.DISPUTE_WON, dispute.ended_at, sides, dispute.minor, booked, taken)
        yield won
        yield from _settling(dispute.returned, dispute.minor, won, booked)
    elif dispute.stage == DisputeStage.LOST:
        sides = (booked.refunded, booked.disputed)
        key = booked.key(dispute.ref, "dispute-lost")
        yield _moved(key, TransferKind.DISPUTE_LOST, dispute.at, sides, dispute.minor, booked, taken)


def _settling(
    settled: Settled | None, minor: int, of: TransferDraft, booked: Booked
) -> Iterator[TransferDraft]:
    """The exchange and the fee beside a movement. `minor` > 0: the provider owes us more; < 0: less."""
    if settled is None:
        return
    if settled.currency != booked.currency:
        yield from _exchanged(settled, minor, of, booked)
    if settled.fee_minor:
        yield TransferDraft(
            key=f"{of.key}:fee",
            kind=TransferKind.FEE,
            value_date=of.value_date,
            legs=(
                Leg(booked.fees(settled.currency), settled.fee_minor),
                Leg(booked.clearing(settled.currency), -settled.fee_minor),
            ),
            about=booked.about,
            beside=of.key,
        )


def _exchanged(settled: Settled, minor: int, of: TransferDraft, booked: Booked) -> Iterator[TransferDraft]:
    """Two transfers, each balanced in its own currency, the second beside the first."""
    given, got = (
        Money(-minor, booked.currency),
        Money(settled.minor * (1 if minor > 0 else -1), settled.currency),
    )
    if not settled.minor:  # too little to be a minor unit of the other currency
        return
    first = f"{of.key}:exchange"
    for key, beside, money in ((first, of.key, given), (f"{first}d", first, got)):
        yield TransferDraft(
            key=key,
            kind=TransferKind.EXCHANGE,
            value_date=of.value_date,
            legs=(
                Leg(booked.clearing(money.currency), money.minor),
                Leg(AccountName(Role.EXCHANGE, money.currency), -money.minor),
            ),
            about=booked.about,
            beside=beside,
            rate=_rate(given, got, settled, of, booked),
        )


def _rate(given: Money, got: Money, settled: Settled, of: TransferDraft, booked: Booked) -> Rate:
    """By the two amounts, which are what was exchanged; what the provider prints is rounded, and stands beside it."""
    sold, bought = (given, got) if got.minor > 0 else (got, given)
    value = Decimal(plain(bought)) / -Decimal(plain(sold))
    return Rate(
        value=value.quantize(Decimal(10) ** (value.adjusted() - RATE_DIGITS + 1)),
        source=f"{booked.provider}: {settled.rate or 'not said'} {settled.currency} for 1 {booked.currency}"[
            :200
        ],
        at=datetime.combine(of.value_date, time(), UTC),
    )


def _moved(
    key: str,
    kind: TransferKind,
    at: datetime,
    sides: tuple[AccountName, AccountName],
    minor: int,
    booked: Booked,
    beside: TransferDraft | None = None,
) -> TransferDraft:
    """`sides`: debit, credit."""
    debit, credit = sides
    return TransferDraft(
        key=key,
        kind=kind,
        value_date=at.date(),
        legs=(Leg(debit, minor), Leg(credit, -minor)),
        about=booked.about,
        beside=beside.key if beside else None,
    )


def _without_fee(settled: Settled | None) -> Settled | None:
    if settled is None:
        return None
    return Settled(currency=settled.currency, minor=settled.minor, rate=settled.rate)
