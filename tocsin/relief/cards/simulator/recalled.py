"""What a simulator that ended had taken, known again to the next one: so that it can still be read and given back.

Only what is simple: paid once, in the Stripe shape, and settled. A pledge, or a payment that was contested or of which a
refund failed, is not known again; asked about it, the simulator says that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tocsin.relief.cards.simulator.world import Movement, SimPayment, SimRefund, World
from tocsin.relief.cards.told import PaymentState, RefundStage, Settled, Stage

#: begins our reference of an order
_ORDER = "cs_test_"


def recall(world: World, ref: str, state: PaymentState, *, title: str, owed: bool) -> SimPayment | None:
    """None for what it can't know again. `owed`: its money was not paid out yet, so that a payout may bring it."""
    charge = state.charge
    if not ref.startswith(_ORDER) or charge is None or charge.settled is None or not _is_simple(state):
        return None
    payment = SimPayment(
        id=ref.removeprefix(_ORDER),
        shape="stripe",
        minor=charge.minor,
        currency=state.currency,
        title=title,
        done_url="/",
        back_url="/",
        asked_at=charge.at,
        status="paid",
        paid_at=charge.at,
        charge=_line("charge", charge.ref, charge.settled, 1, charge.at),
    )
    payment.refunds.extend(_refunds(state))
    world.payments[payment.id] = payment
    if owed:
        lines = [payment.charge, *(each.movement for each in payment.refunds)]
        world.books.extend(line for line in lines if line is not None)
    return payment


def _is_simple(state: PaymentState) -> bool:
    gave_back = all(each.stage == RefundStage.DONE and each.settled for each in state.refunds)
    return state.stage == Stage.PAID and gave_back and not state.disputes


def _refunds(state: PaymentState) -> Iterator[SimRefund]:
    for each in state.refunds:
        assert each.settled is not None, each
        line = _line("refund", each.ref, each.settled, -1, each.at)
        yield SimRefund(id=each.ref, minor=each.minor, at=each.at, key="", movement=line)


def _line(kind: str, ref: str, settled: Settled, sign: int, at: datetime) -> Movement:
    return Movement(
        id=f"txn_{ref}",
        kind=kind,
        source=ref,
        currency=settled.currency,
        minor=sign * settled.minor,
        fee=settled.fee_minor,
        at=at,
        rate=float(settled.rate) if settled.rate else None,
    )
