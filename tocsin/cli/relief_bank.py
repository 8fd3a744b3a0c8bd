"""tocsin relief bank check: a bank's file, each statement with its lines, and whether it adds up."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.cli.output import print_json, print_rows
from tocsin.errors import BankFileRefused, WrongUse
from tocsin.relief.bank.adds_up import Outcome, adds_up
from tocsin.relief.bank.mapping import TableMapping, mapping_from
from tocsin.relief.bank.nouns import Balance, Reading, Statement
from tocsin.relief.bank.reading import FILE_BYTES_MAX, read
from tocsin.relief.money.money import Money, shown

#: bytes of a mapping; it is some twenty short lines
_MAPPING_MAX = 64 * 1024


def run(args: argparse.Namespace) -> int:
    return {"check": _check}[args.act](args)


def _check(args: argparse.Namespace) -> int:
    """0 where every statement adds up or has nothing to, 1 where one does not."""
    reading = read(bytes_of(args.file), args.file.name, mapping_of(args.mapping))
    rows = list(_rows(args.file.name, reading))
    if args.json:
        print_json(
            {"file": args.file.name, "form": reading.form, "statements": rows, "problems": _told(reading)}
        )
    else:
        print_rows(rows, as_json=False, empty="")
        for problem in reading.problems:
            print(f"{args.file.name}, line {problem.at_line}: {problem.reason}")
    return int(any(row["adds_up"] == str(Outcome.NO) for row in rows))


def bytes_of(path: Path) -> bytes:
    """Raises WrongUse where it cannot be read, BankFileRefused where it is larger than any that is."""
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise BankFileRefused(f"{path.name} has {path.stat().st_size:,} bytes", "ask for shorter periods")
        return path.read_bytes()
    except OSError as error:
        raise WrongUse(
            f"{path} cannot be read ({error.strerror})", "give the path of a bank's file"
        ) from error


def mapping_of(path: Path | None) -> TableMapping | None:
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")[:_MAPPING_MAX]
        said = json.loads(text)
    except (OSError, ValueError) as error:
        raise WrongUse(f"the mapping {path} cannot be read ({error})", "give a JSON object") from error
    if not isinstance(said, dict):
        raise WrongUse(f"the mapping {path} is no JSON object", 'write {"bank": ..., "day": ...}')
    return mapping_from(said)


def _rows(name: str, reading: Reading) -> Iterator[dict[str, Any]]:
    for statement in reading.statements:
        verdict = adds_up(statement)
        difference = verdict.difference_minor
        yield {
            "file": name,
            "statement": "/".join(filter(None, (statement.number, statement.page))) or None,
            "account": statement.account,
            "from": statement.first,
            "to": statement.last,
            "opening": _balance(statement, statement.opening),
            "lines": len(statement.lines),
            "closing": _balance(statement, statement.closing),
            "adds_up": str(verdict.outcome),
            "difference": _money(statement, difference) if difference else None,
            "why": "; ".join(verdict.reasons) or None,
        }


def _balance(statement: Statement, balance: Balance | None) -> str | None:
    return _money(statement, balance.minor) if balance else None


def _money(statement: Statement, minor: int) -> str:
    from tocsin.errors import MoneyRefused
    from tocsin.relief.bank.currencies import digits_of

    try:
        return shown(Money(minor, statement.currency))
    except MoneyRefused:  # a withdrawn currency
        return f"{minor / 10 ** digits_of(statement.currency):,.2f} {statement.currency}"


def _told(reading: Reading) -> list[dict[str, Any]]:
    return [{"line": problem.at_line, "reason": problem.reason} for problem in reading.problems]
