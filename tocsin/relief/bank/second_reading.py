"""MT940 read a second time, by the mt-940 library: where it reads another amount or day, both are told; ours stands.

It merges the messages of a file, so each is given alone, and without its texts, of which it reads some with patterns
that grow with their length.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from tocsin.relief.bank.mt940_tags import Message, Tag, entry_field
from tocsin.relief.bank.nouns import Problem

#: lines of one message; a longer one is read once
LINES_MAX = 5_000
_SILENT = logging.CRITICAL + 1
_GIVEN = frozenset({"20", "25", "28", "28C", "60F", "60M", "61"})


def other_reading(message: Message) -> Iterator[Problem]:
    """What the library reads otherwise in the lines of one message that we could read."""
    entries = [tag for tag in message.tags if tag.name == "61"]
    if not 0 < len(entries) <= LINES_MAX:
        return
    theirs = _theirs(message)
    if len(theirs) != len(entries):  # it could not read them all, and has no other reading
        return
    for tag, other in zip(entries, theirs, strict=True):
        ours = entry_field(tag.value)
        number = _decimal(ours.number)
        if number != other[0] or ours.value_on != other[1]:
            reason = f"the mt-940 library reads {other[0]} on {other[1]}, we {number} on {ours.value_on}: ours stands"
            yield Problem(at_line=tag.at_line, reason=reason)


def _theirs(message: Message) -> list[tuple[Decimal | None, Any]]:
    """Amount without sign, and day of value."""
    import mt940

    logging.getLogger("mt940").setLevel(
        _SILENT
    )  # it would write what it cannot read into the log, names and all
    try:
        found = mt940.parse(
            "\n".join(f":{tag.name}:{_given(tag)}" for tag in message.tags if tag.name in _GIVEN)
        )
    except Exception:  # whatever it cannot read, it has no other reading of
        return []
    return [(abs(each.data["amount"].amount), each.data["date"]) for each in found if "amount" in each.data]


def _given(tag: Tag) -> str:
    """The first line; of an entry that is broken behind its mark, the second one, too."""
    first, _, rest = tag.value.partition("\n")
    return (
        f"{first}{rest}" if tag.name == "61" and first[-1:].isalpha() and len(first) < 14 else first.rstrip()
    )


def _decimal(number: str) -> Decimal | None:
    try:
        return Decimal(number.replace(",", "."))
    except InvalidOperation:
        return None
