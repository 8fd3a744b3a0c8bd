"""Two treasurers with the lines that no rule could place: what the bank's own text says of each, and nothing else."""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth.models import User

from tocsin.relief.bank.deciding import last_said
from tocsin.relief.bank.held import held_lines
from tocsin.relief.bank.proposing import decide_proposal, say, waiting
from tocsin.relief.cards.payouts import read_payouts
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.models import BankDecision, BankLine, BankProposal, CardPayout, Fund, Gift, PaymentList

_LIST = re.compile(r"LIST (\S+)")
_CAME_BACK = re.compile(r"RETURN (\S+) (\S+)")
_EXCHANGE = re.compile(r"EXCHANGE (\S+)")
_PAYOUT = re.compile(r"SIM\w+ (po_\w+)")


def go_over(fund: Fund, stripe: CardProvider, *, by: User, second: User, now: datetime) -> None:
    """Those that nobody knows stay held, with a reason; the next time they are looked at again.

    What needs two people the second one approves; where they were interrupted between, what was proposed waits.
    """
    read_payouts(stripe, now=now)
    for line in held_lines(fund):
        proposed = waiting(line) or _said(line, stripe.name, by=by, now=now)
        if isinstance(proposed, BankProposal):
            decide_proposal(line, seen=proposed.pk, approved=True, reason="", by=second, now=now)


def _said(line: BankLine, provider: str, *, by: User, now: datetime) -> BankDecision | BankProposal | None:
    """None where nothing else is to be said than before."""
    kind, detail = _meant(line, provider)
    before = last_said(line)
    if before is not None and (before.kind, before.detail) == (kind, detail):
        return None
    reason = "As the bank's text says." if kind != "other" else "Nobody knows yet."
    seen = before.pk if before else None
    return say(line, kind=kind, detail=detail, reason=reason, by=by, now=now, seen=seen)


def _meant(line: BankLine, provider: str) -> tuple[str, str]:
    """Kind and detail of the decision."""
    if found := _PAYOUT.search(line.text):
        known = CardPayout.objects.filter(provider=provider, ref=found[1], transfer=None).exists()
        return ("payout", f"{provider}:{found[1]}") if known else _settled(line, provider)
    if line.text.startswith("ARCA SETTLEMENT"):
        return _settled(line, "simulated-arca")
    if found := _EXCHANGE.search(line.text):
        return "booked", f"exchange:{found[1]}"
    if found := _CAME_BACK.search(line.text):
        return "booked", f"payment:{_payment(found[1], found[2])}"
    if found := _LIST.search(line.text):
        return "booked", f"payment-list:{_list(found[1]).pk}"
    if line.text == "account fee":
        return "fee", ""
    if line.text == "returned":
        return _gone_back(line)
    return "other", ""


def _settled(line: BankLine, provider: str) -> tuple[str, str]:
    """Of a provider of whose gifts we have heard; else it waits until we have."""
    owing = line.account.fund.accounts.filter(code=f"card:{provider}:{line.account.currency}")
    return ("payout", provider) if owing.exists() else ("other", "")


def _list(key: str) -> PaymentList:
    return PaymentList.objects.get(allocation__decision=f"Cash for households, {key}.")


def _payment(key: str, payee: str) -> int:
    return _list(key).payments.get(payee=payee, left_out=False).pk


def _gone_back(line: BankLine) -> tuple[str, str]:
    """It came before the line of the gift: by its reference the gift is known."""
    of_gift = BankLine.objects.filter(
        account=line.account, end_to_end=line.end_to_end, minor=-line.minor, placed="gift"
    ).first()
    if of_gift is None:
        return "other", ""
    return "refund", Gift.objects.get(transfer=of_gift.transfer_id).code
