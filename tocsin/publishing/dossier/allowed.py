"""What may leave the house in a dossier: levels, the word of two people, and the consent of those who told us."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from tocsin import record
from tocsin.publishing.dossier.chosen import Chosen
from tocsin.record.models import Finding
from tocsin.reports.models import Report

CHUNK = 500
_SENSITIVE, _OPEN = Report.Sensitivity.HIGHLY, Report.Sensitivity.OPEN


def allowed(chosen: Chosen, *, use: str, by: str, now: datetime) -> Chosen:
    """The same without each report of which something may not be used so ("court", "partners"): it counts as left out.

    A report goes whole or not at all: what is kept back of one of its findings still stands in its text.
    """
    person = User.objects.filter(username=by, is_active=True).first()
    refused = {
        report.pk
        for report in _doubtful(chosen.reports)
        if not _may(report, chosen.restricted, use, person, now)
    }
    kept = [pk for pk in chosen.reports if pk not in refused]
    return replace(chosen, reports=kept, left_out=sorted({*chosen.left_out, *refused}))


def _doubtful(reports: Sequence[int]) -> Iterator[Report]:
    """Those that are highly sensitive, told to us, or have something that fewer may see."""
    told = Q(testimonies__told_us=True, testimonies__superseded_by=None)
    masked = Q(pk__in=Finding.objects.exclude(mask=None).exclude(mask__highest=_OPEN).values("report"))
    for first in range(0, len(reports), CHUNK):
        part = Report.objects.filter(pk__in=reports[first : first + CHUNK])
        yield from part.filter(Q(sensitivity=_SENSITIVE) | told | masked).distinct()


def _may(report: Report, restricted: bool, use: str, person: User | None, now: datetime) -> bool:
    if not record.may_use(record.item_of(report, person=person, now=now), use, now):
        return False
    masked = report.findings.exclude(mask=None).exclude(mask__highest=_OPEN).select_related("mask", "report")
    return all(
        record.may_use(record.item_of(row, level=row.mask.highest, person=person, now=now), use, now)
        if row.mask.highest == _SENSITIVE
        else restricted
        for row in masked
    )
