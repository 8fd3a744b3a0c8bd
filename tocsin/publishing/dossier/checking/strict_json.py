"""JSON from strangers, read so that no two programs can read it differently."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tocsin.publishing.dossier.checking.verdict import Broken

#: one entry with its openings, one element of a file, one list of contents
PIECE_BYTES_MAX = 32 * 2**20
_INT_MAX = 2**53 - 1
_DEPTH_MAX = 100


def read(data: bytes, where: str) -> Any:
    """Raises Broken for what is no JSON, a key twice in an object, and numbers that JSON cannot carry."""
    if len(data) > PIECE_BYTES_MAX:
        raise Broken(where, f"more than {PIECE_BYTES_MAX:,} bytes of JSON in one piece")
    try:
        return json.loads(
            data.decode(), object_pairs_hook=_object, parse_int=_integer, parse_constant=_constant
        )
    except (ValueError, RecursionError) as error:
        raise Broken(where, f"this is no JSON that could be relied on ({str(error)[:80]})") from None


def member(value: Any, name: str, kind: type, where: str) -> Any:
    """What stands under a name, of exactly this type: a truth value is no number."""
    found = value.get(name) if isinstance(value, dict) else None
    if type(found) is not kind:
        raise Broken(where, f"{name!r} is missing or no {kind.__name__}")
    return found


def words(value: Any, name: str, where: str) -> Sequence[str]:
    found: list[str] = member(value, name, list, where)
    if not all(isinstance(each, str) for each in found):
        raise Broken(where, f"{name!r} holds something else than texts")
    return found


def is_committable(value: Any, depth: int = 0) -> bool:
    """Whether the log can have committed to it: no fractions, no endless nesting."""
    if depth > _DEPTH_MAX or isinstance(value, float):
        return False
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(is_committable(each, depth + 1) for each in inner)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return made


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(number := int(digits)) > _INT_MAX:
        raise ValueError("a number beyond 2^53 - 1")
    return number


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")
