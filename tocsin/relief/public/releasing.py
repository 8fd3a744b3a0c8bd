"""When payments to people are told: whole groups of at least five who were paid, and nothing of a group before. Pure.

Whoever holds every download there ever was may subtract one from another, and knows what a household is given. So money
is told in steps of at least five people: the payments of a programme, in the order of booking, join a group until it has
reached five; then it stands as one transfer, for ever the same. What waits is in no sum, nor what depends on it:

    1. a payment, its fee and a correction of either belong to the programme's group; what came back has groups of its own
    2. a bank line that may tell of such a payment is not told while nobody has said what it is
    3. lines that tell of a group's payments are told as one, once the bank told of the whole group
    4. a supplier is not a household: what is bought is told at once

docs/design/2026-11-22-people-are-told-by-fives.md says why.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tocsin.relief.ledger.accounts import of_code
from tocsin.relief.ledger.draft import TransferKind
from tocsin.relief.public.book import Leg
from tocsin.relief.spending.masking import FEWEST_SHOWN

#: what transfers of payments are about
_PAYMENTS = ("payment:", "payment-list:")
_OF_PROGRAMMES = ("spent:", "returned:", "payable:")
_PAYS = frozenset({TransferKind.PAYMENT, TransferKind.RETURN})
_BANK, _HELD = "bank:", "held:"


@dataclass(slots=True)
class Row:
    """A transfer as it is stored, or several told as one."""

    pk: int
    kind: str
    value_date: date
    booked_at: datetime
    about: str
    corrects: int | None
    beside: int | None
    rate: str
    rate_source: str
    rate_at: datetime | None
    legs: list[Leg] = field(default_factory=list)
    #: after which transfer it is told; 0 for its own place
    place: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Paid:
    """What the payments of a fund were, as far as it says who may be told of."""

    #: "payment-list:N" or "payment:N" -> who was paid
    payees: Mapping[str, frozenset[str]]
    #: programmes that pay suppliers
    buying: frozenset[str] = frozenset()
    #: transfers of held bank lines of which a person has said what they are
    said: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Within:
    """Days of which some of a group's money moved, and not all."""

    first: date
    #: None where not all of it is told yet
    last: date | None
    legs: Sequence[Leg]

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day < self.last)


@dataclass(frozen=True, kw_only=True, slots=True)
class Released:
    told: Sequence[Row]
    within: Sequence[Within]
    #: what payments that are told are about
    causes: frozenset[str]


@dataclass(slots=True)
class _Group:
    programme: str
    rows: list[Row] = field(default_factory=list)
    payees: set[str] = field(default_factory=set)
    #: the row that made it five; None while it waits
    closed: Row | None = None

    @property
    def causes(self) -> set[str]:
        return {row.about for row in self.rows}


def release(rows: Sequence[Row], paid: Paid) -> Released:
    """`rows` in the order of booking. Linear."""
    walk = _Walk(rows, paid)
    for row in rows:
        walk.step(row)
    return walk.end()


