"""What the desk knows of a situation's figures beyond each of them: which do not fit together, and nobody has decided."""

from __future__ import annotations

from collections.abc import Collection

from tocsin.alerts.sides import sides_of
from tocsin.situations import deciding, naming
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.models import Decision, Situation
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
