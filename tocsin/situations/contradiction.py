"""What does not fit between figures, and the words in which a rule says it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tocsin.situations.figures import FigureRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    rule: str
    measure: str
    #: as the figures state it
    as_of: str | None
    #: one or two plain sentences
    what: str
    finding_ids: tuple[int, ...]
    #: the numbers that do not fit, as they are drawn
    values: tuple[int | float, ...] = ()

    @property
    def key(self) -> str:
        """Names this contradiction as long as the same findings take part in it, in whatever order."""
        named = f"{self.rule}:{','.join(map(str, sorted(self.finding_ids)))}"
        return sha256(named.encode()).hexdigest()


def contradiction(rule: str, rows: Sequence[FigureRow], what: str, *, at: FigureRow) -> Contradiction:
    """The rows in the order in which the sentence names them; `at` gives measure and time."""
    return Contradiction(
        rule=rule,
        measure=at.measure,
        as_of=at.as_of or at.until,
        what=what,
        finding_ids=tuple(row.finding_id for row in rows),
        values=tuple(row.shown for row in rows),
    )


def number(row: FigureRow) -> str:
    if row.value is not None:
        return f"{row.value:,}"
    if row.low is not None and row.high is not None:
        return f"{row.low:,} to {row.high:,}"
    return f"{row.shown:,}"


def publisher(row: FigureRow) -> str:
    return row.publisher or "publisher not printed"


def one_each(rows: Sequence[FigureRow]) -> Iterable[FigureRow]:
    """One row for every number and publisher."""
    return {(number(row), row.publisher): row for row in rows}.values()


def rounded_to(value: int | float) -> int:
    """The unit of the last digit that is not a rounded zero.

    >>> rounded_to(81_000), rounded_to(42_500), rounded_to(97_735), rounded_to(0)
    (1000, 100, 1, 1)
    """
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit


def telling(row: FigureRow) -> bool:
    """Whether the number is so particular that two publishers hardly give it by chance: three digits that count."""
    return bool(row.value) and abs(row.value or 0) / rounded_to(row.value or 0) >= 100
