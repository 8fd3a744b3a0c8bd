"""Taking in a gift: its row, its code and its transfer together, or none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.draft import TransferDraft
from tocsin.relief.models import Donor, Fund, Gift
from tocsin.relief.money.money import Money
from tocsin.relief.receipt_code import new_code

#: codes are random: of a billion gifts one in a million meets a code that is taken
TRIES_MAX = 5


def receive(
    fund: Fund,
    money: Money,
    *,
    at: datetime,
    channel: str,
    provider: str,
    provider_ref: str,
    draft: TransferDraft,
    by: str,
    now: datetime,
    donor: Donor | None = None,
    purpose: str = "",
    test: bool = False,
    codes: Callable[[], str] = new_code,
) -> Gift:
    """Books the draft, about this gift, and keeps the gift. The same `provider_ref` again is the gift that is there.

    Raises Conflict where that one was of another amount, MoneyRefused where the draft cannot be booked.
    """
    with transaction.atomic():
        there = Gift.objects.filter(provider=provider, provider_ref=provider_ref).first()
        # what was booked is compared with the draft by the ledger, which refuses another amount under its key
        code = there.code if there else _free(codes)
        booked = book(fund, draft._replace(about=f"gift:{code}"), by=by, now=now)
        return there or Gift.objects.create(
            fund=fund,
            code=code,
            channel=channel,
            minor=money.minor,
            currency=money.currency,
            at=at,
            donor=donor,
            purpose=purpose,
            provider=provider,
            provider_ref=provider_ref,
            transfer=booked,
            test=test,
        )


def _free(codes: Callable[[], str]) -> str:
    for _ in range(TRIES_MAX):
        code = codes()
        if not Gift.objects.filter(code=code).exists():
            return code
    raise AssertionError("codes are random, and five in a row were taken")
