"""What a provider said, as JSON and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from enum import IntEnum
from typing import Any

from tocsin.relief.cards.told import (
    Charge,
    Dispute,
    DisputeStage,
    PaymentState,
    Refund,
    RefundStage,
    Settled,
    Stage,
)


def as_json(state: PaymentState) -> dict[str, Any]:
    """As it is stored; `from_json` reads it back."""
    return {
        name: _plain(value)
        for name, value in asdict(state).items()
        if name not in ("refunded_to", "refunded_at")
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, IntEnum):
        return int(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def from_json(stored: Mapping[str, Any]) -> PaymentState:
    return PaymentState(
        currency=stored["currency"],
        stage=Stage(stored["stage"]),
        charge=_charge_read(stored["charge"]),
        refunds=tuple(_refunds_read(stored["refunds"])),
        disputes=tuple(_disputes_read(stored["disputes"])),
    )


def _charge_read(stored: Mapping[str, Any] | None) -> Charge | None:
    if stored is None:
        return None
    return Charge(**{**stored, "at": _time(stored["at"]), "settled": _settled_read(stored["settled"])})


def _refunds_read(stored: Iterable[Mapping[str, Any]]) -> Iterable[Refund]:
    for each in stored:
        read = {"at": _time(each["at"]), "settled": _settled_read(each["settled"])}
        yield Refund(**{**each, **read, "stage": RefundStage(each["stage"])})


def _disputes_read(stored: Iterable[Mapping[str, Any]]) -> Iterable[Dispute]:
    for each in stored:
        read = {
            "at": _time(each["at"]),
            "settled": _settled_read(each["settled"]),
            "returned": _settled_read(each["returned"]),
            "ended_at": _time(each["ended_at"]) if each["ended_at"] else None,
        }
        yield Dispute(**{**each, **read, "stage": DisputeStage(each["stage"])})


def _settled_read(stored: Mapping[str, Any] | None) -> Settled | None:
    return None if stored is None else Settled(**stored)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
