"""A message of CAP 1.2, 1.1 or 1.0 from its XML. What only 1.0 and 1.1 write is brought to the words of 1.2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeVar

from tocsin.alerts.cap.alert import CapAlert
from tocsin.alerts.cap.area import Area, Circle, Point
from tocsin.alerts.cap.info import Info
from tocsin.alerts.cap.lexical import listed, time_of
from tocsin.alerts.cap.opening import opened, version_of
from tocsin.alerts.cap.resource import Resource
from tocsin.errors import CapRefused

if TYPE_CHECKING:
    from lxml import etree

T = TypeVar("T")

#: no number in CAP needs more
_DIGITS_MAX = 40
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
#: CAP 1.2, section 3.2.2 certainty: what 1.0 wrote for Likely
_OLD_CERTAINTY = {"Very Likely": "Likely"}


def read_cap(data: bytes) -> CapAlert:
    """Raises CapRefused for what is no CAP message, and for values that say nothing (a time that is none)."""
    return read_tree(opened(data))


def read_tree(root: etree._Element) -> CapAlert:
    """The message of an `alert` element. Raises CapRefused."""
    return CapAlert(
        identifier=_text(root, "identifier"),
        sender=_text(root, "sender"),
        sent=_value(root, "sent", time_of),
        status=_text(root, "status").strip(),
        message_type=_text(root, "msgType").strip(),
        source=_optional(root, "source"),
        scope=_text(root, "scope").strip(),
        restriction=_optional(root, "restriction"),
        addresses=listed(_optional(root, "addresses") or ""),
        codes=tuple(_texts(root, "code")),
        note=_optional(root, "note"),
        references=tuple((_optional(root, "references") or "").split()),
        incidents=listed(_optional(root, "incidents") or ""),
        infos=tuple(_info(node) for node in _children(root, "info")),
        version=version_of(root),
    )


def _info(node: etree._Element) -> Info:
    certainty = _text(node, "certainty").strip()
    return Info(
        language=_stripped(node, "language"),
        categories=tuple(text.strip() for text in _texts(node, "category")),
        event=_text(node, "event"),
        response_types=tuple(text.strip() for text in _texts(node, "responseType")),
        urgency=_text(node, "urgency").strip(),
        severity=_text(node, "severity").strip(),
        certainty=_OLD_CERTAINTY.get(certainty, certainty),
        audience=_optional(node, "audience"),
        event_codes=tuple(_pairs(node, "eventCode")),
        effective=_optional_value(node, "effective", time_of),
        onset=_optional_value(node, "onset", time_of),
        expires=_optional_value(node, "expires", time_of),
        sender_name=_optional(node, "senderName"),
        headline=_optional(node, "headline"),
        description=_optional(node, "description"),
        instruction=_optional(node, "instruction"),
        web=_stripped(node, "web"),
        contact=_optional(node, "contact"),
        parameters=tuple(_pairs(node, "parameter")),
        resources=tuple(_resource(child) for child in _children(node, "resource")),
        areas=tuple(_area(child) for child in _children(node, "area")),
    )


def _resource(node: etree._Element) -> Resource:
    return Resource(
        description=_text(node, "resourceDesc"),
        media_type=_text(node, "mimeType"),
        size_bytes=_optional_value(node, "size", _whole),
        uri=_stripped(node, "uri"),
        content_base64=_optional(node, "derefUri"),
        digest=_optional(node, "digest"),
    )


def _area(node: etree._Element) -> Area:
    return Area(
        description=_text(node, "areaDesc"),
        polygons=tuple(_values(node, "polygon", polygon_of)),
        circles=tuple(_values(node, "circle", circle_of)),
        geocodes=tuple(_pairs(node, "geocode")),
        altitude_ft=_optional_value(node, "altitude", number_of),
        ceiling_ft=_optional_value(node, "ceiling", number_of),
    )


def number_of(text: str) -> Decimal:
    """Raises ValueError."""
    shown = text.strip()
    if len(shown) > _DIGITS_MAX or not _NUMBER.fullmatch(shown):
        raise ValueError(f"{shown[:_DIGITS_MAX]!r} is no number")
    try:
        return Decimal(shown)
    except InvalidOperation as error:
        raise ValueError(f"{shown!r} is no number") from error


def point_of(text: str) -> Point:
    """Raises ValueError."""
    latitude, comma, longitude = text.partition(",")
    if not comma:
        raise ValueError(f"{text[:_DIGITS_MAX]!r} is no pair of coordinates, such as 38.47,-120.14")
    return Point(number_of(latitude), number_of(longitude))


def polygon_of(text: str) -> tuple[Point, ...]:
    """Raises ValueError."""
    return tuple(point_of(pair) for pair in text.split())


def circle_of(text: str) -> Circle:
    """Raises ValueError."""
    parts = text.split()
    if len(parts) != 2:
        raise ValueError(f"{text.strip()[:80]!r} is no circle, such as 32.9525,-115.5527 10")
    return Circle(centre=point_of(parts[0]), radius_km=number_of(parts[1]))


def _whole(text: str) -> int:
    number = number_of(text)
    if number != number.to_integral_value():
        raise ValueError(f"{text.strip()[:_DIGITS_MAX]!r} is no whole number")
    return int(number)


def string(node: etree._Element) -> str:
    """All text in an element: comments left out, line ends as \\n (a `&#13;` among them)."""
    said = node.text or ""
    if len(node):
        said += "".join(_inner(child) + (child.tail or "") for child in node)
    return said.replace("\r\n", "\n").replace("\r", "\n")


def _inner(node: etree._Element) -> str:
    return string(node) if isinstance(node.tag, str) else ""


def _children(node: etree._Element, name: str) -> Iterable[etree._Element]:
    """Of the message's own namespace."""
    space = node.tag.rpartition("}")[0]
    return node.iterchildren(f"{space}}}{name}")


def _texts(node: etree._Element, name: str) -> Iterable[str]:
    return (string(child) for child in _children(node, name))


def _optional(node: etree._Element, name: str) -> str | None:
    return next(iter(_texts(node, name)), None)


def _stripped(node: etree._Element, name: str) -> str | None:
    text = _optional(node, name)
    return None if text is None else text.strip()


def _text(node: etree._Element, name: str) -> str:
    return _optional(node, name) or ""


def _pairs(node: etree._Element, name: str) -> Iterable[tuple[str, str]]:
    """Name and value; CAP 1.0 wrote name=value."""
    for child in _children(node, name):
        if len(child):
            yield _text(child, "valueName"), _text(child, "value")
        else:
            value_name, _, value = string(child).partition("=")
            yield value_name, value


def _values(node: etree._Element, name: str, read: Callable[[str], T]) -> Iterable[T]:
    """An element without text holds no value (CAP 1.2, section 3.2)."""
    for text in _texts(node, name):
        if text.strip():
            yield _meant(name, text, read)


def _optional_value(node: etree._Element, name: str, read: Callable[[str], T]) -> T | None:
    return next(iter(_values(node, name, read)), None)


def _value(node: etree._Element, name: str, read: Callable[[str], T]) -> T:
    return _meant(name, _text(node, name), read)


def _meant(name: str, text: str, read: Callable[[str], T]) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise CapRefused(
            f"its {name} cannot be read: {error}", "`tocsin alert validate` names all faults"
        ) from error
