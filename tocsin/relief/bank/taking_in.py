"""Taking in a bank's file: whole or not at all, in one transaction, and each line once.

One act in the custody log stands for the file and commits to the hash of all its lines; the transfers are committed to
by the ledger's own batch. An entry for each line would take longer than reading and booking them together, and could
tell no more: whoever opens the one commitment has every line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction

from tocsin import custody
from tocsin.collector import collector_at_rest
from tocsin.custody.commitments import Json
from tocsin.errors import BankFileRefused
from tocsin.page_cache import page_cache
from tocsin.relief.bank.context import context_of
from tocsin.relief.bank.keeping import keep_lines
from tocsin.relief.bank.keys import READ_BY, Carried, Ended, follows, lines_hash
from tocsin.relief.bank.mapping import mapping_from
from tocsin.relief.bank.nouns import Line, Reading, Statement
from tocsin.relief.bank.own_accounts import account_of, accounts_of
from tocsin.relief.bank.placing import Context
from tocsin.relief.bank.planning import Plan, Standing, plan
from tocsin.relief.bank.reading import read
from tocsin.relief.bank.told_before import stood_under
from tocsin.relief.models import Account, BankFile, BankLine, BankMapping, BankProblem, BankStatement, Fund
from tocsin.reports.seal import ROW_BYTES_MAX, seal

#: bytes of rows and their indexes for each byte of a file, and some more
_PAGES = 3
#: of the problems of one file, those that are kept
PROBLEMS_MAX = 1_000
#: of today, on either side, no bank hands out a line that is further away
BOOKED_WITHIN = timedelta(days=3653)


@dataclass(frozen=True, slots=True)
class TakenIn:
    file: BankFile
    #: the same bytes were taken in before: nothing was added
    again: bool


@collector_at_rest()
def take_in(
    fund: Fund, content: bytes, name: str, *, by: str, now: datetime, mapping: BankMapping | None = None
) -> TakenIn:
    """Raises BankFileRefused where it cannot be read, or is of another account; then nothing of it is kept."""
    reading = read(content, name, mapping_from(mapping.said) if mapping else None)
    _check_days(reading, name, now.date())
    there = BankFile.objects.filter(fund=fund, sha256=sha256(content).hexdigest()).first()
    if there:  # before sealing: the law may keep its bytes no more
        return TakenIn(there, again=True)
    sealed = seal(content)
    try:
        with page_cache(_PAGES * len(content)), transaction.atomic():
            Fund.objects.select_for_update().get(pk=fund.pk)  # two files at once, one after the other
            there = BankFile.objects.filter(fund=fund, sha256=sealed.sha256).first()
            if there:
                return TakenIn(there, again=True)
            file = BankFile(
                fund=fund,
                name=name[:200],
                sha256=sealed.sha256,
                size_bytes=sealed.size_bytes,
                content=content if sealed.size_bytes <= ROW_BYTES_MAX else None,
                form=reading.form,
                read_by=READ_BY,
                mapping=mapping,
                taken_in_at=now,
                by=by,
            )
            _take_in(file, reading)
            return TakenIn(file, again=False)
    except BankFileRefused as error:
        raise BankFileRefused(f"{name}, {error.what}", error.remedy) from error


def _check_days(reading: Reading, name: str, today: date) -> None:
    """A slip in a year would put money where nobody looks for it. Raises BankFileRefused with the line."""
    first, last = today - BOOKED_WITHIN, today + BOOKED_WITHIN
    for line in (line for statement in reading.statements for line in statement.lines):
        for day in (line.booked_on, line.value_on):
            if not first <= day <= last:
                years = BOOKED_WITHIN.days // 365
                raise BankFileRefused(
                    f"{name}, line {line.at_line}: {day} is more than {years} years away",
                    "ask the bank for the file again",
                )


def _take_in(file: BankFile, reading: Reading) -> None:
    accounts = accounts_of(file.fund)
    of = [account_of(statement, accounts, file.fund) for statement in reading.statements]
    plans = _plans(file, reading, of)
    file.lines_hash = lines_hash(
        (planned.key, planned.line.minor, planned.placing.placed) for one in plans for planned in one.new
    )
    file.save(force_insert=True)
    problems = reading.problems[:PROBLEMS_MAX]
    BankProblem.objects.bulk_create(
        BankProblem(file=file, at_line=each.at_line, reason=each.reason[:300]) for each in problems
    )
    statements = [_statement(file, account, one) for account, one in zip(of, plans, strict=True)]
    keep_lines(file, list(zip(statements, plans, strict=True)))
    custody.log(
        [
            custody.Act(
                item=f"bank-file:{file.pk}",
                action="taken in",
                actor=file.by,
                at=file.taken_in_at,
                after=committed(file),
            )
        ]
    )


def committed(file: BankFile) -> dict[str, Json]:
    """What the custody log commits to of a file: its bytes, and all the lines that it brought."""
    return {"sha256": file.sha256, "fund": file.fund_id, "form": file.form, "lines": file.lines_hash}


def _plans(file: BankFile, reading: Reading, of: Sequence[Account]) -> list[Plan]:
    """One after the other: what a statement brings is no more new in the next one."""
    standings = {account.pk: _standing(account, file.form, reading, of) for account in set(of)}
    contexts = {account.pk: _context(file.fund, account, reading, of) for account in set(of)}
    plans: list[Plan] = []
    for statement, account in zip(reading.statements, of, strict=True):
        before = _before(statement, account, plans, of)
        made, context = plan(
            statement, file.form, account.code, standings[account.pk], before, contexts[account.pk]
        )
        contexts[account.pk] = context
        plans.append(made)
    return plans


def _context(fund: Fund, account: Account, reading: Reading, of: Sequence[Account]) -> Context:
    mine: list[Line] = []
    others: list[Line] = []
    for statement, its in zip(reading.statements, of, strict=True):
        if its == account:
            mine += statement.lines
        elif its.currency == account.currency and not statement.interim:
            others += statement.lines
    return context_of(fund, account, lines=mine, beside=others)


def _before(statement: Statement, account: Account, plans: Sequence[Plan], of: Sequence[Account]) -> Carried:
    """What the statement counts on from: one of this file, else one that stands."""
    for made, its in zip(reversed(plans), reversed(of[: len(plans)]), strict=True):
        if its == account and follows(statement, made.ended):
            return made.carried
    if statement.opening is None:
        return Carried()
    rows = BankStatement.objects.filter(account=account, closing_minor=statement.opening.minor)
    for row in rows.exclude(state=BankStatement.State.QUARANTINED).order_by("-id")[:20]:
        ended = Ended(
            number=row.number,
            page=row.page,
            closing_minor=row.closing_minor,
            carried=Carried.of(row.carried),
        )
        if follows(statement, ended):
            return ended.carried
    return Carried()


def _family(form: str) -> str:
    """Forms in which a bank gives the same texts."""
    return {"mt940": "mt", "mt942": "mt", "csv": "table", "xlsx": "table"}.get(form, form[:4])


def _standing(account: Account, form: str, reading: Reading, of: Sequence[Account]) -> Standing:
    """The lines of the account on the days that the file has lines of."""
    days = [
        line.booked_on
        for statement, its in zip(reading.statements, of, strict=True)
        if its == account
        for line in statement.lines
    ]
    if not days:
        return Standing()
    rows = BankLine.objects.filter(account=account, booked_on__range=(min(days), max(days))).values_list(
        "key", "booked_on", "whole_minor", "part", "statement__file__form", "statement__file__read_by"
    )
    keys, of_another = set(), set()
    otherwise, alike = Counter[tuple[date, int]](), dict[tuple[date, int], list[str]]()
    for key, day, minor, part, its_form, read_by in rows.iterator(chunk_size=5_000):
        keys.add(key)
        if part > 1:
            continue
        if _family(its_form) != _family(form) or read_by != READ_BY:
            of_another.add(key)
            otherwise[(day, minor)] += 1
        else:
            alike.setdefault((day, minor), []).append(key)
    return Standing(
        keys=keys, of_another_form=of_another, otherwise=otherwise, alike=alike, stood=stood_under
    )


def _statement(file: BankFile, account: Account, made: Plan) -> BankStatement:
    statement = made.statement
    return BankStatement.objects.create(
        file=file,
        account=account,
        at_line=statement.at_line,
        number=statement.number[:40],
        page=statement.page[:10],
        first=statement.first,
        last=statement.last,
        opening_minor=statement.opening.minor if statement.opening else None,
        closing_minor=statement.closing.minor if statement.closing else None,
        line_count=len(statement.lines),
        new_count=len(made.new),
        state=made.state,
        difference_minor=made.verdict.difference_minor,
        why=made.why[:500],
        carried=made.carried.stored(),
    )
