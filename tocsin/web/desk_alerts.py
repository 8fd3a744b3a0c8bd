"""Alerts at the desk: drafting one from findings, and writing its sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import alerts as step
from tocsin.alerts.acts import second_of, writers_of
from tocsin.alerts.boundaries import units_named
from tocsin.alerts.boundary_models import BoundarySet
from tocsin.alerts.deciding import allowed
from tocsin.alerts.drafting import SECTIONS, DraftSentence
from tocsin.alerts.fixed_words import SECTION_TITLES
from tocsin.alerts.lifecycle import RULES, Action, State
from tocsin.alerts.models import Alert
from tocsin.alerts.schemes import schemes
from tocsin.alerts.writing import SENTENCES_MAX
from tocsin.errors import Conflict, TocsinError, WrongUse
from tocsin.record import masking
from tocsin.record.levels import Viewer
from tocsin.record.models import Finding
from tocsin.situations.brief import SHOWN_KINDS
from tocsin.situations.models import Situation
from tocsin.situations.standing import STANDING
from tocsin.web.alert_languages import language_rows
from tocsin.web.area_map import area_map, given_rings
from tocsin.web.desk_access import desk, desk_page, insist, person
from tocsin.web.roles import roles_of
from tocsin.web.typed import instant

ALERTS_PER_PAGE = 50
#: findings offered to rest on, the newest
OFFERED_MAX = 300
#: acts that have a form or a page of their own
_ON_THE_PAGE = (Action.EDIT, Action.TRANSLATE, Action.CHECK)
#: empty rows below the sentences that stand
_ROWS_MORE = 2


@require_safe
@desk()
def alerts(request: HttpRequest) -> HttpResponse:
    rows = Alert.objects.select_related("situation", "drafted_by").defer("cap_xml").order_by("-pk")
    page = Paginator(rows, ALERTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"here": "alerts", "page": page, "situations": Situation.objects.order_by("title")}
    return desk_page(request, "tocsin/desk/alerts.html", context)


@desk("draft alert")
def new(request: HttpRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    situation = get_object_or_404(Situation, slug=asked.get("situation", ""))
    if request.method != "POST":
        return _new_page(request, situation)
    try:
        drafted = _draft(request, situation)
    except TocsinError as error:
        messages.error(request, str(error))
        return _new_page(request, situation, status=400)
    return redirect("desk_alert", alert_id=drafted.pk)


def _draft(request: HttpRequest, situation: Situation) -> Alert:
    asked = request.POST
    scheme, _slash, level = asked.get("level", "").partition("/")
    return step.draft(
        situation,
        scheme=scheme,
        level=level,
        status=asked.get("status", ""),
        headline=asked.get("headline", ""),
        area=asked.get("area", ""),
        findings=list(_ids(asked.getlist("finding"))),
        by=person(request),
        now=timezone.now(),
        expires_at=instant(asked.get("expires_at", "")),
        not_before=instant(asked.get("not_before", "")),
        language=asked.get("language", "").strip() or "en",
    )


def _new_page(request: HttpRequest, situation: Situation, status: int = 200) -> HttpResponse:
    statuses = [each for each in Alert.Status.values if not (situation.demonstration and each == "Actual")]
    context = {
        "here": "alerts",
        "situation": situation,
        "schemes": schemes(),
        "statuses": statuses,
        "offered": _offered(situation),
        "typed": request.POST,
        "chosen": set(_ids(request.POST.getlist("finding"))),
    }
    return desk_page(request, "tocsin/desk/alert_new.html", context, status=status)


def _offered(situation: Situation) -> list[Finding]:
    """What an alert may rest on: what stands in the situation, and no restricted report."""
    rows = (
        Finding.objects.filter(
            masking.public(),
            report__gatherings__situation=situation,
            state__in=STANDING,
            kind__in=("figure", *SHOWN_KINDS),
        )
        .select_related("report", "review", "text", "mask")
        .defer("text__text")
        .order_by("-pk")[:OFFERED_MAX]
    )
    return [masking.veil(row, Viewer.PUBLIC) for row in rows]


@require_safe
@desk()
def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """`?unit=NAME` looks for units whose boundaries the form then offers."""
    row = _found(alert_id)
    return _page(request, row, _rows(row))


@require_POST
@desk("draft alert")
def sentences(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Stores headline, area and sentences. Where somebody else came first, all that was typed is shown again."""
    row = _found(alert_id)
    try:
        step.set_sentences(
            row,
            list(typed_sentences(request.POST)),
            by=insist(request, "draft alert"),
            now=timezone.now(),
            seen=next(_ids([request.POST.get("seen", "")]), None),
            headline=request.POST.get("headline", ""),
            area=request.POST.get("area", ""),
        )
    except TocsinError as error:
        messages.error(request, str(error))
        status = 409 if isinstance(error, Conflict) else 400
        return _page(request, _found(alert_id), _typed_rows(request.POST), status=status, typed=request.POST)
    messages.success(request, _("The draft is stored."))
    return redirect("desk_alert", alert_id=alert_id)


