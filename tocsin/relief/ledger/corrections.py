"""Corrections: what was booked stays; transfers that take it back whole stand behind it, once.

What belongs together goes back together: both halves of an exchange, and with a movement the fee and the exchange that
were booked beside it. What happened later and rests on it (a refund, a dispute, a decision on a bank line) is not taken
back unseen: it goes back first, by a person who says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from tocsin.errors import MoneyRefused, NotFound
from tocsin.relief.ledger.accounts import of_code
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind
from tocsin.relief.models import Fund, Transfer

#: of one movement: what it cost, and what it became
_ONE_WITH = frozenset({TransferKind.FEE, TransferKind.EXCHANGE})


def correct(fund: Fund, key: str, *, reason: str, by: str, now: datetime) -> Transfer:
    """Takes the transfer back with all that is one with it; returns its own reverse. A second time gives the first one.

    Value dates are those of what is taken back; where such a day is closed, the first open one. Raises NotFound, and
    MoneyRefused for a correction, for what a bank line or a payment stands on, and for what others rest on.
    """
    with transaction.atomic():
        # a fund's corrections come one after the other, and no decision on a bank line between
        Fund.objects.select_for_update().get(pk=fund.pk)
        wrong = Transfer.objects.filter(fund=fund, key=key).first()
        if wrong is None:
            raise NotFound(f"the fund {fund.code} has no transfer {key[:80]!r}", "look at its transfers")
        _check_reason(reason)
        rows = together(wrong)
        if not hasattr(wrong, "corrected_by"):
            for row in rows:
                check_bare(row)
        made = {row.pk: take_back(row, reason=reason, by=by, now=now) for row in rows}
    return made[wrong.pk]


def take_back(wrong: Transfer, *, reason: str, by: str, now: datetime) -> Transfer:
    """The reverse of one transfer, for whoever keeps what stands on it. Within the acting transaction."""
    return book(wrong.fund, correction_of(wrong), by=by, now=now, reason=reason)


def together(wrong: Transfer) -> list[Transfer]:
    """What goes back as one, the last that was booked first; the other half of an exchange is found from either half."""
    first = wrong
    while first.kind == TransferKind.EXCHANGE and first.beside and first.beside.kind == TransferKind.EXCHANGE:
        first = first.beside
    found, reached = {first.pk: first}, [first]
    while reached:
        beside = Transfer.objects.filter(beside__in=reached, kind__in=_ONE_WITH)
        reached = [row for row in beside if row.pk not in found]
        found |= {row.pk: row for row in reached}
    return [found[pk] for pk in sorted(found, reverse=True)]


def check_bare(row: Transfer) -> None:
    """Raises MoneyRefused where something else says what it books, or rests on it."""
    for what, remedy in _stands_on(row):
        raise MoneyRefused(f"transfer {row.pk} cannot be taken back by itself: {what}", remedy)


def _stands_on(row: Transfer) -> Iterator[tuple[str, str]]:
    """What, and what to do instead."""
    if hasattr(row, "bank_line"):
        yield (
            f"bank line {row.bank_line.pk} says that it moved",
            "say at that line what it is; where its file is wrong, ask the bank for a right one",
        )
    if row.kind == TransferKind.MATCHED:
        yield "a decision on a bank line booked it", "decide that line anew"
    if row.kind in (TransferKind.PAYMENT, TransferKind.RETURN) and row.about.startswith("payment"):
        yield f"{row.about} stands on it", "say of each payment that came back that it did"
    if hasattr(row, "gift_event"):
        yield (
            f"it stands for what happened to gift {row.gift_event.gift.code}",
            "compare it with the provider's own pages: what is booked is what the provider said",
        )
    resting = row.besides.exclude(kind__in=_ONE_WITH).filter(corrected_by=None)
    for one in resting.exclude(kind=TransferKind.CORRECTION).order_by("pk")[:1]:
        yield f"transfer {one.pk} ({one.kind}) rests on it", f"take {one.key[:80]!r} back first"


def correction_of(wrong: Transfer) -> TransferDraft:
    """The reverse, leg by leg."""
    if wrong.kind == TransferKind.CORRECTION:
        raise MoneyRefused(
            f"transfer {wrong.pk} is a correction", "book what it took back again, under a new key"
        )
    legs = wrong.postings.order_by("id").values_list("account__code", "minor")
    return TransferDraft(
        key=f"correction:{wrong.body_hash}",
        kind=TransferKind.CORRECTION,
        value_date=wrong.value_date,
        legs=tuple(Leg(of_code(code), -minor) for code, minor in legs),
        about=wrong.about,
        corrects=wrong.key,
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise MoneyRefused("a correction needs a reason", "say in a few words what was wrong; no names")
    if len(reason) > 500:
        raise MoneyRefused(f"a reason of {len(reason)} characters", "say it in 500 at most")
