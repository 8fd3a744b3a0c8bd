"""What became of many payments of a list, said by one file: whole or not at all, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.login_roles import roles_of
from tocsin.relief.ledger.booking import book_many
from tocsin.relief.models.ledger import Fund, Transfer
from tocsin.relief.models.spending import Delivery, Payment, PaymentList
from tocsin.relief.money.amount import Mark
from tocsin.relief.spending.allocating import current, follow_payments, locked
from tocsin.relief.spending.deciding import check_role
from tocsin.relief.spending.delivering import committed, day_of_return, return_draft, states_of
from tocsin.relief.spending.delivery_file import Stands, Word, read_words, to_be_said
from tocsin.relief.spending.delivery_states import Delivered
from tocsin.relief.spending.lifecycle import PROPOSERS

#: rows of one statement
_AT_ONCE = 500


def say_many(
    listed: PaymentList, content: bytes, *, by: User, now: datetime, decimal: Mark = "."
) -> Sequence[Delivery]:
    """The words that are new, each superseding the last one of its payment.

    Raises MoneyRefused, which names each line that cannot be meant, or that cannot follow what stands; then nothing
    is stored.
    """
    check_role("say what became of a payment", PROPOSERS, roles_of(by))
    words = read_words(content, currency=listed.allocation.currency, decimal=decimal)
    with transaction.atomic():
        fund = locked(listed.allocation.fund_id)
        payments = {row.pk: row for row in _payments(listed)}
        last = states_of(payments.values())
        stands = {
            pk: Stands(minor=payments[pk].minor, state=state, reason=said.reason if said else "")
            for pk, (state, said) in last.items()
        }
        day = partial(day_of_return, listed, now=now)
        new = to_be_said(words, stands, day_of_return=day, now=now.date())
        back = _booked(fund, [each for each in new if each.said == Delivered.RETURNED], payments, by, now)
        rows = [
            Delivery(
                payment=payments[word.payment],
                state=word.said,
                reason=word.reason,
                by=by,
                at=now,
                minor=_came_back(word, payments) if word.payment in back else None,
                transfer=back.get(word.payment),
                supersedes=last[word.payment][1],
            )
            for word in new
        ]
        made = Delivery.objects.bulk_create(rows, batch_size=_AT_ONCE)
        custody.log([custody.judged("delivery", row, "said", committed(row)) for row in made])
        if back:
            follow_payments(current(listed.allocation_id), now=now)
    return made


def _payments(listed: PaymentList) -> Sequence[Payment]:
    return list(listed.payments.select_related("list__allocation__programme", "list__transfer"))


def _booked(
    fund: Fund, words: Sequence[Word], payments: Mapping[int, Payment], by: User, now: datetime
) -> dict[int, Transfer]:
    """Payment -> the transfer that books back what came of it."""
    if not words:
        return {}
    drafts = [return_draft(payments[word.payment], _came_back(word, payments), word.on) for word in words]
    made = book_many(fund, drafts, by=by.get_username(), now=now)
    return {word.payment: transfer for word, transfer in zip(words, made, strict=True)}


def _came_back(word: Word, payments: Mapping[int, Payment]) -> int:
    return payments[word.payment].minor if word.minor is None else word.minor
