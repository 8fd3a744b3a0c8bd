"""A payment list as a CSV file, read whole or not at all. Names never come in: a column that is not known is refused.

    beneficiary,amount            a code that an organisation on the ground gave
    identifier,amount             what people are known by there: made into a pseudonym at once, and kept nowhere
    supplier,invoice,amount       a supplier's code and the number of its invoice

Pure: bytes in, lines out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tocsin.errors import MoneyRefused
from tocsin.relief.money.amount import Mark, amount
from tocsin.relief.money.money import Money
from tocsin.relief.spending.pseudonyms import given_code, pseudonym

#: of one file: a town's households, not a country's
BYTES_MAX, LINES_MAX = 4_000_000, 20_000
#: problems that are told at once
_TOLD_MAX = 10
_INVOICE_CHARS_MAX = 60
#: the columns of each shape; the currency may stand beside them
SHAPES = (("beneficiary", "amount"), ("identifier", "amount"), ("supplier", "invoice", "amount"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ListLine:
    #: of the file, from 1 on; the headings are line 1
    line: int
    #: a pseudonym, or a supplier's code
    payee: str
    #: the number of a supplier's invoice; empty for people
    invoice: str
    money: Money


def read_list(
    content: bytes, *, currency: str, key: bytes = b"", decimal: Mark = "."
) -> tuple[ListLine, ...]:
    """The lines of the file. `key` makes pseudonyms where the file has identifiers.

    Raises MoneyRefused, naming each line that cannot be meant (the first ten), and nothing of what identifies people.
    """
    rows = csv_rows(content)
    columns = _columns(next(rows, (1, []))[1])
    lines, problems = list[ListLine](), list[str]()
    for number, cells in rows:
        if number > LINES_MAX + 1:
            raise MoneyRefused(f"the file has more than {LINES_MAX:,} lines", "part it into several lists")
        try:
            lines.append(_line(number, dict(zip(columns, cells, strict=True)), currency, key, decimal))
        except ValueError:
            problems.append(f"line {number} has {len(cells)} cells where {len(columns)} are named")
        except MoneyRefused as error:
            problems.append(f"line {number}: {error.what}")
    refuse_lines(problems)
    if not lines:
        raise MoneyRefused("the file has no payment", "write a line for each under the headings")
    return tuple(lines)


def refuse_lines(problems: list[str]) -> None:
    """Raises MoneyRefused where there are any, with the first of them."""
    if problems:
        more = f" (and {len(problems) - _TOLD_MAX} more)" if len(problems) > _TOLD_MAX else ""
        raise MoneyRefused("; ".join(problems[:_TOLD_MAX]) + more, "mend the file; nothing of it was stored")


def csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with its line. Raises MoneyRefused for what is no CSV in UTF-8, or too long."""
    if len(content) > BYTES_MAX:
        raise MoneyRefused(f"the file has {len(content):,} bytes", f"give at most {BYTES_MAX:,}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MoneyRefused(f"byte {error.start} is not UTF-8", "save the file as CSV in UTF-8") from None
    if "\0" in text:
        raise MoneyRefused("the file holds a NUL sign", "save it as CSV in UTF-8")
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise MoneyRefused(f"line {reader.line_num} is no CSV ({error})", "mend it there") from None


def _columns(headings: list[str]) -> list[str]:
    named = [heading.lower() for heading in headings]
    if len(set(named)) == len(named) and set(named) - {"currency"} in [set(shape) for shape in SHAPES]:
        return named
    shapes = " or ".join(",".join(shape) for shape in SHAPES)
    raise MoneyRefused(
        f"the headings are {', '.join(headings)[:200] or 'missing'}",
        f"write {shapes}, with currency beside them if you like, and no other column: names stay out",
    )


def _line(number: int, cells: Mapping[str, str], currency: str, key: bytes, decimal: Mark) -> ListLine:
    said = cells.get("currency", currency)
    if said != currency:
        raise MoneyRefused(f"the currency is {said[:10]!r} and the allocation's {currency}")
    money = amount(cells["amount"], currency, decimal=decimal)
    if money.minor <= 0:
        raise MoneyRefused(f"the amount {cells['amount'][:40]!r} pays nothing")
    return ListLine(line=number, payee=_payee(cells, key), invoice=_invoice(cells), money=money)


def _payee(cells: Mapping[str, str], key: bytes) -> str:
    if "identifier" in cells:
        return pseudonym(cells["identifier"], key)
    return given_code(cells.get("beneficiary") or cells.get("supplier", ""))


def _invoice(cells: Mapping[str, str]) -> str:
    """As the supplier printed it."""
    if "invoice" not in cells:
        return ""
    invoice = " ".join(cells["invoice"].split())
    if not 0 < len(invoice) <= _INVOICE_CHARS_MAX or not invoice.isprintable():
        raise MoneyRefused(f"the invoice is {invoice[:20]!r}")
    return invoice
