"""The worksheet of an assessment: a page that prints, a PDF, and JSON; for the desk, and in public once published."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin import __version__
from tocsin.assessment.models import Assessment
from tocsin.assessment.sheet import CriterionRow, EvidenceRow
from tocsin.assessment.worksheet import SIDES, Worksheet, accepted, worksheet_of
from tocsin.assessment.worksheet_json import as_json
from tocsin.errors import PrintTrouble
from tocsin.situations.models import Situation
from tocsin.web.assessment_pages import published
from tocsin.web.brief_pages import PDF_TYPE
from tocsin.web.desk_access import desk
from tocsin.web.desk_assessments import found
from tocsin.web.pdf import PAPERS, kept, make_pdf
from tocsin.web.public_access import public

#: signs of a passage in a cell; its note has it whole, up to `NOTE_SIGNS`
CELL_SIGNS = 160
NOTE_SIGNS = 1_200


def html_of(sheet: Worksheet, *, for_pdf: bool = False) -> tuple[str, str]:
    """The page, and the digest of what it says: two prints with the same one say the same."""
    context = {
        "shown": sheet,
        "by_finding": sheet.by_finding,
        "situation": sheet.situation,
        "assessment": sheet.assessment,
        "framework": sheet.framework,
        "parts": [_part(part, rows) for part, rows in sheet.parts],
        "zone": ZoneInfo(sheet.situation.time_zone),
        "is_public": sheet.public,
        "addresses": _addresses(sheet),
        "cell_signs": CELL_SIGNS,
        "note_signs": NOTE_SIGNS,
        "site_address": settings.TOCSIN_SITE,
        "organisation": settings.TOCSIN_ORGANISATION,
    }
    content = render_to_string("tocsin/worksheet/content.html", context)
    digest = sha256(content.encode()).hexdigest()
    page = {**context, "content": content, "digest": digest, "for_pdf": for_pdf}
    return render_to_string("tocsin/worksheet/page.html", page), digest


def pdf_of(sheet: Worksheet, *, paper: str) -> bytes:
    """Public ones are kept for the next reader; those of the desk are not: they may quote restricted reports."""
    html, digest = html_of(sheet, for_pdf=True)

    def make() -> bytes:
        return make_pdf(html, paper=paper, identifier=digest, made_at=sheet.stands_at).content

    if not sheet.public:
        return make()
    return kept(sha256(f"{__version__}\n{paper}\n{get_language()}\n{html}".encode()).hexdigest(), make)


def json_of(sheet: Worksheet) -> str:
    return json.dumps(as_json(sheet), ensure_ascii=False, indent=2) + "\n"


def _part(part: Any, rows: list[CriterionRow]) -> dict[str, Any]:
    """Rows that somebody said anything of, and those of which nobody did: gaps."""
    told = [row for row in rows if row.judgement or any(accepted(row, side) for side in SIDES)]
    return {
        "part": part,
        "rows": [(row, [_side(row, side) for side in SIDES]) for row in told],
        "gaps": [row for row in rows if row not in told],
        "withheld": any(row.withheld for row in rows),
    }


def _side(row: CriterionRow, side: str) -> tuple[int, tuple[EvidenceRow, ...]]:
    return row.independent(side), accepted(row, side)


def _addresses(sheet: Worksheet) -> dict[str, str]:
    if sheet.public:
        place = [sheet.situation.slug, sheet.assessment.pk]
        names = {"back": "assessment", "html": "worksheet", "pdf": "worksheet_pdf", "json": "worksheet_json"}
    else:
        place = [sheet.assessment.pk]
        names = {
            "back": "desk_assessment",
            "html": "desk_worksheet",
            "pdf": "desk_worksheet_pdf",
            "json": "desk_worksheet_json",
        }
    return {name: reverse(view, args=place) for name, view in names.items()}


@public
def worksheet(request: HttpRequest, slug: str, assessment_id: int) -> HttpResponse:
    return HttpResponse(html_of(_public_one(slug, assessment_id))[0])


@public
def worksheet_pdf(request: HttpRequest, slug: str, assessment_id: int) -> HttpResponse:
    return _pdf(request, _public_one(slug, assessment_id))


@public
def worksheet_json(request: HttpRequest, slug: str, assessment_id: int) -> HttpResponse:
    return _json(_public_one(slug, assessment_id))


@require_safe
@desk()
def desk_worksheet(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return HttpResponse(html_of(worksheet_of(found(assessment_id), public=False))[0])


@require_safe
@desk()
def desk_worksheet_pdf(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return _pdf(request, worksheet_of(found(assessment_id), public=False))


@require_safe
@desk()
def desk_worksheet_json(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return _json(worksheet_of(found(assessment_id), public=False))


def _public_one(slug: str, assessment_id: int) -> Worksheet:
    situation = get_object_or_404(Situation, slug=slug, published_at__isnull=False)
    rows = published(situation).select_related("situation", "framework", "carries_on")
    row: Assessment = get_object_or_404(rows, pk=assessment_id)
    return worksheet_of(row, public=True)


def _json(sheet: Worksheet) -> HttpResponse:
    return HttpResponse(json_of(sheet), content_type="application/json")


def _pdf(request: HttpRequest, sheet: Worksheet) -> HttpResponse:
    paper = request.GET.get("paper", "a4")
    if paper not in PAPERS:
        raise Http404(_("There is no such paper."))
    try:
        content = pdf_of(sheet, paper=paper)
    except PrintTrouble as error:
        answer = render(request, "tocsin/brief/refused.html", {"error": error}, status=503)
        answer["Retry-After"] = "60"
        return answer
    answer = HttpResponse(content, content_type=PDF_TYPE)
    name = f"{sheet.situation.slug}-worksheet-{sheet.assessment.number}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
