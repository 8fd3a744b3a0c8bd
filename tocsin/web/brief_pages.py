"""The printed brief of a situation: as a page that prints on two sheets, and as a PDF; for the public and for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin import __version__
from tocsin.errors import PrintTrouble
from tocsin.situations.brief import brief_of
from tocsin.situations.models import Situation
from tocsin.web.alert_pages import in_force
from tocsin.web.brief_room import SIGNS
from tocsin.web.desk_access import desk
from tocsin.web.pdf import PAPERS, Pdf, kept, make_pdf
from tocsin.web.printed_brief import PrintedBrief, printed_brief
from tocsin.web.public_access import public
from tocsin.web.situation_pages import ROWS_READ, published_situation

#: how much room rows get at each attempt, until the pages are two: scripts and typefaces differ in width
ATTEMPTS = (1.0, 0.85, 0.7, 0.5)
PDF_TYPE = "application/pdf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A brief as HTML, with the digest of what it says."""

    shown: PrintedBrief
    html: str
    digest: str


def sheet_of(situation: Situation, *, is_public: bool, for_pdf: bool, tighter: float = 1) -> Sheet:
    """The digest is that of the content alone: two prints with the same one say the same."""
    rows = brief_of(situation, public=is_public, rows_max=ROWS_READ)
    shown = printed_brief(rows, in_force(situation), public=is_public, tighter=tighter)
    context = {
        "shown": shown,
        "brief": rows,
        "situation": situation,
        "zone": rows.zone,
        "is_public": is_public,
        "signs": SIGNS,
        "site_address": settings.TOCSIN_SITE,
        "organisation": settings.TOCSIN_ORGANISATION,
        "languages": {note.finding_id: note.language for note in shown.notes},
    }
    content = render_to_string("tocsin/brief/content.html", context)
    digest = sha256(content.encode()).hexdigest()
    page = {**context, "content": content, "digest": digest, "for_pdf": for_pdf}
    return Sheet(shown=shown, html=render_to_string("tocsin/brief/page.html", page), digest=digest)


def pdf_of(situation: Situation, *, is_public: bool, paper: str) -> bytes:
    """Two pages. Public ones are kept for the next reader; those of the desk are not: they may quote restricted reports."""
    sheet = sheet_of(situation, is_public=is_public, for_pdf=True)
    make = partial(_fitting, situation, sheet, is_public, paper)
    if not is_public:
        return make()
    key = sha256(f"{__version__}\n{paper}\n{get_language()}\n{sheet.html}".encode()).hexdigest()
    return kept(key, make)


def _fitting(situation: Situation, sheet: Sheet, is_public: bool, paper: str) -> bytes:
    for tighter in ATTEMPTS:
        if tighter < 1:
            sheet = sheet_of(situation, is_public=is_public, for_pdf=True, tighter=tighter)
        made: Pdf = make_pdf(sheet.html, paper=paper, identifier=sheet.digest, made_at=sheet.shown.stands_at)
        if made.pages == 2:
            return made.content
    raise PrintTrouble(
        f"the brief of {situation.slug} takes {made.pages} pages", "shorten the situation's title or summary"
    )


@public
def brief(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(sheet_of(published_situation(slug), is_public=True, for_pdf=False).html)


@public
def brief_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _pdf(request, published_situation(slug), is_public=True)


@require_safe
@desk()
def desk_brief(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    return HttpResponse(sheet_of(row, is_public=False, for_pdf=False).html)


@require_safe
@desk()
def desk_brief_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _pdf(request, get_object_or_404(Situation, slug=slug), is_public=False)


def _pdf(request: HttpRequest, situation: Situation, *, is_public: bool) -> HttpResponse:
    paper = request.GET.get("paper", "a4")
    if paper not in PAPERS:
        raise Http404(_("There is no such paper."))
    try:
        content = pdf_of(situation, is_public=is_public, paper=paper)
    except PrintTrouble as error:
        return _refused(request, error)
    answer = HttpResponse(content, content_type=PDF_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{situation.slug}-brief.pdf"'
    return answer


def _refused(request: HttpRequest, error: PrintTrouble) -> HttpResponse:
    """The page can still be printed from a browser: it says so, and when to try again."""
    answer = render(request, "tocsin/brief/refused.html", {"error": error}, status=503)
    answer["Retry-After"] = "60"
    return answer
