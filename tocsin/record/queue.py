"""Findings that wait for a person, one after another, the most useful first.

The order is fixed: what is assigned to the person, figures that take part in a contradiction, then kind by kind
(`KIND_ORDER`), and within each the newest first. Whoever works through it goes on behind a `Place`, so that the
ten-thousandth finding costs what the first did.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least, Substr

from tocsin.errors import WrongUse
from tocsin.record.assigning import Mine
from tocsin.record.masking import searchable
from tocsin.record.models import Finding

#: what a warning rests on first, what only helps to read the rest last
KIND_ORDER = (
    "figure",
    "call",
    "qualification",
    "event",
    "statement",
    "response",
    "appeal",
    "problem",
    "place",
    "time",
)
LANES = ("mine", "contradicted", *KIND_ORDER)
#: code points of the text shown before and after a passage
AROUND = 240
#: counted exactly up to here
COUNTED_MAX = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What the queue is narrowed down to; every part may be left out."""

    kind: str = ""
    #: reports of one situation; None for all
    situation_id: int | None = None
    report_id: int | None = None
    #: part of a publisher's name, in any case
    publisher: str = ""
    only_mine: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the order depends on besides the findings themselves."""

    mine: Mine
    #: findings that take part in a contradiction
    contradicted: Collection[int] = field(default_factory=frozenset)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Behind the finding `before` in one lane.

    >>> Place.read(str(Place(lane=2, before=17)))
    Place(lane=2, before=17)
    """

    lane: int
    before: int

    def __str__(self) -> str:
        return f"{self.lane}-{self.before}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """Raises WrongUse for what no queue wrote."""
        lane, dash, before = text[:30].partition("-")
        if not (dash and _whole(lane) and _whole(before) and int(lane) < len(LANES)):
            raise WrongUse(f"{text[:30]!r} is no place in the queue", "begin the queue anew")
        return cls(lane=int(lane), before=int(before))


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    finding: Finding
    lane: str
    #: behind this one
    place: Place


def queue(wanted: Wanted, known: Known, *, after: Place | None = None, most: int = 10) -> list[Waiting]:
    """The next findings. Each has `before` and `behind`, the text around its passage, and no whole text."""
    found = list[Waiting]()
    for number, rows in _lanes(waiting(wanted, known), known, after):
        if len(found) == most:
            break
        found += [
            Waiting(finding=row, lane=LANES[number], place=Place(lane=number, before=row.pk))
            for row in _with_context(rows).order_by("-pk")[: most - len(found)]
        ]
    return found


def count(wanted: Wanted, known: Known) -> int:
    """How many wait; one more than `COUNTED_MAX` where there are more than that."""
    return waiting(wanted, known).order_by()[: COUNTED_MAX + 1].count()


def waiting(wanted: Wanted, known: Known) -> QuerySet[Finding]:
    """All open findings that are wanted, in no order."""
    rows = Finding.objects.filter(searchable(), state=Finding.State.OPEN)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.situation_id is not None:
        rows = rows.filter(report__gatherings__situation=wanted.situation_id)
    if wanted.report_id is not None:
        rows = rows.filter(report=wanted.report_id)
    if wanted.publisher:
        rows = rows.filter(report__publisher__icontains=wanted.publisher)
    return rows.filter(_of(known.mine)) if wanted.only_mine else rows


def _lanes(
    rows: QuerySet[Finding], known: Known, after: Place | None
) -> Iterator[tuple[int, QuerySet[Finding]]]:
    """From the lane of the place on; nothing stands in two lanes, whatever is assigned or contradicted."""
    for number, lane in enumerate(LANES):
        if after is not None and number < after.lane:
            continue
        part = _lane(rows, known, lane)
        if part is not None:
            yield number, part.filter(pk__lt=after.before) if after and number == after.lane else part


def _lane(rows: QuerySet[Finding], known: Known, lane: str) -> QuerySet[Finding] | None:
    if lane == "mine":
        return rows.filter(_of(known.mine)) if known.mine.findings or known.mine.reports else None
    if known.mine.findings or known.mine.reports:
        rows = rows.exclude(_of(known.mine))
    if lane == "contradicted":
        return rows.filter(pk__in=known.contradicted) if known.contradicted else None
    if known.contradicted:
        rows = rows.exclude(pk__in=known.contradicted)
    return rows.filter(kind=lane)


def _of(mine: Mine) -> Q:
    return Q(pk__in=mine.findings) | Q(report__in=mine.reports)


def _with_context(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """With what stands around the passage, cut out by the database: a text may be megabytes long."""
    return (
        rows.select_related("report", "text", "review__reviewer", "mask")
        .defer("text__text")
        .annotate(
            before=Substr(
                "text__text", Greatest(F("start") + 1 - AROUND, Value(1)), Least(F("start"), Value(AROUND))
            ),
            behind=Substr("text__text", F("end") + 1, AROUND),
        )
    )


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
