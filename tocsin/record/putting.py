"""A decision put in force: the review behind the one that it supersedes, the finding's state, the entry in the log."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tocsin import custody
from tocsin.errors import Conflict
from tocsin.record.commitment import as_text
from tocsin.record.models import Finding, Review

#: findings written by one statement
BATCH = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    #: not stored yet; its `finding` is locked, and stands as it did before
    review: Review
    #: in which the finding is from now on
    state: str


def put_in_force(rulings: Sequence[Ruling]) -> list[Review]:
    """Call it within the acting transaction, on findings that are locked and were compared with what the person saw."""
    before = [_fields(each.review.finding) for each in rulings]
    for each in rulings:
        each.review.supersedes = each.review.finding.review
    reviews = Review.objects.bulk_create(each.review for each in rulings)
    for each in rulings:
        each.review.finding.review, each.review.finding.state = each.review, each.state
    findings = [each.review.finding for each in rulings]
    Finding.objects.bulk_update(findings, ["review", "state"], batch_size=BATCH)
    custody.log([_act(review, was) for review, was in zip(reviews, before, strict=True)])
    return reviews


def locked() -> QuerySet[Finding]:
    """Findings that nobody else can decide about until the transaction ends, each with its review in force."""
    return Finding.objects.select_for_update(of=("self",)).select_related("review")


def came_first(finding: Finding) -> Conflict:
    return Conflict(
        f"somebody else decided about finding {finding.pk} in the meantime: {finding.state}",
        "look at their decision, then decide again; nothing of yours was stored",
    )


def _fields(finding: Finding) -> dict[str, str]:
    return {"state": str(finding.state), "fields": as_text(finding.current)}


def _act(review: Review, before: dict[str, str]) -> custody.Act:
    return custody.Act(
        item=f"finding:{review.finding_id}",
        action=review.decision,
        actor=review.reviewer.get_username(),
        at=review.at,
        reason=review.reason,
        before=before,
        after={**_fields(review.finding), "review": review.pk},
    )
