"""A fund with money in drams and euro, for tests of relief."""

from datetime import UTC, date, datetime
from typing import Any

from tocsin.relief.ledger.accounts import AccountName, Role, bank
from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind
from tocsin.relief.models import Fund

NOW = datetime(2024, 1, 15, 12, 0, tzinfo=UTC)
DAY = date(2024, 1, 15)
#: a treasury account of Armenia, invented
BANK_AMD = bank("900000001234", "AMD", "AM")
#: an IBAN that the registry of IBANs gives as its example
BANK_EUR = bank("DE89370400440532013000", "EUR")
CARD_EUR = AccountName(Role.CARD, "EUR", "stripe")
GIFTS_AMD = AccountName(Role.GIFTS, "AMD")
GIFTS_EUR = AccountName(Role.GIFTS, "EUR")
GIFTS_FOR_SHELTER = AccountName(Role.GIFTS_RESTRICTED, "EUR", "shelter")
FEES_EUR = AccountName(Role.FEES, "EUR", "stripe")


def fund(code: str = "artsakh", **terms: Any) -> Fund:
    """An open fund, with one purpose to which gifts can be restricted."""
    given = {
        "title": "Relief for displaced people",
        "purpose": "Food, shelter and cash for people who had to leave.",
        "holder": "Ministry of Finance",
        "purposes": ["shelter"],
        "state": Fund.State.OPEN,
        "opens_on": date(2023, 10, 1),
        "opened_by": "tests",
        "opened_at": NOW,
    }
    return Fund.objects.create(code=code, **(given | terms))


def gift(key: str, minor: int = 10_000, *, to: AccountName = BANK_EUR, **fields: Any) -> TransferDraft:
    """A gift that came on an account."""
    legs = (Leg(to, minor), Leg(AccountName(Role.GIFTS, to.currency), -minor))
    given = {"key": key, "kind": TransferKind.GIFT, "value_date": DAY, "legs": legs}
    return TransferDraft(**(given | fields))
