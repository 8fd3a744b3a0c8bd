"""What people decide about findings. Every decision is a row; the last one is in force."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from tocsin import custody
from tocsin.errors import NotFound, WrongUse
from tocsin.record.commitment import committed
from tocsin.record.fields import complete
from tocsin.record.masking import mask_new
from tocsin.record.models import Finding, Review
from tocsin.record.putting import Ruling, came_first, locked, put_in_force
from tocsin.reports.models import ReportText

#: what a person may decide; a decision is withdrawn by `withdraw`
DECISIONS = tuple(each for each in Review.Decision if each != Review.Decision.WITHDRAWN)
#: decisions that must say why
NEEDS_REASON = frozenset({Review.Decision.REFUSED, Review.Decision.DISPUTED})


def review(
    finding_id: int,
    *,
    decision: str,
    by: User,
    now: datetime,
    seen: int | None,
    fields: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Review:
    """Accepts, corrects, refuses or disputes a finding.

    `seen` is the review that the person had before their eyes (None for none): where another stands by now,
    nothing is changed and Conflict says so. `fields` are needed for a correction and only there.
    """
    check_decision(decision, fields, reason)
    with transaction.atomic():
        finding = locked().filter(pk=finding_id).first()
        if finding is None:
            raise NotFound(f"there is no finding {finding_id}", "look at the report again")
        if finding.review_id != seen:
            raise came_first(finding)
        corrected = (
            None if fields is None else complete(finding.kind, fields, start=finding.start, end=finding.end)
        )
        judgement = Review(
            finding=finding, decision=decision, fields=corrected, reviewer=by, at=now, reason=reason
        )
        try:
            with transaction.atomic():
                return put_in_force([Ruling(review=judgement, state=decision)])[0]
        except IntegrityError:
            raise came_first(finding) from None


def mark(
    text_id: int,
    *,
    kind: str,
    start: int,
    end: int,
    fields: Mapping[str, Any],
    by: User,
    now: datetime,
    reason: str = "",
) -> Finding:
    """A finding that a person marked where the reading missed one. It stands open until somebody reviews it."""
    with transaction.atomic():
        text = ReportText.objects.filter(pk=text_id).first()
        if text is None:
            raise NotFound(f"there is no text {text_id}", "look at the report again")
        if kind not in Finding.Kind.values:
            raise WrongUse(
                f"{kind!r} is no kind of finding", f"choose one of {', '.join(Finding.Kind.values)}"
            )
        if not 0 <= start < end <= len(text.text):
            raise WrongUse(
                f"the passage {start} to {end} lies outside the text",
                f"mark at least one letter between 0 and {len(text.text)}",
            )
        finding = Finding.objects.create(
            text=text,
            report_id=text.report_id,
            kind=kind,
            start=start,
            end=end,
            quote=text.text[start:end],
            fields=complete(kind, fields, start=start, end=end),
            marked_by=by,
            made_at=now,
        )
        mask_new([finding], now.date())
        custody.log(
            [
                custody.Act(
                    item=f"finding:{finding.pk}",
                    action="marked",
                    actor=by.get_username(),
                    at=now,
                    reason=reason,
                    after=committed(
                        kind=kind, start=start, end=end, quote=finding.quote, fields=finding.fields
                    ),
                )
            ]
        )
    return finding


def check_decision(decision: str, fields: Mapping[str, Any] | None, reason: str) -> None:
    if decision not in DECISIONS:
        raise WrongUse(f"{decision!r} is no decision", f"choose one of {', '.join(DECISIONS)}")
    if (fields is not None) != (decision == Review.Decision.CORRECTED):
        raise WrongUse(
            f"{decision} came with the wrong fields", "give fields with a correction and only there"
        )
    if decision in NEEDS_REASON and not reason.strip():
        raise WrongUse(f"a finding cannot be {decision} without a reason", "say why in a few words")
