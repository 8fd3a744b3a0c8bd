"""One part of an assessment at the desk: each criterion with its evidence for and against, its judgement and their forms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import assessment as step
from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.frameworks import Part
from tocsin.assessment.lifecycle import State
from tocsin.assessment.models import Assessment, CriterionJudgement
from tocsin.assessment.sheet import CriterionRow, EvidenceRow, rows_of
from tocsin.errors import Conflict, NotAllowed, NotFound, TocsinError
from tocsin.web.assessment_words import CONFIDENCES, MEANINGS, SIDES, VERDICTS, anchor
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.desk_assessments import found, of_assessment
from tocsin.web.numbers import whole

_TYPED = (
    "criterion",
    "finding",
    "side",
    "standing",
    "verdict",
    "confidence",
    "agrees",
    "reason",
    "seen",
    "saw",
)


#: of one side of one criterion: shown on the page of its part, and where all is asked for
SHOWN, EVIDENCE_MAX = 30, 1_000
_ORDER = ("accepted", "proposed", "refused")


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One side of a criterion as the page shows it."""

    #: for, against
    side: str
    words: str
    #: publishers with a text of their own behind what is accepted
    publishers: int
    #: accepted, then proposed, then refused
    evidence: list[EvidenceRow]
    #: left out here
    more: int


@require_safe
@desk()
def part(request: HttpRequest, assessment_id: int, number: int) -> HttpResponse:
    return _page(request, found(assessment_id), number)


def _page(
    request: HttpRequest, row: Assessment, number: int, *, status: int = 200, **more: Any
) -> HttpResponse:
    """`number` counts the parts from 1: a version of a framework never changes, and names may hold any sign."""
    framework = framework_of(row.framework)
    parts = framework.sections()
    if not 1 <= number <= len(parts):
        raise Http404(_("There is no such part."))
    this, whole_of = parts[number - 1], request.GET.get("all", "")
    rows = rows_of(row, this.criteria).values()
    context = {
        **of_assessment(row),
        "framework": framework,
        "part": this,
        "number": number,
        "before": _neighbour(parts, number - 1),
        "after": _neighbour(parts, number + 1),
        "rows": [
            (each, _sides(each, EVIDENCE_MAX if each.criterion.id == whole_of else SHOWN)) for each in rows
        ],
        "verdicts": [(value, words, MEANINGS[value]) for value, words in VERDICTS.items()],
        "confidences": list(CONFIDENCES.items()),
        "sides": list(SIDES.items()),
        "reading": row.state == State.SECOND_READING,
        "typed": {},
        **more,
    }
    return desk_page(request, "tocsin/desk/assessment_part.html", context, status=status)


def _neighbour(parts: Sequence[Part], number: int) -> tuple[int, Part] | None:
    return (number, parts[number - 1]) if 1 <= number <= len(parts) else None


def _sides(row: CriterionRow, most: int) -> list[Side]:
    return [_side(row, side, most) for side in SIDES]


def _side(row: CriterionRow, side: str, most: int) -> Side:
    of_side = (each for each in row.evidence if each.side == side)
    evidence = sorted(of_side, key=lambda each: _ORDER.index(each.standing))
    return Side(
        side=side,
        words=SIDES[side],
        publishers=row.independent(side),
        evidence=evidence[:most],
        more=max(len(evidence) - most, 0),
    )


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
            saw=whole(typed["saw"]) or 0,
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
