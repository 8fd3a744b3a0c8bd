"""What the desk's page of one figure series shows: each figure with its step, its contradictions, what is preferred."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from tocsin.situations.brief import Brief
from tocsin.situations.figures import FigureRow, Series, folded
from tocsin.situations.models import Change, Preference, SamePeople
from tocsin.situations.preferred import Preferred, day_of
from tocsin.situations.steps import Step
from tocsin.web.doubts import Doubt

REASONS = {
    Change.Type.MOVEMENT: gettext_lazy("people moved"),
    Change.Type.RECOUNT: gettext_lazy("counted anew"),
    Change.Type.CORRECTION: gettext_lazy("corrected by its publisher"),
    Change.Type.REDEFINITION: gettext_lazy("something else was counted"),
    Change.Type.UNKNOWN: gettext_lazy("not known"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesRow:
    row: FigureRow
    #: in the situation's zone; None where its time names no day
    day: date | None
    #: from the count before; None where its number is the same, or nothing came before
    step: Step | None
    preferred: Preferred | None
    #: what was last chosen for its day, be it another figure
    chosen: Preference | None
    doubts: tuple[Doubt, ...]

    @property
    def may_be_preferred(self) -> bool:
        return self.day is not None and not self.row.subset


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesEntry:
    """One series in the list of all."""

    series: Series
    shown: FigureRow
    preferred: Preferred | None
    #: steps of which nobody has said why
    unexplained: int


def explained(brief: Brief, series: Iterable[Series]) -> dict[int, Step]:
    """The steps whose reason a person said."""
    return {number: step for number, step in brief.steps(series).items() if step.reason}


def series_rows(
    series: Series, brief: Brief, doubts: Iterable[Doubt], preferences: Iterable[Preference]
) -> tuple[SeriesRow, ...]:
    """The latest first, then those without a time."""
    steps = brief.steps([series])
    chosen = {each.day: each for each in preferences if each.series == series.key}
    at = doubts_at(doubts)
    dated = [row for row in series.rows if row.instant]
    undated = [row for row in series.rows if not row.instant]
    return tuple(_row(row, brief, steps, chosen, at) for row in (*reversed(dated), *undated))


def _row(
    row: FigureRow,
    brief: Brief,
    steps: Mapping[int, Step],
    chosen: Mapping[date, Preference],
    doubts: Mapping[int, list[Doubt]],
) -> SeriesRow:
    day = day_of(row, brief.zone)
    return SeriesRow(
        row=row,
        day=day,
        step=steps.get(row.finding_id),
        preferred=brief.preferred.get(row.finding_id),
        chosen=chosen.get(day) if day else None,
        doubts=tuple(doubts.get(row.finding_id, ())),
    )


def doubts_at(doubts: Iterable[Doubt]) -> dict[int, list[Doubt]]:
    """Finding -> the contradictions that it takes part in."""
    at: dict[int, list[Doubt]] = {}
    for doubt in doubts:
        for number in doubt.contradiction.finding_ids:
            at.setdefault(number, []).append(doubt)
    return at


def labels_in(brief: Brief) -> dict[str, dict[str, str]]:
    """Measure -> label of people, folded -> as first printed."""
    labels: dict[str, dict[str, str]] = {}
    for series in brief.series:
        for row in series.rows:
            label = folded(row.population)
            if label and not row.subset:
                labels.setdefault(row.measure, {}).setdefault(label, row.population or label)
    return labels


def same_said(said: Iterable[SamePeople]) -> dict[tuple[str, str], SamePeople]:
    return {(each.measure, each.label): each for each in said}
