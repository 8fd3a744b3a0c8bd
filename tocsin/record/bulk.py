"""One decision about many findings: all of them in one transaction, and none over what somebody decided meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.errors import WrongUse
from tocsin.record.judging import check_decision
from tocsin.record.models import Finding, Review
from tocsin.record.putting import Ruling, locked, put_in_force

#: findings decided about at once: what a person can still oversee in a preview
FINDINGS_MAX = 500
#: what may be decided without looking at each finding
DECISIONS = (Review.Decision.ACCEPTED, Review.Decision.REFUSED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    #: of these findings
    reviews: tuple[Review, ...]
    #: changed since the person saw them; nothing was stored about them
    changed: tuple[Finding, ...]
    #: not there (any more)
    missing: tuple[int, ...]


def review_many(
    seen: Mapping[int, int | None], *, decision: str, by: User, now: datetime, reason: str = ""
) -> Done:
    """Accepts or refuses findings. `seen` names each with the review that the person had before their eyes.

    Each gets a review and an entry in the log of its own. Raises WrongUse for more than `FINDINGS_MAX`, for another
    decision and for a refusal without a reason.
    """
    if decision not in DECISIONS:
        raise WrongUse(f"{decision!r} is not decided about many", f"choose one of {', '.join(DECISIONS)}")
    if len(seen) > FINDINGS_MAX:
        raise WrongUse(f"{len(seen)} findings are too many at once", f"choose at most {FINDINGS_MAX}")
    check_decision(decision, None, reason)
    with transaction.atomic():
        # in one order for everybody: two people who decide about the same findings wait, and never for each other
        rows = {row.pk: row for row in locked().filter(pk__in=list(seen)).order_by("pk")}
        same, changed = sort_out(rows, seen)
        rulings = [
            Ruling(
                review=Review(finding=row, decision=decision, reviewer=by, at=now, reason=reason),
                state=decision,
            )
            for row in same
        ]
        reviews = put_in_force(rulings) if rulings else []
    missing = tuple(pk for pk in seen if pk not in rows)
    return Done(reviews=tuple(reviews), changed=tuple(changed), missing=missing)


def sort_out(
    rows: Mapping[int, Finding], seen: Mapping[int, int | None]
) -> tuple[list[Finding], list[Finding]]:
    """Those that stand as they were seen, and those that changed since."""
    same = [row for pk, row in rows.items() if row.review_id == seen[pk]]
    return same, [row for pk, row in rows.items() if row.review_id != seen[pk]]
