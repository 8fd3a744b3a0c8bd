"""CAP 1.2 (OASIS, 1 July 2010): a message as a plain noun, and the bytes that say it.

Before any bytes leave here they are held against the rules that the schema cannot say and against the schema itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from tocsin.errors import AlertRefused

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"

#: what XML 1.0 cannot hold, section 2.2; lone surrogates among it
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: section 3.2.1: identifier and sender stand in `references`, and in addresses
_NOT_IN_A_NAME = re.compile(r"[\s,<&]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Info:
    """One `info` block: the message in one language."""

    #: RFC 3066 code
    language: str
    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    #: None where the message holds until it is updated or cancelled
    expires: datetime | None
    sender_name: str
    headline: str
    description: str
    #: empty where nothing is asked
    instruction: str
    #: the alert's page
    web: str
    #: name and value; a name may come more than once
    parameters: tuple[tuple[str, str], ...]
    #: areas and people in words
    area: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CapAlert:
    identifier: str
    sender: str
    sent: datetime
    status: str
    message_type: str
    #: what an exercise is about; empty where there is nothing to say
    note: str
    #: "sender,identifier,sent" of every earlier message of the chain, the first first
    references: tuple[str, ...]
    infos: tuple[Info, ...]


def cap_bytes(alert: CapAlert) -> bytes:
    """The message as XML in UTF-8. Raises AlertRefused, naming every rule that it breaks."""
    from lxml import etree

    broken = broken_rules(alert)
    if broken:
        raise AlertRefused(f"the alert breaks CAP 1.2: {'; '.join(broken)}", "mend this and issue it again")
    root = _written(alert)
    schema = _schema()
    if not schema.validate(root):
        first = schema.error_log.last_error  # type: ignore[attr-defined]
        raise AlertRefused(f"the alert does not follow the schema of CAP 1.2: {first}", "mend this field")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def broken_rules(alert: CapAlert) -> list[str]:
    """The rules of CAP 1.2 above its schema that the message breaks, each in a few words."""
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
        "headline, description and area must not be empty": all(
            info.headline.strip() and info.description.strip() and info.area.strip() for info in alert.infos
        ),
    }
    return [rule for rule, holds in rules.items() if not holds]


def _is_name(text: str) -> bool:
    return bool(text) and not _NOT_IN_A_NAME.search(text)


def zoned(at: datetime) -> str:
    """A time as section 3.3.2 wants it: whole seconds, a numeric offset, and UTC as -00:00.

    >>> zoned(datetime(2023, 9, 29, 14, 0, tzinfo=UTC))
    '2023-09-29T14:00:00-00:00'
    """
    assert at.tzinfo is not None, at
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") + "-00:00"


def fit_for_xml(text: str) -> str:
    """The text with line ends as \\n, and U+FFFD in the place of every character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def chain_of(cap_xml: bytes) -> tuple[str, ...]:
    """References for the message that follows this one: all that it refers to, then itself, from its frozen bytes."""
    from lxml import etree

    root = etree.fromstring(cap_xml)
    said = {name: root.findtext(f"{{{NAMESPACE}}}{name}") or "" for name in ("sender", "identifier", "sent")}
    earlier = (root.findtext(f"{{{NAMESPACE}}}references") or "").split()
    return (*earlier, ",".join(said.values()))


@cache
def _schema() -> etree.XMLSchema:
    from lxml import etree

    text = (resources.files("tocsin.alerts") / "data" / "CAP-v1.2.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text))


def _written(alert: CapAlert) -> etree._Element:
    from lxml import etree

    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # lxml's word for the default namespace
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add(root, "sent", zoned(alert.sent))
    _add(root, "status", alert.status)
    _add(root, "msgType", alert.message_type)
    _add(root, "scope", "Public")
    _add(root, "note", alert.note)
    _add(root, "references", " ".join(alert.references))
    for info in alert.infos:
        _write_info(_add(root, "info"), info)
    return root


def _write_info(node: etree._Element, info: Info) -> None:
    _add(node, "language", info.language)
    for category in info.categories:
        _add(node, "category", category)
    _add(node, "event", info.event)
    _add(node, "urgency", info.urgency)
    _add(node, "severity", info.severity)
    _add(node, "certainty", info.certainty)
    _add(node, "expires", zoned(info.expires) if info.expires else "")
    _add(node, "senderName", info.sender_name)
    _add(node, "headline", info.headline)
    _add(node, "description", info.description)
    _add(node, "instruction", info.instruction)
    _add(node, "web", info.web)
    for name, value in info.parameters:
        parameter = _add(node, "parameter")
        _add(parameter, "valueName", name)
        _add(parameter, "value", value)
    _add(_add(node, "area"), "areaDesc", info.area)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    """A child element; an empty text adds none to the message, for CAP has no empty elements."""
    from lxml import etree

    child = etree.Element(f"{{{NAMESPACE}}}{name}")
    if text != "":
        parent.append(child)
        child.text = None if text is None else fit_for_xml(text)
    return child
