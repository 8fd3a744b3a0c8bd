"""Taking reports in at the desk: pasted text, a file, an address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin import record, reports, situations
from tocsin.errors import TocsinError, WrongUse
from tocsin.reports.arrivals import Arrival, is_url, read_file
from tocsin.reports.taken_in import TakenIn
from tocsin.web.desk_access import desk, desk_page, insist


class Said(TypedDict, total=False):
    """What may be typed along with each of the three forms."""

    publisher: str
    published: str
    language: str


@desk()
def take_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    by = insist(request, "take in").get_username()
    way = _WAYS.get(request.POST.get("way", ""))
    try:
        if way is None:
            raise WrongUse(_("nothing was handed in"), _("paste a text, choose a file, or name an address"))
        taken = way(request, by, timezone.now())
    except TocsinError as error:
        messages.error(request, str(error))
        return _page(request, status=400)
    return _answer(request, taken, by)


def _answer(request: HttpRequest, taken: list[TakenIn], by: str) -> HttpResponse:
    """Reads what came in; one report leads to its page, several to the inbox, a refusal back with what was typed."""
    for result in taken:
        if result.trouble:
            messages.error(request, result.trouble)
        for note in result.notes:
            messages.info(request, note)
    kept = [result.report_id for result in taken if result.report_id is not None]
    if not kept:
        return _page(request, status=400)
    record.read_reports(kept, by=by, now=timezone.now())
    reports.compare(kept, now=timezone.now())
    situations.notice(now=timezone.now())
    fresh = sum(result.fresh for result in taken)
    told = ngettext(
        "%(n)s new report is taken in and read.", "%(n)s new reports are taken in and read.", fresh
    )
    messages.success(request, told % {"n": fresh} if fresh else _("The same bytes were here already."))
    return redirect("desk_report", report_id=kept[0]) if len(kept) == 1 else redirect("desk")


def _page(request: HttpRequest, status: int = 200) -> HttpResponse:
    typed = {
        name: request.POST.get(name, "")
        for name in ("way", "title", "text", "url", "encoding", *Said.__annotations__)
    }
    context = {"here": "take in", "typed": typed, "bytes_max": settings.TOCSIN_REPORT_BYTES_MAX}
    return desk_page(request, "tocsin/desk/take_in.html", context, status=status)


def _said(request: HttpRequest) -> Said:
    """As typed; what is left empty the report says itself, or nobody does."""
    typed = {name: request.POST.get(name, "").strip() for name in Said.__annotations__}
    return cast(Said, {name: value for name, value in typed.items() if value})


def _paste(request: HttpRequest, by: str, now: datetime) -> list[TakenIn]:
    text = request.POST.get("text", "").replace("\r\n", "\n")
    title = request.POST.get("title", "").strip()
    return [reports.paste(text, by=by, now=now, title=title, **_said(request))]


def _upload(request: HttpRequest, by: str, now: datetime) -> list[TakenIn]:
    files = request.FILES.getlist("file")
    if not files:
        raise WrongUse(_("no file was chosen"), _("choose one or more"))
    arrivals = [arrival_of(file) for file in files]
    encoding = request.POST.get("encoding", "").strip() or None
    return reports.take_in(arrivals, by=by, now=now, encoding=encoding, **_said(request))


def arrival_of(file: UploadedFile[Any]) -> Arrival:
    """Under the name that the sender's machine gave it; a large file stays on disk."""
    name = file.name or ""
    if isinstance(file, TemporaryUploadedFile):
        path = Path(file.temporary_file_path())
        return replace(read_file(path, settings.TOCSIN_REPORT_BYTES_MAX), address=name)
    return Arrival(kind="file", address=name, content=file.read())


def _fetch(request: HttpRequest, by: str, now: datetime) -> list[TakenIn]:
    url = request.POST.get("url", "").strip()
    if not is_url(url):  # a path of this machine is never read for a visitor of the desk
        raise WrongUse(_("this is no address"), _("write one that begins with https:// or http://"))
    return reports.take_in([url], by=by, now=now, **_said(request))


_WAYS: dict[str, Callable[[HttpRequest, str, datetime], list[TakenIn]]] = {
    "paste": _paste,
    "file": _upload,
    "url": _fetch,
}
