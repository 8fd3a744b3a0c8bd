"""A situation's FollowTheMoney entities from the desk: one file for the tools of newsrooms, handed over and kept nowhere."""

import shutil
import tempfile
from pathlib import Path
from typing import cast

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from tocsin.errors import TocsinError
from tocsin.publishing import dossier
from tocsin.publishing.dossier.ftm_export import export_ftm
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, person
from tocsin.web.desk_dossier import dossier_page, reason_of, refuse_large


@require_POST
@desk("export dossier")
def follow_the_money(request: HttpRequest, slug: str) -> HttpResponse:
    """By the rules of a dossier for partners: what may not be used so stays out. The open file outlives its folder."""
    row = get_object_or_404(Situation, slug=slug)
    beside = Path(tempfile.mkdtemp(prefix="ftm-", dir=settings.TOCSIN_HOME))
    try:
        chosen = dossier.situation(row.slug, restricted="restricted" in request.POST)
        refuse_large(chosen, f"tocsin export ftm {row.slug}")
        done = export_ftm(
            chosen,
            beside / f"{row.slug}.ftm.jsonl",
            by=person(request).get_username(),
            now=timezone.now(),
            reason=reason_of(request),
        )
        answer = FileResponse(done.path.open("rb"), as_attachment=True, filename=done.path.name)
        answer["Content-Type"] = "application/x-ndjson"
        return cast(HttpResponse, answer)  # it streams; what wraps a view only sets its headers
    except TocsinError as error:
        return dossier_page(request, row, status=400, ftm_error=str(error))
    finally:
        shutil.rmtree(beside, ignore_errors=True)
