"""Questions of jurisdiction at the desk: parties, dates, kind of conflict; each answer with what shows it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import assessment as step
from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.jurisdiction import questions_of
from tocsin.assessment.models import Assessment
from tocsin.errors import Conflict, NotAllowed, NotFound, TocsinError
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.desk_assessments import found, of_assessment
from tocsin.web.numbers import whole


@require_safe
@desk()
def jurisdiction(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return _page(request, found(assessment_id))


def _page(request: HttpRequest, row: Assessment, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {**of_assessment(row), "questions": questions_of(row), "typed": {}, **more}
    return desk_page(request, "tocsin/desk/jurisdiction.html", context, status=status)


@require_POST
@desk("assess")
def answer(request: HttpRequest, assessment_id: int) -> HttpResponse:
    row = found(assessment_id)
    names = ("question", "answer", "reason", "shown_by", "seen")
    typed = {name: request.POST.get(name, "")[:10_000] for name in names}
    try:
        _store(request, row, typed)
    except NotAllowed:
        raise
    except TocsinError as error:
        status = 409 if isinstance(error, Conflict) else 400
        return _page(request, row, status=status, error=str(error), typed=typed)
    messages.success(request, _("The answer is stored; what was answered before stays on record."))
    return redirect("desk_jurisdiction", assessment_id=row.pk)


def _store(request: HttpRequest, row: Assessment, typed: dict[str, str]) -> None:
    asked = framework_of(row.framework).jurisdiction_questions
    number = whole(typed["question"]) or 0
    if not 1 <= number <= len(asked):
        raise NotFound("this framework asks no such question", "take one of its own questions")
    step.answer_question(
        row,
        asked[number - 1],
        answer=typed["answer"],
        reason=typed["reason"],
        shown_by=_finding(typed["shown_by"]),
        by=person(request),
        now=timezone.now(),
        seen=whole(typed["seen"]),
    )


def _finding(typed: str) -> int | None:
    """The number that was typed. What is no number is looked up in vain, and not passed over."""
    return (whole(typed.strip()) or 0) if typed.strip() else None
