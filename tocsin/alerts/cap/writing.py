"""A message as the XML of CAP 1.2.

Before any bytes leave here they are held against our own rules, OASIS's schema, and the rules above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from tocsin.alerts.cap.alert import CapAlert
from tocsin.alerts.cap.area import Area
from tocsin.alerts.cap.info import Info
from tocsin.alerts.cap.lexical import as_list, fit_for_xml, zoned
from tocsin.alerts.cap.namespaces import NAMESPACE
from tocsin.alerts.cap.own_rules import broken_rules
from tocsin.alerts.cap.resource import Resource
from tocsin.alerts.cap.rules.schema_faults import follows_schema
from tocsin.alerts.cap.rules.texts import no_html_entities, no_html_tags
from tocsin.alerts.cap.validating import validate
from tocsin.errors import AlertRefused

if TYPE_CHECKING:
    from lxml import etree

#: rules that words of others may break in our messages: a sentence says what was printed, sign for sign. It stands escaped
#: in the XML and on every page, and no report's markup can keep a warning from going out
_QUOTED = frozenset({no_html_tags.name, no_html_entities.name})


def cap_bytes(alert: CapAlert) -> bytes:
    """Our own message as XML in UTF-8. Raises AlertRefused, naming every rule that it breaks."""
    broken = broken_rules(alert)
    if broken:
        raise AlertRefused(f"the alert breaks CAP 1.2: {'; '.join(broken)}", "mend this and issue it again")
    data = tree_bytes(cap_tree(alert))
    for fault in validate(data).broken:
        if fault.rule in _QUOTED:
            continue
        where = "does not follow the schema of" if fault.rule == follows_schema.name else "breaks a rule of"
        raise AlertRefused(
            f"the alert {where} CAP 1.2: {fault.reason} ({fault.xpath})", "mend this and issue it again"
        )
    return data


def tree_bytes(root: etree._Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def cap_tree(alert: CapAlert) -> etree._Element:
    """Any message as an `alert` element of CAP 1.2, whatever rules it breaks."""
    from lxml import etree

    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # lxml's word for the default namespace
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add(root, "sent", zoned(alert.sent))
    _add(root, "status", alert.status)
    _add(root, "msgType", alert.message_type)
    _add(root, "source", alert.source)
    _add(root, "scope", alert.scope)
    _add(root, "restriction", alert.restriction)
    _add(root, "addresses", as_list(alert.addresses) or None)
    _add_each(root, "code", alert.codes)
    _add(root, "note", alert.note)
    _add(root, "references", " ".join(alert.references) or None)
    _add(root, "incidents", as_list(alert.incidents) or None)
    for info in alert.infos:
        _add_info(_within(root, "info"), info)
    return root


def _add_info(node: etree._Element, info: Info) -> None:
    _add(node, "language", info.language)
    _add_each(node, "category", info.categories)
    _add(node, "event", info.event)
    _add_each(node, "responseType", info.response_types)
    _add(node, "urgency", info.urgency)
    _add(node, "severity", info.severity)
    _add(node, "certainty", info.certainty)
    _add(node, "audience", info.audience)
    _add_pairs(node, "eventCode", info.event_codes)
    _add(node, "effective", _or_none(zoned, info.effective))
    _add(node, "onset", _or_none(zoned, info.onset))
    _add(node, "expires", _or_none(zoned, info.expires))
    _add(node, "senderName", info.sender_name)
    _add(node, "headline", info.headline)
    _add(node, "description", info.description)
    _add(node, "instruction", info.instruction)
    _add(node, "web", info.web)
    _add(node, "contact", info.contact)
    _add_pairs(node, "parameter", info.parameters)
    for resource in info.resources:
        _add_resource(_within(node, "resource"), resource)
    for area in info.areas:
        _add_area(_within(node, "area"), area)


def _add_resource(node: etree._Element, resource: Resource) -> None:
    _add(node, "resourceDesc", resource.description)
    _add(node, "mimeType", resource.media_type)
    _add(node, "size", None if resource.size_bytes is None else str(resource.size_bytes))
    _add(node, "uri", resource.uri)
    _add(node, "derefUri", resource.content_base64)
    _add(node, "digest", resource.digest)


def _add_area(node: etree._Element, area: Area) -> None:
    _add(node, "areaDesc", area.description)
    _add_each(node, "polygon", (" ".join(map(str, polygon)) for polygon in area.polygons))
    _add_each(node, "circle", map(str, area.circles))
    _add_pairs(node, "geocode", area.geocodes)
    _add(node, "altitude", None if area.altitude_ft is None else f"{area.altitude_ft:f}")
    _add(node, "ceiling", None if area.ceiling_ft is None else f"{area.ceiling_ft:f}")


def _add(parent: etree._Element, name: str, text: str | None) -> None:
    """A child with text; None adds no child."""
    if text is not None:
        _within(parent, name).text = fit_for_xml(text)


def _add_each(parent: etree._Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        _add(parent, name, text)


def _add_pairs(parent: etree._Element, name: str, pairs: Iterable[tuple[str, str]]) -> None:
    for value_name, value in pairs:
        pair = _within(parent, name)
        _add(pair, "valueName", value_name)
        _add(pair, "value", value)


def _within(parent: etree._Element, name: str) -> etree._Element:
    from lxml import etree

    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _or_none(write: Callable[[datetime], str], at: datetime | None) -> str | None:
    return None if at is None else write(at)
