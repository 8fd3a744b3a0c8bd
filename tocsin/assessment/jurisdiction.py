"""Questions that a court asks before any element: who is a party, when, what kind of conflict."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.assessment.acts import gathered_finding, log, permitted, worded
from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.lifecycle import Action
from tocsin.assessment.models import Assessment, JurisdictionAnswer
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede


def answer_question(
    assessment: Assessment,
    question: str,
    *,
    answer: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    shown_by: int | None = None,
) -> JurisdictionAnswer:
    """Answers one of the framework's questions; `shown_by` is a finding of the situation that says so.

    Raises Conflict where another answer than `seen` stands, NotFound, NotAllowed, WrongUse.
    """
    if not answer.strip() or not reason.strip():
        raise WrongUse("an answer needs its words and a reason", "write both; `disputed` is an answer too")
    answer, reason = worded(answer, "the answer"), worded(reason, "the reason")
    with transaction.atomic():
        row = permitted(assessment, Action.ANSWER, by=by)
        if question not in framework_of(row.framework).jurisdiction_questions:
            raise NotFound(
                f"{row.framework.name} does not ask {question[:80]!r}", "take one of its own questions"
            )
        if shown_by is not None:
            gathered_finding(row, shown_by)
        given = JurisdictionAnswer(
            assessment=row,
            question=question,
            answer=answer,
            shown_by_id=shown_by,
            reason=reason,
            by=by,
            at=now,
        )
        line = row.answers.filter(question=question, superseded_by=None)
        supersede(given, last=line.first, seen=seen, what="this question")
        log(f"jurisdiction:{given.pk}", "answered", by=by, now=now, reason=reason, after=committed(given))
    return given


def questions_of(assessment: Assessment) -> list[tuple[int, str, JurisdictionAnswer | None]]:
    """(number from 1, question, answer in force) in the framework's order; None where nobody has answered. One query."""
    answers = assessment.answers.filter(superseded_by=None).select_related("by", "shown_by__report")
    given = {each.question: each for each in answers}
    asked = framework_of(assessment.framework).jurisdiction_questions
    return [(number, question, given.get(question)) for number, question in enumerate(asked, start=1)]


def committed(answer: JurisdictionAnswer) -> dict[str, Json]:
    """What the custody log commits to of an answer."""
    return {
        "assessment": answer.assessment_id,
        "question": answer.question,
        "answer": answer.answer,
        "shown_by": answer.shown_by_id,
        "why": answer.reason,
    }
