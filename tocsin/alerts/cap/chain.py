"""References of a message, as the standard chains them."""

from __future__ import annotations

from tocsin.alerts.cap.namespaces import NAMESPACE


def chain_of(cap_xml: bytes) -> tuple[str, ...]:
    """References for the message that follows this one: all that it refers to, then itself, from its frozen bytes."""
    from lxml import etree

    root = etree.fromstring(cap_xml)
    said = {name: root.findtext(f"{{{NAMESPACE}}}{name}") or "" for name in ("sender", "identifier", "sent")}
    earlier = (root.findtext(f"{{{NAMESPACE}}}references") or "").split()
    return (*earlier, ",".join(said.values()))
