"""The log as people look at it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from tocsin.custody.models import Entry, KeptSalt


class Line(NamedTuple):
    #: None until the entry is numbered
    position: int | None
    at: datetime
    #: empty where it was erased
    actor: str
    item: str
    action: str
    #: empty where none was given, and after erasure
    reason: str
    #: in hexadecimal; whoever notes it down can tell later whether anything before it was changed
    chain_hash: str


def entries(item: str | None = None, limit: int | None = None) -> list[Line]:
    """The log, or what it holds about one item, in order; with `limit`, the last so many."""
    found = Entry.objects.filter(item=item) if item is not None else Entry.objects.all()
    kept = KeptSalt.objects.filter(entry=OuterRef("pk"))
    actor, reason = (
        Coalesce(
            NullIf(name, Value(""), output_field=TextField()),
            Subquery(kept.filter(path=name).values("value")),
            Value(""),
            output_field=TextField(),
        )
        for name in ("actor", "reason")
    )
    rows = found.order_by("-pk").values_list(
        "leaf__position", "at", actor, "item", "action", reason, "leaf__chain_hash"
    )[:limit]
    lines = [Line._make((*row[:6], bytes(row[6] or b"").hex())) for row in rows]
    lines.reverse()
    return sorted(lines, key=_place)


def _place(line: Line) -> tuple[bool, int]:
    """In order of position; what has none yet stands at the end, as it was written."""
    return (line.position is None, line.position or 0)
