"""The figures that stand in a situation, side by side, with what does not fit among them.

Both follow from the figures alone and from who is taken for whom, and what a figure holds never changes: a finding is
written once, and so is each of its reviews. So the result is kept in memory beside the list of what it was made from:
every figure that stands, with its review and with what its report prints of itself. That list is read anew each time;
where it is another one in anything, so is the result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from tocsin.record.models import Finding
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.contradictions import contradictions
from tocsin.situations.figure_rows import Columns, columns_of, figure_rows
from tocsin.situations.figures import Series, series_of
from tocsin.situations.kept import Kept
from tocsin.situations.models import Situation
from tocsin.situations.peoples import Same, as_taken, by_people
from tocsin.situations.standing import standing

#: figures kept in memory by a process; a thousand take some 2 MB
FIGURES_KEPT_MAX = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingFigures:
    series: tuple[Series, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def count(self) -> int:
        return sum(len(one.rows) for one in self.series)


#: all that a figure follows from beside what never changes: the finding, its review in force, what its report prints,
#: and what of it is masked
_MADE_FROM = ("pk", "review_id", "report__publisher", "report__published_at", "mask__fields")
_Figure = tuple[int, int | None, str, datetime | None, Mapping[str, str] | None]
#: the zone, who is taken for whom, and the figures
_From = tuple[str, Same, tuple[_Figure, ...]]
_kept: Kept[_From, StandingFigures] = Kept(FIGURES_KEPT_MAX, lambda figures: figures.count)


def standing_figures(situation: Situation, *, same: Same, public: bool) -> StandingFigures:
    """One query where this process has read the same figures before, else two. `same` says who is taken for whom.

    Within a transaction rows are seen that may never come to stand: what is made there is not kept. What was made of rows
    that stand holds there too.
    """
    zone, name = situation.time_zone, (situation.pk, public)
    listed = _figures(situation, public=public).values_list(*_MADE_FROM)
    known = _kept.get(name, (zone, same, tuple(listed)))
    if known is None:
        read = columns_of(_figures(situation, public=public))
        known = _side_by_side(read, zone, same)
        if not connection.in_atomic_block:
            made = (
                (each.finding_id, each.review_id, each.publisher, each.published_at, each.masked)
                for each in read
            )
            _kept.put(name, (zone, same, tuple(made)), known)
    return known


def forget() -> None:
    """From here on as in a process that has read nothing yet."""
    _kept.clear()


def read_anew(situation: Situation, *, same: Same, public: bool) -> StandingFigures:
    """The same by one query, whatever is kept."""
    return _side_by_side(columns_of(_figures(situation, public=public)), situation.time_zone, same)


def _figures(situation: Situation, *, public: bool) -> QuerySet[Finding]:
    return standing(situation, public=public).filter(kind=Finding.Kind.FIGURE).order_by("pk")


def _side_by_side(read: Sequence[Columns], zone: str, same: Same) -> StandingFigures:
    figures = series_of(as_taken(figure_rows(read, ZoneInfo(zone)), same))
    return StandingFigures(series=by_people(figures), contradictions=contradictions(figures, ZoneInfo(zone)))
