"""Where an element stands, as an XPath that finds it again.

`cap` stands for the namespace of the message's own version, `ds` for that of XML signatures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.alerts.cap.namespaces import SIGNATURE_NAMESPACE, VERSIONS

if TYPE_CHECKING:
    from lxml import etree


def xpath_of(node: etree._Element) -> str:
    """
    >>> from lxml import etree
    >>> root = etree.fromstring('<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><info/><info/></alert>')
    >>> xpath_of(root[1])
    '/cap:alert/cap:info[2]'
    """
    steps = [_step(node), *map(_step, node.iterancestors())]
    return "/" + "/".join(reversed(steps))


def _step(node: etree._Element) -> str:
    from lxml import etree

    name = etree.QName(node)
    prefix = (
        "cap:" if name.namespace in VERSIONS else "ds:" if name.namespace == SIGNATURE_NAMESPACE else None
    )
    shown = f"*[local-name()='{name.localname}']" if prefix is None else prefix + name.localname
    parent = node.getparent()
    if parent is None:
        return shown
    if prefix is None:
        return f"*[{sum(isinstance(one.tag, str) for one in node.itersiblings(preceding=True)) + 1}]"
    alike = list(parent.iterchildren(node.tag))
    return shown if len(alike) == 1 else f"{shown}[{alike.index(node) + 1}]"
