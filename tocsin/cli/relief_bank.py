"""tocsin relief bank: a bank's file checked or taken in, a bank's mapping saved, the lines that are held."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.cli.output import print_json, print_rows
from tocsin.errors import BankFileRefused, WrongUse
from tocsin.relief.bank.adds_up import Outcome, adds_up
from tocsin.relief.bank.currencies import shown_minor
from tocsin.relief.bank.mapping import TableMapping, mapping_from
from tocsin.relief.bank.nouns import Balance, Reading, Statement
from tocsin.relief.bank.reading import FILE_BYTES_MAX, read
from tocsin.relief.money.money import Money, shown

if TYPE_CHECKING:
    from tocsin.relief.models import BankMapping

#: bytes of a mapping; it is some twenty short lines
_MAPPING_MAX = 64 * 1024


def run(args: argparse.Namespace) -> int:
    return {"check": _check, "take-in": _take_in, "map": _map, "held": _held}[args.act](args)


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


def _take_in(args: argparse.Namespace) -> int:
    """0 where all of it is booked or known, 1 where a statement is quarantined."""
    from tocsin.cli.acting import actor, now
    from tocsin.relief.bank.taking_in import take_in
    from tocsin.relief.ledger.funds import fund_of

    by = actor(args, "keep books")
    fund, content = fund_of(args.fund), bytes_of(args.file)
    taken = take_in(fund, content, args.file.name, by=by, now=now(), mapping=_saved(args.bank))
    rows = [
        {
            "statement": "/".join(filter(None, (row.number, row.page))) or None,
            "account": row.account.number,
            "lines": row.line_count,
            "new": row.new_count,
            "state": row.state,
            "why": row.why or None,
        }
        for row in taken.file.statements.select_related("account")
    ]
    if args.json:
        print_json({"file": taken.file.pk, "again": taken.again, "statements": rows})
    else:
        if taken.again:
            print(f"{args.file.name} was taken in before, as file {taken.file.pk}: nothing was added")
        print_rows(rows, as_json=False, empty="")
    return int(any(row["state"] == "quarantined" for row in rows))


def _map(args: argparse.Namespace) -> int:
    from tocsin.cli.acting import actor, now
    from tocsin.relief.bank.mappings import save

    mapping = mapping_of(args.mapping)
    assert mapping is not None
    saved = save(mapping, by=actor(args, "keep books"), now=now())
    print(f"the mapping of {saved.bank} is saved")
    return 0


def _held(args: argparse.Namespace) -> int:
    from tocsin.relief.bank.held import held_lines
    from tocsin.relief.ledger.funds import fund_of

    rows = [
        {
            "line": line.pk,
            "account": line.account.number,
            "day": line.booked_on,
            "amount": shown(Money(line.minor, line.account.currency)),
            "text": line.text,
            "why": line.why,
        }
        for line in held_lines(fund_of(args.fund))
    ]
    print_rows(rows, as_json=args.json, empty="nothing is held")
    return 0


def _saved(bank: str | None) -> "BankMapping | None":
    from tocsin.relief.bank.mappings import mapping_named

    return mapping_named(bank) if bank else None


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
            "announced": sum(not line.booked for line in statement.lines),
            "closing": _balance(statement, statement.closing),
            "adds_up": str(verdict.outcome),
            "difference": shown_minor(difference, statement.currency) if difference else None,
            "why": "; ".join(verdict.reasons) or None,
        }


def _balance(statement: Statement, balance: Balance | None) -> str | None:
    return shown_minor(balance.minor, statement.currency) if balance else None


def _told(reading: Reading) -> list[dict[str, Any]]:
    return [{"line": problem.at_line, "reason": problem.reason} for problem in reading.problems]
