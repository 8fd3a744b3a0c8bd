"""The log at the desk, for who audits: entries by item, a proof of each, and how it stands with checkpoints and checks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from tocsin.custody import checkpoints, proving
from tocsin.custody.last_check import last_check
from tocsin.custody.models import Entry, KeptCheckpoint, Leaf
from tocsin.custody.proof import LeafProof
from tocsin.custody.timestamps.authorities import configured
from tocsin.custody.timestamps.listing import authority_rows, due_rows
from tocsin.errors import NotFound, TocsinError
from tocsin.web.desk_access import desk, desk_page
from tocsin.web.log_pages import PLAIN, as_signed, key_lines, or_unavailable, witnesses_seen

ACT = "read log"
PAGE_ENTRIES = 100
SHOWN_CHECKPOINTS = 10
#: more digits than a number of any entry
_DIGITS_MAX = 18


@require_safe
@desk(ACT)
def log(request: HttpRequest) -> HttpResponse:
    """Entries, the newest first, a page at a time; with `item`, those about it alone."""
    item = request.GET.get("item", "").strip()
    rows = _entries(item, request.GET.get("before", ""))
    kept = checkpoints.latest()
    context = {
        "here": "log",
        "item": item,
        "entries": rows[:PAGE_ENTRIES],
        "older": rows[PAGE_ENTRIES - 1].pk if len(rows) > PAGE_ENTRIES else None,
        "newest": kept,
        "unsigned": max(0, Leaf.objects.count() - (kept.size if kept else 0)),
        "checkpoints": _checkpoints(),
        "witnesses": witnesses_seen(),
        "keys": key_lines(),
        "check": last_check(),
        **_authorities(),
    }
    return desk_page(request, "tocsin/desk/log.html", context)


@require_safe
@desk(ACT)
@or_unavailable
def proof(request: HttpRequest, position: int) -> HttpResponse:
    """That the entry stands in the log, to the newest checkpoint (C2SP tlog-proof)."""
    kept, row = checkpoints.latest(), get_object_or_404(Leaf, position=position)
    if kept is None or kept.size <= position:
        raise NotFound(f"no checkpoint covers entry {position} yet", "`tocsin custody checkpoint` signs one")
    [made] = proving.prove([row.entry_id], kept.size)
    whole = LeafProof(made.position, made.path, as_signed(kept))
    return _file(f"{position}.proof", str(whole).encode(), PLAIN)


@require_safe
@desk(ACT)
def entry(request: HttpRequest, position: int) -> HttpResponse:
    """The very bytes of an entry."""
    row = get_object_or_404(Leaf.objects.select_related("entry"), position=position)
    return _file(f"{position}.entry.json", bytes(row.entry.canonical), "application/json")


def _file(name: str, content: bytes, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _entries(item: str, before: str) -> list[Entry]:
    """One more than a page."""
    if before and not (before.isascii() and before.isdigit() and len(before) <= _DIGITS_MAX):
        raise BadRequest("before is to be the number of an entry")
    found = Entry.objects.select_related("leaf").defer("canonical").order_by("-pk")
    if item:
        found = found.filter(item=item)
    if before:
        found = found.filter(pk__lt=int(before))
    return list(found[: PAGE_ENTRIES + 1])


def _checkpoints() -> list[KeptCheckpoint]:
    """The newest, each with its witnesses' lines and its timestamps."""
    found = KeptCheckpoint.objects.order_by("-size")
    return list(found.prefetch_related("cosignatures__witness", "timestamps")[:SHOWN_CHECKPOINTS])


def _authorities() -> dict[str, Any]:
    """How it goes with the authorities of the settings; a wrong setting is told, not thrown."""
    try:
        return {"authorities": authority_rows(configured()), "due": due_rows(timezone.now())}
    except TocsinError as error:
        return {"authority_trouble": str(error)}
