"""Parts against the total that they are said to make up."""

from collections.abc import Iterator, Sequence

from tocsin.situations.contradiction import Contradiction, contradiction, number, publisher
from tocsin.situations.figures import FigureRow, Series

#: parts named in one sentence
NAMED_MAX = 12
#: measures that divide a total between them; of any other, only parts of one measure can be added up
DIVIDING = ({"registered", "in_process"},)


#: of undeclared parts that make up less than this share of their total, some are plainly not told
TOLD_SHARE_MIN = 0.9
#: ways to divide people. Parts of two ways count the same people twice: the women and the old of a crowd
WAYS = (
    frozenset(("men", "women", "male", "males", "female", "females", "boys", "girls")),
    frozenset(("elderly", "old", "older", "aged", "adults", "minors", "infants", "under", "over")),
    frozenset(
        (
            "disabled",
            "disabilities",
            "pregnant",
            "wounded",
            "injured",
            "ill",
            "sick",
            "orphans",
            "unaccompanied",
        )
    ),
)


def parts_against_total(series: Sequence[Series]) -> Iterator[Contradiction]:
    """Parts that together exceed their total, or fall short of it although they are said to be all of it.

    Where nothing is said, two parts that are given exactly and make up nine tenths are taken for the whole, and one is
    not; parts declared partial can only exceed. "Of them 81,000 were registered and 32,200 sheltered" names two parts
    that may hold the same people: they are not added up.
    """
    by_id = {row.finding_id: row for one in series for row in one.rows}
    divisions: dict[tuple[int, str], list[FigureRow]] = {}
    for row in by_id.values():
        if row.part_of in by_id and by_id[row.part_of].unit == row.unit:
            divisions.setdefault((row.part_of, _division(row.measure)), []).append(row)
    for (total_id, _), members in divisions.items():
        total, numbers = by_id[total_id], [row.value for row in members]
        exact = all(row.quantifier == "exact" for row in (total, *members))
        if total.value is None or not exact or None in numbers:
            continue
        together = sum(value for value in numbers if value is not None)
        if together == total.value:
            continue
        if _misses(total, members, together) if together < total.value else _exceeds(total, members):
            yield _wrong_sum(total, members, together)


def _wrong_sum(total: FigureRow, members: Sequence[FigureRow], together: int | float) -> Contradiction:
    assert total.value is not None
    apart = f"{abs(total.value - together):,} {'short of' if together < total.value else 'above'}"
    added = _added(members, together)
    return contradiction(
        "parts against total",
        (total, *members),
        f"The parts ({added}) are {apart} the total that is given, {total.value:,} ({publisher(total)}).",
        at=total,
    )


def _added(members: Sequence[FigureRow], together: int | float) -> str:
    shown = [number(row) for row in members[:NAMED_MAX]]
    more = [f"{len(members) - NAMED_MAX} more"] if len(members) > NAMED_MAX else []
    return " + ".join([*shown, *more]) + (f" = {together:,}" if len(members) > 1 else "")


def _misses(total: FigureRow, members: Sequence[FigureRow], together: int | float) -> bool:
    if total.breakdown:
        return total.breakdown == "complete"
    assert total.value is not None
    return len(members) >= 2 and together >= TOLD_SHARE_MIN * total.value


def _exceeds(total: FigureRow, members: Sequence[FigureRow]) -> bool:
    """Unless they divide the people in two ways, and none alone is more than all."""
    assert total.value is not None
    if total.breakdown == "complete" or any(row.shown > total.value for row in members):
        return True
    words = [set((row.population or "").casefold().split()) for row in members]
    return sum(1 for way in WAYS if any(way & each for each in words)) < 2


def _division(measure: str) -> str:
    return next((min(group) for group in DIVIDING if measure in group), measure)
