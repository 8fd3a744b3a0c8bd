"""What happens to a whole message in the outbox, into the custody log: counts and what it said, never an address."""

from __future__ import annotations

from datetime import datetime

from tocsin import custody, delivery
from tocsin.delivery.models import Message


def log_act(message: Message, action: str, *, by: str, now: datetime) -> None:
    after = delivery.committed(message)
    custody.log([custody.Act(item=f"message:{message.pk}", action=action, actor=by, at=now, after=after)])
