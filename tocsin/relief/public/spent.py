"""What a fund's money was set aside for and paid out on, as the public may read it: nobody is counted out."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime

from tocsin.relief.models import Allocation, AllocationAct, Delivery, Fund, Payment, PaymentList, Programme
from tocsin.relief.public.book import Allocation as PublicAllocation
from tocsin.relief.public.book import PaymentGroup
from tocsin.relief.public.book import Programme as PublicProgramme
from tocsin.relief.spending.lifecycle import State
from tocsin.relief.spending.masking import masked_groups

#: those that were approved once; what is only proposed is nobody's word yet
_PUBLIC = (State.APPROVED, State.SPENT_DOWN, State.ENDED)
_SENT = "sent"


def programmes_of(fund: Fund) -> tuple[PublicProgramme, ...]:
    rows = Programme.objects.filter(fund=fund).order_by("code")
    return tuple(
        PublicProgramme(code=row.code, title=row.title, kind=row.kind, purpose=row.purpose) for row in rows
    )


def allocations_of(fund: Fund) -> tuple[PublicAllocation, ...]:
    """In the order in which they were approved, without who proposed and approved them."""
    rows = Allocation.objects.filter(fund=fund, state__in=_PUBLIC).select_related("programme")
    approved = _approved_at(fund)
    return tuple(
        PublicAllocation(
            n=number,
            programme=row.programme.code,
            minor=row.minor,
            currency=row.currency,
            approved_on=approved[row.pk].astimezone(UTC).date().isoformat(),
            state=str(row.state),
            decision=row.decision,
            authority=row.authority,
        )
        for number, row in enumerate(sorted(rows, key=lambda row: (approved[row.pk], row.pk)), 1)
    )


def payments_of(fund: Fund) -> tuple[PaymentGroup, ...]:
    """Of each programme how many payments stand how, small groups masked."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    mine = Payment.objects.filter(
        list__allocation__fund=fund, list__state=PaymentList.State.SENT, left_out=False
    )
    said = dict(Delivery.objects.filter(payment__in=mine, superseded_by=None).values_list("payment", "state"))
    for pk, programme in mine.values_list("pk", "list__allocation__programme__code").iterator(2000):
        counts[programme][said.get(pk, _SENT)] += 1
    return tuple(
        PaymentGroup(programme=programme, state=state, payments=_told(shown))
        for programme in sorted(counts)
        for state, shown in sorted(masked_groups(counts[programme]).groups.items())
    )


def _told(shown: str) -> int | str:
    digits = shown.replace(",", "")
    return int(digits) if digits.isdigit() else shown


def _approved_at(fund: Fund) -> dict[int, datetime]:
    """The first time, for an allocation that was opened again by a return."""
    acts = AllocationAct.objects.filter(allocation__fund=fund, action="approve").order_by("-at", "-pk")
    return dict(acts.values_list("allocation", "at"))
