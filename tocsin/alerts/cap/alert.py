"""A whole message: CAP 1.2, section 3.2.1. Its signature is no part of what it says, and is judged on its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.alerts.cap.info import Info


@dataclass(frozen=True, kw_only=True, slots=True)
class CapAlert:
    """Of optional texts None means that the element is absent, and "" that it is there and empty."""

    identifier: str
    sender: str
    #: aware; its offset is written as it stands
    sent: datetime
    status: str
    message_type: str
    #: the operator or device that it comes from
    source: str | None = None
    scope: str = "Public"
    #: whom a message of scope Restricted is for, in words
    restriction: str | None = None
    #: whom a message of scope Private is for
    addresses: tuple[str, ...] = ()
    #: marks for special handling, a profile's among them
    codes: tuple[str, ...] = ()
    #: what an exercise is about, or why a message is cancelled or refused
    note: str | None = None
    #: "sender,identifier,sent" of every earlier message of the chain, the first first
    references: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    infos: tuple[Info, ...] = ()
    #: of a message that was read: 1.0, 1.1 or 1.2. What is written is 1.2
    version: str = "1.2"
