"""Figures as stored, made into rows of a series: with who printed them, and with the total that they are a part of."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from tocsin.record.levels import Viewer, blocked, hidden, without, words_of
from tocsin.record.models import Finding
from tocsin.situations.figures import FigureRow
from tocsin.situations.instants import instant_of

#: of a finding, with who printed it; the last are its fields in force: as corrected, else as read
COLUMNS = (
    "report_id", "report__publisher", "report__published_at", "pk", "review_id", "kind", "run_id", "ordinal", "quote",
    "mask__fields", Coalesce("review__fields", "fields"),
)  # fmt: skip


class Columns(NamedTuple):
    report_id: int
    publisher: str
    published_at: datetime | None
    finding_id: int
    #: the review in force; None where there is none
    review_id: int | None
    kind: str
    run_id: int | None
    ordinal: int | None
    quote: str
    #: field -> level, of fields that fewer may see; None for none. What is masked is withheld, whoever looks: a
    #: situation's pages are read by everybody
    masked: Mapping[str, str] | None
    fields: Mapping[str, Any]


def columns_of(findings: QuerySet[Finding]) -> list[Columns]:
    """One query. What a finding and its reviews hold never changes: only which of them are in force does."""
    return [_veiled(Columns._make(row)) for row in findings.values_list(*COLUMNS)]


def _veiled(columns: Columns) -> Columns:
    if not columns.masked:
        return columns
    names = hidden(columns.masked, Viewer.PUBLIC)
    words = words_of(columns.fields, names)
    return columns._replace(fields=without(columns.fields, names), quote=blocked(columns.quote, words))


def figure_rows(listed: Sequence[Columns], zone: tzinfo) -> list[FigureRow]:
    """`part_of` is turned from a place in the reading into a finding, where that stands."""
    at_place = {
        (columns.run_id, columns.ordinal): (columns.finding_id, columns.fields["term"])
        for columns in listed
        if columns.run_id is not None
    }
    return [_figure_row(columns, at_place, zone) for columns in listed]


def _figure_row(
    columns: Columns, at_place: Mapping[tuple[Any, Any], tuple[int, str | None]], zone: tzinfo
) -> FigureRow:
    fields = columns.fields
    roles = {place["role"]: place["name"] for place in fields["places"] if place.get("role")}
    total_id, subset = _total(columns.run_id, fields, at_place)
    return FigureRow(
        finding_id=columns.finding_id,
        report_id=columns.report_id,
        publisher=fields.get("publisher") or columns.publisher,
        published_at=columns.published_at,
        value=fields["value"],
        low=fields["low"],
        high=fields["high"],
        quantifier=fields["quantifier"],
        unit=fields["unit"],
        measure=fields["term"] or "other",
        kind=fields["kind"],
        as_of=fields["as_of"],
        instant=instant_of(fields["as_of"], zone),
        since=fields["since"],
        until=fields["until"],
        origin=roles.get("origin"),
        destination=roles.get("destination"),
        population=fields["population"],
        speaker=fields["speaker"],
        quote=columns.quote,
        place=roles.get("at"),
        part_of=total_id,
        subset=subset,
        breakdown=fields.get("breakdown"),
        begins=instant_of(fields["since"], zone),
        ends=instant_of(fields["until"], zone),
        places=fields["places"],
    )


def _total(
    run: int | None, fields: Mapping[str, Any], at_place: Mapping[tuple[Any, Any], tuple[int, str | None]]
) -> tuple[int | None, bool]:
    """The finding that a part is a part of, and whether it counts some of those that its own series counts.

    "Of the 98,625 who crossed, 27,396 were sheltered" counts all who were sheltered; "of the 55,248 registered, 26,575
    men" counts some of the registered. Where the total was not accepted, a population of its own tells them apart.
    """
    if fields.get("part_of") is None:
        return None, False
    total = at_place.get((run, fields["part_of"]))
    if total is None:
        return None, fields["population"] is not None
    return total[0], total[1] == fields["term"]
