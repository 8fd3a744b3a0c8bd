"""Checking values against commitments: is this what the log vouches for?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tocsin.custody.commitments import Json, Secret, paragraphs
from tocsin.custody.models import Entry
from tocsin.errors import NotFound

#: entries about one item that are read at once, newest first
_CHUNK = 100


def opened(entry: Entry, after: Mapping[str, Json], text: str | None = None) -> list[str]:
    """Names of the values that are not what the entry committed to: a field's name, "text.3", or "text".

    "text" says that the number of paragraphs differs; None as `text` checks no text. Raises NotFound where the
    entry's secret was erased: then nobody can open it any more.
    """
    if entry.salt is None:
        raise NotFound(
            f"the secret of log entry {entry.pk} ({entry.item}) was erased",
            "the log still proves that the entry was made, no longer what it said",
        )
    secret, held = Secret(bytes(entry.salt)), json.loads(bytes(entry.canonical))
    wrong = [name for name, value in after.items() if not _holds_field(held, secret, name, value)]
    return wrong if text is None else wrong + _wrong_paragraphs(held["text"] or [], secret, text)


def _holds_field(held: dict[str, Any], secret: Secret, name: str, value: Json) -> bool:
    return secret.opens(held["after"].get(name), f"after.{name}", value)


def _wrong_paragraphs(held: list[str], secret: Secret, text: str) -> list[str]:
    lines = paragraphs(text)
    if len(lines) != len(held):
        return ["text"]
    pairs = enumerate(zip(held, lines, strict=True))
    return [path for i, (made, line) in pairs if not secret.opens(made, path := f"text.{i}", line)]


def differs(item: str, fields: Mapping[str, Json], text: str | None = None) -> list[str]:
    """Names of what is not as the latest entry says that committed to it, for an item as it stands now.

    A field that no entry committed to is named as well. What an erased entry committed to can't be checked, and is
    not named.
    """
    left, text_left, wrong = dict(fields), text, list[str]()
    for entry in _newest_first(item):
        held = json.loads(bytes(entry.canonical))
        mine = {name: left.pop(name) for name in held["after"] if name in left}
        my_text, text_left = (None, text_left) if held["text"] is None else (text_left, None)
        if entry.salt is not None:
            wrong += opened(entry, mine, my_text)
        if not left and text_left is None:
            break
    return wrong + list(left) + ([] if text_left is None else ["text"])


def _newest_first(item: str) -> Iterator[Entry]:
    return Entry.objects.filter(item=item).order_by("-pk").iterator(chunk_size=_CHUNK)
