"""What captures hold of a report, taken out of the store with it. Later versions of its page are reports of their own."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.reports import content_judging, recapturing
from tocsin.reports.capture_models import Capture, CaptureBytes, ContentJudgement, Recapture
from tocsin.reports.models import ERASED, Report


def captures_of(report: Report) -> QuerySet[Capture]:
    """Of its arrivals, and of looks at its page that brought no other report."""
    return Capture.objects.filter(
        Q(origin__report=report) | Q(origin=None, recapture__report=report)
    ).order_by("pk")


def capture_files(report: Report) -> list[str]:
    """Names below TOCSIN_HOME of the files with their bytes."""
    rows = captures_of(report).filter(sealed__content=None).values_list("sha256", flat=True)
    return [f"sealed/{sha256[:2]}/{sha256}" for sha256 in rows]


def later_versions(report: Report) -> list[int]:
    """Reports that hold a later text of its page: they are erased by themselves."""
    found = report.recaptures.filter(version__isnull=False).exclude(version=report)
    return sorted({row.version_id for row in found if row.version_id})


def empty_captures(report: Report, mark: str) -> list[Recapture | ContentJudgement]:
    """Bytes, certificates, reasons and addresses. What comes back says other things now than the log has of it."""
    ids = list(captures_of(report).values_list("pk", flat=True))
    for capture in Capture.objects.filter(pk__in=ids):
        capture.sha256, capture.sha512, capture.size_bytes = f"{ERASED}{capture.pk}", "", 0
        capture.certificates, capture.reasons, capture.picture = [], [], None
        capture.save()
    CaptureBytes.objects.filter(pk__in=ids).update(content=b"")
    Recapture.objects.filter(report=report).update(address="", trouble="")
    ContentJudgement.objects.filter(report=report).update(reason=mark)
    looks = Recapture.objects.filter(Q(report=report) | Q(capture__in=ids)).select_related("capture")
    return [*looks.order_by("pk"), *ContentJudgement.objects.filter(report=report).order_by("pk")]


def item_of(row: Recapture | ContentJudgement) -> str:
    return f"{'recapture' if isinstance(row, Recapture) else 'content-check'}:{row.pk}"


def act_of(row: Recapture | ContentJudgement, *, by: str, now: datetime, reason: str) -> custody.Act:
    after: dict[str, Json] = (
        recapturing.committed(row) if isinstance(row, Recapture) else content_judging.committed(row)
    )
    return custody.Act(item=item_of(row), action="erased", actor=by, at=now, reason=reason, after=after)
