"""The messages in some bytes: one message, or those that any other XML carries, or a feed links to.

Carriers are feeds, EDXL-DE, the lists of IPAWS, SOAP: whatever is no message itself and holds some.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tocsin.alerts.cap.namespaces import VERSIONS
from tocsin.alerts.cap.opening import parsed
from tocsin.errors import CapRefused, ReportRefused

if TYPE_CHECKING:
    from lxml import etree

#: carriers that may also only link to their messages
_FEEDS = frozenset({"feed", "rss", "RDF"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A message, by the name of where it was found."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    #: the bytes themselves, or the messages that a feed carries in its entries
    messages: tuple[Part, ...]
    #: addresses of the messages that a feed only links to
    links: tuple[str, ...] = ()


def messages_in(name: str, data: bytes) -> Found:
    """A feed's entries in their order. What cannot be opened is one message, to be judged as such."""
    whole = Found(messages=(Part(name=name, data=data),))
    try:
        root = parsed(data)
    except CapRefused:
        return whole
    if _is_message(root):
        return whole
    carried = tuple(
        Part(name=f"{name} entry {index}", data=one) for index, one in enumerate(_carried(root), 1)
    )
    if carried:
        return Found(messages=carried)
    links = _links(name, data) if _local(root) in _FEEDS else ()
    return Found(messages=(), links=links) if links else whole


def _carried(root: etree._Element) -> list[bytes]:
    """Messages within entries, each as a document of its own, without the names that only the feed declares.

    So a signature holds as it does where the message stands alone.
    """
    from lxml import etree

    alerts = [node for space in VERSIONS for node in root.iter(f"{{{space}}}alert")]
    return [
        etree.tostring(node, method="c14n", exclusive=True, with_comments=True, with_tail=False)
        for node in alerts
    ]


def _links(name: str, data: bytes) -> tuple[str, ...]:
    from tocsin.reports.feed import extract_feed

    url = name if name.startswith(("http://", "https://")) else ""
    try:
        # a feed may have an entry for each area of a message
        return tuple(dict.fromkeys(link.link for link in extract_feed(data, url).links))
    except ReportRefused:
        return ()


def _is_message(root: etree._Element) -> bool:
    space, _, name = str(root.tag).rpartition("}")
    return name == "alert" and space.removeprefix("{") in VERSIONS


def _local(root: etree._Element) -> str:
    return str(root.tag).rpartition("}")[2]
