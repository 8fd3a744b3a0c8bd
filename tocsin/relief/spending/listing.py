"""Payment lists: taken in whole or not at all, under an approved allocation, and never above what is left of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, MoneyRefused, NotFound, WrongUse
from tocsin.login_roles import roles_of
from tocsin.relief.models.spending import Allocation, Payment, PaymentList
from tocsin.relief.money.amount import Mark
from tocsin.relief.money.money import Money, shown
from tocsin.relief.spending.allocating import current, locked
from tocsin.relief.spending.deciding import check_role
from tocsin.relief.spending.holdings import left_of
from tocsin.relief.spending.lifecycle import NEXT, PROPOSERS, State
from tocsin.relief.spending.payment_file import ListLine, read_list
from tocsin.rows import insert_rows


def take_in_list(
    allocation: Allocation,
    content: bytes,
    *,
    first: date,
    last: date,
    by: User,
    now: datetime,
    key: bytes = b"",
    decimal: Mark = ".",
) -> PaymentList:
    """The payments of a CSV file (payment_file.py) for the days from `first` to `last`, to be sent by another person.

    The same file again is the list that is there. Raises MoneyRefused where a line cannot be meant, or where all lists
    that are planned come to more than is left of the allocation.
    """
    check_role("take in a payment list", PROPOSERS, roles_of(by))
    if first > last:
        raise WrongUse(f"{first} is after {last}", "give the first day, then the last")
    lines = read_list(content, currency=allocation.currency, key=key, decimal=decimal)
    _check_payees(allocation, lines)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        locked(allocation.fund_id)
        there = standing_lists(allocation).filter(sha256=digest).first()
        if there is not None:
            return _same_days(there, first, last)
        row = current(allocation.pk)
        _check_room(row, lines)
        made = PaymentList.objects.create(
            allocation=row,
            sha256=digest,
            first=first,
            last=last,
            lines_sha256=_digest_of_lines(lines),
            taken_in_by=by,
            taken_in_at=now,
        )
        insert_rows(Payment, [_row(made, line) for line in lines])
        log_list(made, "taken in", by=by.get_username(), now=now)
    return made


def withdraw_list(listed: PaymentList, *, reason: str, by: User, now: datetime, seen: int) -> PaymentList:
    """A list that was taken in by mistake: it stays, and pays nobody."""
    check_role("withdraw a payment list", PROPOSERS, roles_of(by))
    if not reason.strip():
        raise WrongUse("a payment list is withdrawn with a reason", "say why")
    with transaction.atomic():
        locked(listed.allocation.fund_id)
        row = moved(listed, seen, PaymentList.State.WITHDRAWN)
        log_list(row, "withdrawn", by=by.get_username(), now=now, reason=reason)
    return row


def _same_days(there: PaymentList, first: date, last: date) -> PaymentList:
    if (there.first, there.last) != (first, last):
        raise Conflict(
            f"this file is payment list {there.pk} already, for {there.first} to {there.last}",
            "withdraw that list first where its days are wrong",
        )
    return there


def moved(listed: PaymentList, seen: int, state: PaymentList.State, **fields: object) -> PaymentList:
    """A planned list in another state. Raises Conflict where it is not the one that the person saw."""
    planned = PaymentList.objects.filter(pk=listed.pk, version=seen, state=PaymentList.State.PLANNED)
    if not planned.update(state=state, version=seen + 1, **fields):
        row = list_numbered(listed.pk)
        raise Conflict(
            f"payment list {row.pk} is {row.state}, and not as you saw it",
            "look at it again; nothing of yours was stored",
        )
    return list_numbered(listed.pk)


def list_numbered(number: int) -> PaymentList:
    """Raises NotFound."""
    rows = PaymentList.objects.select_related(
        "allocation__programme", "allocation__fund", "taken_in_by", "sent_by", "transfer"
    )
    found = rows.filter(pk=number).first()
    if found is None:
        raise NotFound(f"there is no payment list {number}", "`tocsin relief pay list` shows them")
    return found


def standing_lists(allocation: Allocation) -> QuerySet[PaymentList]:
    return allocation.lists.exclude(state=PaymentList.State.WITHDRAWN)


def _check_payees(allocation: Allocation, lines: Sequence[ListLine]) -> None:
    to_suppliers = allocation.programme.to_suppliers
    if any(bool(line.invoice) is not to_suppliers for line in lines):
        whom = "suppliers by their invoices" if to_suppliers else "people"
        raise MoneyRefused(
            f"the programme {allocation.programme.code} pays {whom}, and the file does not",
            "give a file with the right columns, or name another allocation",
        )


def _check_room(allocation: Allocation, lines: Sequence[ListLine]) -> None:
    """What is planned already counts too: else each of two lists would fit and both together not."""
    if allocation.state != State.APPROVED:
        raise MoneyRefused(
            f"an allocation that is {allocation.state} pays nobody", NEXT[State(allocation.state)]
        )
    planned = Payment.objects.filter(list__allocation=allocation, list__state=PaymentList.State.PLANNED)
    room = left_of(allocation) - sum(planned.values_list("minor", flat=True))
    total = sum(line.money.minor for line in lines)
    if total > room:
        over = shown(Money(total - room, allocation.currency))
        raise MoneyRefused(
            f"the list comes to {over} more than is left of allocation {allocation.pk}",
            "take in less, withdraw a list that is planned, or propose a further allocation",
        )


def _row(listed: PaymentList, line: ListLine) -> dict[str, object]:
    return {
        "list_id": listed.pk,
        "line": line.line,
        "payee": line.payee,
        "invoice": line.invoice,
        "minor": line.money.minor,
        "left_out": False,
    }


def _digest_of_lines(lines: Sequence[ListLine]) -> str:
    return digest_of((line.line, line.payee, line.invoice, line.money.minor) for line in lines)


def digest_of(rows: Iterable[Iterable[object]]) -> str:
    """SHA-256 over line, payee, invoice and minor units of each payment, in order."""
    made = hashlib.sha256()
    for row in rows:
        made.update(("\t".join(map(str, row)) + "\n").encode())
    return made.hexdigest()


def stored_digest(listed: PaymentList) -> str:
    """The same, over the payments as they are stored: whole-store verify holds it against what was logged."""
    return digest_of(listed.payments.order_by("line").values_list("line", "payee", "invoice", "minor"))


def log_list(listed: PaymentList, action: str, *, by: str, now: datetime, reason: str = "") -> None:
    act = custody.Act(
        item=f"payment-list:{listed.pk}",
        action=action,
        actor=by,
        at=now,
        reason=reason,
        after=committed(listed),
    )
    custody.log([act])


def committed(listed: PaymentList) -> dict[str, Json]:
    """What the custody log commits to of a list: its payments by one digest, which names nobody."""
    left_out = listed.payments.filter(left_out=True).order_by("line").values_list("line", flat=True)
    return {
        "allocation": listed.allocation_id,
        "file_sha256": listed.sha256,
        "lines_sha256": stored_digest(listed),
        "first": listed.first.isoformat(),
        "last": listed.last.isoformat(),
        "state": str(listed.state),
        "version": listed.version,
        "sent_by": listed.sent_by_id,
        "value_date": listed.value_date.isoformat() if listed.value_date else None,
        "bank": listed.bank,
        "transfer": listed.transfer_id,
        "left_out": list(left_out),
    }
