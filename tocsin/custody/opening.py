"""Checking values against commitments: is this what the log vouches for?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tocsin.custody.commitments import Json, paragraphs
from tocsin.custody.kept_salts import Opener, opener_of
from tocsin.custody.models import Entry
from tocsin.errors import NotFound

#: entries about one item that are read at once, newest first
_CHUNK = 100


def opened(entry: Entry, after: Mapping[str, Json], text: str | None = None) -> list[str]:
    """Names of the values that are not what the entry committed to: a field's name, "text.3", or "text".

    "text" says that the number of paragraphs differs; None as `text` checks no text. What was erased is not named, for
    nobody can open it any more. Raises NotFound where the whole entry was.
    """
    opener = opener_of(entry)
    if opener is None:
        raise NotFound(
            f"the secret of log entry {entry.pk} ({entry.item}) was erased",
            "the log still proves that the entry was made, no longer what it said",
        )
    held = json.loads(bytes(entry.canonical))
    wrong = [name for name, value in after.items() if not _holds_field(held, opener, name, value)]
    return wrong if text is None else wrong + _wrong_paragraphs(held["text"] or [], opener, text)


def _holds_field(held: dict[str, Any], opener: Opener, name: str, value: Json) -> bool:
    made, path = held["after"].get(name), f"after.{name}"
    return opener.opens(made, path, value) or (made is not None and not opener.has(path))


def _wrong_paragraphs(held: list[str], opener: Opener, text: str) -> list[str]:
    if held and not opener.has("text.0"):
        return []
    lines = paragraphs(text)
    if len(lines) != len(held):
        return ["text"]
    pairs = enumerate(zip(held, lines, strict=True))
    return [path for i, (made, line) in pairs if not opener.opens(made, path := f"text.{i}", line)]


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
        if opener_of(entry) is not None:
            wrong += opened(entry, mine, my_text)
        if not left and text_left is None:
            break
    return wrong + list(left) + ([] if text_left is None else ["text"])


def _newest_first(item: str) -> Iterator[Entry]:
    return Entry.objects.filter(item=item).order_by("-pk").iterator(chunk_size=_CHUNK)
