"""What people say a held line is. Each decision is a row; the last is in force, and what the one before booked goes back."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.errors import Conflict, WrongUse
from tocsin.lines import supersede
from tocsin.relief.bank.decisions import committed, last_said
from tocsin.relief.bank.meanings import book_meaning
from tocsin.relief.bank.own_transfers import (
    check_other,
    say_of_the_other_side,
    taken_for_a_gift,
    turned,
    turned_a_gift,
)
from tocsin.relief.ledger.corrections import take_back
from tocsin.relief.models import BankDecision, BankLine, CardPayout, Fund, Transfer

__all__ = ["committed", "decide", "is_final", "last_said", "may_be_decided"]

_Kind = BankDecision.Kind
#: what holds money that came, and money that went
_OF_CREDITS = frozenset({_Kind.GIFT, _Kind.PAYOUT, _Kind.FEE, _Kind.OWN, _Kind.BOOKED, _Kind.OTHER})
_OF_DEBITS = frozenset({_Kind.FEE, _Kind.REFUND, _Kind.OWN, _Kind.BOOKED, _Kind.OTHER})
#: they made or changed a gift, which a person has a receipt of
_FINAL = frozenset({_Kind.GIFT, _Kind.REFUND})


def decide(
    line: BankLine,
    *,
    kind: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    detail: str = "",
    other: BankLine | None = None,
) -> BankDecision:
    """`detail`: purpose of a gift (may be empty), provider of a payout or fee, receipt code of a gift that
    went back, "payment-list:N", "payment:N" or "exchange:KEY" of money that the books moved already.

    `seen` is the decision that the person had before their eyes (None for none). Raises Conflict where another stands
    by now, WrongUse for what cannot be meant.
    """
    row = BankDecision(line=line, kind=_checked(line, kind, reason), detail=detail.strip(), other=other)
    row.reason, row.by, row.at = reason.strip(), by, now
    with transaction.atomic():
        Fund.objects.select_for_update().get(pk=line.account.fund_id)
        before = last_said(line)
        _may_follow(before)
        _take_back(before, row)
        row.transfer = _book(row)
        supersede(row, last=lambda: last_said(line), seen=seen, what=f"bank line {line.pk}")
        custody.log([custody.judged("bank-decision", row, "decided", committed(row))])
        left = before.other if before is not None and before.kind == _Kind.OWN else None
        if left is not None and left != other:
            say_of_the_other_side(left, _Kind.OTHER, None, row)
        if kind == _Kind.OWN and other is not None:
            say_of_the_other_side(other, _Kind.OWN, line, row)
    return row


def is_final(said: BankDecision) -> bool:
    """Whether it made, changed or undid a gift: no other decision follows it."""
    return said.kind in _FINAL or turned_a_gift(said)


def may_be_decided(line: BankLine) -> bool:
    """Whether a person may say what it is: a held line, or one that the rules took for a gift."""
    said = last_said(line)
    if line.placed == BankLine.Placed.HELD:
        return said is None or not is_final(said)
    return taken_for_a_gift(line)


def _checked(line: BankLine, kind: str, reason: str) -> str:
    if line.placed != BankLine.Placed.HELD and not (kind == _Kind.OWN and taken_for_a_gift(line)):
        raise WrongUse(
            f"bank line {line.pk} is not held: it is {line.placed}",
            "choose one that is held; of one that the rules took for a gift, say which line it is one movement with",
        )
    allowed = _OF_CREDITS if line.minor > 0 else _OF_DEBITS
    if kind not in allowed:
        raise WrongUse(
            f"money that {'came' if line.minor > 0 else 'went'} is not {kind!r}",
            f"choose one of {', '.join(sorted(allowed))}",
        )
    if not reason.strip():
        raise WrongUse("a decision needs a reason", "say in a few words what you know, and from where")
    return kind


def _may_follow(before: BankDecision | None) -> None:
    if before is None or not is_final(before):
        return
    if before.kind == _Kind.OWN:
        raise Conflict(
            "it was decided as between own accounts, and what was taken for a gift was taken back for it",
            "ask the bank where the money came from; a gift that it was after all is booked from a corrected statement",
        )
    raise Conflict(
        f"it was decided as {before.kind} ({before.detail or 'no detail'}), and its giver may hold a receipt",
        "give the gift back, and say why, instead of deciding again",
    )


def _take_back(before: BankDecision | None, row: BankDecision) -> None:
    if before is not None and before.transfer is not None:
        CardPayout.objects.filter(transfer=before.transfer).update(transfer=None)
        take_back(before.transfer, reason="decided anew", by=row.by.get_username(), now=row.at)


def _book(row: BankDecision) -> Transfer | None:
    if row.kind != _Kind.OWN:
        return book_meaning(row)
    check_other(row)
    return turned(row)
