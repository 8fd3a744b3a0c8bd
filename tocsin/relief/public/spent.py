"""What a fund's money was set aside for and paid out on, as the public may read it: nobody is counted out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

from tocsin.relief.models import (
    Allocation,
    AllocationAct,
    BankDecision,
    Delivery,
    Fund,
    Payment,
    PaymentList,
    Programme,
)
from tocsin.relief.public.book import Allocation as PublicAllocation
from tocsin.relief.public.book import PaymentGroup
from tocsin.relief.public.book import Programme as PublicProgramme
from tocsin.relief.public.releasing import Paid
from tocsin.relief.spending.delivery_states import Delivered
from tocsin.relief.spending.lifecycle import State
from tocsin.relief.spending.masking import masked_groups

#: those that were approved once; what is only proposed is nobody's word yet
_PUBLIC = (State.APPROVED, State.SPENT_DOWN, State.ENDED)
_SENT = "sent"
#: kinds of programmes that pay suppliers, not people
_BUYING = ("goods", "services")


def programmes_of(fund: Fund) -> tuple[PublicProgramme, ...]:
    rows = Programme.objects.filter(fund=fund).order_by("code")
    return tuple(
        PublicProgramme(code=row.code, title=row.title, kind=row.kind, purpose=row.purpose) for row in rows
    )


def allocations_of(fund: Fund) -> tuple[PublicAllocation, ...]:
    """In the order in which they were approved, without who proposed and approved them.

    One that is spent down stands as approved: when that comes and goes would tell how much was paid, or came back.
    """
    rows = Allocation.objects.filter(fund=fund, state__in=_PUBLIC).select_related("programme")
    approved = _approved_at(fund)
    return tuple(
        PublicAllocation(
            n=number,
            programme=row.programme.code,
            minor=row.minor,
            currency=row.currency,
            approved_on=approved[row.pk].astimezone(UTC).date().isoformat(),
            state=str(State.APPROVED if row.state == State.SPENT_DOWN else row.state),
            decision=row.decision,
            authority=row.authority,
        )
        for number, row in enumerate(sorted(rows, key=lambda row: (approved[row.pk], row.pk)), 1)
    )


def paid_of(fund: Fund) -> Paid:
    """Who was paid by what, for public/releasing.py to tell nobody apart. Three queries."""
    payees: dict[str, set[str]] = defaultdict(set)
    sent = Payment.objects.filter(
        list__allocation__fund=fund, list__state=PaymentList.State.SENT, left_out=False
    )
    for pk, of_list, payee in sent.values_list("pk", "list", "payee").iterator(2000):
        payees[f"payment-list:{of_list}"].add(payee)
        payees[f"payment:{pk}"].add(payee)
    decided = BankDecision.objects.filter(superseded_by=None, line__account__fund=fund)
    return Paid(
        payees={cause: frozenset(them) for cause, them in payees.items()},
        buying=frozenset(
            Programme.objects.filter(fund=fund, kind__in=_BUYING).values_list("code", flat=True)
        ),
        said=frozenset(decided.values_list("line__transfer", flat=True)),
    )


def payments_of(fund: Fund, causes: AbstractSet[str]) -> tuple[PaymentGroup, ...]:
    """Of each programme how many payments stand how, of lists that are told (`causes`); small groups masked.

    A return that is not told yet leaves a payment as it stood before.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    mine = Payment.objects.filter(
        list__allocation__fund=fund, list__state=PaymentList.State.SENT, left_out=False
    )
    said = _said(fund, causes)
    columns = ("pk", "list", "list__allocation__programme__code")
    for pk, of_list, programme in mine.values_list(*columns).iterator(2000):
        if f"payment-list:{of_list}" in causes:
            counts[programme][said.get(pk, _SENT)] += 1
    return tuple(
        PaymentGroup(programme=programme, state=state, payments=shown)
        for programme in sorted(counts)
        for state, shown in sorted(masked_groups(counts[programme]).groups.items())
    )


def _said(fund: Fund, causes: AbstractSet[str]) -> dict[int, str]:
    """Payment -> the last word on it that may be told."""
    words = Delivery.objects.filter(payment__list__allocation__fund=fund).order_by("pk")
    return {
        payment: state
        for payment, state in words.values_list("payment", "state").iterator(2000)
        if state != Delivered.RETURNED or f"payment:{payment}" in causes
    }


def _approved_at(fund: Fund) -> dict[int, datetime]:
    """The first time, for an allocation that was opened again by a return."""
    acts = AllocationAct.objects.filter(allocation__fund=fund, action="approve").order_by("-at", "-pk")
    return dict(acts.values_list("allocation", "at"))
