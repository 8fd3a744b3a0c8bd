"""OASIS's own schema of CAP 1.2, shipped with its notice."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree


@cache
def schema() -> etree.XMLSchema:
    from lxml import etree

    text = (resources.files("tocsin.alerts") / "data" / "CAP-v1.2.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text))
