"""When two messages say the same.

All fields count, repeated ones in their order; times by instant and offset; numbers by value. What does not count: an
element without text and no element at all (section 3.2: CAP elements may have null values), white space around a value,
an absent language and en-US (section 3.2.2), the version that a message was read from, and the signature.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from tocsin.alerts.cap.alert import CapAlert


def same_meaning(one: CapAlert, other: CapAlert) -> bool:
    return bool(meaning(one) == meaning(other))


def meaning(value: Any) -> Any:
    """A value of a message in a form in which equal means the same."""
    if isinstance(value, datetime):
        return value, value.utcoffset()
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, tuple):
        return tuple(meaning(item) for item in value)
    if is_dataclass(value):
        said = {field.name: meaning(getattr(value, field.name)) for field in fields(value)}
        said.pop("version", None)
        if "language" in said:
            said["language"] = said["language"] or "en-US"
        return said
    return value
