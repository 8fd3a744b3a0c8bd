"""Erasing an address because somebody asked for it: nothing that is stored finds it again; the counts stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from tocsin.delivery.addresses import address_key
from tocsin.delivery.channels import channels
from tocsin.delivery.models import Contact, Dispatch, Subscription
from tocsin.delivery.states import WAITING, State
from tocsin.errors import NotFound, WrongUse

#: of an address as it is typed, and of a reason
ADDRESS_LENGTH_MAX = REASON_LENGTH_MAX = 2000
_WHY = "the address was erased"


@dataclass(frozen=True, kw_only=True, slots=True)
class Erased:
    """What one erasure came to. An address that several channels know is a contact on each."""

    contacts: int
    #: subscriptions that it ended
    subscriptions: int
    #: messages that will not be sent to it any more
    withdrawn: int


def erase(address: str, *, reason: str, now: datetime, log: Callable[[Contact], None]) -> Erased:
    """Ends all subscriptions of the address on every channel, stops what waits for it, and forgets it.

    The keyed hash goes too, so that whoever subscribes with it later is somebody new. What a worker is handing over
    this moment still goes out. `log` is called in the transaction for each contact. Raises WrongUse for an empty address
    or reason and for a reason that names the address, NotFound where nobody subscribes with it.
    """
    given, why = address.strip(), reason.strip()
    _check(given, why)
    with transaction.atomic():
        found = list(_contacts(given))
        if not found:
            raise NotFound("nobody subscribes with this address", "check how it is spelled; it may be erased")
        numbers = [each.pk for each in found]
        erased = Erased(
            contacts=len(found), subscriptions=_end(numbers, now), withdrawn=_withdraw(numbers, now)
        )
        for each in found:
            _forget(each)
            log(each)
    return erased


def committed(row: Contact) -> dict[str, Any]:
    """What the custody log commits to of an erased contact: that it is erased, never what it was."""
    return {"channel": row.channel, "erased": row.address == ""}


def _check(address: str, reason: str) -> None:
    if not address or len(address) > ADDRESS_LENGTH_MAX:
        raise WrongUse(
            "no address is named", f"write the whole address, at most {ADDRESS_LENGTH_MAX} letters"
        )
    if not reason or len(reason) > REASON_LENGTH_MAX:
        raise WrongUse("no reason is given", f"say why it is erased, in at most {REASON_LENGTH_MAX} letters")
    if address.casefold() in reason.casefold():
        raise WrongUse("the reason names the address", "leave it out: reasons stand in the custody log")


def _contacts(address: str) -> list[Contact]:
    """Locked, so that nobody subscribes with it meanwhile."""
    known = set(Contact.objects.values_list("channel", flat=True).distinct())  # a plugin's may be gone
    keys = {address_key(name, written) for name in known for written in _spellings(name, address)}
    rows = Contact.objects.select_for_update().filter(channel__in=known, address_key__in=keys)
    return list(rows.order_by("pk"))


def _spellings(channel: str, address: str) -> set[str]:
    """As it was typed, and as the channel would have kept it."""
    kind = channels().get(channel)
    try:
        return {address, kind.checked(address, "")} if kind else {address}
    except WrongUse:
        return {address}


def _end(contacts: list[int], now: datetime) -> int:
    mine = Subscription.objects.filter(contact__in=contacts)
    living = mine.exclude(state=Subscription.State.ENDED)
    return living.update(state=Subscription.State.ENDED, ended_at=now, ended_why=_WHY, secret="")


def _withdraw(contacts: list[int], now: datetime) -> int:
    """Also what a worker holds and has not begun: it begins only what it still holds."""
    waiting = Dispatch.objects.filter(contact__in=contacts, state__in=WAITING, next_at__isnull=False)
    return waiting.update(state=State.GIVEN_UP, next_at=None, held_by="", reason=_WHY, changed_at=now)


def _forget(contact: Contact) -> None:
    contact.address, contact.address_key = "", f"erased:{token_hex(24)}"
    contact.save(update_fields=["address", "address_key"])
