"""Every item of the store against the log: joined here, for no step may know the others' rows."""

from collections.abc import Iterator

from tocsin import custody, record, reports, situations
from tocsin.alerts.acts import committed as alert_fields
from tocsin.alerts.models import Alert
from tocsin.custody.commitments import Json
from tocsin.errors import TocsinError
from tocsin.record.commitment import as_text
from tocsin.record.models import Finding
from tocsin.reports.fields import text_fields_of
from tocsin.reports.models import Report, ReportText
from tocsin.situations.models import Situation

#: rows held in memory at once
CHUNK = 200


def faults() -> Iterator[str]:
    """One plain sentence for each item that is not as the log says. Nothing where all holds."""
    for report in Report.objects.order_by("pk").iterator(chunk_size=CHUNK):
        yield from _report_faults(report)
    added = ReportText.objects.exclude(kind=ReportText.Kind.ORIGINAL)
    for text in added.order_by("pk").iterator(chunk_size=CHUNK):
        yield from _differences(f"text:{text.pk}", text_fields_of(text), text.text)
    judged = Finding.objects.filter(review__isnull=False) | Finding.objects.filter(marked_by__isnull=False)
    for finding in judged.select_related("review").order_by("pk").iterator(chunk_size=CHUNK):
        yield from _finding_faults(finding)
    for situation in Situation.objects.order_by("pk"):
        yield from _differences(f"situation:{situation.pk}", situations.committed(situation), None)
    for alert in Alert.objects.order_by("pk"):
        yield from _alert_faults(alert)


def _report_faults(report: Report) -> Iterator[str]:
    try:
        reports.open_sealed(report)
    except TocsinError as error:
        yield f"report {report.pk}: {error}"
    expected = reports.fields_of(report)
    read = report.findings.filter(run__isnull=False)
    for finding in read:
        expected[f"finding:{finding.pk}"] = record.committed(
            kind=finding.kind,
            start=finding.start,
            end=finding.end,
            quote=finding.quote,
            fields=finding.fields,
        )
    yield from _differences(f"report:{report.pk}", expected, reports.text_of(report))


def _finding_faults(finding: Finding) -> Iterator[str]:
    expected: dict[str, Json] = {}
    if finding.marked_by_id:
        expected = {
            "kind": finding.kind,
            "start": finding.start,
            "end": finding.end,
            "quote": finding.quote,
        }
    if finding.review_id:
        expected |= {
            "state": finding.state,
            "fields": as_text(finding.current),
            "review": finding.review_id,
        }
    yield from _differences(f"finding:{finding.pk}", expected, None)


def _alert_faults(alert: Alert) -> Iterator[str]:
    said = "\n".join(alert.sentences.values_list("text", flat=True))
    yield from _differences(f"alert:{alert.pk}", alert_fields(alert), said)


def _differences(item: str, expected: dict[str, Json], text: str | None) -> Iterator[str]:
    for name in custody.differs(item, expected, text):
        yield f"{item}: {name} is not what the log says"
