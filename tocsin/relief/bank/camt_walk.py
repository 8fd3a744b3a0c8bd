"""Ways through an element of camt by local names: banks write the same message in twelve namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from tocsin.relief.bank.numbers import iso_date

if TYPE_CHECKING:
    from lxml.etree import _Element


def name_of(element: _Element) -> str:
    tag = element.tag
    return tag[tag.find("}") + 1 :] if isinstance(tag, str) else ""


def line_of(element: _Element) -> int:
    """Line of the file; 0 where libxml2 does not know it."""
    found: Any = element.sourceline
    return found or 0


def children(element: _Element, name: str) -> Iterator[_Element]:
    return (each for each in element if name_of(each) == name)


def child(element: _Element, name: str) -> _Element | None:
    return next(children(element, name), None)


def text_at(element: _Element, *path: str) -> str:
    """The text at the end of a path of first children; empty where there is none."""
    found: _Element | None = element
    for name in path:
        found = child(found, name) if found is not None else None
    return (found.text or "").strip() if found is not None else ""


def day_of(element: _Element, *names: str) -> date | None:
    """The day of the first of the named children, which holds it itself or in Dt or DtTm. Raises ValueError."""
    for name in names:
        found = child(element, name)
        if found is None:
            continue
        text = (found.text or "").strip() or text_at(found, "Dt") or text_at(found, "DtTm")
        return iso_date(text)
    return None
