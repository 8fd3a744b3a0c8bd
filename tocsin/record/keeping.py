"""Reading what was taken in, and keeping what was found."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django.db import IntegrityError, transaction

from tocsin import custody, reading
from tocsin.reading.sheets import READERS as SHEETS
from tocsin.record.commitment import committed
from tocsin.record.masking import mask_new
from tocsin.record.models import Finding, ReadingRun
from tocsin.reports.models import ERASED, Report, ReportText
from tocsin.reports.plain import head_left_blank
from tocsin.reports.published import Precision, Published

#: the lists of a reading, and the kind of finding that each holds
KIND_OF_LIST = {
    "figures": Finding.Kind.FIGURE,
    "statements": Finding.Kind.STATEMENT,
    "times": Finding.Kind.TIME,
    "places": Finding.Kind.PLACE,
    "events": Finding.Kind.EVENT,
    "calls": Finding.Kind.CALL,
    "responses": Finding.Kind.RESPONSE,
    "qualifications": Finding.Kind.QUALIFICATION,
    "appeals": Finding.Kind.APPEAL,
    "problems": Finding.Kind.PROBLEM,
}


def read_reports(
    report_ids: Iterable[int],
    *,
    by: str,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Reads every text of these reports that this version of the reader has not read; returns how many it read.

    Each text is one transaction: its findings are kept whole or not at all.
    """
    texts = (
        ReportText.objects.filter(report_id__in=list(report_ids))
        .exclude(runs__reader=reading.VERSION)
        .exclude(runs__reader__startswith=SHEETS)  # a sheet of figures is no prose
        .exclude(report__sha256__startswith=ERASED)
        .select_related("report")
        .order_by("id")
    )
    count = 0
    for text in texts:
        count += _read_text(text, by=by, now=now)
        if progress:
            progress(1)
    return count


def _read_text(text: ReportText, *, by: str, now: datetime) -> int:
    found = reading.read(head_left_blank(text.text), published=published_day(text.report)).as_dict()
    return 0 if keep(text, found, reader=reading.VERSION, by=by, now=now) is None else 1


def keep(
    text: ReportText,
    found: Mapping[str, Any],
    *,
    reader: str,
    by: str,
    now: datetime,
    mapping: dict[str, Any] | None = None,
) -> list[Finding] | None:
    """Keeps all findings of one reading of one text, or none; None where this reader's are there already.

    `mapping` is what the columns of a sheet were read as.
    """
    try:
        with transaction.atomic():
            run = ReadingRun.objects.create(text=text, reader=reader, read_at=now, mapping=mapping)
            findings = Finding.objects.bulk_create(_rows(text, run, found, now))
            custody.log([_act(run, findings, by, now)])
            mask_new(findings, now.date())
    except IntegrityError:
        return None  # another process read the same text with the same reader: its findings are these
    return findings


def published_day(report: Report) -> str | None:
    """The printed day of publication as YYYY-MM-DD; None where it is unknown or coarser than a day."""
    if report.published_at is None:
        return None
    printed = Published(
        at=report.published_at,
        precision=cast("Precision", report.published_precision),
        offset_min=report.published_offset_min,
    )
    return printed.day


def _rows(text: ReportText, run: ReadingRun, found: Mapping[str, Any], now: datetime) -> list[Finding]:
    return [
        Finding(
            text=text,
            report_id=text.report_id,
            kind=kind,
            ordinal=ordinal,
            start=fields["start"],
            end=fields["end"],
            quote=text.text[fields["start"] : fields["end"]],
            fields=fields,
            run=run,
            made_at=now,
        )
        for name, kind in KIND_OF_LIST.items()
        for ordinal, fields in enumerate(found[name])
    ]


def _act(run: ReadingRun, findings: list[Finding], by: str, now: datetime) -> custody.Act:
    after: dict[str, Any] = {"text": run.text_id, "reader": run.reader, "findings": len(findings)}
    after |= committed_reading(run)
    for finding in findings:
        after[f"finding:{finding.pk}"] = committed(
            kind=finding.kind,
            start=finding.start,
            end=finding.end,
            quote=finding.quote,
            fields=finding.fields,
        )
    return custody.Act(item=f"report:{run.text.report_id}", action="read", actor=by, at=now, after=after)


def committed_reading(run: ReadingRun) -> dict[str, Any]:
    """What the log commits to of how a sheet was read; nothing for prose."""
    return {} if run.mapping is None else {f"mapping of {run.reader}": run.mapping}
