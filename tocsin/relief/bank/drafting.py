"""The transfer of a bank line: what it books, by where the line goes. Pure."""

from __future__ import annotations

from functools import cache

from tocsin.relief.bank.planning import Planned
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind

_KINDS = {
    "gift": TransferKind.GIFT,
    "payout": TransferKind.PAYOUT,
    "returned": TransferKind.REFUND,
    "held": TransferKind.HELD,
}


def transfer_key(line_key: str) -> str:
    return f"bank:{line_key}"


def line_draft(
    planned: Planned, bank: AccountName, *, code: str = "", beside: str | None = None
) -> TransferDraft | None:
    """None for a line of nothing. `code` is the gift's; `beside` the key of the transfer of a gift that went back."""
    placing, minor = planned.placing, planned.line.minor
    if placing.placed == "told":
        return None
    return TransferDraft(
        key=transfer_key(planned.key),
        kind=_KINDS[placing.placed],
        value_date=planned.line.booked_on,
        legs=(Leg(bank, minor), Leg(_other_side(planned, bank.currency), -minor)),
        about=f"gift:{code}" if code else f"bank-line:{planned.key}",
        beside=beside,
    )


@cache
def gifts_account(currency: str, purpose: str) -> AccountName:
    return AccountName(Role.GIFTS_RESTRICTED if purpose else Role.GIFTS, currency, purpose)


def _other_side(planned: Planned, currency: str) -> AccountName:
    placing = planned.placing
    if placing.placed == "gift":
        return gifts_account(currency, placing.purpose)
    if placing.placed == "payout":
        assert placing.payout is not None, placing
        return AccountName(Role.CARD, currency, placing.payout.provider)
    return _account(Role.REFUNDED if placing.placed == "returned" else Role.HELD, currency)


@cache
def _account(role: Role, currency: str) -> AccountName:
    return AccountName(role, currency)
