"""CSV and XLSX of a bank, by the mapping that was saved for it: one bank statement for each account and currency."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tocsin.errors import MoneyRefused, ReportRefused
from tocsin.relief.bank.currencies import digits_of
from tocsin.relief.bank.mapping import TableMapping, day_of, marked, signed_minor
from tocsin.relief.bank.nouns import Balance, Line, Problem, Reading, Statement
from tocsin.relief.bank.refused import refused
from tocsin.reports.docx import refuse_bomb

ROWS_MAX = 500_000
COLUMNS_MAX = 200
CELL_MAX = 5_000

_OTHER_ENCODING = "write the bank's own into its mapping's `encoding`, for example windows-1252"
_OTHER_FORM = "compare the row with the bank's mapping: `day_form`, `decimal`, `grouping`, `skipped_below`"

Row = tuple[int, list[str]]
#: what is raised over a spreadsheet that is broken, or locked with a password
_BROKEN = (
    *(StopIteration, LookupError, SyntaxError, AttributeError, TypeError, ValueError, OSError),
    *(RuntimeError, ArithmeticError, zipfile.BadZipFile, zlib.error),
)


def read_csv(content: bytes, mapping: TableMapping) -> Reading:
    """Raises BankFileRefused, with the line."""
    encoding = _encoding(content, mapping)
    try:
        text = content.decode(encoding)
    except UnicodeError as error:  # of a few encodings without the place
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        at_line = content.count(b"\n", 0, start) + 1
        raise refused(at_line, f"it is not written in {encoding}", _OTHER_ENCODING) from None
    # strict: a quote that is never closed would swallow the rows behind it
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mapping.delimiter, strict=True)
    try:
        return _read("csv", ((rows.line_num, row) for row in rows), mapping)
    except csv.Error as error:
        raise refused(rows.line_num, f"broken CSV: {error}") from None


def _encoding(content: bytes, mapping: TableMapping) -> str:
    """The mapping's, unless the file says another by the mark that it begins with."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    return "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else mapping.encoding


def read_xlsx(content: bytes, mapping: TableMapping) -> Reading:
    """The first worksheet that is shown; values as its own program last showed them, no formula is followed."""
    import openpyxl

    try:
        refuse_bomb(content, needed="xl/workbook.xml")
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        sheet, *others = [each for each in workbook.worksheets if each.sheet_state == "visible"]
        reading = _read("xlsx", _sheet_rows(sheet, mapping), mapping)
        return replace(reading, problems=tuple(_left_aside(each) for each in others))
    except ReportRefused as error:
        raise refused(0, error.what, error.remedy) from None
    except _BROKEN:
        raise refused(0, "the spreadsheet is broken", "save it again") from None


def _left_aside(sheet: Any) -> Problem:
    return Problem(at_line=1, reason=f"only the first worksheet is read; left aside: {str(sheet.title)[:40]}")


def _sheet_rows(sheet: Any, mapping: TableMapping) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a program wrote there need not cover all of its rows
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=COLUMNS_MAX), 1):
        yield number, [_cell(cell, mapping) for cell in cells]


