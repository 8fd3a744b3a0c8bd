"""Pages fetched again: each look is a row with its own capture, and a changed page is a report of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from tocsin.custody import Act, log
from tocsin.custody.commitments import Json
from tocsin.errors import FetchFailed, NotFound, ReportRefused
from tocsin.reports.address import arrival_of, limits
from tocsin.reports.arrivals import Said
from tocsin.reports.capture_models import Capture, Recapture
from tocsin.reports.capturing import Captured, new_tape, sealed_capture, store
from tocsin.reports.capturing import committed as committed_capture
from tocsin.reports.confinement import Reader
from tocsin.reports.content_check import Checked, Verdict
from tocsin.reports.content_judging import standing
from tocsin.reports.extracted import one_line
from tocsin.reports.fetch import fetch
from tocsin.reports.fields import text_of
from tocsin.reports.keep import keep
from tocsin.reports.looking_again import Outcome, Seen, outcome
from tocsin.reports.models import Origin, Report
from tocsin.reports.prepared import Prepared, prepare
from tocsin.reports.sensitivity import set_sensitivity
from tocsin.reports.store_trouble import store_trouble
from tocsin.reports.warc import status_of

if TYPE_CHECKING:
    from tocsin.outside.guard import Guard
    from tocsin.outside.wire import Tape

#: pages looked at in one round of the worker: everything else waits meanwhile
ROUND_PAGES_MAX = 20
TROUBLE_MAX = 500
_BY_HTTP = (Origin.Kind.URL, Origin.Kind.FEED)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """What one fetch brought, before anything is stored."""

    seen: Seen
    trouble: str = ""
    #: a page that can be kept as a report; its capture is in it
    prepared: Prepared | None = None
    #: of an answer that is no page; None where nothing was sent
    capture: Captured | None = None


def recapture(report_id: int, *, by: str, now: datetime, guard: Guard | None = None) -> Recapture:
    """Fetches the report's address again, and keeps what was there. Raises NotFound for a report that was not fetched."""
    report, address = _fetched(report_id)
    with Reader() as reader:
        look = _look(address, report, reader, now, guard)
    known = last_version(report)
    was = standing([report.pk]).get(report.pk)
    found = outcome(text_of(known) or "", was.verdict if was else Verdict.ARTICLE, look.seen)
    row = Recapture(
        report=report,
        address=address,
        outcome=found.value,
        status=look.seen.status,
        trouble=one_line(look.trouble, TROUBLE_MAX),
        compared_with=known,
        at=now,
        by=by,
    )
    with store_trouble(), transaction.atomic():
        _keep(row, look)
    return row


def recapturable() -> Iterable[int]:
    """Reports that came from an address, the longest not looked at in front; versions of others are not among them."""
    ordered = _lookable().annotate(looked=Max("recaptures__at")).order_by("looked", "pk")
    return ordered.values_list("pk", flat=True).distinct()


def due(now: datetime) -> list[int]:
    """Reports whose page is to be looked at again, the longest waiting first; none where TOCSIN_RECAPTURE_DAYS is 0."""
    days = settings.TOCSIN_RECAPTURE_DAYS
    if not days:
        return []
    before = now - timedelta(days=days)
    rows = _lookable().filter(fetched_at__lte=before)
    waiting = rows.annotate(looked=Max("recaptures__at")).filter(Q(looked=None) | Q(looked__lte=before))
    return list(waiting.order_by("looked", "fetched_at", "pk").values_list("pk", flat=True)[:ROUND_PAGES_MAX])


def last_version(report: Report) -> Report:
    """The newest text of its page that is known: the report, or what a look at its address brought since."""
    changed = (
        report.recaptures.filter(version__isnull=False).select_related("version").order_by("-pk").first()
    )
    return changed.version if changed and changed.version else report


def committed(row: Recapture) -> dict[str, Json]:
    """What the custody log commits to of a look, its capture among it."""
    own: dict[str, Json] = {
        "report": row.report_id,
        "address": row.address,
        "outcome": row.outcome,
        "status": row.status,
        "trouble": row.trouble,
        "compared_with": row.compared_with_id,
        "version": row.version_id,
    }
    return own if row.capture is None else own | committed_capture(row.capture)


