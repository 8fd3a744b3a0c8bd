"""One line told twice by one bank, with fewer words the first time or the second. Pure.

At night an entry may come without its payment, and in the corrected statement with it: other references, another text.
That they are one is shown by balances, never by likeness alone, for banks repeat references and people gifts. What may be
one and is not shown to be is held, for a person to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import accumulate, islice, product

from tocsin.relief.bank.keys import Carried, key_of, likeness
from tocsin.relief.bank.nouns import Line, Statement
from tocsin.relief.bank.reference import refers

#: lines of one day and amount that a line is compared with
TRIED_MAX = 25

#: day, amount of the whole line
Slot = tuple[date, int]
#: end-to-end reference, ours, the party and its account: empty where it was not told
Said = tuple[str, str, str, str]
#: of a line of several payments: each payment has its own
OF_SEVERAL: Said = ("", "", "", "")


class Same(Enum):
    #: it is that line
    ONE = "one"
    #: it may be
    MAYBE = "may be one"
    #: it is another one
    TWO = "two"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stood:
    """A line that an earlier statement of the same form brought, and where that statement began and ended."""

    key: str
    slot: Slot
    bank_ref: str
    said: Said
    text: str
    #: balances; None where the statement had none
    opening: int | None
    closing: int | None


def said_by(line: Line) -> Said:
    """As the store keeps it."""
    return line.end_to_end[:140], line.customer_ref[:140], line.party[:200], line.party_number[:64]


def retold(
    statement: Statement,
    lines: Sequence[Line],
    new: Sequence[int],
    stood: Sequence[Stood],
    before: Callable[[Stood], bool],
) -> Mapping[int, tuple[Same, Stood]]:
    """By place among `lines`, of the `new` ones those that are, or may be, lines that `stood`; each stands for one.

    `stood`: those that the statement does not tell in the same words. `before`: whether the statement goes on from one
    that had told the line. Those of one bank's reference are paired first; another reference, which some banks only
    count with, is no hindrance where balances show that it is one.
    """
    left, told = _Left(stood), _Told.of(statement, lines)
    found: dict[int, tuple[Same, Stood]] = {}
    for wanted, under in product((Same.ONE, Same.MAYBE), (left.of_reference, left.of_slot)):
        for place in (each for each in new if each not in found):
            line = lines[place]
            tried = (
                each for each in under(line) if told.same(place, line, each, goes_on=before(each)) is wanted
            )
            one = next(tried, None)
            if one is not None:
                found[place] = wanted, one
                left.take(one)
    return found


class CameBefore:
    """Whether a line is one of those that a statement goes on from."""

    def __init__(self, account: str, carried: Carried) -> None:
        self._account, self._carried = account, carried
        self._keys: dict[str, AbstractSet[str]] = {}

    def __call__(self, stood: Stood) -> bool:
        day, last = stood.slot[0], self._carried.day
        if last is None or day != last:
            return last is not None and day < last
        like = likeness(self._account, _as_line(stood))
        if like not in self._keys:
            times = self._carried.times(like)
            self._keys[like] = {key_of(like, count) for count in range(1, times + 1)}
        return stood.key in self._keys[like]


def _as_line(stood: Stood) -> Line:
    day, minor = stood.slot
    end_to_end, ours, _, _ = stood.said
    return Line(
        at_line=0,
        booked_on=day,
        value_on=day,
        minor=minor,
        bank_ref=stood.bank_ref,
        end_to_end=end_to_end,
        customer_ref=ours,
        text=stood.text,
    )


class _Left:
    """The lines that stood and for which none was found yet."""

    def __init__(self, stood: Sequence[Stood]) -> None:
        self._by_slot = defaultdict[Slot, dict[str, Stood]](dict)
        self._by_reference = defaultdict[tuple[Slot, str], dict[str, Stood]](dict)
        for one in stood:
            self._by_slot[one.slot][one.key] = one
            self._by_reference[one.slot, one.bank_ref][one.key] = one

    def of_slot(self, line: Line) -> Iterator[Stood]:
        return islice(self._by_slot.get((line.booked_on, line.minor), {}).values(), TRIED_MAX)

    def of_reference(self, line: Line) -> Iterator[Stood]:
        there = self._by_reference.get(((line.booked_on, line.minor), line.bank_ref[:140]), {})
        return islice(there.values(), TRIED_MAX)

    def take(self, one: Stood) -> None:
        del self._by_slot[one.slot][one.key], self._by_reference[one.slot, one.bank_ref][one.key]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a statement tells, and along which balances."""

    #: before its first line and after each; empty where it does not begin and end with one
    path: Sequence[int] = ()
    first: date | None = None
    last: date | None = None
    #: balance -> the places on the path where it is first and last
    places: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, statement: Statement, lines: Sequence[Line]) -> _Told:
        opening = statement.opening
        if opening is None or statement.closing is None or not lines:
            return cls()
        path = list(accumulate((line.minor for line in lines), initial=opening.minor))
        places: dict[int, tuple[int, int]] = {}
        for place, balance in enumerate(path):
            places[balance] = places.get(balance, (place, place))[0], place
        days = [line.booked_on for line in lines]
        return cls(path, min(days), max(days), places)

    def same(self, place: int, line: Line, stood: Stood, *, goes_on: bool) -> Same:
        pairs = list(zip(said_by(line), stood.said, strict=True))
        told_less = any(ours != theirs for ours, theirs in pairs)
        if any(ours and theirs and ours != theirs for ours, theirs in pairs):
            return Same.TWO
        if not told_less and (line.text, line.bank_ref[:140]) == (stood.text, stood.bank_ref):
            return Same.TWO  # nothing tells them apart: their keys counted them
        goes_on = goes_on or self._leads_to(stood)
        begins, ends = self._passes(place, stood)
        begins_there = bool(self.path) and self.path[0] == stood.opening != stood.closing
        under_one = line.bank_ref[:140] == stood.bank_ref
        if self._tells_all_of(line.booked_on):
            return Same.ONE
        if begins and ends and (begins_there or not goes_on):
            return Same.ONE if under_one else Same.MAYBE
        likely = under_one and (told_less or refers(line.bank_ref))
        return Same.MAYBE if likely and (begins or not goes_on) else Same.TWO

    def _tells_all_of(self, day: date) -> bool:
        """Between its first and its last day none of the account's lines is missing: its balances add up."""
        return self.first is not None and self.last is not None and self.first < day < self.last

    def _leads_to(self, stood: Stood) -> bool:
        """Whether it ends where the earlier one began, which was taken in too early."""
        return bool(self.path) and self.path[-1] == stood.opening != self.path[0]

    def _passes(self, place: int, stood: Stood) -> tuple[bool, bool]:
        """Whether it comes by where the earlier statement began before the line, and by where that ended after it.

        A statement that ended where it began says nothing: its balance is there before it and after it.
        """
        if stood.opening is None or stood.closing is None:
            return False, False
        first, _ = self.places.get(stood.opening, (len(self.path), -1))
        _, last = self.places.get(stood.closing, (len(self.path), -1))
        return first <= place, last > place and stood.opening != stood.closing
