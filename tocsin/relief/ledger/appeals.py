"""From an appeal that reading found to the draft of a fund: what it says, and its account numbers held to their rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tocsin.errors import MoneyRefused
from tocsin.record.models import Finding
from tocsin.relief.ledger.funds import TermsGiven
from tocsin.relief.money.account_number import AccountNumber, account_number


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedAccount:
    #: as the appeal prints it
    printed: str
    #: ISO 4217; None where the appeal does not say
    currency: str | None
    #: None where it breaks its country's rule
    number: AccountNumber | None
    #: why it does; empty where it does not
    trouble: str = ""


def printed_accounts(appeal: Finding, country: str = "") -> list[PrintedAccount]:
    """The appeal's account numbers, as numbers of that country (ISO 3166-1; empty where nobody says)."""
    return [_checked(account, country) for account in appeal.current.get("accounts") or ()]


def terms_from(appeal: Finding) -> TermsGiven:
    """What a person starts from: the words of the appeal itself, to be changed before the fund is opened."""
    said = appeal.current
    beneficiary, collector = said.get("beneficiary") or "", said.get("collector") or ""
    title = f"Relief for {beneficiary}" if beneficiary else "Relief"
    return TermsGiven(
        title=_one_line(title)[:200],
        purpose=appeal.quote[:5000] or title,
        holder=_one_line(collector)[:200] or "not said",
    )


def _one_line(text: str) -> str:
    """As a report breaks it over lines, it would be no title."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _checked(account: dict[str, Any], country: str) -> PrintedAccount:
    printed, cur = str(account.get("number", "")), account.get("currency")
    try:
        return PrintedAccount(printed=printed, currency=cur, number=account_number(printed, country))
    except MoneyRefused as error:
        return PrintedAccount(printed=printed, currency=cur, number=None, trouble=str(error))
