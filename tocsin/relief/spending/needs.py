"""The needs of a fund as they stand, each with what is to be said today of the figure that it was reckoned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tocsin.relief.models.ledger import Fund
from tocsin.relief.models.spending import Need
from tocsin.relief.spending.needing import figures_of
from tocsin.relief.spending.resting_on import Pin, Said, said_of
from tocsin.relief.spending.standards import Standard, standards
from tocsin.situations import deciding, preferring
from tocsin.situations.models import Situation
from tocsin.situations.preferred import preferred_of


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedShown:
    need: Need
    #: None where the data no longer has it
    standard: Standard | None
    #: empty where nothing happened to the figure since
    said: tuple[Said, ...]

    @property
    def amount(self) -> str:
        """As people read it: "4,504.5 square metre", "50 to 52 toilet"."""
        return f"{_span(self.need.amount_low, self.need.amount_high)} {self.need.unit}"

    @property
    def people(self) -> str:
        return _span(str(self.need.people_low), str(self.need.people_high))

    @property
    def compared(self) -> bool:
        """Whether somebody held the standard against its printed original."""
        return self.standard is not None and self.standard.compared


def needs_of(fund: Fund) -> tuple[NeedShown, ...]:
    """Those that are not withdrawn, by code. As many queries for a hundred as for one."""
    rows = Need.objects.filter(fund=fund, superseded_by=None, withdrawn=False)
    needs = list(rows.select_related("finding", "programme", "by").order_by("code"))
    said = _said(fund.situation, needs) if fund.situation and needs else [()] * len(needs)
    known = {one.id: one for one in standards()}
    return tuple(
        NeedShown(need=need, standard=known.get(need.standard), said=each)
        for need, each in zip(needs, said, strict=True)
    )


def _said(situation: Situation, needs: Sequence[Need]) -> list[tuple[Said, ...]]:
    zone, figures = ZoneInfo(situation.time_zone), figures_of(situation)
    decisions = deciding.in_force(situation)
    preferred = preferred_of(
        figures.series,
        zone,
        preferences=preferring.in_force(situation),
        found=figures.contradictions,
        decisions=decisions,
    )
    return [
        said_of(
            Pin(finding=need.finding_id, review=need.review_id),
            state=need.finding.state,
            review=need.finding.review_id,
            series=figures.series,
            contradictions=figures.contradictions,
            decided=decisions.keys(),
            preferred=preferred.keys(),
            zone=zone,
        )
        for need in needs
    ]


def _span(low: str, high: str) -> str:
    """
    >>> _span("4504.5", "4504.5"), _span("1000", "1021")
    ('4,504.5', '1,000 to 1,021')
    """
    first, last = (
        f"{int(whole):,}{point}{rest}" for whole, point, rest in (each.partition(".") for each in (low, high))
    )
    return first if first == last else f"{first} to {last}"
