"""Checking the whole log: numbering, chain, form of each entry, and that actor and reason are those committed to.

What this can prove: nobody changed, removed, added or reordered an entry before a chain hash that somebody noted
down elsewhere. Whoever may write to the whole store could cut entries off its end, or make every later hash anew:
against that only a hash helps that stands where they cannot write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import OperationalError
from django.db.models import QuerySet

from tocsin.custody.acts import VERSION, timestamp
from tocsin.custody.chain import BEFORE_THE_FIRST, chain_hash, leaf_hash
from tocsin.custody.commitments import SECRET_BYTES, Secret, encode_ascii_keys
from tocsin.custody.models import Entry, Leaf

#: leaves read at once: what bounds memory
CHUNK = 1000
_LOWEST = -(2**63)
_KEYS = {"v", "item", "action", "at", "actor", "reason", "before", "after", "text", "result"}
_COMMITMENT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What became of a check. `holds` where `trouble` is empty."""

    #: leaves that were found right, from the first on
    checked: int
    #: of these, entries whose actor, reason and secret were erased
    erased: int
    #: entries that wait for their number: normal for a moment after an act
    unnumbered: int
    #: of the last leaf found right, in hexadecimal; note it down elsewhere
    chain_hash: str
    #: of the first leaf that fails; None where all hold
    position: int | None = None
    #: what is wrong there; empty where all hold
    trouble: str = ""

    @property
    def holds(self) -> bool:
        return not self.trouble


class Stored(NamedTuple):
    """A leaf and its entry as the database hands them over."""

    position: int
    leaf_hash: bytes
    chain_hash: bytes
    canonical: bytes
    item: str
    action: str
    at: datetime
    actor: str
    reason: str
    salt: bytes | None


#: stands for a leaf with a column that can't be read
UNREADABLE = Stored(-1, b"", b"", b"", "", "", datetime.min.replace(tzinfo=UTC), "", "", None)


def verify(progress: Callable[[int, int], object] | None = None) -> Verdict:
    """Check every leaf from the first on; stop at the first that fails. Memory does not grow with the log.

    `progress` is called with the leaves done and all leaves. Entries added meanwhile are left for the next check.
    """
    total = Leaf.objects.count()
    before, checked, erased, trouble = BEFORE_THE_FIRST, 0, 0, ""
    for stored in islice(_stored(), total):
        trouble = find_trouble(stored, checked, before)
        if trouble:
            break
        before = stored.chain_hash
        checked += 1
        erased += stored.salt is None
        if progress is not None and (checked % CHUNK == 0 or checked == total):
            progress(checked, total)
    if checked < total and not trouble:
        trouble = _missing(checked)
    return Verdict(
        checked=checked,
        erased=erased,
        unnumbered=Entry.objects.filter(leaf=None).count(),
        chain_hash=before.hex(),
        position=checked if trouble else None,
        trouble=trouble,
    )


def _stored() -> Iterator[Stored]:
    """The leaves in order, a chunk at a time, so that no writer waits for a long reading.

    SQLite lets a column hold anything. Where a chunk can't be read, its leaves are read one by one, and the first
    that can't be read is handed over empty.
    """
    position, size = _LOWEST, CHUNK
    while True:
        try:
            chunk = [_as_stored(row) for row in _rows_after(position)[:size]]
        except (TypeError, ValueError, AttributeError, OperationalError) as error:
            if isinstance(error, OperationalError) and "decode" not in str(error):
                raise  # the store itself refused
            if size == 1:
                yield UNREADABLE
                return
            size = 1
            continue
        yield from chunk
        if not chunk:
            return
        position = chunk[-1].position


def _rows_after(position: int) -> QuerySet[Leaf, tuple[Any, ...]]:
    names = ("position", "leaf_hash", "chain_hash", *(f"entry__{name}" for name in Stored._fields[3:]))
    return Leaf.objects.filter(position__gt=position).order_by("position").values_list(*names)


def _as_stored(row: tuple[Any, ...]) -> Stored:
    """Raises TypeError for a value that its column can't rightly hold. `bytes(5)` would be five zeros."""
    position, leaf, chained, canonical, item, action, at, actor, reason, salt = row
    texts = (item, action, actor, reason)
    if not all(isinstance(text, str) for text in texts) or not isinstance(at, datetime):
        raise TypeError("a column holds another kind of value than its own")
    return Stored(
        position=position,
        leaf_hash=memoryview(leaf).tobytes(),  # psycopg hands over memoryviews
        chain_hash=memoryview(chained).tobytes(),
        canonical=memoryview(canonical).tobytes(),
        item=item,
        action=action,
        at=at,
        actor=actor,
        reason=reason,
        salt=None if salt is None else memoryview(salt).tobytes(),
    )


def find_trouble(stored: Stored, position: int, before: bytes) -> str:
    """What is wrong with the leaf that must stand at `position` after the chain hash `before`; empty for nothing."""
    if stored is UNREADABLE:
        return "a column holds what cannot be read"
    if stored.position != position:
        return _missing(position)
    if stored.leaf_hash != leaf_hash(stored.canonical):
        return "the entry is not the one that was numbered: its hash differs"
    if stored.chain_hash != chain_hash(before, stored.leaf_hash):
        return "the chain is broken: this entry does not follow the one before it"
    held = _read(stored.canonical)
    if held is None:
        return "the entry is not in its canonical form"
    return _column_trouble(stored, held)


def _missing(position: int) -> str:
    return f"leaf {position} or its entry is missing"


def _read(canonical: bytes) -> dict[str, Any] | None:
    """The entry, or None where its bytes are not the one way to write an entry of this version."""
    try:
        held = json.loads(canonical)
        well = _has_form(held) and encode_ascii_keys(held).encode() == canonical
    except (ValueError, RecursionError):
        return None
    return held if well else None


def _has_form(held: object) -> bool:
    if (
        not isinstance(held, dict)
        or held.keys() != _KEYS
        or type(held["v"]) is not int
        or held["v"] != VERSION
    ):
        return False
    before, after, text = held["before"], held["after"], [] if held["text"] is None else held["text"]
    if not (isinstance(before, dict) and isinstance(after, dict) and isinstance(text, list)):
        return False
    reason = [] if held["reason"] is None else [held["reason"]]
    made = [held["actor"], *reason, *before.values(), *after.values(), *text]
    return (
        all(isinstance(held[name], str) for name in ("item", "action", "at", "result"))
        and all(name.isascii() for name in (*before, *after))
        and all(isinstance(value, str) and _COMMITMENT.fullmatch(value) for value in made)
    )


def _column_trouble(stored: Stored, held: dict[str, Any]) -> str:
    """What the columns beside the entry say otherwise than the entry."""
    if (stored.item, stored.action, timestamp(stored.at)) != (held["item"], held["action"], held["at"]):
        return "item, action or time shown are not those of the entry"
    if stored.salt is None:
        left = stored.actor or stored.reason
        return "an actor or a reason stands there that no secret opens" if left else ""
    if len(stored.salt) != SECRET_BYTES:
        return f"the secret has {len(stored.salt)} bytes, not {SECRET_BYTES}"
    secret = Secret(stored.salt)
    if not secret.opens(held["actor"], "actor", stored.actor):
        return "the actor shown is not the one of the entry"
    given = secret.opens(held["reason"], "reason", stored.reason) if stored.reason else held["reason"] is None
    return "" if given else "the reason shown is not the one of the entry"
