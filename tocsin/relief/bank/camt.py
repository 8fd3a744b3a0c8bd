"""camt.052, .053 and .054 of ISO 20022, in any version: read as a stream, one entry at a time.

No entity is resolved, nothing is fetched, and libxml2's own bounds hold (256 levels, 10 MB of text in one element).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from tocsin.errors import MoneyRefused, ReportRefused
from tocsin.relief.bank.camt_cut import Cut, cut_out
from tocsin.relief.bank.camt_entry import Entries, NotByItself
from tocsin.relief.bank.camt_walk import child, children, day_of, line_of, name_of, text_at
from tocsin.relief.bank.currencies import digits_of
from tocsin.relief.bank.nouns import Balance, Problem, Reading, Stated, Statement
from tocsin.relief.bank.numbers import minor_of
from tocsin.relief.bank.refused import refused
from tocsin.reports.xml_guard import refuse_entities

if TYPE_CHECKING:
    from lxml.etree import _Element

_STATEMENTS = {"Rpt": "camt.052", "Stmt": "camt.053", "Ntfctn": "camt.054"}
_ENVELOPES = {
    "BkToCstmrAcctRpt": "camt.052",
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
    # of version .01
    "BkToCstmrAcctRptV01": "camt.052",
    "BkToCstmrStmtV01": "camt.053",
    "BkToCstmrDbtCdtNtfctnV01": "camt.054",
}
#: where the number of an account stands; the last three in version .01
_NUMBERS = (("IBAN",), ("Othr", "Id"), ("BBAN",), ("PrtryAcct", "Id"), ("UPIC",))
ENTRIES_MAX = 1_000_000


def read_camt(content: bytes) -> Reading:
    """Raises BankFileRefused, with the line, for broken XML, another message and an entry that cannot be read."""
    from lxml import etree

    try:
        refuse_entities(content, "the file")
    except ReportRefused as error:
        raise refused(0, error.what, error.remedy) from None
    problems: list[Problem] = []
    try:
        form, statements = _read(content, problems)
    except etree.XMLSyntaxError as error:
        raise refused(error.lineno or 1, f"broken XML: {(error.msg or '')[:120]}") from None
    return Reading(form=form, statements=statements, problems=tuple(problems))


def _read(content: bytes, problems: list[Problem]) -> tuple[str, tuple[Statement, ...]]:
    from lxml import etree

    cut = cut_out(content, ENTRIES_MAX)
    if cut is not None:
        try:
            return _of_cut(cut, problems)
        except (etree.XMLSyntaxError, UnicodeDecodeError, NotByItself):
            problems.clear()  # read whole, it is understood, or refused with the right line
    return _statements(content, problems, lambda entries, element: entries.add(element, line_of(element)))


def _of_cut(cut: Cut, problems: list[Problem]) -> tuple[str, tuple[Statement, ...]]:
    """Each mark in what is left stands for the next run of the entries that were cut out."""
    pieces, runs = cut.entries(), iter(cut.runs)

    def add(entries: Entries, mark: _Element) -> None:  # noqa: ARG001 - it says nothing but that they stood there
        for at_line, entry in islice(pieces, next(runs)):
            entries.add_cut(entry, at_line)

    return _statements(cut.rest, problems, add)


def _statements(
    content: bytes, problems: list[Problem], add: Callable[[Entries, _Element], None]
) -> tuple[str, tuple[Statement, ...]]:
    form, statements, entries = "", [], Entries(problems)
    for element in _stream(content):
        name = name_of(element)
        if name == "Ntry":
            if not entries.currency:
                parent = element.getparent()
                entries.interim = parent is not None and name_of(parent) != "Stmt"
                entries.open(_printed_currency(parent), line_of(element))
            add(entries, element)
            if len(entries.lines) > ENTRIES_MAX:
                raise refused(
                    line_of(element), f"more than {ENTRIES_MAX:,} entries", "ask for shorter periods"
                )
            _let_go(element)
        elif name in _STATEMENTS:
            statements.append(_statement(element, entries, interim=name != "Stmt"))
            entries = Entries(problems)
            _let_go(element)
        elif name in _ENVELOPES:
            form = _ENVELOPES[name]
    if not form:
        raise refused(
            1, "no camt.052, camt.053 or camt.054 message is in it", "give the bank's statement file"
        )
    if not statements:
        raise refused(1, f"a {form} message without a statement")
    return form, tuple(statements)


def _stream(content: bytes) -> Iterator[_Element]:
    from lxml import etree

    wanted = [f"{{*}}{name}" for name in ("Ntry", *_STATEMENTS, *_ENVELOPES)]
    for _, element in etree.iterparse(
        io.BytesIO(content),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    ):
        yield element


def _let_go(element: _Element) -> None:
    """What was read goes out of memory; its siblings, the balances among them, stay."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _statement(element: _Element, entries: Entries, *, interim: bool) -> Statement:
    at_line = line_of(element)
    balances = list(_balances(element))
    currency = entries.currency or _printed_currency(element)
    if not currency:
        raise refused(at_line, "a statement without a currency")
    digits = _digits(currency, at_line)
    first, last = _period(element)
    days = [line.booked_on for line in entries.lines]
    opening, closing = _both(balances, currency, digits, paged=not interim)
    return Statement(
        at_line=at_line,
        account=_account(element, at_line),
        currency=currency,
        lines=tuple(entries.lines),
        opening=opening,
        closing=closing,
        first=first or min(days, default=opening.on if opening else None),
        last=last or max(days, default=closing.on if closing else None),
        number=text_at(element, "ElctrncSeqNb") or text_at(element, "LglSeqNb") or text_at(element, "Id"),
        page=text_at(element, "StmtPgntn", "PgNb") or text_at(element, "RptPgntn", "PgNb"),
        interim=interim,
        stated=_stated(element, digits, currency),
    )


