"""Putting messages in, in the transaction of whoever has something to say, and fanning them out to who asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction

from tocsin.delivery.matching import Asked, Marks
from tocsin.delivery.models import Contact, Dispatch, Message, Subscription
from tocsin.delivery.states import WAITING, State
from tocsin.rows import insert_rows

#: subscriptions looked at in one transaction
FAN_OUT_MAX = 500


def enqueue(
    key: str,
    *,
    texts: Mapping[str, Mapping[str, str]],
    now: datetime,
    marks: Marks | None = None,
    payload: Mapping[str, object] | None = None,
    link: str = "",
    not_before: datetime | None = None,
    expires: datetime | None = None,
) -> Message:
    """Puts a message into the outbox; a worker fans it out once the transaction is committed.

    `texts`: language -> {"subject", "text", "html"}, the main one first. The key names the message for good: with a key
    that is there already nothing happens, and the message of then is returned.
    """
    assert texts and all({"subject", "text"} <= set(each) for each in texts.values()), list(texts)
    told = marks or Marks()
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            "marks": asdict(told) | {"languages": list(texts)},
            "texts": {name: dict(each) for name, each in texts.items()},
            "payload": dict(payload or {}),
            "link": link,
            "queued_at": now,
            "not_before": max(now, not_before) if not_before else now,
            "expires": expires,
        },
    )
    return message


def withdraw(key: str, *, now: datetime) -> int:
    """Stops what still waits of a message whose place something newer takes; returns for how many recipients.

    What a worker is handing over this moment still goes out. A key that nobody put in is nothing to stop.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(key=key).first()
        if message is None:
            return 0
        message.withdrawn_at, message.fanned_at = now, message.fanned_at or now
        message.save(update_fields=["withdrawn_at", "fanned_at"])
        waiting = message.dispatches.filter(state__in=WAITING, held_by="")
        return waiting.update(
            state=State.GIVEN_UP, next_at=None, changed_at=now, reason="something newer took its place"
        )


def enqueue_to(
    contact: Contact,
    key: str,
    *,
    confirms: Subscription | None,
    texts: Mapping[str, Mapping[str, str]],
    now: datetime,
    link: str = "",
    expires: datetime | None = None,
) -> None:
    """A message for one contact alone. `confirms` None: a letter, which needs no subscription."""
    message = Message.objects.create(
        key=key,
        texts={name: dict(each) for name, each in texts.items()},
        to=contact,
        confirms=confirms,
        link=link,
        expires=expires,
        queued_at=now,
        not_before=now,
        fanned_at=now,
    )
    _dispatch(message, [(contact.pk, contact.channel, contact.lane)], now)


def fan_out(now: datetime) -> int:
    """Makes the dispatches of the messages whose time has come, one batch each; returns how many were made.

    Call it again while it returns something or `waiting` says that messages are left.
    """
    due = Message.objects.filter(fanned_at=None, not_before__lte=now).order_by("not_before", "id")
    return sum(_fan_out_one(number, now) for number in list(due.values_list("pk", flat=True)[:20]))


def left_to_fan_out(now: datetime) -> bool:
    return Message.objects.filter(fanned_at=None, not_before__lte=now).exists()


@transaction.atomic
def _fan_out_one(number: int, now: datetime) -> int:
    rows = Message.objects.select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked
    )
    message = rows.filter(pk=number, fanned_at=None).first()
    if message is None:  # another worker is at it, or was
        return 0
    # whoever confirmed after the message was put in did not ask for it
    asked = Subscription.objects.filter(
        pk__gt=message.fanned_to, state=Subscription.State.CONFIRMED, confirmed_at__lte=message.queued_at
    ).select_related("contact")
    part = list(asked.order_by("pk")[:FAN_OUT_MAX])
    marks = Marks(**message.marks)
    matched = [each.contact for each in part if Asked(**each.asked).matches(marks)]
    _dispatch(message, [(one.pk, one.channel, one.lane) for one in matched], now)
    message.fanned_to = part[-1].pk if part else message.fanned_to
    message.fanned_at = now if len(part) < FAN_OUT_MAX else None
    message.save(update_fields=["fanned_to", "fanned_at"])
    return len(matched)


def _dispatch(message: Message, contacts: list[tuple[int, str, str]], now: datetime) -> None:
    """One dispatch per contact (number, channel, lane), also where several of its subscriptions match.

    The message's row is locked by whoever fans out, so that nobody else adds to its dispatches meanwhile.
    """
    once = {one[0]: one for one in contacts}
    there = set(message.dispatches.filter(contact__in=once).values_list("contact_id", flat=True))
    insert_rows(
        Dispatch,
        [
            {
                "message_id": message.pk,
                "contact_id": number,
                "channel": channel,
                "lane": lane,
                "stable_id": stable_id(message.key, number, channel),
                "state": State.QUEUED.value,
                "tries": 0,
                "unknowns": 0,
                "next_at": message.not_before,
                "held_by": "",
                "reason": "",
                "changed_at": now,
            }
            for number, channel, lane in once.values()
            if number not in there
        ],
    )


def stable_id(key: str, contact_id: int, channel: str) -> str:
    """What the recipient can tell repeats by: a Message-ID for mail (RFC 5322), else a webhook-id."""
    made = sha256(f"{key}\n{contact_id}\n{channel}".encode()).hexdigest()[:40]
    domain = settings.TOCSIN_MAIL_FROM.rpartition("@")[2] or "localhost.invalid"
    return f"{made}@{domain}" if channel == "mail" else f"msg_{made}"
