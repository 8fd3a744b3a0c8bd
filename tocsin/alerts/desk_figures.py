"""What the desk knows of a situation's figures beyond each of them: which do not fit, and by which it goes for a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

from tocsin.alerts.sides import sides_of
from tocsin.situations import deciding, naming, preferring
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.figures import FigureRow
from tocsin.situations.models import Decision, Situation
from tocsin.situations.preferred import beside, preferred_of
from tocsin.situations.scopes import scope_of
from tocsin.situations.standing import standing
from tocsin.situations.standing_figures import standing_figures


def undecided(situation: Situation) -> list[Contradiction]:
    """Those about which nobody has decided, or of which somebody has said that it is not known."""
    decisions = deciding.in_force(situation)
    found = standing_figures(situation, same=naming.same_of(situation), public=False).contradictions
    return [
        each
        for each in found
        if each.key not in decisions or decisions[each.key].verdict == Decision.Verdict.UNKNOWN
    ]


def undecided_about(
    situation: Situation, figures: Collection[int]
) -> list[tuple[Contradiction, tuple[int, ...]]]:
    """Those that touch one of the figures, each with its sides; not those of which one side alone may be quoted."""
    touching = [each for each in undecided(situation) if not set(figures).isdisjoint(each.finding_ids)]
    members = {pk for each in touching for pk in each.finding_ids}
    quotable = set(standing(situation, public=True).filter(pk__in=members).values_list("pk", flat=True))
    told = [(each, sides_of(each, figures, quotable)) for each in touching]
    return [(each, sides) for each, sides in told if sides]


def gone_by(situation: Situation, figures: Collection[int]) -> dict[int, int]:
    """Figure -> the one that the desk goes by in its place, of the same series, day, places and people.

    A figure that nobody has decided about keeps its place, for both sides are told of it; so does one where the
    preferred figure may not be quoted in public.
    """
    zone = ZoneInfo(situation.time_zone)
    standing_now = standing_figures(situation, same=naming.same_of(situation), public=False)
    preferred = preferred_of(
        standing_now.series,
        zone,
        preferences=preferring.in_force(situation),
        found=standing_now.contradictions,
        decisions=deciding.in_force(situation),
    )
    if not preferred:
        return {}
    quotable = set(standing(situation, public=True).filter(pk__in=preferred).values_list("pk", flat=True))
    open_ = {pk for each in undecided(situation) for pk in each.finding_ids}
    return {
        row.finding_id: instead
        for series in standing_now.series
        for row in series.rows
        if row.finding_id in figures and row.finding_id not in open_ and not row.subset
        if (instead := _instead(row, beside(series, row, zone), quotable)) is not None
    }


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
