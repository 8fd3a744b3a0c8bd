"""Evidence: what rules propose and what people say to it. For and against stand side by side; none is ever taken away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.assessment.acts import criterion_of, gathered_finding, log, permitted, worded
from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.lifecycle import Action
from tocsin.assessment.models import Assessment, Evidence
from tocsin.custody.commitments import Json
from tocsin.errors import WrongUse
from tocsin.lines import supersede
from tocsin.record.models import Finding

#: numbers in one question to the store
FINDINGS_AT_ONCE = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """That a finding may be information relevant to a criterion, and why a rule thinks so."""

    #: `Criterion.id`
    criterion: str
    finding_id: int
    #: "for" or "against"
    side: str
    #: the rule's name
    rule: str
    #: in plain words, naming the words of the passage that led to it
    reason: str


def propose(assessment: Assessment, proposals: Iterable[Proposal], *, by: User, now: datetime) -> int:
    """Keeps what is proposed for the first time; returns how many. Nobody's decision is touched, and none is repeated."""
    with transaction.atomic():
        row = permitted(assessment, Action.PROPOSE, by=by)
        known = set(row.evidence.values_list("criterion", "finding_id", "side"))
        fresh: dict[tuple[str, int, str], Evidence] = {}
        for each in proposals:
            key = (each.criterion, each.finding_id, each.side)
            if key not in known and key not in fresh:
                fresh[key] = _proposed(row, each, now)
        _check(row, list(fresh.values()))
        Evidence.objects.bulk_create(fresh.values(), batch_size=500)
        if fresh:
            kept: dict[str, Json] = {f"evidence:{each.pk}": committed(each) for each in fresh.values()}
            log(f"assessment:{row.pk}", "proposed", by=by, now=now, after=kept)
    return len(fresh)


def _proposed(row: Assessment, proposal: Proposal, now: datetime) -> Evidence:
    if proposal.side not in Evidence.Side.values:
        raise WrongUse(f"{proposal.side!r} is no side", "choose for or against")
    return Evidence(
        assessment=row,
        criterion=proposal.criterion,
        finding_id=proposal.finding_id,
        side=proposal.side,
        standing=Evidence.Standing.PROPOSED,
        rule=proposal.rule,
        reason=worded(proposal.reason, "the reason"),
        at=now,
    )


def _check(row: Assessment, evidence: list[Evidence]) -> None:
    """Raises NotFound where the framework does not ask for one of these, or a finding is none of the situation's."""
    asked = {each.id for each in framework_of(row.framework).criteria()}
    if unknown := sorted({each.criterion for each in evidence} - asked):
        criterion_of(row, unknown[0])
    named = sorted({each.finding_id for each in evidence})
    for first in range(0, len(named), FINDINGS_AT_ONCE):
        part = named[first : first + FINDINGS_AT_ONCE]
        gathered = Finding.objects.filter(pk__in=part, report__gatherings__situation=row.situation_id)
        if strange := set(part) - set(gathered.values_list("pk", flat=True)):
            gathered_finding(row, min(strange))


def weigh(
    assessment: Assessment,
    criterion: str,
    finding_id: int,
    *,
    side: str,
    standing: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
) -> Evidence:
    """Accepts or refuses a finding as information relevant to a criterion; one that nobody proposed is added so.

    `seen` is what the person had before their eyes of this finding, criterion and side (None for nothing): where
    somebody else came first nothing is stored and Conflict says so. A refusal needs a reason, and so does evidence that
    nobody proposed.
    """
    if side not in Evidence.Side.values:
        raise WrongUse(f"{side!r} is no side", "choose for or against")
    if standing not in (Evidence.Standing.ACCEPTED, Evidence.Standing.REFUSED):
        raise WrongUse(f"{standing!r} is no decision", "choose accepted or refused")
    if not reason.strip() and (seen is None or standing == Evidence.Standing.REFUSED):
        raise WrongUse("this needs a reason", "say in a few words why it is relevant, or why not")
    reason = worded(reason, "the reason")
    with transaction.atomic():
        row = permitted(assessment, Action.WEIGH, by=by)
        criterion_of(row, criterion)
        finding = gathered_finding(row, finding_id)
        if standing == Evidence.Standing.ACCEPTED and finding.state == Finding.State.REFUSED:
            raise WrongUse(
                f"finding {finding_id} was refused in review", "nothing can rest on it; take another"
            )
        evidence = Evidence(
            assessment=row,
            criterion=criterion,
            finding_id=finding_id,
            side=side,
            standing=standing,
            reason=reason,
            by=by,
            at=now,
        )
        line = row.evidence.filter(criterion=criterion, finding=finding_id, side=side)
        before = line.filter(superseded_by=None).first()
        evidence.rule = before.rule if before else ""
        supersede(
            evidence,
            last=lambda: line.filter(superseded_by=None).first(),
            seen=seen,
            what=f"finding {finding_id} and {criterion}",
        )
        log(
            f"evidence:{evidence.pk}",
            standing,
            by=by,
            now=now,
            reason=reason,
            after=committed(evidence),
        )
    return evidence


def committed(evidence: Evidence) -> dict[str, Json]:
    """What the custody log commits to of a person's decision about evidence."""
    return {
        "assessment": evidence.assessment_id,
        "criterion": evidence.criterion,
        "finding": evidence.finding_id,
        "side": str(evidence.side),
        "standing": str(evidence.standing),
        "rule": evidence.rule,
        "why": evidence.reason,
    }
