"""Reports proposed for a situation, at the desk: each with its reasons, to be gathered or set aside; feeds tied to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tocsin import situations as step
from tocsin.errors import Conflict, TocsinError, WrongUse
from tocsin.record.levels import Viewer
from tocsin.record.titles import veil_titles
from tocsin.reports.models import Feed, Report
from tocsin.situations import feed_rules
from tocsin.situations.models import Aside, FeedRule, Situation
from tocsin.situations.proposals import Proposals, Proposed, proposals_of
from tocsin.situations.proposing import NAME_KINDS
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.numbers import whole
from tocsin.web.proposal_words import reason_words

PER_PAGE = 20
#: of each kind of name, those that the profile shows
NAMES_SHOWN = 8
#: reports set aside that are listed, the last ones
ASIDE_SHOWN = 20
FEEDS_SHOWN = 100
_KINDS = {
    "places": gettext_lazy("Places"),
    "actors": gettext_lazy("Who speaks and acts"),
    "people": gettext_lazy("People counted"),
}
RULES = {
    FeedRule.Rule.PROPOSE: gettext_lazy("proposed first"),
    FeedRule.Rule.GATHER: gettext_lazy("gathered as they arrive"),
    FeedRule.Rule.NOTHING: gettext_lazy("treated like all others"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A proposed report with its reasons in words."""

    proposed: Proposed
    reasons: tuple[str, ...]


@require_safe
@desk()
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    return desk_page(request, "tocsin/desk/proposals.html", _context(row, request.GET.get("page")))


@require_POST
@desk("open situation")
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Gathers a report, sets it aside, or wants it proposed again; what was typed is not lost where that is refused."""
    row = get_object_or_404(Situation, slug=slug)
    typed = {name: request.POST.get(name, "")[:2000] for name in ("report", "verdict", "reason")}
    try:
        told = _decided(request, row, typed)
    except TocsinError as error:
        return _refused(request, row, error, typed)
    messages.success(request, told)
    return redirect("desk_proposals", slug=slug)


@require_POST
@desk("open situation")
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    typed = {name: request.POST.get(name, "")[:2000] for name in ("feed", "rule", "reason")}
    try:
        step.tie_feed(
            row,
            whole(typed["feed"]) or 0,
            rule=typed["rule"],
            reason=typed["reason"],
            by=person(request),
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
        )
    except TocsinError as error:
        return _refused(request, row, error, typed)
    messages.success(request, _("The rule is stored, with your reason, in the custody log."))
    return redirect("desk_proposals", slug=slug)


def _decided(request: HttpRequest, row: Situation, typed: dict[str, str]) -> str:
    report_id, by, now = whole(typed["report"]) or 0, person(request), timezone.now()
    if typed["verdict"] == "gather":
        reason = typed["reason"].strip() or _("proposed, and gathered by a person")
        if not step.gather(row, [report_id], by=by.get_username(), now=now, reason=reason):
            raise WrongUse(f"report {report_id} is gathered already", "look at the situation's reports")
        return _("The report is gathered. What it names is part of the profile from now on.")
    step.set_aside(
        row,
        report_id,
        verdict=typed["verdict"],
        reason=typed["reason"],
        by=by,
        now=now,
        seen=whole(request.POST.get("seen", "")),
    )
    return _("Stored, with your reason, in the custody log.")


def _refused(request: HttpRequest, row: Situation, error: TocsinError, typed: dict[str, str]) -> HttpResponse:
    context = {**_context(row, request.POST.get("page")), "error": str(error), "typed": typed}
    status = 409 if isinstance(error, Conflict) else 400
    return desk_page(request, "tocsin/desk/proposals.html", context, status=status)


def _context(row: Situation, page: str | None) -> dict[str, Any]:
    found = proposals_of(row)
    aside = row.asides.filter(superseded_by=None, verdict=Aside.Verdict.ASIDE).select_related("report", "by")
    aside = aside.exclude(report__sensitivity=Report.Sensitivity.HIGHLY)
    rules = feed_rules.in_force(row)
    return {
        "here": "situations",
        "situation": row,
        "found": found,
        "rows": Paginator([_row(each, found) for each in found.rows], PER_PAGE).get_page(page),
        "profile": _profile(found),
        "aside": _shown(aside.order_by("-at", "-pk")[:ASIDE_SHOWN]),
        "feeds": [(each, rules.get(each.pk)) for each in Feed.objects.order_by("url")[:FEEDS_SHOWN]],
        "rules": list(RULES.items()),
    }


def _shown(aside: Iterable[Aside]) -> list[Aside]:
    rows = list(aside)
    veil_titles([row.report for row in rows], Viewer.DESK)
    return rows


def _row(each: Proposed, found: Proposals) -> Row:
    return Row(proposed=each, reasons=tuple(reason_words(one, found) for one in each.proposal.reasons))


def _profile(found: Proposals) -> list[tuple[str, list[tuple[str, int]]]]:
    """(kind in words, names with the number of gathered reports that have them), the most frequent first."""
    return [
        (
            str(_KINDS[kind]),
            [
                (found.shown.get(name, name), n)
                for name, n in sorted(found.profile.names[kind].items(), key=lambda item: (-item[1], item[0]))
            ][:NAMES_SHOWN],
        )
        for kind in NAME_KINDS
    ]
