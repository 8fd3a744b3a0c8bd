"""Whether a bank statement adds up: opening and lines make the closing balance, and every sum it states is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tocsin.relief.bank.currencies import shown_minor
from tocsin.relief.bank.nouns import Line, Statement


class Outcome(StrEnum):
    YES = "adds up"
    NO = "does not add up"
    #: it has fewer than two balances and states no sum
    NOTHING = "nothing to add up"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    outcome: Outcome
    #: opening and lines, less the closing balance; None where one of the balances is not there
    difference_minor: int | None
    #: each thing that is wrong, in words
    reasons: tuple[str, ...] = ()


def adds_up(statement: Statement) -> Verdict:
    difference = _difference(statement)
    reasons = list(_sums(statement))
    reasons += _running(statement)
    if difference:
        more = "more" if difference > 0 else "less"
        apart = shown_minor(abs(difference), statement.currency)
        reasons.insert(0, f"opening balance and lines make {apart} {more} than the closing balance")
    if reasons:
        return Verdict(outcome=Outcome.NO, difference_minor=difference, reasons=tuple(reasons))
    states = any(
        value is not None
        for value in (
            difference,
            statement.stated.count,
            statement.stated.credit_minor,
            statement.stated.debit_minor,
            statement.stated.net_minor,
            statement.stated.total_minor,
            *(line.balance_minor for line in statement.lines[:1]),
        )
    )
    return Verdict(outcome=Outcome.YES if states else Outcome.NOTHING, difference_minor=difference)


def _difference(statement: Statement) -> int | None:
    if statement.opening is None or statement.closing is None:
        return None
    moved = sum(line.minor for line in statement.lines if line.booked)
    return statement.opening.minor + moved - statement.closing.minor


def _sums(statement: Statement) -> Iterator[str]:
    """Banks differ in whether lines that are only announced count: either is right."""
    stated = statement.stated
    wanted = {
        "lines": stated.count,
        "credits": stated.credit_count,
        "sum of credits": stated.credit_minor,
        "debits": stated.debit_count,
        "sum of debits": stated.debit_minor,
        "net sum": stated.net_minor,
        "sum of lines": stated.total_minor,
    }
    if not any(value is not None for value in wanted.values()):
        return
    booked = _counted([line for line in statement.lines if line.booked])
    every = _counted(list(statement.lines))
    for name, value in wanted.items():
        right = [booked[name], every[name]]
        if name == "sum of lines":
            right += [abs(booked["net sum"]), abs(every["net sum"])]
        if value is not None and value not in right:
            said, found = (_shown(name, each, statement.currency) for each in (value, booked[name]))
            yield f"{name} stated: {said}, found: {found}"


def _shown(name: str, value: int, currency: str) -> str:
    return shown_minor(value, currency) if "sum" in name else f"{value:,}"


def _counted(lines: list[Line]) -> dict[str, int]:
    credits = [line.minor for line in lines if line.minor >= 0]
    debits = [-line.minor for line in lines if line.minor < 0]
    return {
        "lines": len(lines),
        "credits": len(credits),
        "sum of credits": sum(credits),
        "debits": len(debits),
        "sum of debits": sum(debits),
        "net sum": sum(credits) - sum(debits),
        "sum of lines": sum(credits) + sum(debits),
    }


def _running(statement: Statement) -> Iterator[str]:
    """Where each line has the balance after it: the first line that does not follow from the one before."""
    before = None
    for line in (each for each in statement.lines if each.booked):
        if line.balance_minor is None:
            return
        if before is not None and before + line.minor != line.balance_minor:
            apart = shown_minor(line.balance_minor - before - line.minor, statement.currency)
            yield f"line {line.at_line}: the balance after it is {apart} off"
            return
        before = line.balance_minor