class _Walk:
    def __init__(self, rows: Sequence[Row], paid: Paid) -> None:
        self.rows, self.paid = rows, paid
        self.by_pk = {row.pk: row for row in rows}
        self.corrected = {row.corrects for row in rows}
        #: cause -> its programme, of those that pay people
        self.people = dict(_people(rows, paid.buying))
        self.fees: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            if row.kind == TransferKind.FEE and row.beside is not None and row.about in self.people:
                self.fees[row.beside].append(row)
        self.open: dict[tuple[str, str], _Group] = {}
        self.groups: list[_Group] = []
        self.plain: list[Row] = []
        self.expected = _Expected()
        #: held lines that may tell of a payment to people
        self.veiled: dict[int, Row] = {}
        #: held line -> the decision on it that stands
        self.matched: dict[int, Row] = {}

    def step(self, row: Row) -> None:
        if row.about in self.people:
            self.expected.add(row)
        origin = self.by_pk.get(row.corrects or 0, row)
        if origin.about in self.people and origin.kind != TransferKind.MATCHED:
            self._join(row, origin)
        elif origin.kind == TransferKind.MATCHED and origin.about in self.people:
            if row is origin and row.pk not in self.corrected and row.beside is not None:
                self.matched[row.beside] = row
        else:
            if row.kind == TransferKind.MATCHED and row.beside is not None and row.pk not in self.corrected:
                self.matched[row.beside] = row
            if row.kind == TransferKind.HELD and self.expected.fits(row):
                self.veiled[row.pk] = row
            else:
                self.plain.append(self._named(row))

    def _join(self, row: Row, origin: Row) -> None:
        """Its programme's group; a fee came with the payment that it is of."""
        if row is origin and row.kind == TransferKind.FEE and row.beside in self.by_pk:
            return
        kind = TransferKind.RETURN if origin.kind == TransferKind.RETURN else TransferKind.PAYMENT
        programme = self.people[origin.about]
        group = self.open.get((kind, programme))
        if group is None:
            group = self.open[kind, programme] = _Group(programme)
            self.groups.append(group)
        group.rows += [row, *self.fees.get(row.pk, ())]
        if row.kind in _PAYS:
            group.payees |= self.paid.payees.get(row.about, frozenset())
        if len(group.payees) >= FEWEST_SHOWN:
            group.closed = row
            del self.open[kind, programme]

    def end(self) -> Released:
        told, within = list(self.plain), list[Within]()
        told_of = self._tellings()
        for group in self.groups:
            lines = [pair for cause in sorted(group.causes) for pair in told_of.get(cause, ())]
            told += self._of_group(group, lines)
            within += self._days(group, lines)
        for pk, row in self.veiled.items():
            standing = self.matched.get(pk)
            if standing is not None and standing.about in self.people:
                continue  # told with its group
            if standing is not None or pk in self.paid.said:
                told.append(row)
            else:
                within.append(Within(first=row.value_date, last=None, legs=row.legs))
        return Released(
            told=_linked(told),
            within=within,
            causes=frozenset(cause for group in self.groups if group.closed for cause in group.causes)
            | {row.about for row in self.rows if row.kind in _PAYS and row.about not in self.people},
        )

    def _tellings(self) -> Mapping[str, list[tuple[Row, Row]]]:
        """Cause -> held lines that tell of it, each with the decision that says so."""
        found: dict[str, list[tuple[Row, Row]]] = defaultdict(list)
        for held, decision in self.matched.items():
            if decision.about in self.people and held in self.by_pk:
                found[decision.about].append((self.by_pk[held], decision))
        return found

    def _of_group(self, group: _Group, lines: Sequence[tuple[Row, Row]]) -> Iterator[Row]:
        if group.closed is None:
            return
        last, about = group.closed, f"programme:{group.programme}"
        fees = [row for row in group.rows if self._origin(row).kind == TransferKind.FEE]
        moved = [row for row in group.rows if self._origin(row).kind != TransferKind.FEE]
        yield from _one(moved, last.kind, about, place=last.pk)
        yield from _one(fees, TransferKind.FEE, "", place=last.pk)
        if lines and not any(self.expected.left(cause) for cause in group.causes):
            place = max(last.pk, *(decision.pk for _, decision in lines))
            veiled = [held for held, _ in lines if held.pk in self.veiled]
            merged = list(_one(veiled, TransferKind.HELD, "", place=place))
            yield from merged
            for row in _one([decision for _, decision in lines], TransferKind.MATCHED, "", place=place):
                yield replace(row, beside=merged[0].pk if merged else None)

    def _days(self, group: _Group, lines: Sequence[tuple[Row, Row]]) -> Iterator[Within]:
        """On which a part of the group's money had moved, by the books or by the bank."""
        days = [row.value_date for row in group.rows]
        legs = [leg for row in group.rows for leg in row.legs]
        yield Within(first=min(days), last=max(days) if group.closed else None, legs=legs)
        if lines:
            whole = group.closed and not any(self.expected.left(cause) for cause in group.causes)
            days = [held.value_date for held, _ in lines]
            yield Within(first=min(days), last=max(days) if whole else None, legs=legs)

    def _origin(self, row: Row) -> Row:
        return self.by_pk.get(row.corrects or 0, row)

    def _named(self, row: Row) -> Row:
        """What is bought bears the name of its programme."""
        if row.kind not in _PAYS or not row.about.startswith(_PAYMENTS):
            return row
        programmes = _programmes(row)
        return replace(row, about=f"programme:{programmes[0]}" if len(programmes) == 1 else "")


class _Expected:
    """What the books moved of payments to people, and the bank has not told of yet."""

    def __init__(self) -> None:
        #: (bank account, cause) -> minor
        self.by_cause = Counter[tuple[str, str]]()
        #: (bank account, whether it came) -> the sum of those of that sign
        self.sums = Counter[tuple[str, bool]]()
        self.accounts: dict[str, set[str]] = defaultdict(set)

    def add(self, row: Row) -> None:
        for leg in row.legs:
            if not leg.account.startswith(_BANK):
                continue
            before = self.by_cause[leg.account, row.about]
            after = self.by_cause[leg.account, row.about] = before + leg.minor
            self.sums[leg.account, before > 0] -= before
            self.sums[leg.account, after > 0] += after
            self.accounts[row.about].add(leg.account)

    def left(self, cause: str) -> bool:
        return any(self.by_cause[account, cause] for account in self.accounts[cause])

    def fits(self, row: Row) -> bool:
        """Whether the row may be the bank's word on some of it."""
        return any(
            abs(leg.minor) <= abs(self.sums[leg.account, leg.minor > 0])
            for leg in row.legs
            if leg.account.startswith(_BANK)
        )


def _people(rows: Iterable[Row], buying: frozenset[str]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.kind in _PAYS and row.about.startswith(_PAYMENTS):
            programmes = _programmes(row)
            if not all(each in buying for each in programmes):
                yield row.about, programmes[0]


def _programmes(row: Row) -> list[str]:
    codes = sorted({leg.account for leg in row.legs if leg.account.startswith(_OF_PROGRAMMES)})
    return [of_code(code).detail for code in codes]


def _one(group: Sequence[Row], kind: str, about: str, *, place: int) -> Iterator[Row]:
    """Several as one; none where they come to nothing."""
    sums: Counter[str] = Counter()
    for row in group:
        for leg in row.legs:
            sums[leg.account] += leg.minor
    legs = [Leg(code, minor) for code, minor in sorted(sums.items()) if minor]
    if not legs:
        return
    last = max(group, key=lambda row: row.pk)
    yield Row(
        pk=last.pk,
        kind=kind,
        value_date=max(row.value_date for row in group),
        booked_at=max(row.booked_at for row in group),
        about=about,
        corrects=None,
        beside=None,
        rate="",
        rate_source="",
        rate_at=None,
        legs=legs,
        place=place,
    )


def _linked(told: Iterable[Row]) -> list[Row]:
    """In order, without links to what is not told one by one."""
    ordered = sorted(told, key=lambda row: (row.place or row.pk, row.pk))
    seen: set[int] = set()
    linked = []
    for row in ordered:
        linked.append(
            replace(
                row,
                beside=row.beside if row.beside in seen else None,
                corrects=row.corrects if row.corrects in seen else None,
            )
        )
        seen.add(row.pk)
    return linked
