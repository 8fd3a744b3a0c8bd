"""A letter to one person who asked for nothing more: without a subscription; once it has ended, its address is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from tocsin.delivery.channels import channel_of
from tocsin.delivery.models import Contact, Dispatch, Message, Subscription
from tocsin.delivery.outbox import enqueue_to
from tocsin.delivery.subscribing import contact_of

#: nobody wants it after that
WITHIN = timedelta(days=7)


def write_to(
    channel: str,
    address: str,
    key: str,
    *,
    texts: Mapping[str, Mapping[str, str]],
    now: datetime,
    link: str = "",
) -> bool:
    """Puts it into the outbox, in the caller's transaction; a key that is there already is not written again.

    False, and nothing is kept, where this site sends nothing by the channel. Raises WrongUse for an address that cannot be.
    """
    kind = channel_of(channel)
    if not kind.ready():
        return False
    target = kind.checked(address, "")
    with transaction.atomic():
        if not Message.objects.filter(key=key).exists():
            contact = contact_of(channel, target, kind.lane(target), now)
            enqueue_to(contact, key, confirms=None, texts=texts, now=now, link=link, expires=now + WITHIN)
    return True


def forget_written_to(contact_id: int) -> None:
    """Erases an address that nothing is under way to and that asks for nothing. Call it in a transaction."""
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    asks = Subscription.objects.filter(contact=OuterRef("pk")).exclude(state=Subscription.State.ENDED)
    under_way = Dispatch.objects.filter(contact=OuterRef("pk"), next_at__isnull=False)
    idle = Contact.objects.filter(~Exists(asks), ~Exists(under_way), pk=contact.pk)
    idle.update(address="")
