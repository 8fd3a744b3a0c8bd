"""The map of a situation on a page of its own, in public and at the desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tocsin.situations.brief import brief_of
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, desk_page
from tocsin.web.public_access import public
from tocsin.web.situation_map import map_of_situation


@public
def situation_map(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Situation, slug=slug, published_at__isnull=False)
    return render(request, "tocsin/public/map.html", _context(found, public=True))


@require_safe
@desk()
def desk_map(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Situation, slug=slug)
    return desk_page(request, "tocsin/desk/map.html", _context(found, public=False))


def _context(found: Situation, *, public: bool) -> dict[str, Any]:
    shown = brief_of(found, public=public, rows_max=0)
    return {
        "here": "situations",
        "situation": found,
        "map": map_of_situation(found, shown.series, public=public),
        "finding_page": "passage" if public else "desk_finding",
    }
