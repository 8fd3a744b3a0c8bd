"""What people say a held line is. Each decision is a row; the last is in force, and what the one before booked goes back."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.errors import Conflict, NotAllowed, WrongUse
from tocsin.lines import supersede
from tocsin.relief.bank.booked_already import still_expected
from tocsin.relief.bank.decisions import committed, last_said
from tocsin.relief.bank.meanings import book_meaning
from tocsin.relief.bank.own_transfers import (
    check_other,
    say_of_the_other_side,
    taken_for_a_gift,
    turned,
    turned_a_gift,
)
from tocsin.relief.bank.second_person import why_two
from tocsin.relief.four_eyes import others_can_decide
from tocsin.relief.ledger.corrections import take_back
from tocsin.relief.models import BankDecision, BankLine, CardPayout, Fund, Transfer

__all__ = [
    "carry_out",
    "committed",
    "decide",
    "drafted",
    "is_final",
    "last_said",
    "may_be_decided",
    "second_person_for",
]

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
    by now or a proposal waits, WrongUse for what cannot be meant, NotAllowed for what needs a second person
    (bank/second_person.py) where there is one: bank/proposing.py proposes it.
    """
    row = drafted(line, kind=kind, reason=reason, by=by, now=now, detail=detail, other=other)
    with transaction.atomic():
        Fund.objects.select_for_update().get(pk=line.account.fund_id)
        for one in filter(None, (line, other)):
            if one.proposals.filter(second_by=None).exists():
                raise Conflict(
                    f"what was proposed of bank line {one.pk} waits for a second person",
                    "have that approved or refused first",
                )
        if why := second_person_for(row):
            raise NotAllowed(
                f"one person cannot decide that: {why}", "propose it, for another person to approve"
            )
        carry_out(row, seen=seen)
    return row


def drafted(
    line: BankLine,
    *,
    kind: str,
    reason: str,
    by: User,
    now: datetime,
    detail: str = "",
    other: BankLine | None = None,
) -> BankDecision:
    """A decision that is not stored yet. Raises WrongUse for what cannot be meant of the line."""
    row = BankDecision(line=line, kind=_checked(line, kind, reason), detail=detail.strip(), other=other)
    row.reason, row.by, row.at = reason.strip(), by, now
    return row


def carry_out(row: BankDecision, *, seen: int | None) -> None:
    """Books and stores it, whoever approved it. Within the acting transaction, with the fund locked."""
    line, other = row.line, row.other
    before = last_said(line)
    _may_follow(before)
    _take_back(before, row)
    row.transfer = _book(row)
    supersede(row, last=lambda: last_said(line), seen=seen, what=f"bank line {line.pk}")
    custody.log([custody.judged("bank-decision", row, "decided", committed(row))])
    left = before.other if before is not None and before.kind == _Kind.OWN else None
    if left is not None and left != other:
        say_of_the_other_side(left, _Kind.OTHER, None, row)
    if row.kind == _Kind.OWN and other is not None:
        say_of_the_other_side(other, _Kind.OWN, line, row)


def second_person_for(row: BankDecision) -> str:
    """Why it needs a second person; empty where one is enough, or there is nobody else."""
    why = why_two(
        row.kind,
        came=row.line.minor > 0,
        matched=_matched(row),
        undoes_a_gift=row.kind == _Kind.OWN and any(taken_for_a_gift(one) for one in _sides(row)),
    )
    return why if why and others_can_decide(row.by) else ""


def _sides(row: BankDecision) -> list[BankLine]:
    return [row.line, row.other] if row.other is not None else [row.line]


def _matched(row: BankDecision) -> bool:
    """Whether what the bank says fits it: a payout by its reference, or just the amount that is expected."""
    if row.kind == _Kind.PAYOUT:
        return bool(row.detail.partition(":")[2])  # booking refuses one that was not announced
    return row.kind == _Kind.BOOKED and still_expected(row.line, row.detail) == row.line.minor


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
