"""A sheet of figures that somebody keeps, loaded row by row: sealed as a report, each row its own passage."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.errors import NotFound, ReportRefused
from tocsin.reading.sheet_columns import SheetMapping
from tocsin.reading.sheet_rows import worksheets
from tocsin.reading.sheets import READERS, VERSION, read_sheet
from tocsin.record.keeping import keep
from tocsin.record.models import Finding, Review
from tocsin.record.putting import Ruling, put_in_force
from tocsin.reports.models import ReportText

REASON = "loaded from a sheet"


def load_figures(
    report_id: int,
    *,
    by: str,
    now: datetime,
    accepted_by: User | None = None,
    mapping: SheetMapping | None = None,
) -> list[Finding]:
    """Keeps the figures and problems of a report that is a sheet; none where it was loaded before.

    `mapping` says what its columns hold; without, it has our own columns, HXL's hashtags or IDMC's terms. With
    `accepted_by`, that person vouches for every figure; without, they stand open until somebody reviews them.
    Raises ReportRefused where not one row can be read.
    """
    text = sheet_text(report_id)
    found = read_sheet(text.text, mapping)
    if not found.figures:
        reason = found.problems[0].reason if found.problems else "it has no row"
        raise ReportRefused(f"report {report_id} is no sheet of figures: {reason}")
    reader = reader_of(text.text, mapping)
    if loaded_before(text, reader):
        return []
    said = mapping.as_dict() if mapping else None
    with transaction.atomic():
        findings = keep(text, found.as_dict(), reader=reader, by=by, now=now, mapping=said)
        if findings and accepted_by:
            _accept([each for each in findings if each.kind == Finding.Kind.FIGURE], accepted_by, now)
    return findings or []


def sheet_text(report_id: int) -> ReportText:
    """The text that a sheet's passages lie in. Raises NotFound for a report that has none."""
    text = ReportText.objects.filter(report_id=report_id, kind=ReportText.Kind.ORIGINAL).first()
    if text is None:
        raise NotFound(f"report {report_id} holds no sheet", "take in a CSV or XLSX file")
    return text


def reader_of(text: str, mapping: SheetMapping | None) -> str:
    """Each worksheet of a text is loaded once, by whatever mapping: a name for this one."""
    names = [part.name for part in worksheets(text)]
    place = names.index(mapping.worksheet) if mapping and mapping.worksheet in names else 0
    return f"{VERSION}:{place}" if place else VERSION


def loaded_before(text: ReportText, reader: str) -> bool:
    """By this version of the reader, or by one before it that knew one worksheet only."""
    earlier = text.runs.filter(reader__startswith=READERS).values_list("reader", flat=True)
    return any(each == reader or (each < VERSION and ":" not in reader) for each in earlier)


def _accept(findings: Iterable[Finding], by: User, now: datetime) -> None:
    accepted = Review.Decision.ACCEPTED
    put_in_force(
        [
            Ruling(
                review=Review(finding=each, decision=accepted, reviewer=by, at=now, reason=REASON),
                state=accepted,
            )
            for each in findings
        ]
    )
