"""Delivering, joined with the custody log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tocsin import delivery
from tocsin.delivery.subscribing import forget_unconfirmed
from tocsin.web.message_log import log_act

WORKER = "worker"


def round_of_delivery(now: Callable[[], datetime], stopped: Callable[[], bool] = lambda: False) -> int:
    """Delivers what is due, notes what has come to its end; returns how many tries were made."""
    forget_unconfirmed(now=now())
    tries = delivery.drain(stopped=stopped, clock=now)
    settle(now())
    return tries


def settle(now: datetime) -> None:
    delivery.settle(now=now, log=lambda message: log_act(message, "delivered", by=WORKER, now=now))
