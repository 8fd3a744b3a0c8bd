"""A situation's dossier from the desk: made when it is asked for, handed over as one file, kept nowhere."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from tocsin.errors import TocsinError, WrongUse
from tocsin.publishing import dossier
from tocsin.publishing.dossier.masks import Masks, read_masks
from tocsin.publishing.dossier.packing import pack
from tocsin.publishing.dossier.stamping import stamper
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, desk_page, insist
from tocsin.web.pdf import make_pdf

#: a larger dossier takes minutes: it is made on the command line
REPORTS_MAX = 300
#: of what is typed: names to be blacked out, one a line
NAMES_MAX = 200
_REASON_SIGNS_MAX = 2000


@desk()
def situation_dossier(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    if request.method == "POST":
        return _make(request, row)
    return dossier_page(request, row)


def dossier_page(request: HttpRequest, row: Situation, *, status: int = 200, **more: Any) -> HttpResponse:
    chosen = dossier.situation(row.slug)
    context = {
        "here": "situations",
        "situation": row,
        "reports": len(chosen.reports),
        "restricted": len(chosen.left_out),
        "alerts": len(chosen.alerts),
        "assessments": len(chosen.assessments),
        "typed": request.POST,
        **more,
    }
    return desk_page(request, "tocsin/desk/dossier.html", context, status=status)


def _make(request: HttpRequest, row: Situation) -> HttpResponse:
    by = insist(request, "export dossier")
    try:
        reason = reason_of(request)
        chosen = dossier.situation(row.slug, restricted="restricted" in request.POST)
        refuse_large(chosen, f"tocsin dossier make {row.slug}")
        masks = _masks(request) if request.POST.get("form") == "redacted" else None
        return _handed_over(row, chosen, masks, by=by, reason=reason, now=timezone.now())
    except TocsinError as error:
        return dossier_page(request, row, status=400, error=str(error))


def reason_of(request: HttpRequest) -> str:
    """For whom it is made. Raises WrongUse where nobody says."""
    reason = request.POST.get("reason", "").strip()[:_REASON_SIGNS_MAX]
    if not reason:
        raise WrongUse(
            "nobody is told for whom this dossier is made", "say it in a few words: the log keeps it"
        )
    return reason


def refuse_large(chosen: dossier.Chosen, command: str) -> None:
    """Raises WrongUse for what takes longer than a page may."""
    if len(chosen.reports) > REPORTS_MAX:
        raise WrongUse(f"this dossier has {len(chosen.reports):,} reports", f"make it with `{command}`")


def _masks(request: HttpRequest) -> Masks:
    names = [line for line in request.POST.get("names", "").splitlines() if line.strip()]
    if len(names) > NAMES_MAX:
        raise WrongUse(
            f"{len(names)} names are to be masked", f"at most {NAMES_MAX} here; more on the command line"
        )
    return read_masks(persons=names)


def _handed_over(
    row: Situation, chosen: dossier.Chosen, masks: Masks | None, *, by: User, reason: str, now: datetime
) -> HttpResponse:
    """The open file outlives its folder: nothing of it is left once it was sent."""
    beside = Path(tempfile.mkdtemp(prefix="dossier-", dir=settings.TOCSIN_HOME))
    try:
        name = f"dossier-{row.slug}"
        login, printer = by.get_username(), _print
        stamps = stamper(by=login, clock=timezone.now)
        whole = dossier.make(
            chosen,
            beside / "whole" / name,
            by=login,
            now=now,
            reason=reason,
            printer=printer,
            stamper=stamps if masks is None else None,
        )
        if masks is not None:
            whole = dossier.redact(
                whole.folder,
                masks,
                beside / name,
                by=login,
                now=now,
                reason=reason,
                printer=printer,
                stamper=stamps,
            )
        packed = pack(whole.folder, beside / f"{name}.zip")
        answer = FileResponse(packed.open("rb"), as_attachment=True, filename=packed.name)
        return cast(HttpResponse, answer)  # it streams; what wraps a view only sets its headers
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _print(html: str, identifier: str, made_at: datetime) -> bytes:
    return make_pdf(html, paper="a4", identifier=identifier, made_at=made_at).content
