"""What we ask of our own messages beyond the standard, said before any XML is made."""

from __future__ import annotations

import re

from tocsin.alerts.cap.alert import CapAlert
from tocsin.alerts.cap.info import Info

#: section 3.2.1: identifier and sender stand in `references`, and in addresses
_NOT_IN_A_NAME = re.compile(r"[\s,<&]")


def broken_rules(alert: CapAlert) -> list[str]:
    """The rules that the message breaks, each in a few words."""
    rules = {
        "identifier is empty or has a space, comma, < or &": _is_name(alert.identifier),
        "sender (TOCSIN_SENDER) is empty or has a space, comma, < or &": _is_name(alert.sender),
        "an update or cancel needs references, a first alert has none": (alert.message_type == "Alert")
        != bool(alert.references),
        "an exercise needs a note that says so": alert.status != "Exercise" or bool(alert.note),
        "a message needs an info block": bool(alert.infos),
        "expires is not after sent": all(
            info.expires is None or info.expires > alert.sent for info in alert.infos
        ),
        "headline, description and area must not be empty": all(_says_enough(info) for info in alert.infos),
    }
    return [rule for rule, holds in rules.items() if not holds]


def _is_name(text: str) -> bool:
    return bool(text) and not _NOT_IN_A_NAME.search(text)


def _says_enough(info: Info) -> bool:
    texts = (info.headline, info.description, *(area.description for area in info.areas))
    return bool(info.areas) and all((text or "").strip() for text in texts)
