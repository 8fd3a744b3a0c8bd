"""What became of payments, as people say it; a return books its money back to the bank account that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import MoneyRefused, NotFound
from tocsin.lines import supersede
from tocsin.login_roles import roles_of
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.booking import book_many
from tocsin.relief.ledger.days import checked_day
from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind
from tocsin.relief.models.ledger import Transfer
from tocsin.relief.models.spending import Delivery, Payment, PaymentList
from tocsin.relief.spending.allocating import current, follow_payments, locked
from tocsin.relief.spending.deciding import check_role
from tocsin.relief.spending.delivery_states import Delivered, follow, returned
from tocsin.relief.spending.lifecycle import PROPOSERS


def say(
    payment: Payment,
    said: str,
    *,
    by: User,
    now: datetime,
    seen: int | None,
    reason: str = "",
    minor: int | None = None,
    value_date: date | None = None,
) -> Delivery:
    """What became of a payment that was sent. `seen` is the last word that the person saw (None for none).

    A return says how much came back (`minor`; None: all of it) and on which day; the money is booked in the same act.
    """
    check_role("say what became of a payment", PROPOSERS, roles_of(by))
    with transaction.atomic():
        fund = locked(payment.list.allocation.fund_id)
        stands = state_of(payment, last_word(payment))
        state = follow(stands, said, reason=reason)
        row = Delivery(payment=payment, state=state, reason=reason, by=by, at=now)
        if state is Delivered.RETURNED:
            row.minor = returned(payment.minor, payment.minor if minor is None else minor)
            draft = return_draft(payment, row.minor, day_of_return(payment.list, value_date, now))
            row.transfer = book_many(fund, [draft], by=by.get_username(), now=now)[0]
        elif minor is not None:
            raise MoneyRefused(f"nothing comes back of a payment that is {state}", "leave the amount out")
        supersede(row, last=lambda: last_word(payment), seen=seen, what="this payment")
        custody.log([custody.judged("delivery", row, "said", committed(row))])
        if state is Delivered.RETURNED:
            follow_payments(current(payment.list.allocation_id), now=now)
    return row


def return_draft(payment: Payment, minor: int, value_date: date) -> TransferDraft:
    """What came back of a payment, to the account that it went from."""
    listed: PaymentList = payment.list
    currency, programme = listed.allocation.currency, listed.allocation.programme.code
    sent: Transfer | None = listed.transfer
    assert sent is not None, f"payment {payment.pk} was never sent"
    bank = AccountName(role=Role.BANK, currency=currency, detail=listed.bank)
    back = AccountName(role=Role.RETURNED, currency=currency, detail=programme)
    return TransferDraft(
        key=f"payment:{payment.pk}:return",
        kind=TransferKind.RETURN,
        value_date=value_date,
        legs=(Leg(bank, minor), Leg(back, -minor)),
        about=f"payment:{payment.pk}",
        beside=sent.key,
    )


def day_of_return(listed: PaymentList, said: date | None, now: datetime) -> date:
    """The day that was said; none comes back before it was sent."""
    sent = listed.value_date
    assert sent is not None, f"list {listed.pk} was never sent"
    if said is not None and said < sent:
        raise MoneyRefused(
            f"nothing that was sent on {sent} came back on {said}", "give the day of the bank's line"
        )
    return checked_day(said, now) if said else max(now.date(), sent)


def last_word(payment: Payment) -> Delivery | None:
    return payment.deliveries.filter(superseded_by=None).first()


def state_of(payment: Payment, last: Delivery | None) -> Delivered:
    """How a payment stands: as its list does, then as people last said. No query where list is loaded."""
    if last is not None:
        return Delivered(last.state)
    sent = payment.list.state == PaymentList.State.SENT and not payment.left_out
    return Delivered.SENT if sent else Delivered.PLANNED


def states_of(payments: Iterable[Payment]) -> Mapping[int, tuple[Delivered, Delivery | None]]:
    """Payment -> how it stands, and the last word on it. One query; their lists are loaded already."""
    rows = list(payments)
    words = Delivery.objects.filter(payment__in=[row.pk for row in rows], superseded_by=None)
    last = {word.payment_id: word for word in words.select_related("by")}
    return {row.pk: (state_of(row, last.get(row.pk)), last.get(row.pk)) for row in rows}


def payment_numbered(number: int) -> Payment:
    """Raises NotFound."""
    rows = Payment.objects.select_related("list__allocation__programme", "list__transfer")
    found = rows.filter(pk=number).first()
    if found is None:
        raise NotFound(f"there is no payment {number}", "`tocsin relief pay show LIST` shows them")
    return found


def committed(delivery: Delivery) -> dict[str, Json]:
    """What the custody log commits to of a word on a payment."""
    return {
        "payment": delivery.payment_id,
        "state": delivery.state,
        "minor": delivery.minor,
        "transfer": delivery.transfer_id,
        "why": delivery.reason,
    }
