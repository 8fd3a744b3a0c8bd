"""What became of many payments as a CSV file, read whole or not at all. Names never come in: notes are codes.

    payment,state,note,date           the number of the payment, what became of it, a code for what is known, since when
    payment,state,note,date,amount    what came back of one that is returned, where not all of it did

Pure: bytes in, words out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.errors import MoneyRefused, TocsinError
from tocsin.relief.money.amount import Mark, amount
from tocsin.relief.spending.csv_file import read_lines, refuse_lines
from tocsin.relief.spending.delivery_states import Delivered, follow, returned
from tocsin.relief.spending.pseudonyms import given_code

#: east of us it is tomorrow
AHEAD = timedelta(days=1)
COLUMNS = ("payment", "state", "note", "date")


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """What one line of the file says."""

    #: of the file, from 1 on; the headings are line 1
    line: int
    payment: int
    said: str
    #: a code such as N-3; empty where nothing was noted
    note: str
    on: date
    #: minor units that came back; None where the file does not say
    minor: int | None

    @property
    def reason(self) -> str:
        return f"{self.note}, {self.on}" if self.note else str(self.on)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stands:
    """A payment as it stands before the file is taken in."""

    minor: int
    state: Delivered
    #: of the last word on it; empty where there is none
    reason: str = ""


def read_words(content: bytes, *, currency: str, decimal: Mark = ".") -> tuple[Word, ...]:
    """Raises MoneyRefused, naming each line that cannot be meant (the first ten)."""
    words = read_lines(content, _columns, lambda number, cells: _word(number, cells, currency, decimal))
    if not words:
        raise MoneyRefused("the file says nothing of a payment", "write a line for each under the headings")
    return words


def to_be_said(
    words: tuple[Word, ...], stands: Mapping[int, Stands], *, day_of_return: Callable[[date], date], now: date
) -> tuple[Word, ...]:
    """The words that say something new; one that says what stands already adds nothing.

    Raises MoneyRefused, naming each line that cannot follow, with its reason (the first ten).
    """
    new, problems, seen = list[Word](), list[str](), dict[int, int]()
    for word in words:
        try:
            if word.payment in seen:
                raise MoneyRefused(f"payment {word.payment} stands in line {seen[word.payment]} already")
            seen[word.payment] = word.line
            if _is_new(word, stands.get(word.payment), now):
                if word.said == Delivered.RETURNED:
                    day_of_return(word.on)
                new.append(word)
        except TocsinError as error:
            problems.append(f"line {word.line}: {error.what}")
    refuse_lines(problems)
    return tuple(new)


def _is_new(word: Word, payment: Stands | None, now: date) -> bool:
    if payment is None:
        raise MoneyRefused(f"payment {word.payment} is not on this list")
    if word.on > now + AHEAD:
        raise MoneyRefused(f"{word.on} has not come yet")
    if (word.said, word.reason) == (payment.state, payment.reason):
        return False
    state = follow(payment.state, word.said, reason=word.note)
    if state is Delivered.RETURNED:
        returned(payment.minor, payment.minor if word.minor is None else word.minor)
    elif word.minor is not None:
        raise MoneyRefused(f"nothing comes back of a payment that is {state}")
    return True


def _columns(headings: list[str]) -> list[str]:
    named = [heading.lower() for heading in headings]
    if len(set(named)) == len(named) and set(named) - {"amount"} == set(COLUMNS):
        return named
    raise MoneyRefused(
        f"the headings are {', '.join(headings)[:200] or 'missing'}",
        f"write {','.join(COLUMNS)}, with amount beside them where some came back, and no other column",
    )


def _word(number: int, cells: Mapping[str, str], currency: str, decimal: Mark) -> Word:
    if not re.fullmatch(r"[0-9]{1,15}", cells["payment"]):
        raise MoneyRefused(f"{cells['payment'][:20]!r} is no number of a payment")
    back = cells.get("amount", "")
    return Word(
        line=number,
        payment=int(cells["payment"]),
        said=cells["state"],
        note=given_code(cells["note"]) if cells["note"] else "",
        on=_day(cells["date"]),
        minor=amount(back, currency, decimal=decimal).minor if back else None,
    )


def _day(typed: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            return date.fromisoformat(typed)
    except ValueError:
        pass  # a day that no calendar has
    raise MoneyRefused(f"{typed[:20]!r} is no day; it is written as 2023-10-31")
