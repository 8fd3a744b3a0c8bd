"""A transfer before it is booked, and what must hold of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tocsin.errors import MoneyRefused
from tocsin.relief.ledger import accounts
from tocsin.relief.ledger.accounts import AccountName
from tocsin.relief.money.money import MINOR_MAX, Money, checked, shown
from tocsin.relief.money.rate import is_rate

#: legs of one transfer; a payment list is booked payment by payment
LEGS_MAX = 1000


class TransferKind(StrEnum):
    #: what was there before the ledger began
    OPENING = "opening"
    GIFT = "gift"
    FEE = "fee"
    #: a card provider's payment to our bank
    PAYOUT = "payout"
    EXCHANGE = "exchange"
    REFUND = "refund"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute-won"
    DISPUTE_LOST = "dispute-lost"
    #: a bank line that nobody has placed yet
    HELD = "held"
    #: a held line, placed by a person
    MATCHED = "matched"
    #: between two of the fund's own accounts
    OWN = "own"
    PAYMENT = "payment"
    #: a payment that came back
    RETURN = "return"
    CORRECTION = "correction"


class Leg(NamedTuple):
    account: AccountName
    #: + debit, - credit
    minor: int


@dataclass(frozen=True, slots=True)
class Rate:
    #: units bought for one unit sold
    value: Decimal
    #: who says so, for example "bank statement 12" or the central bank
    source: str
    at: datetime


class TransferDraft(NamedTuple):
    """A tuple, as its legs are, for there may be a hundred thousand at once. Fields by name only."""

    #: of its cause, at most 200 characters: the same request twice is one transfer
    key: str
    kind: TransferKind
    #: when the money moved
    value_date: date
    legs: tuple[Leg, ...]
    #: "noun:id" of what it is about; never a name
    about: str = ""
    #: key of the transfer that it takes back whole; only of a correction
    corrects: str | None = None
    #: key of a transfer that it belongs to
    beside: str | None = None
    rate: Rate | None = None


def checks(draft: TransferDraft) -> TransferDraft:
    """The draft, where it can be booked. Raises MoneyRefused, which names what cannot."""
    _named(draft)
    if not 2 <= len(draft.legs) <= LEGS_MAX:
        raise _refused(draft, f"has {len(draft.legs)} legs", f"give 2 to {LEGS_MAX:,}")
    for account, minor in draft.legs:
        name = accounts.checked(account)
        if minor == 0:
            raise _refused(draft, f"moves nothing on {name.code}", "leave this leg out")
        if type(minor) is not int or abs(minor) > MINOR_MAX:
            checked(Money(minor, name.currency))  # says what is wrong with it
    for money in off_balance(draft.legs):
        raise _refused(
            draft, f"is off balance by {shown(money)}", "debits and credits are equal in each currency"
        )
    if (draft.corrects is not None) is not (draft.kind is TransferKind.CORRECTION):
        raise _refused(draft, "corrects another, or does not say which", "a correction alone names one")
    if draft.rate is not None and not _is_rate(draft.rate):
        raise _refused(
            draft, f"has a rate of {draft.rate.value}", "give a positive number, its source and time"
        )
    return draft


def off_balance(legs: Sequence[Leg]) -> list[Money]:
    """What remains in each currency that does not add up to zero."""
    if len(legs) == 2:  # nearly every transfer
        (one, minor), (other, opposite) = legs
        if minor == -opposite and one.currency == other.currency:
            return []
    sums: dict[str, int] = {}
    for leg in legs:
        currency = leg.account.currency
        sums[currency] = sums.get(currency, 0) + leg.minor
    return [Money(minor, code) for code, minor in sorted(sums.items()) if minor] if any(sums.values()) else []


def _named(draft: TransferDraft) -> None:
    if not 0 < len(draft.key) <= 200 or not draft.key.isprintable():
        raise _refused(draft, f"has a key of {len(draft.key)} characters", "give 1 to 200 printable ones")
    if len(draft.about) > 80 or (draft.about and ":" not in draft.about) or not draft.about.isprintable():
        raise _refused(draft, f"is about {draft.about[:90]!r}", 'write "noun:id", at most 80 characters')


def _is_rate(rate: Rate) -> bool:
    return is_rate(rate.value) and 0 < len(rate.source) <= 200 and rate.at.tzinfo is not None


def _refused(draft: TransferDraft, what: str, remedy: str) -> MoneyRefused:
    return MoneyRefused(f"transfer {draft.key[:80]!r} {what}", remedy)
