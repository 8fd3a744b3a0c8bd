"""Sending a payment list: its money leaves the bank for its programme, in one transfer, with the bank's fee beside it.

One transfer for the whole list, for transfers are public: one for each payment would count the people of a small group.
"""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.errors import MoneyRefused, NotAllowed
from tocsin.login_roles import roles_of
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.booking import book_many
from tocsin.relief.ledger.days import checked_day
from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind
from tocsin.relief.models.ledger import Fund
from tocsin.relief.models.spending import PaymentList
from tocsin.relief.money.money import Money, shown
from tocsin.relief.spending.allocating import current, follow_payments, locked
from tocsin.relief.spending.deciding import check_role
from tocsin.relief.spending.free import covers, free
from tocsin.relief.spending.holdings import holdings_of, in_banks, left_of
from tocsin.relief.spending.lifecycle import NEXT, PROPOSERS, State
from tocsin.relief.spending.listing import list_numbered, log_list, moved
from tocsin.relief.spending.ruling import left_out_of


def send_list(
    listed: PaymentList,
    *,
    value_date: date,
    by: User,
    now: datetime,
    seen: int,
    bank: str = "",
    fee_minor: int = 0,
) -> PaymentList:
    """Books what the list comes to, once: all of it or nothing.

    `bank` is the detail of the bank's account ("bank:DETAIL:CUR"), empty where the fund has one in that currency.
    Raises MoneyRefused where a question of duplicates is open, or more would leave than is approved or lies there for it.
    """
    check_role("send a payment list", PROPOSERS, roles_of(by))
    if by.pk == listed.taken_in_by_id:
        raise NotAllowed(
            "whoever took a payment list in cannot send it", "ask another person with the role treasurer"
        )
    with transaction.atomic():
        fund = locked(listed.allocation.fund_id)
        allocation = current(listed.allocation_id)
        if allocation.state != State.APPROVED:
            raise MoneyRefused(
                f"an allocation that is {allocation.state} pays nobody", NEXT[State(allocation.state)]
            )
        left_out = left_out_of(listed)
        due = listed.payments.exclude(pk__in=left_out)
        money = Money(sum(due.values_list("minor", flat=True)), allocation.currency)
        if not money.minor:
            raise MoneyRefused(f"nothing of list {listed.pk} is due", "withdraw the list")
        if money.minor > left_of(allocation):
            raise MoneyRefused(
                f"the list comes to {shown(money)}, more than is left of allocation {allocation.pk}",
                "take in less, or propose a further allocation",
            )
        account = _bank_account(fund, money, fee_minor, bank)
        _check_covered(fund, money, fee_minor, allocation.programme.purpose)
        day = checked_day(value_date, now)
        drafts = _drafts(listed, account, allocation.programme.code, money, fee_minor, day)
        transfers = book_many(fund, drafts, by=by.get_username(), now=now)
        listed.payments.filter(pk__in=left_out).update(left_out=True)
        row = moved(
            listed,
            seen,
            PaymentList.State.SENT,
            sent_by=by,
            sent_at=now,
            value_date=value_date,
            bank=account.detail,
            transfer=transfers[0],
        )
        log_list(row, "sent", by=by.get_username(), now=now)
        follow_payments(current(allocation.pk), now=now)
    return list_numbered(listed.pk)


def _bank_account(fund: Fund, money: Money, fee_minor: int, detail: str) -> AccountName:
    """The account that pays. Raises MoneyRefused where it is not one, or holds less."""
    if fee_minor < 0:
        raise MoneyRefused(f"a fee of {fee_minor} minor units is none", "give what the bank took, or 0")
    known = in_banks(fund, money.currency)
    chosen = [name for name in known if not detail or name.detail == detail]
    if len(chosen) != 1:
        names = ", ".join(sorted(name.detail for name in known)) or "none"
        raise MoneyRefused(f"which bank account pays is not said ({detail[:60]!r})", f"name one: {names}")
    if known[chosen[0]] < money.minor + fee_minor:
        there = shown(Money(known[chosen[0]], money.currency))
        raise MoneyRefused(
            f"{shown(Money(money.minor + fee_minor, money.currency))} would leave an account with {there}",
            "name another account, or wait for money",
        )
    return chosen[0]


def _check_covered(fund: Fund, money: Money, fee_minor: int, purpose: str) -> None:
    """Raises MoneyRefused where it would take money that was given for something else, or is not the fund's yet.

    A fee is paid from money for anything that is not set aside: neither a purpose nor another allocation pays it.
    """
    holdings = holdings_of(fund, money.currency)
    if not covers(holdings, purpose, money.minor):
        raise MoneyRefused(
            f"{shown(money)} is not there for this any more: gifts went back, or the bank took fees",
            "wait for money, or end another allocation; gifts for other purposes and unplaced bank lines stay as they are",
        )
    if fee_minor > free(holdings, ""):
        raise MoneyRefused(
            f"no money for anything is free for a fee of {shown(Money(fee_minor, money.currency))}",
            "wait for gifts without a purpose, or end an allocation that is not needed",
        )


def _drafts(
    listed: PaymentList, bank: AccountName, programme: str, money: Money, fee_minor: int, value_date: date
) -> list[TransferDraft]:
    """The payment, and the bank's fee beside it. Pure."""
    key, about, currency = f"payment-list:{listed.pk}", f"payment-list:{listed.pk}", money.currency
    spent = AccountName(role=Role.SPENT, currency=currency, detail=programme)
    drafts = [
        TransferDraft(
            key=key,
            kind=TransferKind.PAYMENT,
            value_date=value_date,
            legs=(Leg(spent, money.minor), Leg(bank, -money.minor)),
            about=about,
        )
    ]
    if fee_minor:
        fees = AccountName(role=Role.FEES, currency=currency, detail="bank")
        drafts.append(
            TransferDraft(
                key=f"{key}:fee",
                kind=TransferKind.FEE,
                value_date=value_date,
                legs=(Leg(fees, fee_minor), Leg(bank, -fee_minor)),
                about=about,
                beside=key,
            )
        )
    return drafts
