"""What the custody log commits to of a finding."""

import json
from collections.abc import Mapping
from typing import Any


def committed(
    *, kind: str, start: int, end: int, quote: str, fields: Mapping[str, Any]
) -> dict[str, str | int]:
    """Kind, passage and fields. The fields are one text, for numbers with a fraction have no place in the log."""
    return {"kind": kind, "start": start, "end": end, "quote": quote, "fields": as_text(fields)}


def as_text(fields: Mapping[str, Any]) -> str:
    """JSON with sorted keys and nothing between: the same fields are always the same text."""
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
