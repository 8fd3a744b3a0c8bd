"""An act and its final form: the canonical bytes of an entry (docs/reference/custody.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from tocsin.custody.commitments import Json, Secret, paragraphs

if TYPE_CHECKING:
    from tocsin.lines import Judgement

#: the form of entries that this version writes
VERSION = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """Something that somebody did to an item. Item, action, time and result are logged as they are."""

    #: what was acted on, as "noun:id", for example "report:12"; at most 80 characters
    item: str
    #: "taken in", "read", "reviewed", "issued" ...; at most 40 characters
    action: str
    #: login name, "command line" or "worker"; at most 150 characters
    actor: str
    at: datetime
    #: empty where none was given
    reason: str = ""
    #: fields as they were before
    before: Mapping[str, Json] = field(default_factory=dict)
    #: fields as they are now
    after: Mapping[str, Json] = field(default_factory=dict)
    #: clean text, committed to paragraph by paragraph; None where the act is about no text
    text: str | None = None
    #: "done", or how it failed
    result: str = "done"


def judged(noun: str, row: Judgement, action: str, after: Mapping[str, Json]) -> Act:
    """What a person said of something: the act of storing a row that is a judgement."""
    return Act(
        item=f"{noun}:{row.pk}",
        action=action,
        actor=row.by.get_username(),
        at=row.at,
        reason=row.reason,
        after=after,
    )


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds.

    >>> timestamp(datetime(2023, 9, 29, 18, 0, tzinfo=UTC))
    '2023-09-29T18:00:00.000000Z'
    """
    assert at.tzinfo is not None, f"a time without zone: {at}"
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def canonical_entry(act: Act, secret: bytes) -> bytes:
    """The act as RFC 8785 JSON that holds commitments, never content. The same input gives the same bytes.

    Written out, for every key is known and in order, and every value but four is hexadecimal; a test holds it
    against the standard's own library.
    """
    _assert_storable(act)
    key = Secret(secret)
    parts = (
        f'{{"action":{encode_basestring(act.action)}',
        f'"actor":"{key.commit("actor", act.actor)}"',
        f'"after":{_commit_fields(key, "after", act.after)}',
        f'"at":"{timestamp(act.at)}"',
        f'"before":{_commit_fields(key, "before", act.before)}',
        f'"item":{encode_basestring(act.item)}',
        f'"reason":{_quoted(key.commit("reason", act.reason)) if act.reason else "null"}',
        f'"result":{encode_basestring(act.result)}',
        f'"text":{"null" if act.text is None else _commit_text(key, act.text)}',
        f'"v":{VERSION}}}',
    )
    return ",".join(parts).encode()


def _assert_storable(act: Act) -> None:
    assert 0 < len(act.item) <= 80, f"item: {act.item!r}"
    assert 0 < len(act.action) <= 40, f"action: {act.action!r}"
    assert 0 < len(act.actor) <= 150, f"actor: {act.actor!r}"


def _commit_fields(key: Secret, side: str, fields: Mapping[str, Json]) -> str:
    """A JSON object with one commitment per field."""
    assert "" not in fields and "".join(fields).isascii(), f"names of fields are ASCII: {list(fields)}"
    names = sorted(fields)
    made = key.commit_all((f"{side}.{name}", fields[name]) for name in names)
    pairs = zip(map(encode_basestring, names), map(_quoted, made), strict=True)
    return "{" + ",".join(map(":".join, pairs)) + "}"


def _commit_text(key: Secret, text: str) -> str:
    """A JSON list with one commitment per paragraph, at the paths "text.0", "text.1" ..."""
    made = key.commit_all((f"text.{index}", line) for index, line in enumerate(paragraphs(text)))
    return "[" + ",".join(map(_quoted, made)) + "]"


def _quoted(hexadecimal: str) -> str:
    return f'"{hexadecimal}"'
