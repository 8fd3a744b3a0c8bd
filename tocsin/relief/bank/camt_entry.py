"""One entry (Ntry) of camt as a line, with the payments that it is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tocsin.errors import MoneyRefused
from tocsin.relief.bank.camt_walk import line_of
from tocsin.relief.bank.currencies import digits_of
from tocsin.relief.bank.nouns import Line, Part, Problem
from tocsin.relief.bank.numbers import iso_date, minor_of
from tocsin.relief.bank.refused import refused

if TYPE_CHECKING:
    from lxml.etree import _Element

#: payments in one entry; a bank splits longer batches
PARTS_MAX = 100_000
_NO_REFERENCE = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF", ""})


class Node:
    """An element and its children by local name: lxml is asked once for each."""

    __slots__ = ("element", "found")

    def __init__(self, element: _Element) -> None:
        self.element = element
        found: dict[str, list[_Element]] = {}
        for each in element:
            tag = each.tag
            name = tag[tag.rfind("}") + 1 :]
            if name in found:
                found[name].append(each)
            else:
                found[name] = [each]
        self.found = found

    def text(self, name: str) -> str:
        found = self.found.get(name)
        return (found[0].text or "").strip() if found else ""

    def node(self, name: str) -> Node | None:
        found = self.found.get(name)
        return Node(found[0]) if found else None

    def nodes(self, name: str) -> list[Node]:
        return [Node(each) for each in self.found.get(name, ())]

    def path(self, *names: str) -> str:
        node: Node | None = self
        for name in names[:-1]:
            node = node.node(name) if node else None
        return node.text(names[-1]) if node else ""


class Entries:
    """The entries of one statement."""

    def __init__(self, problems: list[Problem]) -> None:
        self.lines: list[Line] = []
        self.currency = ""
        self.problems = problems
        self._digits = 2
        self._days: dict[str, date] = {}

    def open(self, currency: str, at_line: int) -> None:
        """`currency` is the account's; empty where the statement leaves it to its entries."""
        if not currency:
            return
        try:
            self._digits, self.currency = digits_of(currency), currency
        except MoneyRefused as error:
            raise refused(at_line, error.what) from None

    def add(self, element: _Element) -> None:
        at_line = line_of(element)
        try:
            self.lines.append(self._line(Node(element), at_line))
        except (ValueError, MoneyRefused) as error:
            raise refused(at_line, error.what if isinstance(error, MoneyRefused) else str(error)) from None

    def _line(self, entry: Node, at_line: int) -> Line:
        minor = self._signed(entry, at_line)
        booked_on = self._day(entry, "BookgDt") or self._day(entry, "ValDt")
        if booked_on is None:
            raise ValueError("an entry without a day of booking")
        details = [one for each in entry.nodes("NtryDtls") for one in each.nodes("TxDtls")]
        if len(details) > PARTS_MAX:
            raise ValueError(f"an entry of more than {PARTS_MAX:,} payments")
        said = [self._said(one, minor) for one in details]
        only = said[0] if len(said) == 1 else Part(minor=minor)
        return Line(
            at_line=at_line,
            booked_on=booked_on,
            value_on=self._day(entry, "ValDt") or booked_on,
            minor=minor,
            code=_code(entry),
            bank_ref=entry.text("AcctSvcrRef") or entry.text("NtryRef"),
            end_to_end=only.end_to_end,
            customer_ref=_customer_ref(details[0]) if len(details) == 1 else "",
            text=only.text or entry.text("AddtlNtryInf"),
            party=only.party,
            party_number=only.party_number,
            reversal=entry.text("RvslInd") in ("true", "1"),
            returned=only.returned,
            booked=self._is_booked(entry),
            parts=self._parts(said, minor, at_line),
        )

    def _signed(self, entry: Node, at_line: int) -> int:
        amounts = entry.found.get("Amt")
        if not amounts:
            raise ValueError("an entry without an amount")
        amount = amounts[0]
        currency = amount.get("Ccy", "")
        if currency != self.currency:
            if self.currency:
                amount = self._own_amount(entry, currency, at_line)
            else:
                self._digits, self.currency = digits_of(currency), currency
        minor = minor_of((amount.text or "").strip(), self._digits, self.currency)
        return -minor if _is_debit(entry) else minor

    def _own_amount(self, entry: Node, currency: str, at_line: int) -> _Element:
        """Some banks write the payment's currency into the entry, and the account's amount beside it."""
        details = entry.node("AmtDtls")
        for name in ("CntrValAmt", "InstdAmt", "TxAmt"):
            inner = details.node(name) if details else None
            for each in inner.found.get("Amt", ()) if inner else ():
                if each.get("Ccy") == self.currency:
                    reason = f"an entry in {currency} on an account in {self.currency}: read as {each.text} {self.currency}"
                    self.problems.append(Problem(at_line=at_line, reason=reason))
                    return each
        raise ValueError(f"an entry in {currency or 'no currency'} on an account in {self.currency}")

    def _day(self, entry: Node, name: str) -> date | None:
        found = entry.found.get(name)
        if not found:
            return None
        text = next((each.text or "" for each in found[0]), found[0].text or "").strip()
        day = self._days.get(text)
        if day is None:
            day = self._days[text] = iso_date(text)
        return day

    @staticmethod
    def _is_booked(entry: Node) -> bool:
        return (entry.text("Sts") or entry.path("Sts", "Cd") or "BOOK").upper() == "BOOK"

    def _said(self, details: Node, minor: int) -> Part:
        """What is said of one payment; its amount is the entry's where it has none of its own."""
        refs, parties = details.node("Refs"), details.node("RltdPties")
        side = "Dbtr" if minor >= 0 else "Cdtr"
        name = number = ""
        if parties:
            name = parties.path(side, "Nm") or parties.path(side, "Pty", "Nm")
            account = parties.node(f"{side}Acct")
            number = (account.path("Id", "IBAN") or account.path("Id", "Othr", "Id")) if account else ""
        came_back = details.node("RtrInf")
        return Part(
            minor=self._part_minor(details, minor),
            end_to_end=_reference(refs.text("EndToEndId")) if refs else "",
            text=_text(details),
            party=name,
            party_number="".join(number.split()),
            returned=(came_back.path("Rsn", "Cd") or came_back.path("Rsn", "Prtry") or "returned")
            if came_back
            else "",
        )

    def _part_minor(self, details: Node, minor: int) -> int:
        """Of this account's currency; 0 where it is not said."""
        amounts = details.found.get("Amt")
        if not amounts:
            inner = details.node("AmtDtls")
            inner = inner.node("TxAmt") if inner else None
            amounts = inner.found.get("Amt") if inner else None
        if not amounts or amounts[0].get("Ccy", self.currency) != self.currency:
            return 0
        own = minor_of((amounts[0].text or "").strip(), self._digits, self.currency)
        debit = _is_debit(details) if "CdtDbtInd" in details.found else minor < 0
        return -own if debit else own

    def _parts(self, said: list[Part], minor: int, at_line: int) -> tuple[Part, ...]:
        if len(said) < 2:
            return ()
        total = sum(part.minor for part in said)
        if total == minor and all(part.minor for part in said):
            return tuple(said)
        reason = f"{len(said)} payments that do not add up to their entry: read as one line"
        self.problems.append(Problem(at_line=at_line, reason=reason))
        return ()


