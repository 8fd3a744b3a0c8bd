"""Delivering, joined with the custody log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tocsin import delivery
from tocsin.delivery.channels.websub import tell_the_hub
from tocsin.delivery.subscribing import forget_unconfirmed
from tocsin.whole_store.message_log import log_act

WORKER = "worker"


def round_of_delivery(now: Callable[[], datetime]) -> int:
    """Delivers what is due and notes what has come to its end; returns how many tries were made."""
    tell_the_hub(now=now())
    tries = delivery.drain(clock=now)
    look_after(now)
    return tries


def deliver_until(stopped: Callable[[], bool], now: Callable[[], datetime]) -> int:
    """The same for as long as it is not stopped: lanes that failed are remembered, and rest."""
    tries = delivery.drain(stopped=stopped, once=False, meanwhile=lambda: look_after(now), clock=now)
    look_after(now)
    return tries


def look_after(now: Callable[[], datetime]) -> None:
    """Keeps the feeds' hub subscribed, ends what was never confirmed, notes and logs what has come to its end."""
    at = now()
    tell_the_hub(now=at)
    forget_unconfirmed(now=at)
    delivery.settle(now=at, log=lambda message: log_act(message, "delivered", by=WORKER, now=at))
