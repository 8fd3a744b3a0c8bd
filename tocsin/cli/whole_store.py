"""Every item of the store against the log: joined here, for no step may know the others' rows."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

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

Row = TypeVar("Row", bound=Model)

#: rows held in memory at once
CHUNK = 200


def items() -> int:
    """How many items `faults` looks at."""
    rows = (Report.objects, _added(), _judged(), Situation.objects, Alert.objects)
    return sum(each.count() for each in rows)


def faults(advance: Callable[[], object]) -> Iterator[str]:
    """One plain sentence for each item that is not as the log says. `advance` is called after each item."""
    yield from _each(Report.objects.all(), _report_faults, advance)
    yield from _each(_added(), _text_faults, advance)
    yield from _each(_judged().select_related("review"), _finding_faults, advance)
    yield from _each(Situation.objects.all(), _situation_faults, advance)
    yield from _each(Alert.objects.all(), _alert_faults, advance)


def _each(
    rows: QuerySet[Row], check: Callable[[Row], Iterator[str]], advance: Callable[[], object]
) -> Iterator[str]:
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield from check(row)
        advance()


def _added() -> QuerySet[ReportText]:
    return ReportText.objects.exclude(kind=ReportText.Kind.ORIGINAL)


def _judged() -> QuerySet[Finding]:
    return Finding.objects.filter(Q(review__isnull=False) | Q(marked_by__isnull=False))


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


def _text_faults(text: ReportText) -> Iterator[str]:
    yield from _differences(f"text:{text.pk}", text_fields_of(text), text.text)


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


def _situation_faults(situation: Situation) -> Iterator[str]:
    yield from _differences(f"situation:{situation.pk}", situations.committed(situation), None)


def _alert_faults(alert: Alert) -> Iterator[str]:
    said = "\n".join(alert.sentences.values_list("text", flat=True))
    yield from _differences(f"alert:{alert.pk}", alert_fields(alert), said)


def _differences(item: str, expected: dict[str, Json], text: str | None) -> Iterator[str]:
    for name in custody.differs(item, expected, text):
        yield f"{item}: {name} is not what the log says"
