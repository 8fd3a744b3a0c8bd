"""What the demonstration's fund got and spent: a bank's file, a programme, a decision of two people, payments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from tocsin.relief.bank.taking_in import take_in
from tocsin.relief.ledger.accounts import bank
from tocsin.relief.ledger.opening import open_bank_account
from tocsin.relief.models import Allocation, Fund
from tocsin.relief.money.amount import amount
from tocsin.relief.spending import allocating, delivering, listing, programmes, sending


def get_and_spend(
    fund: Fund,
    asked: Mapping[str, Any],
    folder: Path,
    person: Callable[[str], User],
    *,
    now: datetime,
    reason: str,
) -> None:
    """All of it is play money: the fund is a demonstration's."""
    at = asked["bank_account"]
    name = bank(at["number"], at["currency"], at["country"])
    open_bank_account(fund, name, by=asked["drafted_by"], now=now)
    file = folder / asked["bank_file"]
    take_in(fund, file.read_bytes(), file.name, by=asked["drafted_by"], now=now)
    allocation = _decided(fund, asked, person, now)
    _paid(allocation, asked["payments"], folder, person, now, reason)


def _decided(
    fund: Fund, asked: Mapping[str, Any], person: Callable[[str], User], now: datetime
) -> Allocation:
    """Proposed by one, approved by another."""
    opened = programmes.open_programme(fund, **asked["programme"], by=asked["drafted_by"], now=now)
    said = asked["allocation"]
    allocation = allocating.propose(
        opened,
        amount(said["amount"], asked["bank_account"]["currency"]),
        decision=said["decision"],
        authority=said["authority"],
        by=person(said["proposed_by"]),
        now=now,
    )
    return allocating.approve(allocation, by=person(said["approved_by"]), now=now)


def _paid(
    allocation: Allocation,
    said: Mapping[str, Any],
    folder: Path,
    person: Callable[[str], User],
    now: datetime,
    reason: str,
) -> None:
    """A list taken in by one and sent by another; most of its payments are known to have come."""
    by = person(said["taken_in_by"])
    content = (folder / said["file"]).read_bytes()
    listed = listing.take_in_list(allocation, content, first=said["first"], last=said["last"], by=by, now=now)
    other = person(said["sent_by"])
    sent = sending.send_list(listed, value_date=said["sent_on"], by=other, now=now, seen=listed.version)
    for payment in sent.payments.order_by("line")[: said["received"]]:
        delivering.say(payment, "received", reason=reason, by=by, now=now, seen=None)
