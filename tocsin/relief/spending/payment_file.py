"""A payment list as a CSV file, read whole or not at all. Names never come in: a column that is not known is refused.

    beneficiary,amount            a code that an organisation on the ground gave
    identifier,amount             what people are known by there: made into a pseudonym at once, and kept nowhere
    supplier,invoice,amount       a supplier's code and the number of its invoice

Pure: bytes in, lines out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.errors import MoneyRefused
from tocsin.relief.money.amount import Mark, amount
from tocsin.relief.money.money import Money
from tocsin.relief.spending.csv_file import read_lines
from tocsin.relief.spending.pseudonyms import given_code, pseudonym

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
    lines = read_lines(content, _columns, lambda number, cells: _line(number, cells, currency, key, decimal))
    if not lines:
        raise MoneyRefused("the file has no payment", "write a line for each under the headings")
    return lines


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
