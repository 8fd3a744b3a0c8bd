"""What is wrong with one entry of the log: its place, its hashes, its form, and the columns beside it. Pure."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tocsin.custody.acts import VERSION, timestamp
from tocsin.custody.chain import chain_hash, leaf_hash
from tocsin.custody.commitments import SECRET_BYTES, Secret, commit_few, encode_ascii_keys

_KEYS = {"v", "item", "action", "at", "actor", "reason", "before", "after", "text", "result"}
_COMMITMENT = re.compile(r"[0-9a-f]{64}")

_PLAIN = rb'"[^"\\\x00-\x1f]*"'
_MADE = rb'"[0-9a-f]{64}"'
_FIELDS = rb'\{(?:"[ !#-\[\]-~]+":%s(?:,(?!\})|(?=\})))*\}' % _MADE
#: an entry in its one form, where no text in it needs an escape: nearly all of them, in a tenth of a parser's time
_ENTRY = re.compile(
    rb'\{"action":(%s),"actor":(%s),"after":(%s),"at":("[0-9T:.Z-]{27}"),"before":(%s),"item":(%s),'
    rb'"reason":(null|%s),"result":"[ !#-\[\]-~]*","text":(?:null|\[(?:%s(?:,(?!\])|(?=\])))*\]),"v":1\}'
    % (_PLAIN, _MADE, _FIELDS, _FIELDS, _PLAIN, _MADE, _MADE)
)


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


def find_trouble(stored: Stored, position: int, before: bytes, *, columns: bool = True) -> str:
    """What is wrong with the leaf that must stand at `position` after the chain hash `before`; empty for nothing.

    Without `columns` the form of the entry and what stands beside it are not looked at.
    """
    if stored is UNREADABLE:
        return "a column holds what cannot be read"
    if stored.position != position:
        return missing(position)
    if stored.leaf_hash != leaf_hash(stored.canonical):
        return "the entry is not the one that was numbered: its hash differs"
    if stored.chain_hash != chain_hash(before, stored.leaf_hash):
        return "the chain is broken: this entry does not follow the one before it"
    held = read_entry(stored.canonical) if columns else {}
    if held is None:
        return "the entry is not in its canonical form"
    return _column_trouble(stored, held) if columns else ""


def missing(position: int) -> str:
    return f"leaf {position} or its entry is missing"


def read_entry(canonical: bytes) -> dict[str, Any] | None:
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


def stands(
    canonical: bytes, item: str, action: str, at: str, actor: str, reason: str, salt: bytes | None
) -> bool:
    """Whether form and columns are right, as `find_trouble` says it, for an entry in plain words; False settles nothing.

    `at` is the time as the entry is to write it.
    """
    found = _ENTRY.fullmatch(canonical)
    if found is None or salt is None or len(salt) != SECRET_BYTES:
        return False
    told_action, made, after, told_at, before, told_item, given = found.groups()
    told = (f'"{action}"'.encode(), f'"{item}"'.encode(), f'"{at}"'.encode())
    if (told_action, told_item, told_at) != told or not (_in_order(after) and _in_order(before)):
        return False
    if not reason:
        return given == b"null" and commit_few(salt, ((b"actor", actor),)) == [made[1:-1]]
    return commit_few(salt, ((b"actor", actor), (b"reason", reason))) == [made[1:-1], given[1:-1]]


def _in_order(fields: bytes) -> bool:
    """Whether the names of an object of commitments stand in order, each once."""
    names = fields.split(b'"')[1::4]
    return len(names) < 2 or all(map(bytes.__lt__, names, names[1:]))
