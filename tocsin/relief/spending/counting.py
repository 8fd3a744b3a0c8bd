"""How many payments stand how, and how many people or suppliers they reached: for pages, and masked for the public."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.relief.models.ledger import Fund
from tocsin.relief.models.spending import Delivery, Payment, PaymentList
from tocsin.relief.spending.delivery_states import Delivered


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Of one programme in one currency."""

    #: state -> payments that stand so; `masking.masked_groups` says what of it may be printed
    payments: Mapping[Delivered, int]
    #: payees to whom something was sent that did not come back whole
    payees: int
    #: sent, and what of it came back, in minor units
    sent_minor: int
    returned_minor: int


def counts_of(fund: Fund) -> dict[tuple[str, str], Counts]:
    """Code of a programme and currency -> its payments. Two queries; lists that were withdrawn are left out."""
    said = {
        payment: (Delivered(state), minor or 0)
        for payment, state, minor in Delivery.objects.filter(
            payment__list__allocation__fund=fund, superseded_by=None
        ).values_list("payment", "state", "minor")
    }
    groups = defaultdict[tuple[str, str], "_Counting"](_Counting)
    rows = Payment.objects.filter(list__allocation__fund=fund).exclude(
        list__state=PaymentList.State.WITHDRAWN
    )
    columns = ("pk", "payee", "minor", "left_out", "list__state", "list__allocation__currency")
    programme = "list__allocation__programme__code"
    for pk, payee, minor, left_out, state, currency, code in rows.values_list(*columns, programme):
        sent = state == PaymentList.State.SENT and not left_out
        stands, back = said.get(pk, (Delivered.SENT if sent else Delivered.PLANNED, 0))
        groups[code, currency].add(payee, minor, stands, back)
    return {name: group.counted() for name, group in sorted(groups.items())}


class _Counting:
    def __init__(self) -> None:
        self.states = Counter[Delivered]()
        self.reached = set[str]()
        self.sent = self.back = 0

    def add(self, payee: str, minor: int, stands: Delivered, back: int) -> None:
        self.states[stands] += 1
        if stands is Delivered.PLANNED:
            return
        self.sent += minor
        self.back += back
        if back < minor:
            self.reached.add(payee)

    def counted(self) -> Counts:
        return Counts(
            payments=dict(self.states),
            payees=len(self.reached),
            sent_minor=self.sent,
            returned_minor=self.back,
        )
