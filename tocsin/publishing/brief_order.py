"""What goes first where a brief has no room for all: pure rules, one for each kind of row.

Whatever an issued alert rests on is key: a person chose it as evidence. Nothing else tells one event from another.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from tocsin.situations.contradiction import Contradiction
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.finding_rows import FindingRow
from tocsin.situations.models import Decision
from tocsin.situations.preferred import day_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Denied:
    """A statement and the one that denies it, side by side."""

    said: FindingRow
    denial: FindingRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    denied: tuple[Denied, ...]
    #: what reports assert or attribute to its speaker
    stated: tuple[FindingRow, ...]
    #: what they call unconfirmed, and what is denied by a statement that does not stand
    unconfirmed: tuple[FindingRow, ...]


def undecided_first(
    found: Sequence[Contradiction], decisions: Mapping[str, Decision]
) -> tuple[tuple[int, Contradiction], ...]:
    """Each with its place in as-of order, from 1: what nobody has decided, the latest first; then the decided."""
    numbered = list(enumerate(found, 1))
    numbered.sort(key=lambda each: (each[1].key in decisions, -each[0]))
    return tuple(numbered)


def passed_over(
    series: Iterable[Series],
    found: Iterable[Contradiction],
    decisions: Mapping[str, Decision],
    preferred: Collection[int],
    zone: tzinfo,
) -> frozenset[int]:
    """Figures beside which a person goes by another one: for the same day of a series, or within one contradiction."""
    over: set[int] = set()
    for one in series:
        days = {day_of(row, zone) for row in one.rows if row.finding_id in preferred} - {None}
        over |= {row.finding_id for row in one.rows if days and day_of(row, zone) in days}
    for each in found:
        decision = decisions.get(each.key)
        if decision and decision.preferred_id in preferred:
            over |= set(each.finding_ids)
    return frozenset(over - set(preferred))


def newest_figures(series: Series, passed_over: Collection[int]) -> tuple[FigureRow, ...]:
    """The latest first, those without an instant last; what a person passed over for another stays with the series."""
    dated = [row for row in series.rows if row.instant]
    undated = [row for row in series.rows if not row.instant]
    return tuple(row for row in (*reversed(dated), *undated) if row.finding_id not in passed_over)


def latest_figure(series: Series, passed_over: Collection[int]) -> FigureRow:
    """The latest that nobody passed over; where all were, the latest."""
    return next(iter(newest_figures(series, passed_over)), series.latest)


def key_events(timeline: Sequence[FindingRow], cited: Collection[int]) -> tuple[FindingRow, ...]:
    """`timeline` has the latest first; what an issued alert rests on is put before the rest."""
    return tuple(sorted(timeline, key=lambda row: row.finding_id not in cited))


def said_side_by_side(statements: Sequence[FindingRow], cited: Collection[int]) -> Said:
    """`statements` have the latest first. None stands twice: a denial stands beside what it denies."""
    by_id = {row.finding_id: row for row in statements}
    ordered = sorted(statements, key=lambda row: row.finding_id not in cited)
    denied = tuple(Denied(said=row, denial=by_id[row.denied_by]) for row in ordered if row.denied_by in by_id)
    paired = {each.finding_id for pair in denied for each in (pair.said, pair.denial)}
    alone = [row for row in ordered if row.finding_id not in paired]
    return Said(
        denied=denied,
        stated=tuple(row for row in alone if not _doubtful(row)),
        unconfirmed=tuple(row for row in alone if _doubtful(row)),
    )


def _doubtful(row: FindingRow) -> bool:
    return row.fields.get("certainty") in ("unconfirmed", "denied") or row.denied_by is not None


def unanswered_first(calls: Sequence[FindingRow], answered: Mapping[int, str]) -> tuple[FindingRow, ...]:
    """`calls` have the latest first. `answered`: call -> what came of it; a call that nobody answered is put first."""
    return tuple(sorted(calls, key=lambda row: answered.get(row.finding_id, "no answer") != "no answer"))
