"""Minimum standards as data (data/sphere.yml): so much of a unit for so many people, over days where it is used up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from tocsin.errors import NotFound

#: days that one need may cover: ten years
DAYS_MAX = 3650


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    id: str
    title: str
    #: of `unit`, for `people` people
    quantity: Fraction
    unit: str
    people: int
    #: over which `quantity` is used up; None for what stays and is needed once
    days: int | None
    #: only whole units are of use: rounded up
    whole: bool
    edition: str
    chapter: str
    section: str
    source: str
    #: whether somebody held it against the printed original; where not, every need says so
    compared: bool


def needed(standard: Standard, *, people: Fraction | int, days: int) -> Fraction:
    """How much of the standard's unit so many people need for so many days. Exact; whole units are rounded up.

    >>> needed(standard_named("toilets"), people=1001, days=30)
    Fraction(51, 1)
    """
    assert people >= 0 and 0 < days <= DAYS_MAX, (people, days)
    amount = standard.quantity * people / standard.people
    if standard.days is not None:
        amount = amount * days / standard.days
    return Fraction(-(-amount // 1)) if standard.whole else amount


@cache
def standards() -> tuple[Standard, ...]:
    """In the order of the file."""
    return tuple(_standard(entry) for entry in entries())


def entries() -> list[dict[str, Any]]:
    """As written down, with their examples."""
    import yaml  # only who reckons needs it

    text = (resources.files("tocsin.relief.spending") / "data" / "sphere.yml").read_text(encoding="utf-8")
    read: list[dict[str, Any]] = yaml.safe_load(text)
    return read


def _standard(entry: dict[str, Any]) -> Standard:
    said = {name: value for name, value in entry.items() if name not in ("example", "quantity")}
    return Standard(quantity=Fraction(entry["quantity"]), **said)


def standard_named(name: str) -> Standard:
    """Raises NotFound with the names that there are."""
    found = next((one for one in standards() if one.id == name), None)
    if found is None:
        known = ", ".join(one.id for one in standards())
        raise NotFound(f"there is no standard {name!r}", f"choose one of {known}")
    return found
