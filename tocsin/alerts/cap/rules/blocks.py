"""Info blocks as profiles look at them: their categories, their codes, and what is wanted in each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tocsin.alerts.cap.rules.rule import Fault, Message, said

if TYPE_CHECKING:
    from lxml import etree


def infos(message: Message) -> list[etree._Element]:
    return message.under(message.root, "info")


def categories(message: Message, info: etree._Element) -> set[str]:
    return set(map(said, message.under(info, "category")))


def pairs(message: Message, node: etree._Element, name: str) -> list[tuple[str, str]]:
    return [
        (message.text(pair, "valueName"), message.text(pair, "value")) for pair in message.under(node, name)
    ]


def wanted(message: Message, *names: str) -> Iterator[Fault]:
    for info in infos(message):
        for name in names:
            if not message.text(info, name):
                yield Fault(info, f"the info block has no {name}")
