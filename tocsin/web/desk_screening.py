"""Donors' names beside lists of names: each hit is decided by a person, with a reason. Whoever keeps no books sees none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.errors import WrongUse
from tocsin.relief.donors import screening
from tocsin.relief.models import Hit, HitDecision, ListedName, NameList
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.numbers import whole

ROWS_PER_PAGE = 50
#: decisions that are shown below, the newest
DECIDED_MAX = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class HitRow:
    hit: Hit
    #: who the listed one is, as the list says
    note: str
    #: the last decision, where it was taken back
    seen: int | None


@desk("decide funds")
def hits(request: HttpRequest) -> HttpResponse:
    page = Paginator(screening.open_hits(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    decided = HitDecision.objects.filter(superseded_by=None).exclude(verdict=HitDecision.Verdict.WITHDRAWN)
    context = {
        "here": "funds",
        "page": page,
        "rows": _rows(list(page)),
        "decided": decided.select_related("hit__donor", "hit__list", "by").order_by("-at", "-pk")[
            :DECIDED_MAX
        ],
        "lists": NameList.objects.all(),
        "verdicts": [each for each in HitDecision.Verdict.values if each != HitDecision.Verdict.WITHDRAWN],
    }
    return desk_page(request, "tocsin/relief/desk/screening.html", context)


@require_POST
@desk("decide funds")
def decide(request: HttpRequest) -> HttpResponse:
    by = insist(request, "decide funds")
    number = whole(request.POST.get("hit", ""))
    with told(request):
        if number is None:
            raise WrongUse(_("no hit is named"), _("use the form on the page"))
        screening.decide(
            number,
            request.POST.get("verdict", ""),
            reason=request.POST.get("reason", ""),
            by=by,
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
        )
    return redirect("desk_screening")


def _rows(shown: Sequence[Hit]) -> list[HitRow]:
    places = {(hit.list_id, hit.entry) for hit in shown}
    listed = ListedName.objects.filter(
        list__in={place for place, _entry in places}, entry__in={entry for _place, entry in places}
    )
    notes = {(number, entry): note for number, entry, note in listed.values_list("list", "entry", "note")}
    last = HitDecision.objects.filter(hit__in=shown, superseded_by=None)
    seen = dict(last.values_list("hit", "pk"))
    return [
        HitRow(hit=hit, note=notes.get((hit.list_id, hit.entry), ""), seen=seen.get(hit.pk)) for hit in shown
    ]
