"""Delivering, joined with the custody log: what the outbox notes of a whole message is logged, never an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tocsin import custody, delivery
from tocsin.delivery.models import Message
from tocsin.delivery.subscribing import forget_unconfirmed

WORKER = "worker"


def round_of_delivery(now: Callable[[], datetime], stopped: Callable[[], bool] = lambda: False) -> int:
    """Delivers what is due, notes what has come to its end; returns how many tries were made."""
    forget_unconfirmed(now=now())
    tries = delivery.drain(stopped=stopped, clock=now)
    settle(now())
    return tries


def settle(now: datetime) -> None:
    delivery.settle(now=now, log=lambda message: log_act(message, "delivered", by=WORKER, now=now))


def log_act(message: Message, action: str, *, by: str, now: datetime) -> None:
    """Counts per channel and state, and what the message said."""
    after = delivery.committed(message)
    custody.log([custody.Act(item=f"message:{message.pk}", action=action, actor=by, at=now, after=after)])
