"""A situation with two reports, and the people who assess it."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from tests import made
from tocsin import assessment, situations
from tocsin.assessment.models import Assessment, CriterionJudgement, Evidence
from tocsin.record.models import Finding
from tocsin.situations.models import Situation

NOW = made.NOW


@dataclass(frozen=True, kw_only=True)
class Desk:
    situation: Situation
    #: the road was closed, says one; it was open, says another
    closed: Finding
    open: Finding
    analyst: User
    lawyer: User
    issuer: User


def desk() -> Desk:
    analyst, lawyer, issuer = (made.login(role, role) for role in ("analyst", "lawyer", "issuer"))
    first = made.report("The road has been closed for a week, a driver said.")
    second = made.report("The road was open all week, the ministry said.", publisher="Hill Radio")
    situation = situations.open_situation("the-road", title="The road", by="analyst", now=NOW)
    situations.gather(situation, [first.report_id, second.report_id], by="analyst", now=NOW)
    return Desk(
        situation=situation,
        closed=made.finding(
            first, "statement", "The road has been closed for a week", state="accepted", act="said"
        ),
        open=made.finding(second, "statement", "The road was open all week", state="accepted", act="said"),
        analyst=analyst,
        lawyer=lawyer,
        issuer=issuer,
    )


def begun(desk: Desk, framework: str = "un-foa-2014") -> Assessment:
    return assessment.begin(desk.situation, assessment.latest(framework, now=NOW), by=desk.analyst, now=NOW)


def accepted(row: Assessment, desk: Desk, criterion: str = "6.8", side: str = "for") -> Evidence:
    """The closed road for the criterion, the open one against it; what is accepted already is left as it is."""
    finding = desk.closed if side == "for" else desk.open
    last = row.evidence.filter(criterion=criterion, finding=finding, side=side, superseded_by=None).first()
    if last is not None and last.standing == Evidence.Standing.ACCEPTED:
        return last
    return assessment.weigh(
        row,
        criterion,
        finding.pk,
        side=side,
        standing="accepted",
        reason="a witness on the spot",
        by=desk.analyst,
        now=NOW,
        seen=last.pk if last else None,
    )


def judged(row: Assessment, desk: Desk, criterion: str = "6.8", **more: str) -> CriterionJudgement:
    """Judged partly, on what was accepted before."""
    said = {"verdict": "partly", "confidence": "low", "reason": "two accounts disagree", **more}
    last = row.judgements.filter(criterion=criterion, superseded_by=None).first()
    return assessment.judge(row, criterion, by=desk.analyst, now=NOW, seen=last.pk if last else None, **said)


def finished(row: Assessment, desk: Desk) -> Assessment:
    """Submitted, every judgement agreed to by the lawyer, and finished."""
    row = assessment.submit(row, by=desk.analyst, now=NOW)
    for judgement in row.judgements.filter(superseded_by=None, carried_from=None):
        assessment.second_read(judgement, agrees=True, reason="", by=desk.lawyer, now=NOW)
    return assessment.finish(row, by=desk.lawyer, now=NOW)
