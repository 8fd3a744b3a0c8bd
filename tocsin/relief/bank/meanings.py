"""What each decision on a held line books: a gift, a card provider's payout, a fee, a refund, or what was booked before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Sum

from tocsin.errors import NotFound, WrongUse
from tocsin.relief.bank.booked_already import bank_account
from tocsin.relief.bank.drafting import gifts_account, transfer_key
from tocsin.relief.bank.keeping import began
from tocsin.relief.gifts import receive
from tocsin.relief.ledger import accounts
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind
from tocsin.relief.models import BankDecision, CardPayout, Gift, GiftEvent, Transfer
from tocsin.relief.money.money import Money
from tocsin.relief.receipt_code import code_read

_Kind = BankDecision.Kind


def book_meaning(row: BankDecision) -> Transfer | None:
    """None for a kind that moves nothing. Within the acting transaction; raises WrongUse or NotFound."""
    meaning = _BOOKED.get(row.kind)
    return meaning(row) if meaning else None


def decision_key(row: BankDecision) -> str:
    """Of the transfer that a new decision books."""
    count = BankDecision.objects.filter(line=row.line).count()
    return f"bank-decision:{row.line.key}:{count + 1}"


def _draft(row: BankDecision, target: AccountName, about: str) -> TransferDraft:
    """From held to where it belongs; held keeps nothing of it."""
    line, held = row.line, AccountName(Role.HELD, row.line.account.currency)
    return TransferDraft(
        key=decision_key(row),
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
    payout = _awaited(row, provider, ref) if ref else None
    owing = accounts.checked(AccountName(Role.CARD, row.line.account.currency, provider))
    if payout is None and not row.line.account.fund.accounts.filter(code=owing.code).exists():
        raise WrongUse(
            f"no gift ever came to the fund through {provider[:40]!r} in {owing.currency}, so it owes none",
            "name the provider of its gifts, or say what else the line is",
        )
    moved = _placed(row, owing)
    if payout is not None:
        CardPayout.objects.filter(pk=payout.pk).update(transfer=moved)
    return moved


def _awaited(row: BankDecision, provider: str, ref: str) -> CardPayout:
    """The payout of that reference, where it is awaited and of gifts to this fund alone."""
    money = {"minor": row.line.minor, "currency": row.line.account.currency}
    found = CardPayout.objects.select_for_update().filter(provider=provider, ref=ref, transfer=None, **money)
    payout = found.first()
    if payout is None:
        raise NotFound(f"{provider} has no payout {ref!r} of this amount that is awaited", "choose another")
    if row.line.account.fund_id not in payout.funds and payout.funds:
        raise WrongUse(
            f"payout {ref!r} is of gifts to another fund",
            "leave the line held, and move the money to that fund's bank account",
        )
    if len(payout.funds) > 1:
        raise WrongUse(
            f"payout {ref!r} is of gifts to several funds: one line cannot settle what it owes to each",
            "leave the line held, and have the provider pay out for each fund by itself",
        )
    return payout


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


_BOOKED: Mapping[str, Callable[[BankDecision], Transfer]] = {
    _Kind.GIFT: _gift,
    _Kind.PAYOUT: _payout,
    _Kind.FEE: _fee,
    _Kind.REFUND: _refund,
    _Kind.BOOKED: _booked,
}
