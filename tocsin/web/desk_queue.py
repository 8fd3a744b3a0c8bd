"""The review queue: open findings of all reports one after another, each with its passage, the most useful first."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from tocsin.errors import WrongUse
from tocsin.record.assigning import in_force, mine
from tocsin.record.masking import searchable
from tocsin.record.models import Finding, Review
from tocsin.record.queue import COUNTED_MAX, Known, Place, Waiting, Wanted, count, queue
from tocsin.situations import check
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.finding_words import KINDS
from tocsin.web.numbers import whole

PER_PAGE = 10
#: of the person's own last decisions, each to be undone
DECIDED_MAX = 10
#: what narrows the queue down, as addresses name it
FILTERS = ("situation", "kind", "publisher", "report", "mine")


@require_safe
@desk()
def review_queue(request: HttpRequest) -> HttpResponse:
    by = person(request)
    wanted, situation = wanted_of(request.GET)
    known = Known(mine=mine(by), contradicted=_contradicted(situation))
    rows = queue(wanted, known, after=_after(request), most=PER_PAGE + 1)
    shown, more = rows[:PER_PAGE], len(rows) > PER_PAGE
    left = count(wanted, known)
    context = {
        "here": "queue",
        "rows": shown,
        "assignments": _assignments(shown),
        "left": min(left, COUNTED_MAX),
        "left_more": left > COUNTED_MAX,
        "next": _address(request.GET, after=str(shown[-1].place)) if more else "",
        "begun": "after" in request.GET,
        "beginning": _address(request.GET),
        "back": request.get_full_path(),
        "asked": {name: request.GET.get(name, "") for name in FILTERS},
        "kinds": KINDS,
        "situations": Situation.objects.order_by("title").values("slug", "title"),
        "decided": decided_by(by)[:DECIDED_MAX],
    }
    return desk_page(request, "tocsin/desk/queue.html", context)


def wanted_of(asked: QueryDict) -> tuple[Wanted, Situation | None]:
    """What an address or a form narrows the queue down to. Raises Http404 for a situation that is not there."""
    slug, kind = asked.get("situation", ""), asked.get("kind", "")
    situation = Situation.objects.filter(slug=slug).first()
    if slug and situation is None:
        raise Http404(f"there is no situation {slug[:80]!r}")
    wanted = Wanted(
        kind=kind if kind in KINDS else "",
        situation_id=situation.pk if situation else None,
        report_id=whole(asked.get("report", "")),
        publisher=asked.get("publisher", "").strip()[:100],
        only_mine=bool(asked.get("mine")),
    )
    return wanted, situation


def decided_by(by: User) -> QuerySet[Review]:
    """Decisions of the person that are in force, the last one first."""
    own = Review.objects.filter(reviewer=by, superseded_by=None).exclude(finding__state=Finding.State.OPEN)
    own = own.filter(searchable("finding__"))
    return own.select_related("finding__review").order_by("-pk")


def _contradicted(situation: Situation | None) -> frozenset[int]:
    """Figures of the situation that do not fit; without a situation there is none that they could not fit in."""
    if situation is None:
        return frozenset()
    return frozenset(pk for each in check(situation) for pk in each.finding_ids)


def _after(request: HttpRequest) -> Place | None:
    text = request.GET.get("after", "")
    try:
        return Place.read(text) if text else None
    except WrongUse as error:
        raise Http404(str(error)) from None


def _address(asked: QueryDict, **more: str) -> str:
    kept = {name: asked[name] for name in FILTERS if asked.get(name)}
    query = urlencode(kept | more)
    return reverse("desk_queue") + (f"?{query}" if query else "")


def _assignments(rows: list[Waiting]) -> dict[str, Any]:
    items = {f"finding:{row.finding.pk}" for row in rows} | {
        f"report:{row.finding.report_id}" for row in rows
    }
    return in_force(items)
