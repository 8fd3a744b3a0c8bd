"""What the store knows of gifts through a simulator that ended, told to the one that runs in its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Max

from tocsin.relief.cards.following import known
from tocsin.relief.cards.simulator.recalled import recall
from tocsin.relief.cards.simulator.world import World
from tocsin.relief.cards.told import PaymentState
from tocsin.relief.models import CardPayment, CardPayout

#: the name of the simulator's Stripe shape
_PROVIDER = "simulated"
#: the newest; what is older is not known again
PAYMENTS_MAX = 1000


def recall_all(world: World) -> int:
    """Returns how many it knows again."""
    rows = CardPayment.objects.filter(provider=_PROVIDER, gift__isnull=False, pledge=None, monthly=False)
    newest = rows.select_related("fund").order_by("-pk")[:PAYMENTS_MAX]
    until = _paid_out_until()
    told = ((row, known(row)) for row in reversed(newest) if row.ref)
    return sum(
        recall(world, row.ref or "", state, title=row.fund.title, owed=_is_owed(state, until)) is not None
        for row, state in told
    )


def _paid_out_until() -> Mapping[str, date]:
    """Currency -> the day of its latest payout."""
    rows = CardPayout.objects.filter(provider=_PROVIDER).order_by()
    return dict(rows.values_list("currency").annotate(Max("arrives")))


def _is_owed(state: PaymentState, until: Mapping[str, date]) -> bool:
    """By the day: what a payout may have brought is never paid out a second time."""
    if state.charge is None or state.charge.settled is None:
        return False
    last = until.get(state.charge.settled.currency)
    return last is None or state.charge.at.date() > last
