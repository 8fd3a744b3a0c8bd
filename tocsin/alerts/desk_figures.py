"""What the desk knows of a situation's figures beyond each of them: which do not fit, and by which it goes for a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tocsin.alerts.sides import sides_of
from tocsin.situations import deciding, naming, preferring
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.figures import FigureRow
from tocsin.situations.models import Decision, Situation
from tocsin.situations.preferred import beside, preferred_of
from tocsin.situations.scopes import scope_of
from tocsin.situations.standing import standing
from tocsin.situations.standing_figures import StandingFigures, standing_figures


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskFigures:
    """A situation's figures, those of restricted reports among them, and what is decided about them."""

    situation: Situation
    standing: StandingFigures
    #: by the key of the contradiction
    decisions: Mapping[str, Decision]

    @property
    def undecided(self) -> list[Contradiction]:
        """Those about which nobody has decided, or of which somebody has said that it is not known."""
        return [each for each in self.standing.contradictions if self._is_open(each)]

    def _is_open(self, found: Contradiction) -> bool:
        decision = self.decisions.get(found.key)
        return decision is None or decision.verdict == Decision.Verdict.UNKNOWN


def desk_figures(situation: Situation) -> DeskFigures:
    """As they stand now, in a fixed number of queries."""
    return DeskFigures(
        situation=situation,
        standing=standing_figures(situation, same=naming.same_of(situation), public=False),
        decisions=deciding.in_force(situation),
    )


def undecided_about(
    known: DeskFigures, figures: Collection[int]
) -> list[tuple[Contradiction, tuple[int, ...]]]:
    """Those that touch one of the figures, each with its sides; not those of which one side alone may be quoted."""
    touching = [each for each in known.undecided if not set(figures).isdisjoint(each.finding_ids)]
    quotable = _quotable(known.situation, {pk for each in touching for pk in each.finding_ids})
    told = [(each, sides_of(each, figures, quotable)) for each in touching]
    return [(each, sides) for each, sides in told if sides]


def gone_by(known: DeskFigures, figures: Collection[int]) -> dict[int, int]:
    """Figure -> the one that the desk goes by in its place, of the same series, day, places and people.

    A figure that nobody has decided about keeps its place, for both sides are told of it; so does one where the
    preferred figure may not be quoted in public.
    """
    zone = ZoneInfo(known.situation.time_zone)
    preferred = preferred_of(
        known.standing.series,
        zone,
        preferences=preferring.in_force(known.situation),
        found=known.standing.contradictions,
        decisions=known.decisions,
    )
    if not preferred:
        return {}
    quotable = _quotable(known.situation, preferred)
    open_ = {pk for each in known.undecided for pk in each.finding_ids}
    return {
        row.finding_id: instead
        for series in known.standing.series
        for row in series.rows
        if row.finding_id in figures and row.finding_id not in open_ and not row.subset
        if (instead := _instead(row, beside(series, row, zone), quotable)) is not None
    }


def _quotable(situation: Situation, figures: Collection[int]) -> set[int]:
    """Those of the figures that may be quoted in public."""
    return set(standing(situation, public=True).filter(pk__in=figures).values_list("pk", flat=True))


def _instead(row: FigureRow, same_day: Sequence[FigureRow], preferred: Collection[int]) -> int | None:
    """Of a flow only one over the same time."""
    return next(
        (
            other.finding_id
            for other in same_day
            if other.finding_id in preferred and scope_of(other) == scope_of(row)
            if row.kind != "flow" or (other.begins, other.ends) == (row.begins, row.ends)
        ),
        None,
    )
