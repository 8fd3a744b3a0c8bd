"""JSON from strangers: one meaning only."""

from __future__ import annotations

import json
from typing import Any

BYTES_MAX = 32 * 2**20


class NotOneMeaning(Exception):
    """Why it is none."""


def read_object(data: bytes | str) -> dict[str, Any]:
    """Raises NotOneMeaning for what is no JSON object, or has a name twice, or a number that JSON does not know."""
    try:
        found = json.loads(data, object_pairs_hook=_once, parse_constant=_refuse)
    except NotOneMeaning:
        raise
    except (ValueError, RecursionError) as error:
        raise NotOneMeaning("it is no JSON") from error
    if not isinstance(found, dict):
        raise NotOneMeaning("it is no JSON object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NotOneMeaning("it has a name twice")
    return made


def _refuse(name: str) -> None:
    raise NotOneMeaning(f"{name} is no number of JSON")
