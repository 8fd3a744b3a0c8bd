"""What makes a line this line and no other: account, day, amount, references, text, and its how-manieth it is.

References are not unique: two people give the same on one day under "NOTPROVIDED". So like lines of one day are counted,
and a line is known again by its count. A statement that follows another on the same day counts on from it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.relief.bank.nouns import Line, Statement

#: of the reading: one more where a reader comes to tell a line's text or references otherwise. Lines of two versions,
#: like those of two forms, are compared by day and amount alone
READ_BY = 2
#: hexadecimal digits of what is carried on
_CARRIED = 16


def likeness(account: str, line: Line) -> str:
    """Equal for lines that nothing tells apart; hexadecimal. `account` is the code of the ledger's account."""
    said = (
        account,
        line.booked_on.isoformat(),
        str(line.minor),
        line.bank_ref,
        line.end_to_end,
        line.customer_ref,
        " ".join(line.text.split()),
    )
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def key_of(like: str, count: int) -> str:
    """Of the `count`-th line of one likeness, from 1."""
    return hashlib.sha256(f"{like}:{count}".encode()).hexdigest()


def part_key(key: str, part: int) -> str:
    """Of a payment within a line, from 1."""
    return hashlib.sha256(f"{key}:part:{part}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Carried:
    """How often lines of each likeness stood on the last day, by the end of a statement."""

    day: date | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    def stored(self) -> dict[str, object]:
        return {"day": self.day.isoformat(), "counts": dict(self.counts)} if self.day else {}

    def times(self, like: str) -> int:
        """How often a line of that likeness stood."""
        return self.counts.get(like[:_CARRIED], 0)

    @classmethod
    def of(cls, stored: Mapping[str, object]) -> Carried:
        day, counts = stored.get("day"), stored.get("counts")
        if not isinstance(day, str) or not isinstance(counts, dict):
            return cls()
        return cls(date.fromisoformat(day), counts)


def keyed(account: str, lines: Sequence[Line], before: Carried) -> tuple[list[str], Carried]:
    """The key of each line of a statement, and what the one that follows counts on from."""
    likes = [likeness(account, line) for line in lines]
    if _tells_again(likes, lines, before):
        before = Carried()
    counts: dict[str, int] = {}
    keys = []
    for like, line in zip(likes, lines, strict=True):
        counts[like] = count = counts.get(like, 0) + 1
        earlier = before.times(like) if line.booked_on == before.day else 0
        keys.append(key_of(like, count + earlier))
    return keys, _carried(likes, lines, before)


def _tells_again(likes: Sequence[str], lines: Sequence[Line], before: Carried) -> bool:
    """Whether it tells the last day again, and does not go on with it.

    A day on which as much went as came leaves the balance as it was: told by itself after a statement that ends with it,
    it seems to follow. Where each of its lines stood there already it is that day, for money is not to be booked twice.
    """
    same = [
        (like[:_CARRIED], line.minor)
        for like, line in zip(likes, lines, strict=True)
        if line.booked_on == before.day
    ]
    counts = Counter(like for like, _ in same)
    return (
        bool(same)
        and not sum(minor for _, minor in same)
        and all(count <= before.counts.get(like, 0) for like, count in counts.items())
    )


def _carried(likes: Sequence[str], lines: Sequence[Line], before: Carried) -> Carried:
    last = max((line.booked_on for line in lines), default=None)
    if last is None:
        return before
    counts = Counter(before.counts) if before.day == last else Counter()
    counts.update(like[:_CARRIED] for like, line in zip(likes, lines, strict=True) if line.booked_on == last)
    return Carried(last, counts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """What a statement may be counted on from."""

    #: the bank's, of the statement and of its page
    number: str
    page: str
    closing_minor: int | None
    carried: Carried


def follows(statement: Statement, one: Ended) -> bool:
    """Whether it begins where that one, which is not itself, ended: with its balance, and not before its last day.

    The balance alone may be there twice: where a gift came and went back, it is again what it was before.
    """
    opening = statement.opening
    if opening is None or one.closing_minor != opening.minor:
        return False
    last = one.carried.day
    not_before = last is None or opening.on >= last or all(line.booked_on >= last for line in statement.lines)
    return not_before and (one.number, one.page) != (statement.number, statement.page)


def lines_hash(rows: Iterable[tuple[str, int, str]]) -> str:
    """Over key, amount and placing of every line that a file brought, in its order; hexadecimal."""
    digest = hashlib.sha256()
    for key, minor, placed in rows:
        digest.update(f"{key}:{minor}:{placed}\n".encode())
    return digest.hexdigest()
