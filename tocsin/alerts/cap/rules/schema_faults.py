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
_STEP = re.compile(r"(?:(?P<prefix>[^:\[\]]+):)?(?P<name>[^:\[\]]+)(?:\[(?P<place>\d{1,6})\])?")


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
    """The element at the path that the schema names, as libxml2 writes paths; as much of it as is found.

    The path is walked and not asked as XPath: its prefixes are the message's own, each of which may stand for any namespace.
    """
    node = root
    for step in (path or "").split("/")[2:]:
        found = _STEP.fullmatch(step)
        alike = [child for child in node if _is_named(child, found)] if found else []
        place = int(found["place"] or 1) if found else 1
        if place > len(alike):
            return node
        node = alike[place - 1]
    return node


def _is_named(child: etree._Element, step: re.Match[str]) -> bool:
    """Whether the step counts the child: `*` every element, a name those of the same prefix."""
    if not isinstance(child.tag, str):
        return False
    name = child.tag.rpartition("}")[2]
    return step["name"] == "*" or (step["prefix"], step["name"]) == (child.prefix, name)


RULES = (follows_schema,)
