"""How credible what a finding says is, 1 to 6: a person's judgement, kept apart from how reliable its publisher is."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import WrongUse
from tocsin.lines import supersede
from tocsin.record.items import finding_named
from tocsin.record.verification_models import Credibility
from tocsin.reports.publishers import said


def credit(
    finding_id: int, grade: int, *, reason: str, by: User, now: datetime, seen: int | None
) -> Credibility:
    """Judges what the finding says. Its state and its publisher's reliability stay as they are.

    `seen` is the last judgement that the person saw (None for none); where another stands by now, Conflict says so.
    """
    if grade not in Credibility.Grade.values:
        raise WrongUse(f"{grade} is no credibility", "choose one of 1 to 6; 6: it cannot be judged")
    reason = said(reason, "what a finding says is not judged without a reason")
    finding = finding_named(f"finding:{finding_id}")
    with transaction.atomic():
        row = Credibility(finding=finding, grade=grade, reason=reason, by=by, at=now)
        line = Credibility.objects.filter(finding=finding, superseded_by=None)
        supersede(row, last=line.first, seen=seen, what=f"how credible finding {finding_id} is")
        custody.log([custody.judged("credibility", row, "judged", committed_credibility(row))])
    return row


def credibilities(finding_ids: Iterable[int]) -> dict[int, int]:
    """Finding -> 1 to 6, of those that somebody judged. One query."""
    rows = Credibility.objects.filter(finding__in=list(finding_ids), superseded_by=None)
    return dict(rows.values_list("finding", "grade"))


def committed_credibility(row: Credibility) -> dict[str, Json]:
    """What the custody log commits to of such a judgement."""
    return {"finding": row.finding_id, "grade": row.grade, "why": row.reason}
