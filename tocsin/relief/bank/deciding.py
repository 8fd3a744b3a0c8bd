"""What people say a held line is. Each decision is a row; the last is in force, and what the one before booked goes back."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Sum

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.relief.bank.booked_already import bank_account
from tocsin.relief.bank.drafting import gifts_account, transfer_key
from tocsin.relief.bank.keeping import began
from tocsin.relief.gifts import receive
from tocsin.relief.ledger import accounts
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.corrections import take_back
from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind
from tocsin.relief.models import BankDecision, BankLine, CardPayout, Fund, Gift, GiftEvent, Transfer
from tocsin.relief.money.money import Money
from tocsin.relief.receipt_code import code_read

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
    went back, "payment-list:N" or "payment:N" of money that the books moved already.

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
        if (
            before is not None
            and before.kind == _Kind.OWN
            and before.other is not None
            and before.other != other
        ):
            _say_of_the_other_side(before.other, BankDecision(kind=_Kind.OTHER), row)
        if kind == _Kind.OWN and other is not None:
            _say_of_the_other_side(other, BankDecision(kind=_Kind.OWN, other=line), row)
    return row


def _say_of_the_other_side(line: BankLine, twin: BankDecision, row: BankDecision) -> None:
    """Both lines of an own transfer say that they are one, or neither does."""
    twin.line, twin.reason, twin.by, twin.at = line, row.reason, row.by, row.at
    before = last_said(line)
    supersede(
        twin, last=lambda: last_said(line), seen=before.pk if before else None, what=f"bank line {line.pk}"
    )
    custody.log([custody.judged("bank-decision", twin, "decided", committed(twin))])


def is_final(kind: str) -> bool:
    """Whether it made or changed a gift: no other decision follows it."""
    return kind in _FINAL


def last_said(line: BankLine) -> BankDecision | None:
    return BankDecision.objects.filter(line=line, superseded_by=None).select_related("by").first()


def committed(decision: BankDecision) -> dict[str, Json]:
    """What the custody log commits to of a decision."""
    return {
        "line": decision.line_id,
        "kind": decision.kind,
        "detail": decision.detail,
        "other": decision.other_id,
        "transfer": decision.transfer_id,
        "why": decision.reason,
    }


def _checked(line: BankLine, kind: str, reason: str) -> str:
    if line.placed != BankLine.Placed.HELD:
        raise WrongUse(f"bank line {line.pk} is not held: it is {line.placed}", "choose one that is held")
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
    if before is not None and before.kind in _FINAL:
        raise Conflict(
            f"it was decided as {before.kind} ({before.detail or 'no detail'}), and its giver may hold a receipt",
            "give the gift back, and say why, instead of deciding again",
        )


def _take_back(before: BankDecision | None, row: BankDecision) -> None:
    if before is not None and before.transfer is not None:
        CardPayout.objects.filter(transfer=before.transfer).update(transfer=None)
        take_back(before.transfer, reason="decided anew", by=row.by.get_username(), now=row.at)


def _book(row: BankDecision) -> Transfer | None:
    if row.kind == _Kind.OTHER:
        return None
    if row.kind == _Kind.OWN:
        _own(row)
        return None
    booked = {
        _Kind.GIFT: _gift,
        _Kind.PAYOUT: _payout,
        _Kind.FEE: _fee,
        _Kind.REFUND: _refund,
        _Kind.BOOKED: _booked,
    }
    return booked[_Kind(row.kind)](row)


def _draft(row: BankDecision, target: AccountName, about: str) -> TransferDraft:
    """From held to where it belongs; held keeps nothing of it."""
    line, held = row.line, AccountName(Role.HELD, row.line.account.currency)
    count = BankDecision.objects.filter(line=line).count()
    return TransferDraft(
        key=f"bank-decision:{line.key}:{count + 1}",
        kind=TransferKind.MATCHED,
        value_date=line.booked_on,
        legs=(Leg(held, line.minor), Leg(target, -line.minor)),
        about=about,
        beside=transfer_key(line.key),
    )


def _placed(row: BankDecision, target: AccountName, about: str = "") -> Transfer:
    return book(
        row.line.account.fund,
        _draft(row, target, about or f"bank-line:{row.line_id}"),
        by=row.by.get_username(),
        now=row.at,
    )


def _gift(row: BankDecision) -> Transfer:
    line, fund = row.line, row.line.account.fund
    if row.detail and row.detail not in fund.purposes:
        raise WrongUse(
            f"the fund has no purpose {row.detail!r}", f"choose one of {', '.join(fund.purposes)}, or none"
        )
    gift = receive(
        fund,
        Money(line.minor, line.account.currency),
        at=began(line.booked_on),
        channel=Gift.Channel.BANK,
        provider=line.account.code,
        provider_ref=line.key,
        draft=_draft(row, gifts_account(line.account.currency, row.detail), ""),
        by=row.by.get_username(),
        now=row.at,
        purpose=row.detail,
        test=fund.demonstration,
    )
    return gift.transfer


def _payout(row: BankDecision) -> Transfer:
    """`detail` is the provider, or the provider, a colon and the reference of its payout."""
    provider, _, ref = row.detail.partition(":")
    moved = _placed(row, accounts.checked(AccountName(Role.CARD, row.line.account.currency, provider)))
    if ref:
        changed = CardPayout.objects.filter(
            provider=provider,
            ref=ref,
            minor=row.line.minor,
            currency=row.line.account.currency,
            transfer=None,
        ).update(transfer=moved)
        if not changed:
            raise NotFound(
                f"{provider} has no payout {ref!r} of this amount that is awaited", "choose another"
            )
    return moved


def _fee(row: BankDecision) -> Transfer:
    detail = row.detail or "bank"
    return _placed(row, accounts.checked(AccountName(Role.FEES, row.line.account.currency, detail)))


def _booked(row: BankDecision) -> Transfer:
    return _placed(row, bank_account(row.line, row.detail), row.detail)


def _refund(row: BankDecision) -> Transfer:
    line = row.line
    gift = Gift.objects.filter(code=code_read(row.detail), fund=line.account.fund).first()
    if gift is None or gift.currency != line.account.currency:
        raise NotFound(
            f"the fund has no gift {row.detail!r} in {line.account.currency}", "compare it with the receipt"
        )
    went = gift.events.filter(kind__in=(GiftEvent.Kind.REFUNDED, GiftEvent.Kind.PART_REFUNDED))
    back = went.aggregate(minor=Sum("minor"))["minor"] or 0
    left = gift.minor - back
    if -line.minor > left:
        raise WrongUse(f"it is more than what is left of gift {gift.code}", "look at what went back already")
    moved = _placed(row, AccountName(Role.REFUNDED, line.account.currency), f"gift:{gift.code}")
    whole = -line.minor == gift.minor
    GiftEvent.objects.create(
        gift=gift,
        kind=GiftEvent.Kind.REFUNDED if whole else GiftEvent.Kind.PART_REFUNDED,
        minor=-line.minor,
        at=began(line.booked_on),
        transfer=moved,
    )
    return moved


def _own(row: BankDecision) -> None:
    """Two held lines, one on each account, that are one movement: on the held account they cancel each other out."""
    line, other = row.line, row.other
    if other is None or other.pk == line.pk:
        raise WrongUse("an own transfer has two lines", "choose the line of the other account")
    fits = (
        other.placed == BankLine.Placed.HELD
        and other.minor == -line.minor
        and other.account_id != line.account_id
        and (other.account.fund_id, other.account.currency) == (line.account.fund_id, line.account.currency)
    )
    said = last_said(other)
    if not fits or (said is not None and said.kind != _Kind.OTHER and said.other_id != line.pk):
        raise WrongUse(
            f"bank line {other.pk} is not the other side of it", "choose a held one of the opposite amount"
        )
