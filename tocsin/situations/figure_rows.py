"""Figures as stored, made into rows of a series: with who printed them, and with the total that they are a part of."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Protocol

from django.db.models.functions import Coalesce

from tocsin.situations.figures import FigureRow
from tocsin.situations.instants import instant_of

#: of a finding; the last are its fields in force: as corrected, else as read
COLUMNS = ("report_id", "pk", "kind", "run_id", "ordinal", "quote", Coalesce("review__fields", "fields"))
Columns = tuple[int, int, str, int | None, int | None, str, Mapping[str, Any]]


class Printed(Protocol):
    """What a row tells of its report."""

    @property
    def report_id(self) -> int: ...
    @property
    def publisher(self) -> str: ...
    @property
    def published_at(self) -> datetime | None: ...


def figure_rows(listed: Sequence[Columns], reports: Mapping[int, Printed], zone: tzinfo) -> list[FigureRow]:
    """`part_of` is turned from a place in the reading into a finding, where that stands."""
    at_place = {
        (run, ordinal): (pk, fields["term"])
        for _, pk, _, run, ordinal, _, fields in listed
        if run is not None
    }
    return [_figure_row(columns, reports[columns[0]], at_place, zone) for columns in listed]


def _figure_row(
    columns: Columns,
    report: Printed,
    at_place: Mapping[tuple[Any, Any], tuple[int, str | None]],
    zone: tzinfo,
) -> FigureRow:
    _, pk, _, run, _, quote, fields = columns
    roles = {place["role"]: place["name"] for place in fields["places"] if place.get("role")}
    total_id, subset = _total(run, fields, at_place)
    return FigureRow(
        finding_id=pk,
        report_id=report.report_id,
        publisher=fields.get("publisher") or report.publisher,
        published_at=report.published_at,
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
        quote=quote,
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
