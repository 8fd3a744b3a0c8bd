"""What the evidence comes to for one criterion, as one person judges and another reads it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max

from tocsin.assessment.acts import criterion_of, log, permitted, worded
from tocsin.assessment.lifecycle import Action
from tocsin.assessment.models import Assessment, CriterionJudgement, SecondReading
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.lines import supersede


def judge(
    assessment: Assessment,
    criterion: str,
    *,
    verdict: str,
    confidence: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    saw: int | None = None,
) -> CriterionJudgement:
    """Says what the evidence comes to. Raises Conflict, NotAllowed, WrongUse.

    `seen` is the judgement and `saw` the newest evidence of the criterion that the person had before their eyes (0 for
    none; None for whatever stands now). Where either is no longer the last one, nothing is stored.
    """
    for given, known in ((verdict, CriterionJudgement.Verdict), (confidence, CriterionJudgement.Confidence)):
        if given not in known.values:
            raise WrongUse(f"{given!r} is not known", f"choose one of {', '.join(known.values)}")
    if not reason.strip():
        raise WrongUse("a judgement needs a reason", "say in a few words what it rests on")
    reason = worded(reason, "the reason")
    with transaction.atomic():
        row = permitted(assessment, Action.JUDGE, by=by)
        criterion_of(row, criterion)
        newest = _newest_evidence(row, criterion)
        if saw is not None and saw != newest:
            raise Conflict(
                f"evidence on {criterion} came or was decided about in the meantime",
                "look at it, then judge; nothing of yours was stored",
            )
        judgement = CriterionJudgement(
            assessment=row,
            criterion=criterion,
            verdict=verdict,
            confidence=confidence,
            reason=reason,
            saw=newest,
            by=by,
            at=now,
        )
        line = row.judgements.filter(criterion=criterion, superseded_by=None)
        supersede(judgement, last=line.first, seen=seen, what=criterion)
        log(f"judgement:{judgement.pk}", "judged", by=by, now=now, reason=reason, after=committed(judgement))
    return judgement


def _newest_evidence(assessment: Assessment, criterion: str) -> int:
    newest = assessment.evidence.filter(criterion=criterion).aggregate(newest=Max("pk"))["newest"]
    return newest or 0


def second_read(
    judgement: CriterionJudgement, *, agrees: bool, reason: str, by: User, now: datetime
) -> SecondReading:
    """A second person's reading of a judgement in force. NotAllowed for who made it, Conflict where it was read."""
    if not agrees and not reason.strip():
        raise WrongUse("to disagree needs a reason", "say what you read differently")
    reason = worded(reason, "the reason")
    with transaction.atomic():
        written_by = frozenset({judgement.by_id})
        permitted(judgement.assessment, Action.READ, by=by, written_by=written_by)
        if CriterionJudgement.objects.filter(supersedes=judgement).exists():
            raise NotFound("this judgement is no longer in force", "read the one that took its place")
        try:
            with transaction.atomic():
                reading = SecondReading.objects.create(
                    judgement=judgement, agrees=agrees, reason=reason, by=by, at=now
                )
        except IntegrityError:
            raise Conflict("somebody else has read this judgement", "look at what they said") from None
        item = f"second-reading:{reading.pk}"
        log(item, "read", by=by, now=now, reason=reason, after=committed_reading(reading))
    return reading


def committed(judgement: CriterionJudgement) -> dict[str, Json]:
    """What the custody log commits to of a judgement."""
    return {
        "assessment": judgement.assessment_id,
        "criterion": judgement.criterion,
        "verdict": str(judgement.verdict),
        "confidence": str(judgement.confidence),
        "why": judgement.reason,
        **({} if judgement.saw is None else {"saw": judgement.saw}),
    }


def committed_reading(reading: SecondReading) -> dict[str, Json]:
    """What the custody log commits to of a second reading."""
    return {"judgement": reading.judgement_id, "agrees": reading.agrees, "why": reading.reason}
