"""Findings other than figures, as pages list them: events, statements, calls, responses, crimes named, appeals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from heapq import nlargest
from typing import Any

from django.db.models import QuerySet

from tocsin.record.models import Finding
from tocsin.situations.figure_rows import Columns, columns_of
from tocsin.situations.instants import Instant, instant_of

#: numbers in one question: SQLite takes 32,766
_VALUES_MAX = 30_000
#: run and ordinal of a statement that is denied -> the finding that denies it
Denials = Mapping[tuple[int | None, int | None], int]


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingRow:
    """One finding that stands, with who printed it."""

    finding_id: int
    kind: str
    report_id: int
    publisher: str
    published_at: datetime | None
    quote: str
    #: in force: as corrected, else as read
    fields: Mapping[str, Any]
    #: when it happened or was said, where the finding tells; else None
    instant: Instant | None
    #: for a statement: finding that denies it, where one does
    denied_by: int | None = None


#: kind -> numbers of all its findings, in no order
Numbers = Mapping[str, Sequence[int]]


def numbers_of(findings: QuerySet[Finding], kinds: Sequence[str]) -> Numbers:
    """One query of an index alone. A window in SQL would sort them all, which takes twice as long."""
    numbers: dict[str, list[int]] = {kind: [] for kind in kinds}
    for kind, pk in findings.filter(kind__in=kinds).values_list("kind", "pk"):
        numbers[kind].append(pk)
    return numbers


def newest_rows(numbers: Numbers, most: int | None, zone: tzinfo) -> dict[str, tuple[FindingRow, ...]]:
    """Kind -> its rows in order of time, those without one last; of each kind the `most` that were read last, or all."""
    chosen = [pk for each in numbers.values() for pk in (each if most is None else nlargest(most, each))]
    listed = [
        columns for part in _parts(chosen) for columns in columns_of(Finding.objects.filter(pk__in=part))
    ]
    denials = denials_among(listed)
    rows = sorted((finding_row(columns, denials, zone) for columns in listed), key=_order)
    return {kind: tuple(row for row in rows if row.kind == kind) for kind in numbers}


def _parts(chosen: list[int]) -> Iterator[list[int]]:
    """As many at once as SQLite takes values in one question."""
    return (chosen[first : first + _VALUES_MAX] for first in range(0, len(chosen), _VALUES_MAX))


def denials_among(listed: Sequence[Columns]) -> Denials:
    """What the statements among these deny; where two deny one, the first finding, in whatever order they come."""
    denying = [
        columns
        for columns in listed
        if columns.kind == Finding.Kind.STATEMENT and columns.fields.get("denies") is not None
    ]
    return {
        (columns.run_id, columns.fields["denies"]): columns.finding_id
        for columns in sorted(denying, key=lambda columns: columns.finding_id, reverse=True)
    }


def finding_row(columns: Columns, denials: Denials, zone: tzinfo) -> FindingRow:
    return FindingRow(
        finding_id=columns.finding_id,
        kind=columns.kind,
        report_id=columns.report_id,
        publisher=columns.publisher,
        published_at=columns.published_at,
        quote=columns.quote,
        fields=columns.fields,
        instant=instant_of(columns.fields.get("when") or columns.fields.get("said_at"), zone),
        denied_by=denials.get((columns.run_id, columns.ordinal))
        if columns.kind == Finding.Kind.STATEMENT
        else None,
    )


def _order(row: FindingRow) -> tuple[bool, float, int]:
    at = row.instant.at.timestamp() if row.instant else 0.0
    return (row.instant is None, at, row.finding_id)
