"""A sheet of figures that somebody keeps, loaded row by row: sealed as a report, each row its own passage."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import ReportRefused
from tocsin.reading.sheets import VERSION, read_sheet
from tocsin.record.commitment import as_text
from tocsin.record.keeping import keep
from tocsin.record.models import Finding, Review
from tocsin.reports.models import ReportText

REASON = "loaded from a sheet"


def load_figures(report_id: int, *, by: str, now: datetime, accepted_by: User | None = None) -> list[Finding]:
    """Keeps the figures and problems of a report that is a sheet; none where it was loaded before.

    With `accepted_by`, that person vouches for every figure; without, they stand open until somebody reviews them.
    Raises ReportRefused where not one row can be read.
    """
    text = ReportText.objects.get(report_id=report_id, kind=ReportText.Kind.ORIGINAL)
    found = read_sheet(text.text)
    if not found.figures:
        reason = found.problems[0].reason if found.problems else "it has no row"
        raise ReportRefused(f"report {report_id} is no sheet of figures: {reason}")
    with transaction.atomic():
        findings = keep(text, found.as_dict(), reader=VERSION, by=by, now=now)
        if findings and accepted_by:
            _accept([each for each in findings if each.kind == Finding.Kind.FIGURE], accepted_by, now)
    return findings or []


def _accept(findings: Iterable[Finding], by: User, now: datetime) -> None:
    reviews = Review.objects.bulk_create(
        Review(finding=each, decision=Review.Decision.ACCEPTED, reviewer=by, at=now, reason=REASON)
        for each in findings
    )
    acts = []
    for review in reviews:
        finding = review.finding
        before = {"state": finding.state, "fields": as_text(finding.fields)}
        finding.review, finding.state = review, Finding.State.ACCEPTED
        after: dict[str, Json] = {
            "state": str(finding.state),
            "fields": as_text(finding.fields),
            "review": review.pk,
        }
        acts.append(
            custody.Act(
                item=f"finding:{finding.pk}", action=review.decision, actor=by.get_username(),
                at=now, reason=REASON, before=before, after=after,
            )
        )  # fmt: skip
    Finding.objects.bulk_update([review.finding for review in reviews], ["review", "state"], batch_size=500)
    custody.log(acts)
