"""What happens to a whole message, or to an address that is erased, into the custody log: never an address."""

from __future__ import annotations

from datetime import datetime

from tocsin import custody, delivery
from tocsin.delivery.erasing import committed as contact_fields
from tocsin.delivery.models import Contact, Message


def log_act(message: Message, action: str, *, by: str, now: datetime) -> None:
    after = delivery.committed(message)
    custody.log([custody.Act(item=f"message:{message.pk}", action=action, actor=by, at=now, after=after)])


def log_erasure(contact: Contact, *, by: str, reason: str, now: datetime) -> None:
    """By the contact's number: the address is gone by then."""
    after = contact_fields(contact)
    act = custody.Act(
        item=f"contact:{contact.pk}", action="erased", actor=by, at=now, reason=reason, after=after
    )
    custody.log([act])
