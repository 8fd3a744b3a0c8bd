"""One part of an assessment at the desk: each criterion with its evidence for and against, its judgement and their forms."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import assessment as step
from tocsin.assessment.lifecycle import State
from tocsin.assessment.models import Assessment, CriterionJudgement
from tocsin.assessment.sheet import CriterionRow, EvidenceRow
from tocsin.errors import Conflict, NotAllowed, NotFound, TocsinError
from tocsin.web.assessment_words import CONFIDENCES, MEANINGS, SIDES, VERDICTS, anchor
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.desk_assessments import found, of_assessment
from tocsin.web.numbers import whole

_TYPED = ("criterion", "finding", "side", "standing", "verdict", "confidence", "agrees", "reason", "seen")


@require_safe
@desk()
def part(request: HttpRequest, assessment_id: int, number: int) -> HttpResponse:
    return _page(request, found(assessment_id), number)


def _page(
    request: HttpRequest, row: Assessment, number: int, *, status: int = 200, **more: Any
) -> HttpResponse:
    """`number` counts the parts from 1: a version of a framework never changes, and names may hold any sign."""
    sheet = step.sheet_of(row)
    parts = list(sheet.parts())
    if not 1 <= number <= len(parts):
        raise Http404(_("There is no such part."))
    this, rows = parts[number - 1]
    context = {
        **of_assessment(row),
        "framework": sheet.framework,
        "part": this,
        "number": number,
        "before": _neighbour(parts, number - 1),
        "after": _neighbour(parts, number + 1),
        "rows": [(each, _sides(each)) for each in rows],
        "verdicts": [(value, words, MEANINGS[value]) for value, words in VERDICTS.items()],
        "confidences": list(CONFIDENCES.items()),
        "sides": list(SIDES.items()),
        "reading": row.state == State.SECOND_READING,
        "typed": {},
        **more,
    }
    return desk_page(request, "tocsin/desk/assessment_part.html", context, status=status)


def _neighbour(parts: list[Any], number: int) -> tuple[int, Any] | None:
    return (number, parts[number - 1][0]) if 1 <= number <= len(parts) else None


def _sides(row: CriterionRow) -> list[tuple[str, Any, int, list[EvidenceRow]]]:
    """(side, its words, publishers with a text of their own, evidence: accepted, then proposed, then refused)."""
    order = ("accepted", "proposed", "refused")
    return [
        (
            side,
            words,
            row.independent(side),
            sorted(
                (each for each in row.evidence if each.side == side),
                key=lambda each: order.index(each.standing),
            ),
        )
        for side, words in SIDES.items()
    ]


@require_POST
@desk("assess")
def weigh(request: HttpRequest, assessment_id: int, number: int) -> HttpResponse:
    def done(row: Assessment, typed: dict[str, str]) -> str:
        step.weigh(
            row,
            typed["criterion"],
            whole(typed["finding"]) or 0,
            side=typed["side"],
            standing=typed["standing"],
            reason=typed["reason"],
            by=person(request),
            now=timezone.now(),
            seen=whole(typed["seen"]),
        )
        return _("Stored: what was said of it before stays on record.")

    return _acted(request, assessment_id, number, done)


@require_POST
@desk("assess")
def judge(request: HttpRequest, assessment_id: int, number: int) -> HttpResponse:
    def done(row: Assessment, typed: dict[str, str]) -> str:
        step.judge(
            row,
            typed["criterion"],
            verdict=typed["verdict"],
            confidence=typed["confidence"],
            reason=typed["reason"],
            by=person(request),
            now=timezone.now(),
            seen=whole(typed["seen"]),
        )
        return _("The judgement is stored. A second person reads it before the assessment is finished.")

    return _acted(request, assessment_id, number, done)


@require_POST
@desk("read second")
def second_read(request: HttpRequest, assessment_id: int, number: int) -> HttpResponse:
    def done(row: Assessment, typed: dict[str, str]) -> str:
        judgement = row.judgements.filter(pk=whole(typed["seen"]) or 0).first()
        if judgement is None:
            raise NotFound("there is no such judgement here", "open the page again")
        step.second_read(
            judgement,
            agrees=typed["agrees"] == "yes",
            reason=typed["reason"],
            by=person(request),
            now=timezone.now(),
        )
        return _("Your reading stands beside the judgement.")

    return _acted(request, assessment_id, number, done)


def _acted(
    request: HttpRequest,
    assessment_id: int,
    number: int,
    done: Callable[[Assessment, dict[str, str]], str],
) -> HttpResponse:
    """Carries it out and leads back to the criterion. Where it is refused, nothing is stored and nothing typed is lost."""
    row = found(assessment_id)
    typed = {name: request.POST.get(name, "")[:10_000] for name in _TYPED}
    try:
        told = done(row, typed)
    except NotAllowed:
        raise
    except TocsinError as error:
        status = 409 if isinstance(error, Conflict) else 400
        return _page(request, row, number, status=status, error=str(error), typed=typed)
    messages.success(request, told)
    return redirect(f"{reverse('desk_assessment_part', args=[row.pk, number])}#{anchor(typed['criterion'])}")


@require_safe
@desk()
def history(request: HttpRequest, assessment_id: int, number: int, judgement_id: int) -> HttpResponse:
    """Everything that was said of one criterion, the last first: of an earlier assessment too, where it was carried over."""
    row = found(assessment_id)
    judgement = get_object_or_404(CriterionJudgement, pk=judgement_id, assessment=row)
    line = _line(row, judgement.criterion)
    context = {**of_assessment(row), "number": number, "criterion": judgement.criterion, "line": line}
    return desk_page(request, "tocsin/desk/assessment_history.html", context)


def _line(row: Assessment, criterion: str) -> list[CriterionJudgement]:
    return list(
        CriterionJudgement.objects.filter(
            assessment__situation=row.situation_id,
            assessment__framework__name=row.framework.name,
            assessment__number__lte=row.number,
            criterion=criterion,
            carried_from=None,
        )
        .select_related("by", "assessment", "second_reading__by")
        .order_by("-pk")
    )
