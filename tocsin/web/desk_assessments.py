"""Assessments at the desk: their list, one of them from above, and the steps of its life."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tocsin import assessment as step
from tocsin.assessment.lifecycle import RULES, Action, State, allowed
from tocsin.assessment.models import Assessment, FrameworkVersion
from tocsin.assessment.obstacles import obstacles
from tocsin.errors import Conflict, NotAllowed, NotFound, TocsinError, WrongUse
from tocsin.situations.models import Situation
from tocsin.web.assessment_words import ACTS
from tocsin.web.desk_access import desk, desk_page, insist, person, told
from tocsin.web.numbers import whole
from tocsin.web.roles import roles_of

PER_PAGE = 50
#: of what stands between an assessment and its end, that the page lists
OBSTACLES_SHOWN = 12
#: in an address -> the step, who may take it, and what takes it
_STEPS: dict[str, tuple[Action, str, Callable[..., Assessment]]] = {
    "submit": (Action.SUBMIT, "assess", step.submit),
    "return": (Action.RETURN, "read second", step.return_),
    "finish": (Action.FINISH, "read second", step.finish),
    "publish": (Action.PUBLISH, "publish assessment", step.publish),
}


@desk()
def assessments(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _begin(request)
    return _list(request)


def _begin(request: HttpRequest) -> HttpResponse:
    by = insist(request, "assess")
    situation = get_object_or_404(Situation, slug=request.POST.get("situation", ""))
    version = get_object_or_404(FrameworkVersion, pk=whole(request.POST.get("framework", "")) or 0)
    try:
        row = step.begin(situation, version, by=by, now=timezone.now())
    except Conflict as error:
        return _list(request, error=str(error), status=409)
    messages.success(request, _("The assessment is open. Nothing of it is public."))
    return redirect("desk_assessment", assessment_id=row.pk)


def _list(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    slug = (request.POST or request.GET).get("situation", "")[:80]
    rows = Assessment.objects.select_related("situation", "framework", "begun_by").order_by("-pk")
    # the texts of frameworks are long, and no row of the list needs one
    rows = rows.defer("framework__text").filter(**({"situation__slug": slug} if slug else {}))
    context = {
        "here": "assessments",
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "query": f"situation={slug}" if slug else "",
        "chosen": slug,
        "situations": Situation.objects.order_by("title").only("slug", "title"),
        "frameworks": newest_first(step.versions(now=timezone.now())),
        "error": error,
    }
    return desk_page(request, "tocsin/desk/assessments.html", context, status=status)


def newest_first(versions: list[FrameworkVersion]) -> list[tuple[FrameworkVersion, bool]]:
    """Each version with whether it is the newest of its name, which a new assessment should take."""
    last = {each.name: each.pk for each in versions}
    return [(each, last[each.name] == each.pk) for each in reversed(versions)]


def found(assessment_id: int) -> Assessment:
    rows = Assessment.objects.select_related("situation", "framework", "carries_on")
    return get_object_or_404(rows, pk=assessment_id)


@require_safe
@desk()
def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return _page(request, found(assessment_id))


def _page(request: HttpRequest, row: Assessment, *, status: int = 200, **more: Any) -> HttpResponse:
    sheet = step.sheet_of(row)
    left = obstacles(sheet) if row.state == State.SECOND_READING else ()
    actions = allowed(State(row.state), roles=roles_of(request.user), login_id=person(request).pk)
    context = {
        **of_assessment(row),
        "sheet": sheet,
        "parts": [
            (number, part, [row for row in rows if not row.bare], [row for row in rows if row.bare])
            for number, (part, rows) in enumerate(sheet.parts(), start=1)
        ],
        "proposed": sum(len(each.proposed) for each in sheet.rows.values()),
        "judged": len(sheet.rows) - len(sheet.gaps),
        "left": left[:OBSTACLES_SHOWN],
        "left_more": max(len(left) - OBSTACLES_SHOWN, 0),
        "acts": [(each, ACTS[each], RULES[each].needs_reason) for each in actions if _offered(row, each)],
        "steps": row.steps.select_related("login"),
        "qualifications": step.qualifications_of(row.situation, public=False),
        "answers": row.answers.filter(superseded_by=None).count(),
        **more,
    }
    return desk_page(request, "tocsin/desk/assessment.html", context, status=status)


def of_assessment(row: Assessment) -> dict[str, Any]:
    """What every page of one assessment shows at its head."""
    return {
        "here": "assessments",
        "assessment": row,
        "situation": row.situation,
        "zone": ZoneInfo(row.situation.time_zone),
        "open": row.state == State.OPEN,
    }


def _offered(row: Assessment, action: Action) -> bool:
    """Whether the page has a button for it: what is done to one criterion has its form there."""
    return action in ACTS and not (action == Action.PUBLISH and row.published_at is not None)


@require_POST
@desk("assess")
def propose(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Lets the rules look through what the desk has accepted. What they proposed before, and what people said, stays."""
    row, by = found(assessment_id), person(request)
    with told(request):
        kept = step.propose(row, step.proposals_for(row), by=by, now=timezone.now())
        text = ngettext("%(n)s new proposal.", "%(n)s new proposals.", kept)
        messages.success(request, text % {"n": kept})
    return redirect("desk_assessment", assessment_id=row.pk)


@require_POST
@desk()
def act(request: HttpRequest, assessment_id: int, action: str) -> HttpResponse:
    """One step of its life. When it may be taken says the table of the lifecycle, which refuses with the next step."""
    if action not in _STEPS:
        raise NotFound(f"there is no step {action!r}", f"choose one of {', '.join(_STEPS)}")
    name, may, verb = _STEPS[action]
    by, row = insist(request, may), found(assessment_id)
    reason = {"reason": request.POST.get("reason", "")[:10_000]} if RULES[name].needs_reason else {}
    try:
        seen = whole(request.POST.get("seen", ""))
        if seen is None:
            raise WrongUse("the form does not say which state you saw", "open the page again")
        verb(row, by=by, now=timezone.now(), seen=seen, **reason)
    except NotAllowed:
        raise
    except TocsinError as error:
        status = 409 if isinstance(error, Conflict) else 400
        return _page(
            request, found(assessment_id), status=status, error=str(error), typed=reason.get("reason", "")
        )
    return redirect("desk_assessment", assessment_id=row.pk)
