"""Corrections: what was booked stays; a transfer that takes it back whole stands behind it, once."""

from __future__ import annotations

from datetime import datetime

from tocsin.errors import MoneyRefused, NotFound
from tocsin.relief.ledger.accounts import of_code
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind
from tocsin.relief.models import Fund, Transfer


def correct(fund: Fund, key: str, *, reason: str, by: str, now: datetime) -> Transfer:
    """The reverse of that transfer, linked to it. A second time gives the first correction.

    Its value date is that of what it corrects; where that day is closed, it stands in the first open one. Raises
    NotFound, and MoneyRefused for a correction: to undo one, the transfer is booked again under a new key.
    """
    wrong = Transfer.objects.filter(fund=fund, key=key).first()
    if wrong is None:
        raise NotFound(f"the fund {fund.code} has no transfer {key[:80]!r}", "look at its transfers")
    if not reason.strip():
        raise MoneyRefused("a correction needs a reason", "say in a few words what was wrong; no names")
    if len(reason) > 500:
        raise MoneyRefused(f"a reason of {len(reason)} characters", "say it in 500 at most")
    return book(fund, correction_of(wrong), by=by, now=now, reason=reason)


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
