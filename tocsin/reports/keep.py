"""Prepared reports into the store: a batch is one transaction with its entries in the custody log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from tocsin.custody import Act, log
from tocsin.reports.fields import arrival_fields_of, fields_of
from tocsin.reports.models import Origin, Report, ReportText, SealedBytes
from tocsin.reports.prepared import Prepared
from tocsin.reports.store_trouble import store_trouble
from tocsin.reports.taken_in import TakenIn

#: two that take in the same bytes at once: the second finds the first one's report when it tries again
ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class _Arrived:
    """A prepared report with the row that it has or is about to get."""

    prepared: Prepared
    report: Report
    origin: Origin
    fresh: bool


def keep(batch: Sequence[Prepared], *, by: str, now: datetime) -> list[TakenIn]:
    """All of the batch or nothing of it. Raises StoreTrouble where the disk or the database refuses."""
    with store_trouble():
        for _ in range(ATTEMPTS - 1):
            try:
                with transaction.atomic():
                    return _keep(batch, by, now)
            except IntegrityError:
                continue
        with transaction.atomic():
            return _keep(batch, by, now)


def _keep(batch: Sequence[Prepared], by: str, now: datetime) -> list[TakenIn]:
    arrived = _arrive(batch, by, now)
    fresh = [each for each in arrived if each.fresh]
    Report.objects.bulk_create([each.report for each in fresh])
    SealedBytes.objects.bulk_create(
        [SealedBytes(report=each.report, content=each.prepared.content) for each in fresh]
    )
    ReportText.objects.bulk_create([text for each in fresh if (text := _text(each.prepared, each.report))])
    for each in arrived:
        each.origin.report = each.report  # its number is known by now
    Origin.objects.bulk_create([each.origin for each in arrived])
    log([_act(each, by, now) for each in arrived])
    return [_taken_in(each) for each in arrived]


def _arrive(batch: Sequence[Prepared], by: str, now: datetime) -> list[_Arrived]:
    """Which of them are new; the same bytes twice in one batch are one report too."""
    reports = {
        report.sha256: report
        for report in Report.objects.filter(sha256__in=[each.seal.sha256 for each in batch])
    }
    arrived = []
    for prepared in batch:
        fresh = prepared.seal.sha256 not in reports
        report = (
            reports.setdefault(prepared.seal.sha256, _report(prepared, now))
            if fresh
            else reports[prepared.seal.sha256]
        )
        arrived.append(
            _Arrived(prepared=prepared, report=report, origin=_origin(prepared, by, now), fresh=fresh)
        )
    return arrived


def _report(prepared: Prepared, now: datetime) -> Report:
    found, published = prepared.extracted, prepared.extracted.published
    return Report(
        sha256=prepared.seal.sha256,
        sha512=prepared.seal.sha512,
        size_bytes=prepared.seal.size_bytes,
        media_type=found.media_type,
        title=found.title,
        publisher=found.publisher,
        published_at=published.at if published else None,
        published_precision=published.precision if published else "",
        published_offset_min=published.offset_min if published else None,
        language=found.language,
        fetched_at=now,
    )


def _text(prepared: Prepared, report: Report) -> ReportText | None:
    if not prepared.extracted.text:
        return None
    return ReportText(
        report=report,
        kind=ReportText.Kind.ORIGINAL,
        language=prepared.extracted.language,
        text=prepared.extracted.text,
        made_at=report.fetched_at,
    )


def _origin(prepared: Prepared, by: str, now: datetime) -> Origin:
    arrival, message_id = prepared.arrival, prepared.extracted.message_id
    return Origin(
        kind=Origin.Kind.MAIL if message_id and not arrival.hops else arrival.kind,
        address=message_id if message_id and not arrival.hops else arrival.address,
        hops=list(arrival.hops),
        publisher=prepared.publisher,
        fetched_at=now,
        taken_in_by=by,
    )


def _act(each: _Arrived, by: str, now: datetime) -> Act:
    arrival = arrival_fields_of(each.origin)
    return Act(
        item=f"report:{each.report.pk}",
        action="taken in" if each.fresh else "arrived again",
        actor=by,
        at=now,
        after=fields_of(each.report) | arrival if each.fresh else arrival,
        text=each.prepared.extracted.text if each.fresh else None,
    )


def _taken_in(each: _Arrived) -> TakenIn:
    return TakenIn(
        address=each.prepared.arrival.address,
        report_id=each.report.pk,
        fresh=each.fresh,
        notes=each.prepared.extracted.notes + (() if each.fresh else _unheard(each)),
    )


def _unheard(each: _Arrived) -> tuple[str, ...]:
    """A report that is in already keeps its fields: what was said otherwise now is told back, not kept."""
    said, published = each.prepared.extracted, each.prepared.extracted.published
    if published is not None and published.at != each.report.published_at:
        return ("it is in already, with another published time, which stays",)
    if said.publisher != each.report.publisher:
        return ("it is in already, with another publisher, which stays",)
    return ()
