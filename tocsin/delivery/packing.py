"""From dispatches to parcels: the text in the recipient's language, their links and secrets. One query of each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.matching import Asked, Marks, chosen_language
from tocsin.delivery.models import Contact, Dispatch, Message, Subscription
from tocsin.delivery.states import last_moment
from tocsin.delivery.tokens import Purpose, link


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A dispatch that a worker holds, ready to be handed over."""

    number: int
    lane: str
    channel: str
    #: as it was before
    state: str
    #: made so far
    tries: int
    #: no try after it
    until: datetime
    contact_id: int
    parcel: Parcel


@dataclass(frozen=True, kw_only=True, slots=True)
class Dropped:
    """A dispatch that there is no sense in handing over any more, and why."""

    number: int
    why: str


def pack(rows: Sequence[Dispatch], now: datetime) -> Sequence[Held | Dropped]:
    messages = Message.objects.in_bulk({row.message_id for row in rows})
    contacts = {row.contact_id for row in rows}
    addresses = dict(Contact.objects.filter(pk__in=contacts).values_list("pk", "address"))
    asked: dict[int, list[Subscription]] = {}
    living = Subscription.objects.filter(contact__in=contacts).exclude(state=Subscription.State.ENDED)
    for each in living.order_by("pk"):
        asked.setdefault(each.contact_id, []).append(each)
    return [
        _packed(row, messages[row.message_id], addresses[row.contact_id], asked.get(row.contact_id, ()), now)
        for row in rows
    ]


def _packed(
    row: Dispatch, message: Message, address: str, asked: Sequence[Subscription], now: datetime
) -> Held | Dropped:
    mine = _concerned(message, asked)
    until = last_moment(message.retried_at or message.not_before, message.expires)
    if not address or not (mine or _is_letter(message)):
        return Dropped(number=row.pk, why="the subscription ended")
    if message.withdrawn_at is not None:
        return Dropped(number=row.pk, why="something newer took its place")
    if now > until:
        return Dropped(number=row.pk, why="too late")
    return Held(
        number=row.pk,
        lane=row.lane,
        channel=row.channel,
        state=row.state,
        tries=row.tries,
        until=until,
        contact_id=row.contact_id,
        parcel=_parcel(row.stable_id, message, address, mine),
    )


def _is_letter(message: Message) -> bool:
    """To one person, who need have asked for nothing (letters.py)."""
    return message.to_id is not None and message.confirms_id is None


def _concerned(message: Message, asked: Sequence[Subscription]) -> Sequence[Subscription]:
    """Those of the contact's subscriptions that this message is for, the best match first.

    A webhook is signed for each that is confirmed, whatever it filters for: any of their owners may check it.
    """
    if _is_letter(message):
        return ()
    if message.confirms_id is not None:
        return [each for each in asked if each.pk == message.confirms_id]
    confirmed = [each for each in asked if each.state == Subscription.State.CONFIRMED]
    marks = Marks(**message.marks)
    matching = [each for each in confirmed if Asked(**each.asked).matches(marks)]
    return matching + [each for each in confirmed if each not in matching] if matching else ()


def _parcel(stable_id: str, message: Message, address: str, mine: Sequence[Subscription]) -> Parcel:
    first, asks = mine[0] if mine else None, message.confirms_id is not None
    language = chosen_language(first.asked.get("languages", ()) if first else (), list(message.texts))
    text: Mapping[str, str] = message.texts[language]
    return Parcel(
        stable_id=stable_id,
        address=address,
        secrets=[each.secret for each in mine if each.secret],
        at=message.not_before,
        subject=text["subject"],
        text=text["text"],
        html=text.get("html", ""),
        language=language,
        payload=message.payload,
        link=message.link,
        unsubscribe_url=link(first.pk, first.nonce, Purpose.END) if first and not asks else "",
        confirm_url=link(first.pk, first.nonce, Purpose.CONFIRM) if first and asks else "",
    )
