"""Steps along a series: from a count to the next one, and why they differ, where a person says so. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tocsin.situations.contradiction import Contradiction
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.models import Change, Decision
from tocsin.situations.order import in_order
from tocsin.situations.scopes import may_be_one, scope_of

#: finding before and finding after
Pair = tuple[int, int]
#: rules that find a step which movement cannot explain: what is decided about it is that step's reason
FALLING = frozenset({"a stock that falls", "a flow read as a stock"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    before: FigureRow
    after: FigureRow
    #: last said of why they differ; None where nobody has said it
    reason: Change | Decision | None = None
    #: the contradiction that asks for it, where the count falls: it is decided there, and not asked twice
    falls: Contradiction | None = None
    #: said of steps from earlier figures to this one, before another figure came between
    earlier: tuple[Change, ...] = ()

    @property
    def pair(self) -> Pair:
        return (self.before.finding_id, self.after.finding_id)

    @property
    def difference(self) -> int | float:
        """Between the numbers as they are drawn."""
        return self.after.shown - self.before.shown


def type_of(reason: Change | Decision) -> str:
    """In one word why a count changed: as said of the step, or as decided about the count that falls."""
    return reason.verdict if isinstance(reason, Decision) else reason.type


def falls_of(found: Iterable[Contradiction]) -> dict[int, Contradiction]:
    """The contradictions that say a count is too low, by the finding that holds that count."""
    return {one.finding_ids[1]: one for one in found if one.rule in FALLING}


def steps_of(
    series: Series,
    *,
    falls: Mapping[int, Contradiction],
    decisions: Mapping[str, Decision],
    changes: Iterable[Change],
) -> dict[int, Step]:
    """Finding -> the step that leads to it, where its number is another one; of several that say the same at once, one.

    `falls` is what `falls_of` gives, `decisions` those in force by the key of their contradiction, `changes` those in
    force. A flow covers a time of its own and counts of some stand beside their total: neither takes a step.
    """
    known = {row.finding_id for row in series.rows}
    said: dict[int, list[Change]] = {}
    for change in changes:
        if {change.before_id, change.after_id} <= known:
            said.setdefault(change.after_id, []).append(change)
    steps: dict[int, Step] = {}
    for before, after in _news(series):
        fall = falls.get(after.finding_id)
        decision = decisions.get(fall.key) if fall else None
        steps[after.finding_id] = _step(before, after, fall, decision, said.get(after.finding_id, ()))
    return steps


def _news(series: Series) -> Iterator[tuple[FigureRow, FigureRow]]:
    """Each count with the one before it that names no other place or people, where their numbers differ."""
    dated = [row for row in series.rows if row.instant and not row.subset and series.kind != "flow"]
    told: set[object] = set()
    for before, after in in_order(dated, may_be_one):
        news = (after.instant, scope_of(after), _numbers(after))
        if _numbers(before) != news[2] and news not in told:
            told.add(news)
            yield before, after


def _step(
    before: FigureRow,
    after: FigureRow,
    fall: Contradiction | None,
    decision: Decision | None,
    said: Iterable[Change],
) -> Step:
    own = next((change for change in said if change.before_id == before.finding_id), None)
    return Step(
        before=before,
        after=after,
        reason=decision or own,
        falls=fall,
        earlier=tuple(change for change in said if change.before_id != before.finding_id),
    )


def _numbers(row: FigureRow) -> tuple[int | float | None, ...]:
    return (row.value, row.low, row.high)
