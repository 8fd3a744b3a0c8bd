"""One `info` block, the message in one language: CAP 1.2, section 3.2.2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.alerts.cap.area import Area
from tocsin.alerts.cap.resource import Resource


@dataclass(frozen=True, kw_only=True, slots=True)
class Info:
    """Of optional texts None means that the element is absent, and "" that it is there and empty."""

    #: RFC 3066 code; None means en-US
    language: str | None = None
    categories: tuple[str, ...]
    event: str
    #: recommended actions: Shelter, Evacuate ...
    response_types: tuple[str, ...] = ()
    urgency: str
    severity: str
    certainty: str
    audience: str | None = None
    #: name of the code list, and code
    event_codes: tuple[tuple[str, str], ...] = ()
    #: None means: from `sent` on
    effective: datetime | None = None
    onset: datetime | None = None
    #: None where the message holds until it is updated or cancelled
    expires: datetime | None = None
    sender_name: str | None = None
    headline: str | None = None
    description: str | None = None
    instruction: str | None = None
    #: the alert's page
    web: str | None = None
    contact: str | None = None
    #: name and value; a name may come more than once
    parameters: tuple[tuple[str, str], ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()
