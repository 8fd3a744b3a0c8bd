"""Reports against the log: their bytes, readings, arrivals, texts, and how their pages were fetched."""

import hashlib
import json
from collections.abc import Iterator

from tocsin import custody, record, reports
from tocsin.custody.kept_salts import opener_of
from tocsin.custody.models import Entry, Erasure
from tocsin.errors import TocsinError
from tocsin.record.keeping import committed_reading
from tocsin.record.models import ReadingRun
from tocsin.reports.capture_models import Capture
from tocsin.reports.capturing import captured_page, open_capture, picture_of
from tocsin.reports.erasing_paragraphs import numbers_of
from tocsin.reports.fields import origin_fields_of, text_fields_of
from tocsin.reports.models import Origin, Report, ReportText
from tocsin.whole_store.comparing import differences


def report_faults(report: Report) -> Iterator[str]:
    if not report.has_bytes:
        yield from _left_faults(report)
    else:
        try:
            reports.open_sealed(report)
        except TocsinError as error:
            yield f"report {report.pk}: {error}"
    expected = reports.fields_of(report)
    for finding in report.findings.filter(run__isnull=False):
        expected[f"finding:{finding.pk}"] = record.committed(
            kind=finding.kind,
            start=finding.start,
            end=finding.end,
            quote=finding.quote,
            fields=finding.fields,
        )
    for run in ReadingRun.objects.filter(text__report=report, mapping__isnull=False):
        expected |= committed_reading(run)
    yield from differences(f"report:{report.pk}", expected, reports.text_of(report))
    for entry in Entry.objects.filter(item=f"report:{report.pk}", action="read"):
        for name in json.loads(bytes(entry.canonical))["after"]:
            if name.startswith("finding:") and name not in expected:
                yield f"{name} was read in report {report.pk} and is not in the store"
    yield from _origin_faults(report)


def _left_faults(report: Report) -> Iterator[str]:
    """An erased report, or one without a paragraph, has no bytes, and an erasure says when and why."""
    if report.sealed.content is None or bytes(report.sealed.content):
        yield f"report {report.pk} was erased and has bytes"
    told = Erasure.objects.filter(item=f"report:{report.pk}").values_list("fields", flat=True)
    if not any(fields == [] or (numbers_of(fields) and not report.is_erased) for fields in told):
        yield f"report {report.pk} is erased, and nothing says by whom"


def _origin_faults(report: Report) -> Iterator[str]:
    """Each arrival against the entry that it was logged with; both stand in the order in which they came."""
    arrivals = Entry.objects.filter(item=f"report:{report.pk}", action__in=("taken in", "arrived again"))
    rows = report.origins.select_related("capture").order_by("pk")
    entries, origins = list(arrivals.order_by("pk")), list(rows)
    if len(entries) != len(origins):
        yield f"report:{report.pk} has {len(origins)} origins where the log has {len(entries)}"
        return
    for entry, origin in zip(entries, origins, strict=True):
        if opener_of(entry) is not None:
            for name in custody.opened(entry, origin_fields_of(origin)):
                yield f"report:{report.pk}, origin {origin.pk}: {name} is not what the log says"
        if _captured(entry) and not hasattr(origin, "capture"):
            yield f"report:{report.pk}, origin {origin.pk}: its capture is in the log and not in the store"


def _captured(entry: Entry) -> bool:
    return "capture_sha256" in json.loads(bytes(entry.canonical))["after"]


def capture_faults(capture: Capture) -> Iterator[str]:
    """Its bytes are those that were sealed, they belong to something logged, and the report's bytes follow from them."""
    if capture.origin is None and not hasattr(capture, "recapture"):
        yield f"capture {capture.pk} belongs to no arrival and to no look at a page"
    if capture.is_erased:
        if capture.sealed.content is None or bytes(capture.sealed.content):
            yield f"capture {capture.pk} was erased and has bytes"
        return
    try:
        open_capture(capture)
        if capture.origin is not None and not _brought(capture, capture.origin):
            yield f"capture {capture.pk}: report {capture.origin.report_id} does not follow from it"
        if capture.picture is not None and not _shows(capture):
            yield f"capture {capture.pk}: its picture is not the one that was made of it"
    except TocsinError as error:
        yield f"capture {capture.pk}: {error}"


def _brought(capture: Capture, origin: Origin) -> bool:
    return hashlib.sha256(captured_page(capture)).hexdigest() == origin.report.sha256


def _shows(capture: Capture) -> bool:
    png, text = picture_of(capture)
    found = {
        "sha256": hashlib.sha256(png).hexdigest(),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return capture.picture == {**(capture.picture or {}), **found}


def text_faults(text: ReportText) -> Iterator[str]:
    yield from differences(f"text:{text.pk}", text_fields_of(text), text.text)
