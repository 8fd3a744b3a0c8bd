"""Subscribing: asked for, confirmed by a link that reaches the address, ended by another in one click (RFC 8058)."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.html import format_html

from tocsin.delivery.addresses import address_key
from tocsin.delivery.channels import channel_of
from tocsin.delivery.matching import Asked
from tocsin.delivery.models import Contact, Dispatch, Message, Subscription
from tocsin.delivery.outbox import enqueue_to
from tocsin.delivery.states import WAITING, State
from tocsin.delivery.tokens import Purpose, new_nonce, subscription_of
from tocsin.delivery.words import language_for, words_of
from tocsin.errors import NotFound, WrongUse

_State = Subscription.State
#: a link that confirms is good for so long
CONFIRM_WITHIN = timedelta(days=7)
#: questions to one address in one day: nobody can have us fill somebody's letter box
ASKED_A_DAY_MAX = 3
#: subscriptions of one address that count at once
PER_CONTACT_MAX = 20


def subscribe(
    channel: str, address: str, asked: Mapping[str, Any], *, now: datetime, keys: str = ""
) -> Subscription | None:
    """Notes what an address asked for and sends it the question whether it did. Nothing is sent besides until it confirms.

    `keys`: for push, the browser's `{"p256dh", "auth"}` as JSON. None where nothing was noted, because the address was
    asked too often today or has too many subscriptions: a page must not tell strangers which, so it says the same.
    Raises WrongUse for a channel, an address or a filter that cannot be.
    """
    kind = channel_of(channel)
    target = kind.checked(address, keys)
    wanted = Asked.checked(asked)
    with transaction.atomic():
        contact = contact_of(channel, target, kind.lane(target), now)
        if _too_many(contact, now):
            return None
        row = Subscription.objects.create(
            contact=contact,
            asked=asdict(wanted),
            secret=keys or (new_secret() if kind.signs else ""),
            nonce=new_nonce(),
            asked_at=now,
        )
        enqueue_to(contact, f"confirm:{row.pk}", confirms=row, texts=_question(wanted.languages), now=now)
    return row


def confirm(given: str, *, now: datetime) -> Subscription:
    """By the link's token; twice is once. Raises NotFound for a token that is not ours, too old, or of an ended one."""
    with transaction.atomic():
        row = subscription_of(given, Purpose.CONFIRM)
        fresh = row.asked_at > now - CONFIRM_WITHIN
        if row.state == _State.ENDED or (row.state == _State.ASKED and not fresh):
            raise NotFound("this link is not good any more", "subscribe again")
        Subscription.objects.filter(pk=row.pk, state=_State.ASKED).update(
            state=_State.CONFIRMED, confirmed_at=now
        )
        row.refresh_from_db()
    return row


def unsubscribe(given: str, *, now: datetime) -> Subscription:
    """By the link's token; twice is once. Raises NotFound for a token that is not ours."""
    row = subscription_of(given, Purpose.END)
    end([row.pk], why="unsubscribed", now=now)
    row.refresh_from_db()
    return row


def end_push(endpoint: str, keys: str, *, now: datetime) -> None:
    """What a browser says that wants no more: where it is reached, and its keys, which nobody else has.

    Nothing happens, and nobody learns of it, where no living subscription has both.
    """
    key = address_key("push", endpoint)
    rows = Subscription.objects.filter(contact__channel="push", contact__address_key=key)
    living = rows.exclude(state=_State.ENDED)
    mine = [row.pk for row in living if constant_time_compare(row.secret, keys)]
    end(mine, why="unsubscribed", now=now)


def end(numbers: list[int], *, why: str, now: datetime) -> None:
    """Ends these subscriptions, and erases what is then nobody's any more."""
    with transaction.atomic():
        rows = Subscription.objects.filter(pk__in=numbers).exclude(state=_State.ENDED)
        contacts = set(rows.values_list("contact_id", flat=True))
        # the contact first, as whoever subscribes or erases does: two that wait for each other would wait for good
        list(Contact.objects.select_for_update().filter(pk__in=contacts).order_by("pk"))
        rows.update(state=_State.ENDED, ended_at=now, ended_why=why, secret="")
        for number in contacts:
            _erase_where_unasked(number, now)


def end_contact(contact_id: int, *, why: str, now: datetime) -> None:
    """Ends all subscriptions of an address, for nobody is there any more."""
    end(list(Subscription.objects.filter(contact=contact_id).values_list("pk", flat=True)), why=why, now=now)


def forget_unconfirmed(*, now: datetime) -> int:
    """Ends what was asked for and never confirmed; returns how many."""
    late = Subscription.objects.filter(state=_State.ASKED, asked_at__lte=now - CONFIRM_WITHIN)
    numbers = list(late.values_list("pk", flat=True)[:1000])
    if numbers:
        end(numbers, why="never confirmed", now=now)
    return len(numbers)


def new_secret() -> str:
    """For Standard Webhooks: 32 random bytes."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def contact_of(channel: str, address: str, lane: str, now: datetime) -> Contact:
    """The address's row, which keeps its number also after the address was erased and came again."""
    key = address_key(channel, address)
    row, _made = Contact.objects.get_or_create(
        channel=channel, address_key=key, defaults={"address": address, "lane": lane, "made_at": now}
    )
    row = Contact.objects.select_for_update().get(pk=row.pk)
    if not row.address:
        row.address, row.lane = address, lane
        row.save(update_fields=["address", "lane"])
    return row


def _too_many(contact: Contact, now: datetime) -> bool:
    today = Message.objects.filter(to=contact, queued_at__gt=now - timedelta(days=1)).count()
    living = contact.subscriptions.exclude(state=_State.ENDED).count()
    return today >= ASKED_A_DAY_MAX or living >= PER_CONTACT_MAX


def _erase_where_unasked(contact_id: int, now: datetime) -> None:
    if Subscription.objects.filter(contact=contact_id).exclude(state=_State.ENDED).exists():
        return
    Contact.objects.filter(pk=contact_id).update(address="")
    waiting = Dispatch.objects.filter(contact=contact_id, state__in=WAITING, held_by="")
    waiting.update(state=State.GIVEN_UP, next_at=None, reason="the subscription ended", changed_at=now)


def _question(languages: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """In the first language that they asked for and we have words in."""
    language, name = language_for(languages), settings.TOCSIN_ORGANISATION
    words = words_of(language)
    text = words["question"].format(name=name)
    html = format_html('<p lang="{}" dir="{}">{}</p>', language, words["dir"], text)
    return {language: {"subject": words["subject"].format(name=name), "text": text, "html": html}}


def refuse_unready(channel: str) -> None:
    """Raises WrongUse where this site cannot send by the channel."""
    if not channel_of(channel).ready():
        raise WrongUse(f"this site sends nothing by {channel}", "set it up first: docs/reference/delivery.md")
