"""The one word for how a payment stands, from everything that its provider said."""

from __future__ import annotations

from enum import StrEnum

from tocsin.relief.cards.told import DisputeStage, PaymentState, Stage


class Standing(StrEnum):
    REGISTERED = "registered"
    FAILED = "failed"
    AUTHORISED = "authorised"
    CANCELLED = "cancelled"
    PAID = "paid"
    PART_REFUNDED = "refunded in part"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    WON = "dispute won"
    LOST = "dispute lost"


_BEFORE = {
    Stage.REGISTERED: Standing.REGISTERED,
    Stage.FAILED: Standing.FAILED,
    Stage.AUTHORISED: Standing.AUTHORISED,
    Stage.CANCELLED: Standing.CANCELLED,
}
#: nothing of it is expected any more, unless its giver tries again
OVER_UNPAID = frozenset({Standing.FAILED, Standing.CANCELLED})


def standing(state: PaymentState) -> Standing:
    """What concerns people most stands first: a dispute before a refund, a refund before the payment."""
    if state.stage in _BEFORE:
        return _BEFORE[state.stage]
    disputes = {each.stage for each in state.disputes}
    if DisputeStage.OPEN in disputes:
        return Standing.DISPUTED
    if DisputeStage.LOST in disputes:
        return Standing.LOST
    if state.refunded_minor:
        assert state.charge is not None, state
        return Standing.REFUNDED if state.refunded_minor >= state.charge.minor else Standing.PART_REFUNDED
    return Standing.WON if DisputeStage.WON in disputes else Standing.PAID


def refundable(state: PaymentState) -> int:
    """How much may still be given back, minor units: what is disputed is with the bank, and not ours to give."""
    if state.stage != Stage.PAID or state.charge is None:
        return 0
    contested = sum(
        each.minor for each in state.disputes if each.stage in (DisputeStage.OPEN, DisputeStage.LOST)
    )
    return max(0, state.charge.minor - state.refunded_minor - contested)
