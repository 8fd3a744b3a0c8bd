"""What a channel is: how a parcel is handed over to somebody outside, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tocsin.delivery.states import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """One message for one recipient, ready to be handed over. Never printed: it holds an address."""

    #: the same in every repeat
    stable_id: str
    address: str = field(repr=False)
    #: of the contact's living subscriptions; a webhook is signed with each of them
    secrets: Sequence[str] = field(default=(), repr=False)
    #: when the message was put into the outbox, or its embargo ended
    at: datetime
    subject: str = ""
    text: str = ""
    #: the same as tags of our own and escaped words, without head and links; empty where there is only the text
    html: str = ""
    language: str = "en"
    #: for machines
    payload: Mapping[str, Any] = field(default_factory=dict)
    #: where people read more
    link: str = ""
    #: ends the subscription in one click; empty where it is not confirmed yet
    unsubscribe_url: str = field(default="", repr=False)
    #: confirms it; empty in every other message
    confirm_url: str = field(default="", repr=False)


class Sender(Protocol):
    """Something open that hands parcels over, one after another: a connection to a server. Used by one thread at a time."""

    def send(self, parcel: Parcel) -> Outcome:
        """Raises nothing that belongs to the world outside; whatever it raises is taken as outcome unknown."""
        ...

    def close(self) -> None: ...


class Channel(Protocol):
    """One way to reach people. Others come as plugins: see docs/reference/delivery.md."""

    #: as subscriptions name it; lower case letters, at most 20
    name: str
    #: parcels handed over at once, over all lanes and in one lane
    at_once: int
    at_once_in_lane: int
    #: whether what may have arrived is sent again under the same id
    repeats_unknown: bool
    #: whether a subscription gets a secret that we sign with
    signs: bool

    def ready(self) -> bool:
        """Whether this site is set up to send by it."""
        ...

    def checked(self, address: str, keys: str) -> str:
        """The address as it is kept. Raises WrongUse for one that cannot be."""
        ...

    def lane(self, address: str) -> str:
        """What fails together with it; at most 60 characters, without the address."""
        ...

    def open(self) -> Sender: ...