def _account(element: _Element, at_line: int) -> str:
    numbers = (text_at(element, "Acct", "Id", *path) for path in _NUMBERS)
    number = next(filter(None, numbers), "")
    if not number:
        raise refused(at_line, "a statement without the number of its account")
    return "".join(number.split())


def _balances(element: _Element) -> Iterator[tuple[str, _Element]]:
    for each in children(element, "Bal"):
        kind = text_at(each, "Tp", "CdOrPrtry", "Cd") or text_at(each, "Tp", "Cd")
        yield kind, each


def _printed_currency(element: _Element | None) -> str:
    """The account's, or that of its balances; empty where only entries name one."""
    if element is None:
        return ""
    named = (_currency_of(each) for _, each in _balances(element))
    return text_at(element, "Acct", "Ccy") or next(filter(None, named), "")


def _digits(currency: str, at_line: int) -> int:
    try:
        return digits_of(currency)
    except MoneyRefused as error:
        raise refused(at_line, error.what) from None


def _both(
    balances: list[tuple[str, _Element]], currency: str, digits: int, *, paged: bool
) -> tuple[Balance | None, Balance | None]:
    """Opening and closing balance. `paged`: a statement may go on over pages, each ends with an interim balance."""
    found: dict[str, list[_Element]] = {}
    own = [each for each in balances if _currency_of(each[1]) in ("", currency)]
    kinds = {kind for kind, _ in own}
    for kind, each in (*own, *(each for each in balances if each[0] not in kinds)):
        found.setdefault(kind, []).append(each)
    opening = next((found[kind][0] for kind in ("OPBD", "PRCD") if kind in found), None)
    closing = found["CLBD"][-1] if "CLBD" in found else None
    between = found.get("ITBD", [])
    if len(between) > 1 or (paged and between and (opening is None) != (closing is None)):
        opening = between[0] if opening is None else opening
        closing = between[-1] if closing is None else closing
    return _balance(opening, currency, digits), _balance(closing, currency, digits)


def _currency_of(balance: _Element) -> str:
    amount = child(balance, "Amt")
    return amount.get("Ccy", "") if amount is not None else ""


def _balance(found: _Element | None, currency: str, digits: int) -> Balance | None:
    if found is None:
        return None
    mark, named = text_at(found, "CdtDbtInd"), _currency_of(found)
    try:
        minor, on = minor_of(text_at(found, "Amt"), digits, currency, "."), day_of(found, "Dt")
        if named not in ("", currency):
            raise ValueError(f"a balance in {named} on an account in {currency}")
        if mark not in ("CRDT", "DBIT"):
            raise ValueError(f"a balance that is neither credit nor debit: {mark[:20]!r}")
        if on is None:
            raise ValueError("a balance without its day")
    except ValueError as error:
        raise refused(line_of(found), str(error)) from None
    return Balance(minor=-minor if mark == "DBIT" else minor, on=on)


def _period(element: _Element) -> tuple[date | None, date | None]:
    found = child(element, "FrToDt")
    if found is None:
        return None, None
    try:
        return day_of(found, "FrDt", "FrDtTm"), day_of(found, "ToDt", "ToDtTm")
    except ValueError as error:
        raise refused(line_of(found), str(error)) from None


def _stated(element: _Element, digits: int, currency: str) -> Stated:
    summary = child(element, "TxsSummry")
    if summary is None:
        return Stated()

    def count(*path: str) -> int | None:
        text = text_at(summary, *path)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None

    def money(*path: str) -> int | None:
        text = text_at(summary, *path).removeprefix("-")  # the sum of debits, as a few banks write it
        try:
            return minor_of(text, digits, currency, ".") if text else None
        except ValueError as error:
            raise refused(line_of(summary), str(error)) from None

    net = money("TtlNtries", "TtlNetNtry", "Amt")
    if net is None:
        net = money("TtlNtries", "TtlNetNtryAmt")
    mark = text_at(summary, "TtlNtries", "TtlNetNtry", "CdtDbtInd") or text_at(
        summary, "TtlNtries", "CdtDbtInd"
    )
    return Stated(
        count=count("TtlNtries", "NbOfNtries"),
        credit_count=count("TtlCdtNtries", "NbOfNtries"),
        credit_minor=money("TtlCdtNtries", "Sum"),
        debit_count=count("TtlDbtNtries", "NbOfNtries"),
        debit_minor=money("TtlDbtNtries", "Sum"),
        net_minor=-net if net is not None and mark == "DBIT" else net,
        total_minor=money("TtlNtries", "Sum"),
    )
