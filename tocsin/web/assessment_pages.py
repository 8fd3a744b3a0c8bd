"""A published assessment, for everybody: each verdict with what it rests on, and without a word on who judged."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tocsin import assessment as step
from tocsin.assessment.frameworks import Part
from tocsin.assessment.jurisdiction import questions_of
from tocsin.assessment.lifecycle import State
from tocsin.assessment.models import Assessment, Evidence
from tocsin.assessment.sheet import CriterionRow
from tocsin.record.models import Finding
from tocsin.situations.models import Situation
from tocsin.web.assessment_words import SIDES
from tocsin.web.public_access import public

#: what makes an assessment public
_PUBLIC = {
    "state": State.FINISHED,
    "published_at__isnull": False,
    "situation__published_at__isnull": False,
}


def cited() -> QuerySet[Evidence]:
    """Evidence that published assessments rest on."""
    public_ones = {f"assessment__{name}": value for name, value in _PUBLIC.items()}
    return Evidence.objects.filter(
        standing=Evidence.Standing.ACCEPTED, superseded_by=None, **public_ones
    ).order_by()


def citing(finding: Finding) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(pk__in=cited().filter(finding=finding).values("assessment"))
    return rows.select_related("situation", "framework").defer("framework__text")


def published(situation: Situation) -> QuerySet[Assessment]:
    """Finished ones that an issuer published, the last first."""
    return (
        Assessment.objects.filter(situation=situation, **_PUBLIC)
        .select_related("framework")
        .order_by("-published_at", "-pk")
    )


def newest_of(situation: OuterRef) -> QuerySet[Assessment, int]:
    """The number of the one that was published last, as part of another question."""
    rows = Assessment.objects.filter(situation=situation, **_PUBLIC).order_by("-published_at", "-pk")
    return rows.values_list("pk", flat=True)[:1]


@public
def assessment(request: HttpRequest, slug: str, assessment_id: int) -> HttpResponse:
    situation = get_object_or_404(Situation, slug=slug, published_at__isnull=False)
    row = get_object_or_404(published(situation), pk=assessment_id)
    sheet = step.sheet_of(row, public=True)
    later = published(situation).filter(framework__name=row.framework.name, number__gt=row.number)
    context = {
        "here": "situations",
        "situation": situation,
        "assessment": row,
        "others": published(situation).exclude(pk=row.pk).defer("framework__text"),
        "later": later.order_by("-number").first(),
        "zone": ZoneInfo(situation.time_zone),
        "framework": sheet.framework,
        "parts": [_part(part, rows) for part, rows in sheet.parts()],
        "gaps_count": len(sheet.gaps),
        "count": len(sheet.rows),
        "questions": questions_of(row),
        "qualifications": step.qualifications_of(situation, public=True),
    }
    return render(request, "tocsin/public/assessment.html", context)


def _part(part: Part, rows: list[CriterionRow]) -> tuple[Part, list[Any], list[CriterionRow]]:
    """The part, what is judged of it with its sides, and its gaps."""
    judged = [(each, _sides(each)) for each in rows if each.judgement is not None]
    return part, judged, [each for each in rows if each.judgement is None]


def _sides(row: CriterionRow) -> list[tuple[object, int, tuple[object, ...]]]:
    return [(words, row.independent(side), row.accepted(side)) for side, words in SIDES.items()]