def typed_sentences(posted: Mapping[str, str]) -> Iterator[DraftSentence]:
    """The rows that have a text; footnotes are typed as numbers of findings. A row that was emptied is taken out."""
    for section, text, findings in _typed_rows(posted):
        if text.strip():
            known = next((each for each in SECTIONS if each == section), None)
            if known is None:
                raise WrongUse(f"{section!r} is no section", "choose one of the list")
            numbers = findings.replace(",", " ").split()
            ids = tuple(_ids(numbers))
            if len(ids) != len(numbers):
                raise WrongUse(f"{findings!r} are no findings", "write their numbers, with commas between")
            yield DraftSentence(section=known, text=text, finding_ids=ids)


def _typed_rows(posted: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(section, text, findings) of each row, as typed."""
    return [
        (posted.get(f"section-{n}", ""), posted[f"text-{n}"], posted.get(f"findings-{n}", ""))
        for n in range(SENTENCES_MAX + _ROWS_MORE)
        if f"text-{n}" in posted
    ]


def _rows(row: Alert) -> list[tuple[str, str, str]]:
    stored = [
        (each.section, each.text, ", ".join(str(note.finding_id) for note in each.footnotes.all()))
        for each in row.sentences.prefetch_related("footnotes")
    ]
    return [*stored, *[("happened", "", "")] * _ROWS_MORE]


def _page(
    request: HttpRequest,
    row: Alert,
    rows: Sequence[tuple[str, str, str]],
    *,
    status: int = 200,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    roles = roles_of(request.user)
    actions = allowed(
        State(row.state),
        roles=roles,
        login_id=person(request).pk,
        written_by=writers_of(row),
        second=second_of(row),
        emergency_on=settings.TOCSIN_EMERGENCY_PATH,
    )
    view = step.alert_view(row)
    ticking = (Action.APPROVE, Action.EMERGENCY)
    given = given_rings(view.areas)
    context: dict[str, Any] = {
        "here": "alerts",
        "row": row,
        "alert": view,
        "areas_drawing": area_map(view.areas, given=given),
        "areas_given": bool(given),
        "zone": ZoneInfo(row.situation.time_zone),
        "actions": [action for action in actions if action not in _ON_THE_PAGE],
        # of an alert that was issued, what its approver had read stands with the act
        "ticking": ticking,
        # whoever ticks warnings reads them there, and not a second time
        "ticks_here": any(action in ticking for action in actions),
        "warnings": () if row.identifier else step.warnings_of(row),
        "acts": row.acts.select_related("login").prefetch_related("ticks"),
        "reasoned": [action for action in Action if RULES[action].needs_reason or action == Action.UPDATE],
        "editable": Action.EDIT in actions,
        "translations": language_rows(row),
        "translatable": Action.TRANSLATE in actions,
        "checkable": Action.CHECK in actions,
        "stands": step.standings([row], now=timezone.now())[row.pk],
        "sections": SECTION_TITLES.items(),
        "rows": rows,
        "headline": typed.get("headline", "") if typed else row.headline,
        "area": typed.get("area", "") if typed else row.area,
        "offered": _offered(row.situation) if Action.EDIT in actions else (),
        "unit_asked": (asked := request.GET.get("unit", "").strip()[:120]),
        "units": units_named(asked) if Action.EDIT in actions else (),
        "has_boundaries": Action.EDIT in actions and BoundarySet.objects.exists(),
    }
    return desk_page(request, "tocsin/desk/alert.html", context, status=status)


def _found(alert_id: int) -> Alert:
    return get_object_or_404(Alert.objects.select_related("situation", "replaces"), pk=alert_id)


def _ids(typed: Sequence[str]) -> Iterator[int]:
    return (int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 19)
