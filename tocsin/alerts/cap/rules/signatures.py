"""Rules of the place and kind of XML signatures. Whether one holds is judged apart. CAP 1.2, section 3.3.4.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tocsin.alerts.cap.namespaces import SIGNATURE_NAMESPACE
from tocsin.alerts.cap.rules.rule import Fault, Message, rule

if TYPE_CHECKING:
    from lxml import etree

_SIGNATURE = f"{{{SIGNATURE_NAMESPACE}}}Signature"


@rule(
    "signature-enveloped",
    "an XML signature stands in the alert that it signs, and there is no other kind",
    "CAP 1.2, 3.3.4.1",
)
def signature_enveloped(message: Message) -> Iterator[Fault]:
    for node in message.root.iter(f"{{{SIGNATURE_NAMESPACE}}}*"):
        parent = node.getparent()
        if parent is message.root and node.tag != _SIGNATURE:
            yield Fault(node, f"{node.tag.rpartition('}')[2]} is no signature, and stands in the alert")
        elif node.tag == _SIGNATURE and (trouble := _trouble(node, parent is message.root)):
            yield Fault(node, trouble)


def _trouble(signature: etree._Element, in_alert: bool) -> str:
    if not in_alert:
        return "the signature is no child of the alert"
    references = signature.iterfind(f"{{{SIGNATURE_NAMESPACE}}}SignedInfo/{{{SIGNATURE_NAMESPACE}}}Reference")
    places = [node.get("URI") for node in references]
    afar = [place for place in places if place and not place.startswith("#")]
    # one that names no place at all is left to whoever judges it
    return (
        f"the signature signs {afar[0][:80]!r}, and nothing of its alert" if places == afar and afar else ""
    )


RULES = (signature_enveloped,)
