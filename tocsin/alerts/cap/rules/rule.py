"""What a rule is: a name, a sentence that says what holds, where the standard says so, and a look at a message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tocsin.alerts.cap.area import Point
from tocsin.alerts.cap.lexical import time_of
from tocsin.alerts.cap.reading import polygon_of, string

if TYPE_CHECKING:
    from lxml import etree


class Level(StrEnum):
    #: the message is invalid
    ERROR = "error"
    #: the message is valid, and would be better otherwise
    ADVICE = "advice"


class Fault(NamedTuple):
    node: etree._Element
    #: with the value that is at fault
    reason: str


@dataclass(frozen=True)
class Message:
    """A message as rules see it: its tree, whatever is wrong with it."""

    root: etree._Element
    #: 1.0, 1.1 or 1.2
    version: str
    #: the instant at which it is judged; None where no rule should ask
    at: datetime | None = None

    def all(self, *names: str) -> Iterator[etree._Element]:
        """Elements of these names at any depth, in their order; those of other namespaces are not of the message."""
        return self.root.iter(*(self._named(name) for name in names))

    def under(self, node: etree._Element, name: str) -> list[etree._Element]:
        return list(node.iterchildren(self._named(name)))

    def text(self, node: etree._Element, name: str) -> str:
        """Of the first child of that name, without white space around; empty where it is absent or says nothing."""
        first = node.find(self._named(name))
        return "" if first is None else said(first)

    def time(self, node: etree._Element, name: str) -> datetime | None:
        try:
            return time_of(self.text(node, name))
        except ValueError:
            return None

    @cached_property
    def polygons(self) -> list[tuple[etree._Element, tuple[Point, ...] | str]]:
        """Each with its points, or with why they cannot be read. One may have 100,000 of them: they are read once."""
        return [(node, _points(said(node))) for node in self.all("polygon")]

    def _named(self, name: str) -> str:
        return f"{str(self.root.tag).rpartition('}')[0]}}}{name}"


def _points(text: str) -> tuple[Point, ...] | str:
    try:
        return polygon_of(text)
    except ValueError as error:
        return str(error)


def said(node: etree._Element) -> str:
    return string(node).strip()


Look = Callable[[Message], Iterable[Fault]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    name: str
    #: what holds, in a sentence
    holds: str
    #: where it is said
    source: str
    level: Level
    look: Look


def rule(name: str, holds: str, source: str, level: Level = Level.ERROR) -> Callable[[Look], Rule]:
    """Makes a rule of the function that finds its faults."""

    def named(look: Look) -> Rule:
        return Rule(name=name, holds=holds, source=source, level=level, look=look)

    return named
