"""Beginning an assessment: empty, or carrying on from the last finished one."""

from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.assessment.acts import committed, log
from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.judging import committed as judgement_fields
from tocsin.assessment.jurisdiction import committed as answer_fields
from tocsin.assessment.lifecycle import Action, State, decide
from tocsin.assessment.models import (
    Assessment,
    CriterionJudgement,
    Evidence,
    FrameworkVersion,
    JurisdictionAnswer,
)
from tocsin.assessment.weighing import committed as evidence_fields
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict
from tocsin.login_roles import roles_of
from tocsin.situations.models import Situation

Row = TypeVar("Row", Evidence, CriterionJudgement, JurisdictionAnswer)


def begin(situation: Situation, framework: FrameworkVersion, *, by: User, now: datetime) -> Assessment:
    """A new assessment of the situation against this version of a framework.

    Where one against the same framework is finished, its evidence, judgements and answers are carried over, as far as
    this version still asks for them. Raises Conflict where one is under way, NotAllowed.
    """
    decide(State.OPEN, Action.JUDGE, roles=roles_of(by), login_id=by.pk)
    with transaction.atomic():
        # One beginning at a time in a situation: two of the same framework never run beside each other.
        Situation.objects.select_for_update().get(pk=situation.pk)
        earlier = Assessment.objects.filter(situation=situation, framework__name=framework.name)
        last = earlier.order_by("-number").first()
        if last is not None and last.state != State.FINISHED:
            raise Conflict(f"assessment {last.pk} is under way", "carry on with it, or finish it first")
        row = Assessment.objects.create(
            situation=situation,
            framework=framework,
            number=last.number + 1 if last else 1,
            carries_on=last,
            begun_by=by,
            begun_at=now,
        )
        log(f"assessment:{row.pk}", "begun", by=by, now=now, after=committed(row))
        if last is not None:
            _carry_over(last, row, by=by, now=now)
    return row


def _carry_over(last: Assessment, row: Assessment, *, by: User, now: datetime) -> None:
    """Copies what people had said at the end of the last one, with who said it and when; what is new comes behind it.

    What rules proposed and nobody decided about is left behind: the rules of today propose it anew.
    """
    framework = framework_of(row.framework)
    known = [each.id for each in framework.criteria()]
    decided = last.evidence.filter(superseded_by=None, criterion__in=known).exclude(by=None)
    evidence = [_copy(each, row) for each in decided]
    Evidence.objects.bulk_create(evidence, batch_size=500)
    newest: dict[str, int] = {}
    for each in evidence:
        newest[each.criterion] = max(each.pk, newest.get(each.criterion, 0))
    judgements = []
    for judgement in last.judgements.filter(superseded_by=None, criterion__in=known):
        origin = judgement.pk
        copy = _copy(judgement, row)
        copy.carried_from_id, copy.saw = origin, newest.get(copy.criterion, 0)
        judgements.append(copy)
    asked = last.answers.filter(superseded_by=None, question__in=framework.jurisdiction_questions)
    answers = [_copy(each, row) for each in asked]
    CriterionJudgement.objects.bulk_create(judgements, batch_size=500)
    JurisdictionAnswer.objects.bulk_create(answers, batch_size=500)
    custody.log(
        [
            *(_carried("evidence", each.pk, evidence_fields(each), by, now) for each in evidence),
            *(_carried("judgement", each.pk, judgement_fields(each), by, now) for each in judgements),
            *(_carried("jurisdiction", each.pk, answer_fields(each), by, now) for each in answers),
        ]
    )


def _carried(noun: str, number: int, fields: dict[str, Json], by: User, now: datetime) -> custody.Act:
    actor = by.get_username()
    return custody.Act(item=f"{noun}:{number}", action="carried over", actor=actor, at=now, after=fields)


def _copy(row: Row, assessment: Assessment) -> Row:
    """The same words in another assessment, at the head of a line of their own. Use the old one no more."""
    row.pk, row.assessment, row.supersedes = None, assessment, None
    row._state.adding = True
    return row
