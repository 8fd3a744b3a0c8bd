"""What OASIS's schema finds, each fault at its element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tocsin.alerts.cap.rules.rule import Fault, Message, rule
from tocsin.alerts.cap.schema import schema

if TYPE_CHECKING:
    from lxml import etree

_SPACE = re.compile(r"\{[^{}]{1,120}\}")


@rule("schema", "the message follows the schema that OASIS published", "CAP 1.2, 3.4")
def follows_schema(message: Message) -> Iterator[Fault]:
    if message.version != "1.2" or schema().validate(message.root):
        return
    seen = set()
    for error in schema().error_log:  # type: ignore[attr-defined]  # the stubs do not know it
        node = _at(message.root, error.path)
        # a value that breaks a pattern is said a second time to be of the wrong type
        if node not in seen:
            seen.add(node)
            yield Fault(node, _SPACE.sub("", " ".join(error.message.split()))[:300])


def _at(root: etree._Element, path: str | None) -> etree._Element:
    """The element at the path that the schema names; the alert where it names none."""
    found = root.getroottree().xpath(path) if path else ()
    return found[0] if isinstance(found, list) and found else root  # type: ignore[return-value]


RULES = (follows_schema,)
