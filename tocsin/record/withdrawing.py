"""Undoing one's own decision: a review that withdraws it. The finding is again what it was before; both stay on record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.errors import NotAllowed, NotFound, WrongUse
from tocsin.record.models import Finding, Review
from tocsin.record.putting import Ruling, came_first, locked, put_in_force


class Decided(Protocol):
    @property
    def decision(self) -> str: ...


Row = TypeVar("Row", bound=Decided)


def standing(line: Sequence[Row]) -> list[Row]:
    """The decisions of a line that nobody withdrew, the one in force last. The line is in the order in which they came.

    Each withdrawal takes back the last decision that stands at that moment.
    """
    left: list[Row] = []
    for row in line:
        if row.decision != Review.Decision.WITHDRAWN:
            left.append(row)
        elif left:
            left.pop()
    return left


def withdraw(finding_id: int, *, by: User, now: datetime, seen: int | None, reason: str = "") -> Review:
    """Withdraws the decision in force, which must be the person's own.

    `seen` is the review that the person had before their eyes: where another stands by now, nothing is changed and
    Conflict says so. Raises WrongUse where nothing stands that could be withdrawn, NotAllowed where it is another's.
    """
    with transaction.atomic():
        finding = locked().filter(pk=finding_id).first()
        if finding is None:
            raise NotFound(f"there is no finding {finding_id}", "look at the report again")
        if finding.review_id != seen:
            raise came_first(finding)
        before = _before(finding, by)
        review = Review(
            finding=finding,
            decision=Review.Decision.WITHDRAWN,
            fields=before.fields if before else None,
            reviewer=by,
            at=now,
            reason=reason,
        )
        state = before.decision if before else Finding.State.OPEN
        return put_in_force([Ruling(review=review, state=state)])[0]


def _before(finding: Finding, by: User) -> Review | None:
    """What is in force again once the person's last decision is withdrawn; None for none."""
    left = standing(list(finding.reviews.order_by("pk")))
    if not left:
        raise WrongUse(f"nothing is decided about finding {finding.pk}", "there is nothing to undo")
    if left[-1].reviewer_id != by.pk:
        raise NotAllowed(
            f"the decision about finding {finding.pk} is another person's",
            "decide anew: theirs stays on record",
        )
    return left[-2] if len(left) > 1 else None
