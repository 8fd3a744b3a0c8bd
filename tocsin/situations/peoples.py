"""Series of whom: figures of one measure that count different people stand in series of their own. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tocsin.situations.figures import FigureRow, Series, folded, longest_first
from tocsin.situations.scopes import of_some

#: measure and folded label -> the label that a person takes it for; None for those whom no label names
Same = Mapping[tuple[str, str], str | None]


def as_taken(rows: Iterable[FigureRow], same: Same) -> list[FigureRow]:
    """The rows with the labels that a person takes theirs for."""
    return [_as_taken(row, same) for row in rows] if same else list(rows)


def _as_taken(row: FigureRow, same: Same) -> FigureRow:
    named = (row.measure, folded(row.population) or "")
    return replace(row, taken_for=same[named] or "") if named in same else row


def by_people(series: Iterable[Series]) -> tuple[Series, ...]:
    """Each series parted by whom its figures count, the longest first. Labels stay apart as they are printed.

    Whoever names nobody is taken to mean the only people that are named, unless these are some of all: children, women.
    """
    return tuple(sorted((part for one in series for part in _parted(one)), key=longest_first))


def _parted(series: Series) -> Iterator[Series]:
    by_id = {row.finding_id: row for row in series.rows}
    groups: dict[str | None, list[FigureRow]] = {}
    for row in series.rows:
        groups.setdefault(_people(row, by_id), []).append(row)
    named = [label for label in groups if label]
    if None in groups and len(named) == 1 and not of_some(named[0]):
        groups = {None: list(series.rows)}
    for label, rows in groups.items():
        yield replace(series, rows=tuple(rows), population=_printed(label, rows))


def _people(row: FigureRow, by_id: Mapping[int, FigureRow]) -> str | None:
    """A part stands with its total, whatever people it counts itself; without one, with all."""
    if not row.subset:
        return row.people
    whole = by_id.get(row.part_of) if row.part_of is not None else None
    return whole.people if whole and not whole.subset else None


def _printed(label: str | None, rows: Iterable[FigureRow]) -> str | None:
    printed = (row.population for row in rows if folded(row.population) == label)
    return next(printed, label) if label else None