def _cell(value: Any, mapping: TableMapping) -> str:
    """A number in the mapping's own form, without grouping."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float):
        # a spreadsheet shows 15 digits; behind them stands the noise of its sums
        return f"{Decimal(f'{value:.15g}'):f}".replace(".", mapping.decimal)
    return str(value)[:CELL_MAX]


def _read(form: str, rows: Iterator[Row], mapping: TableMapping) -> Reading:
    heading: dict[str, int] | None = None
    found: dict[tuple[str, str], list[Line]] = {}
    if mapping.headless:
        heading = {name: int(name) - 1 for name in mapping.columns()}
    width = COLUMNS_MAX
    for at_line, row in _told(rows, mapping):
        if heading is None:
            heading, width = _heading(row, mapping, at_line), len(row)
            continue
        if any(cell.strip() for cell in row[width:]):
            raise refused(
                at_line, f"{len(row)} cells in a row, where the heading has {width}", "mend the table"
            )
        account, currency, line = _line(at_line, row, heading, mapping)
        found.setdefault((account, currency), []).append(line)
    if heading is None:
        raise refused(1, "the table has no heading")
    statements = tuple(_statement(key, lines, mapping) for key, lines in found.items())
    if not statements:
        raise refused(1, "the table has no line of a bank statement")
    return Reading(form=form, statements=statements)


def _told(rows: Iterator[Row], mapping: TableMapping) -> Iterator[Row]:
    """Rows that say something, without those that the mapping skips."""
    below: deque[Row] = deque()
    for count, (at_line, row) in enumerate(rows):
        if count > ROWS_MAX:
            raise refused(at_line, f"more than {ROWS_MAX:,} rows", "ask for shorter periods")
        if count == 0 and row and row[0].lower().startswith("sep="):
            continue  # which sign parts the columns, told to a spreadsheet
        if count < mapping.skipped or not any(cell.strip() for cell in row):
            continue
        below.append((at_line, row))
        if len(below) > mapping.skipped_below:
            yield below.popleft()


def _heading(row: list[str], mapping: TableMapping, at_line: int) -> dict[str, int]:
    names = [" ".join(cell.split()) for cell in row[:COLUMNS_MAX]]
    missing = sorted(mapping.columns() - set(names))
    if missing:
        raise refused(at_line, f"the heading has no column {', '.join(missing)}", "mend the bank's mapping")
    twice = sorted({name for name in mapping.columns() if names.count(name) > 1})
    if twice:
        raise refused(at_line, f"the heading has the column {', '.join(twice)} twice", "mend the table")
    return {name: names.index(name) for name in mapping.columns()}


def _line(
    at_line: int, row: list[str], heading: dict[str, int], mapping: TableMapping
) -> tuple[str, str, Line]:
    def cell(column: str) -> str:
        place = heading.get(column, -1)
        return " ".join(row[place][:CELL_MAX].split()) if 0 <= place < len(row) else ""

    currency = mapping.currency or cell(mapping.currency_column)
    account = "".join((mapping.account or cell(mapping.account_column)).split())
    if not account:
        raise refused(at_line, "a line without its account")
    try:
        digits = digits_of(currency)
        day = day_of(cell(mapping.day), mapping)
        value_day = cell(mapping.value_day)
        balance = cell(mapping.balance)
        line = Line(
            at_line=at_line,
            booked_on=day,
            value_on=day_of(value_day, mapping) if value_day else day,
            minor=_amount(cell, mapping, digits, currency),
            code=cell(mapping.code)[:35],
            bank_ref=cell(mapping.reference),
            text=cell(mapping.text),
            party=cell(mapping.party),
            party_number="".join(cell(mapping.party_number).split()),
            booked=not mapping.status or cell(mapping.status).casefold() == mapping.status_booked.casefold(),
            balance_minor=signed_minor(balance, mapping, digits, currency) if balance else None,
        )
    except MoneyRefused as error:
        raise refused(at_line, error.what) from None
    except ValueError as error:
        raise refused(at_line, str(error), _OTHER_FORM) from None
    return account, currency, line


def _amount(cell: Any, mapping: TableMapping, digits: int, currency: str) -> int:
    if mapping.amount:
        minor = signed_minor(cell(mapping.amount), mapping, digits, currency)
        return marked(minor, cell(mapping.mark), mapping) if mapping.mark else minor
    credit, debit = cell(mapping.credit), cell(mapping.debit)
    if bool(credit) == bool(debit):
        both = [signed_minor(each, mapping, digits, currency) for each in (credit, debit) if each]
        if not both or all(both):
            raise ValueError("a line needs an amount under credit or under debit, and not under both")
        return both[0] - abs(both[1])
    if credit:
        return signed_minor(credit, mapping, digits, currency)
    return -abs(signed_minor(debit, mapping, digits, currency))


def _statement(key: tuple[str, str], lines: list[Line], mapping: TableMapping) -> Statement:
    """In the order of time. With a running balance, opening and closing are told by it."""
    if mapping.newest_first:
        lines = lines[::-1]
    booked = [line for line in lines if line.booked] or lines
    first, last = booked[0], booked[-1]
    opening = closing = None
    if first.balance_minor is not None and last.balance_minor is not None:
        opening = Balance(minor=first.balance_minor - first.minor, on=first.booked_on)
        closing = Balance(minor=last.balance_minor, on=last.booked_on)
    days = [line.booked_on for line in lines]
    return Statement(
        at_line=lines[0].at_line,
        account=key[0],
        currency=key[1],
        lines=tuple(lines),
        opening=opening,
        closing=closing,
        first=min(days),
        last=max(days),
    )
