"""A file that belongs to an alert: CAP 1.2, section 3.2.3."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    description: str
    #: empty only in CAP 1.0 and 1.1
    media_type: str
    size_bytes: int | None = None
    #: where it is, or the name of what `content_base64` holds
    uri: str | None = None
    content_base64: str | None = None
    #: SHA-1 of the file, as printed
    digest: str | None = None