def _is_debit(node: Node) -> bool:
    mark = node.text("CdtDbtInd")
    if mark not in ("CRDT", "DBIT"):
        raise ValueError(f"neither credit nor debit: {mark[:20]!r}")
    return mark == "DBIT"


def _code(entry: Node) -> str:
    """PMNT-RCDT-ESCT, or the bank's own code."""
    codes = entry.node("BkTxCd")
    domain = codes.node("Domn") if codes else None
    if domain:
        family = domain.node("Fmly")
        inner = (family.text("Cd"), family.text("SubFmlyCd")) if family else ()
        return "-".join(filter(None, (domain.text("Cd"), *inner)))[:35]
    return codes.path("Prtry", "Cd")[:35] if codes else ""


def _customer_ref(details: Node) -> str:
    refs = details.node("Refs")
    return _reference(refs.text("InstrId") or refs.text("MndtId")) if refs else ""


def _reference(text: str) -> str:
    return "" if text.upper() in _NO_REFERENCE else text


def _text(details: Node) -> str:
    remittance = details.node("RmtInf")
    if not remittance:
        return details.text("AddtlTxInf")
    words = [(each.text or "").strip() for each in remittance.found.get("Ustrd", ())]
    for each in remittance.nodes("Strd"):
        words.append(each.path("CdtrRefInf", "Ref"))
        words.append(each.text("AddtlRmtInf"))
    return " ".join(filter(None, words)) or details.text("AddtlTxInf")
