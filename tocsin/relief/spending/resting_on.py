"""How the figure that a need was reckoned from stands today: nothing is reckoned anew behind anybody's back. Pure.

A need pins a finding and the review of it that was in force. What happened since is said beside the need.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from tocsin.situations.contradiction import Contradiction
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.preferred import beside


class Doubt(StrEnum):
    #: another word on the same finding is in force, with other numbers or the same
    NEWER_VERSION = "newer version"
    #: a later figure of the same series stands
    LATER_FIGURE = "later figure"
    DISPUTED = "disputed"
    #: refused, withdrawn or withheld since, or its report is no longer gathered here
    GONE = "gone"
    #: does not fit another figure, and nobody has decided by which the desk goes
    CONTRADICTED = "contradicted"
    #: the desk goes by another figure
    NOT_PREFERRED = "not preferred"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What is to be said beside a need."""

    doubt: Doubt
    #: the other finding that it is about; None where it is about this one
    finding: int | None = None
    #: the number that stands now; None where there is none
    people: int | float | None = None
    #: a rule's own sentence; empty where there is none
    what: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pin:
    """The figure as it was when the need was stated."""

    finding: int
    #: None where no review was in force
    review: int | None


def said_of(
    pin: Pin,
    *,
    state: str,
    review: int | None,
    series: Sequence[Series],
    contradictions: Sequence[Contradiction],
    decided: Collection[str],
    preferred: Collection[int],
    zone: tzinfo,
) -> tuple[Said, ...]:
    """What a reader of the need should know, the gravest first.

    `state` and `review` are the finding's today; `series` and `contradictions` are what stands in the situation, whose
    zone is `zone`; `decided` are keys of contradictions that a person decided, `preferred` the findings that the desk
    goes by.
    """
    found = next(((one, row) for one in series for row in one.rows if row.finding_id == pin.finding), None)
    if state == "disputed":
        return (Said(doubt=Doubt.DISPUTED),)
    if found is None:
        return (Said(doubt=Doubt.GONE),)
    one, row = found
    said = [
        Said(doubt=Doubt.CONTRADICTED, what=each.what)
        for each in contradictions
        if pin.finding in each.finding_ids and each.key not in decided
    ]
    said += _not_preferred(one, row, preferred, zone)
    if review != pin.review:
        said.append(Said(doubt=Doubt.NEWER_VERSION, people=row.shown))
    if (later := _later(one, row)) is not None:
        said.append(Said(doubt=Doubt.LATER_FIGURE, finding=later.finding_id, people=later.shown))
    return tuple(said)


def _not_preferred(
    series: Series, row: FigureRow, preferred: Collection[int], zone: tzinfo
) -> Iterator[Said]:
    """The figure of the same day that the desk goes by in its place."""
    if row.finding_id in preferred:
        return
    for other in beside(series, row, zone):
        if other.finding_id in preferred:
            yield Said(doubt=Doubt.NOT_PREFERRED, finding=other.finding_id, people=other.shown)


def _later(series: Series, row: FigureRow) -> FigureRow | None:
    """The latest figure of the series, where it holds for a later time; without times nothing is later."""
    latest = series.latest
    if row.instant is None or latest.instant is None or latest.instant.at <= row.instant.at:
        return None
    return latest
