"""What happened to a gift after it was given, from what its provider says: one row for each transfer that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tocsin.relief.cards.postings import Booked
from tocsin.relief.cards.told import DisputeStage, PaymentState, RefundStage
from tocsin.relief.models import GiftEvent

_Kind = GiftEvent.Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    kind: GiftEvent.Kind
    minor: int
    at: datetime
    #: of the transfer
    key: str


def happened(state: PaymentState, booked: Booked) -> Iterator[Happened]:
    """In no order of its own; the keys are those of `drafts`."""
    assert state.charge is not None, state
    for refund in state.refunds:
        if refund.stage == RefundStage.PENDING:
            continue
        kind = _Kind.REFUNDED if refund.minor == state.charge.minor else _Kind.PART_REFUNDED
        yield Happened(kind=kind, minor=refund.minor, at=refund.at, key=booked.key(refund.ref, "refund"))
        if refund.stage == RefundStage.FAILED:
            key = booked.key(refund.ref, "refund-failed")
            yield Happened(kind=_Kind.REFUND_FAILED, minor=refund.minor, at=refund.at, key=key)
    for each in state.disputes:
        if each.stage == DisputeStage.INQUIRY:
            continue
        yield Happened(kind=_Kind.DISPUTED, minor=each.minor, at=each.at, key=booked.key(each.ref, "dispute"))
        if each.stage == DisputeStage.WON and each.ended_at:
            key = booked.key(each.ref, "dispute-won")
            yield Happened(kind=_Kind.DISPUTE_WON, minor=each.minor, at=each.ended_at, key=key)
        elif each.stage == DisputeStage.LOST:
            key = booked.key(each.ref, "dispute-lost")
            yield Happened(kind=_Kind.DISPUTE_LOST, minor=each.minor, at=each.at, key=key)
