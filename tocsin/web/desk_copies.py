"""Copies of a report at the desk: who else printed the story, what changed between two versions, and a person's word."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tocsin import reports
from tocsin.errors import Conflict, TocsinError
from tocsin.record.levels import Viewer
from tocsin.record.titles import titles_shown, veil_titles
from tocsin.reports.copies import Kind
from tocsin.reports.models import Likeness, Placing, Report
from tocsin.reports.openings import openings_of
from tocsin.reports.placing import in_force
from tocsin.reports.versions import Piece, is_same, versions
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.numbers import whole
from tocsin.web.sight import unseen

#: copies on one page, the first published
COPIES_MAX = 200
KINDS = {
    Kind.SAME_TEXT: gettext_lazy("same text"),
    Kind.WIRE_COPY: gettext_lazy("wire copy"),
    Kind.UPDATE: gettext_lazy("update"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """Another report of the story."""

    report: Report
    #: None where the two were not found alike: a third one or a person ties them
    like: Likeness | None
    placing: Placing | None
    #: how its text begins, for a report without a title; else empty
    opening: str

    @property
    def kind(self) -> str:
        return str(KINDS[Kind(self.like.kind)]) if self.like else ""

    @property
    def percent(self) -> int | None:
        return round(self.like.shared_permille / 10) if self.like else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Paragraphs that follow each other and are all the same, or one that changed."""

    same: bool
    paragraphs: tuple[tuple[Piece, ...], ...]


@require_safe
@desk()
def copies(request: HttpRequest, report_id: int) -> HttpResponse:
    row = get_object_or_404(Report, pk=report_id)
    if (page_instead := unseen(request, row)) is not None:
        return page_instead
    return desk_page(request, "tocsin/desk/copies.html", _context(row))


@require_POST
@desk("review")
def place(request: HttpRequest, report_id: int) -> HttpResponse:
    """Stores the person's word. Where somebody else came first, nothing is stored and nothing typed is lost."""
    row = get_object_or_404(Report, pk=report_id)
    if (page_instead := unseen(request, row)) is not None:
        return page_instead
    typed = {name: request.POST.get(name, "")[:2000] for name in ("verdict", "reason", "beside")}
    beside = whole(typed["beside"].strip()) if typed["verdict"] == Placing.Verdict.WITH else None
    try:
        reports.place(
            row.pk,
            verdict=typed["verdict"],
            reason=typed["reason"],
            beside=beside,
            by=person(request),
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
        )
    except TocsinError as error:
        context = {**_context(row), "error": str(error), "typed": typed}
        status = 409 if isinstance(error, Conflict) else 400
        return desk_page(request, "tocsin/desk/copies.html", context, status=status)
    messages.success(request, _("Your word is stored, and the program does not take it back."))
    return redirect("desk_copies", report_id=row.pk)


@require_safe
@desk()
def changes(request: HttpRequest, report_id: int, other_id: int) -> HttpResponse:
    """What changed from the first report to the second."""
    old, new = (get_object_or_404(Report, pk=pk) for pk in (report_id, other_id))
    for each in (old, new):
        if (page_instead := unseen(request, each, whole=True)) is not None:
            return page_instead
    found = versions(reports.text_of(old) or "", reports.text_of(new) or "")
    context = {
        "here": "inbox",
        "old": old,
        "new": new,
        "versions": found,
        "stretches": _stretches(found.paragraphs),
    }
    return desk_page(request, "tocsin/desk/changes.html", context)


def others_of(report_id: int) -> QuerySet[Report]:
    """The other reports of its story, the first published in front."""
    same = Report.objects.filter(membership__group__members=report_id).exclude(pk=report_id)
    same = same.exclude(sensitivity=Report.Sensitivity.HIGHLY)  # its title may tell what it says
    return same.order_by("published_at", "pk")


def _context(row: Report) -> dict[str, Any]:
    others = list(others_of(row.pk)[:COPIES_MAX])
    veil_titles([row, *others], Viewer.DESK)
    likes = Likeness.objects.filter(Q(first=row.pk) | Q(second=row.pk))
    like = {one.second_id if one.first_id == row.pk else one.first_id: one for one in likes}
    placed = in_force([row.pk, *(other.pk for other in others)])
    openings = titles_shown(openings_of([other.pk for other in others if not other.title]), Viewer.DESK)
    return {
        "here": "inbox",
        "report": row,
        "copies": [
            Copy(
                report=other,
                like=like.get(other.pk),
                placing=placed.get(other.pk),
                opening=openings.get(other.pk, ""),
            )
            for other in others
        ],
        "placing": placed.get(row.pk),
        "parted": [pk for pk in like if pk not in {other.pk for other in others}][:COPIES_MAX],
    }


def _stretches(paragraphs: tuple[tuple[Piece, ...], ...]) -> list[Stretch]:
    """Same paragraphs in a row are one stretch, which the page folds."""
    found: list[Stretch] = []
    for paragraph in paragraphs:
        same = is_same(paragraph)
        if same and found and found[-1].same:
            last = found.pop()
            found.append(Stretch(same=True, paragraphs=(*last.paragraphs, paragraph)))
        else:
            found.append(Stretch(same=same, paragraphs=(paragraph,)))
    return found
