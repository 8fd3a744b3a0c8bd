"""Dates in a row that share the year told with the last: "from 3 May to 7 June 1990", "summer and autumn 1918"."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.anchoring import Point, point_of, year_after
from tocsin.reading.leanings import DayOfYear, MonthOfYear, Season, Then
from tocsin.reading.moments import Moment

#: what may stand between two dates of one row
_JOINTS = frozenset(
    ["to", "and", "or", "-", "–", "—", "until", "till", "through", ",", ", and", "&", "to the", "and the", "and until",
     "and to", "and from", "and on", "and in", "and again in", "until the", "to about", "and between"]
)  # fmt: skip
_JOINT_MAX = max(map(len, _JOINTS)) + 2


def with_years_of_series(text: str, moments: Sequence[Moment]) -> list[Moment]:
    """The moments, those of a row with the year that its last one tells."""
    done = list(moments)
    for index in range(len(done) - 2, -1, -1):
        moment, following = done[index], done[index + 1]
        if following.leaning is not None or not isinstance(moment.leaning, DayOfYear | MonthOfYear | Season):
            continue
        point = point_of(following.value)
        gap = text[moment.end : following.start]
        if not point or len(gap) > _JOINT_MAX or " ".join(gap.lower().split()) not in _JOINTS:
            continue
        if not point.month and not isinstance(moment.leaning, Season):
            continue  # "In May and 1990"
        done[index] = _dated(moment, point)
    return done


def _dated(moment: Moment, following: Point) -> Moment:
    """The moment in the year of the one that follows; of the year before where its month comes after."""
    leaning = moment.leaning
    if isinstance(leaning, Season):
        return moment._replace(value=f"{Point(following.year).text()}-{leaning.code}", leaning=None)
    assert isinstance(leaning, DayOfYear | MonthOfYear), leaning
    wraps = following.month is not None and leaning.month > following.month
    year = year_after(following.year, -1) if wraps else following.year
    return moment._replace(value=leaning.value(Then(None, Point(year))) or "", leaning=None)