def _lookable() -> QuerySet[Report]:
    """Reports that came from an address and are no later version of another one."""
    by_http = Origin.objects.filter(report=OuterRef("pk"), kind__in=_BY_HTTP)
    later = Recapture.objects.filter(version=OuterRef("pk")).exclude(report=OuterRef("pk"))
    return Report.objects.filter(Exists(by_http), ~Exists(later))


def _fetched(report_id: int) -> tuple[Report, str]:
    """The report and the address that it came from last."""
    report = Report.objects.filter(pk=report_id).first()
    if report is None:
        raise NotFound(f"there is no report {report_id}", "`tocsin report list` shows them")
    origin = report.origins.filter(kind__in=_BY_HTTP).order_by("-pk").first()
    if origin is None:
        raise NotFound(
            f"report {report_id} was not fetched from an address",
            "only what was fetched can be looked at again",
        )
    return report, origin.address


def _look(address: str, report: Report, reader: Reader, now: datetime, guard: Guard | None) -> _Look:
    """Trouble of the network and of the page is part of what is found; a disk that refuses is not."""
    tape = new_tape()
    try:
        fetched = fetch(address, guard=guard, limits=limits(), tape=tape)
    except ReportRefused as error:
        return _failed(tape, error)
    said = Said(title=report.title, publisher=report.publisher)
    arrival = arrival_of(address, fetched, tape, guard, announced=said)
    try:
        prepared = prepare(arrival, Said(), reader, now=now, bytes_max=settings.TOCSIN_REPORT_BYTES_MAX)
    except ReportRefused as error:
        return _failed(tape, error, fetched.hops[-1]["status"])
    assert prepared.capture is not None
    seen = Seen(
        status=fetched.hops[-1]["status"],
        text=prepared.extracted.text,
        verdict=prepared.capture.checked.verdict,
    )
    return _Look(seen=seen, prepared=prepared, capture=prepared.capture)


def _failed(tape: Tape, error: ReportRefused, status: int | None = None) -> _Look:
    """No page: what answered is kept all the same. A status counts only where the way to it was allowed to its end."""
    found = status if status is not None else _status(tape, error)
    checked = Checked(verdict=Verdict.EMPTY if status else Verdict.ERROR, reasons=(str(error),))
    asked = any(exchange.request for exchange in tape.exchanges)
    captured = sealed_capture(tape, checked) if asked else None
    tape.close()
    return _Look(seen=Seen(status=found), trouble=str(error), capture=captured)


def _status(tape: Tape, error: ReportRefused) -> int | None:
    """Of the last answer, where that is why the fetch failed and not a redirect that led nowhere."""
    last = tape.exchanges[-1] if tape.exchanges else None
    if last is None or not last.answer.tell() or (isinstance(error, FetchFailed) and last.truncated):
        return None
    found = status_of(last.answer)
    return found if found is not None and found >= 400 else None


def _keep(row: Recapture, look: _Look) -> None:
    """The row with its capture and its entry; a changed page as a report of its own, with the same capture."""
    if row.outcome == Outcome.CHANGED and look.prepared is not None:
        (taken,) = keep([look.prepared], by=row.by, now=row.at)
        row.version_id = taken.report_id
        row.capture = Capture.objects.filter(origin__report=taken.report_id).order_by("-pk").first()
        if taken.fresh and row.report.sensitivity == Report.Sensitivity.RESTRICTED:
            why = f"a later version of report {row.report_id}, which is for the desk only"
            set_sensitivity(
                row.version_id or 0, Report.Sensitivity.RESTRICTED, by=row.by, now=row.at, reason=why
            )
    elif look.capture is not None:
        row.capture = store(look.capture, None)
    row.save(force_insert=True)
    act = Act(
        item=f"recapture:{row.pk}", action="looked at again", actor=row.by, at=row.at, after=committed(row)
    )
    log([act])


def rounds(now: datetime, *, by: str = "worker", guard: Guard | None = None) -> Iterator[Recapture]:
    """One round of the worker."""
    for report_id in due(now):
        yield recapture(report_id, by=by, now=now, guard=guard)
