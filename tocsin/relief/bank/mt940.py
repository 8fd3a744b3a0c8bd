"""MT940 (statements) and MT942 (reports during the day): each message is one bank statement, or one page of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tocsin.errors import MoneyRefused
from tocsin.relief.bank.currencies import digits_of
from tocsin.relief.bank.mt940_tags import (
    OTHER,
    BalanceField,
    EntryField,
    Message,
    Tag,
    balance_field,
    entry_field,
    messages,
    number_field,
    sum_field,
    sums_said,
)
from tocsin.relief.bank.mt940_text import TextField, non_swift, text_field
from tocsin.relief.bank.nouns import Balance, Line, Problem, Reading, Stated, Statement
from tocsin.relief.bank.numbers import minor_of
from tocsin.relief.bank.refused import refused
from tocsin.relief.bank.second_reading import other_reading
from tocsin.relief.money.account_number import is_iban

_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_OPENING, _CLOSING = ("60F", "60M"), ("62F", "62M")
#: references that say there is none
_NO_REFERENCE = frozenset({"NONREF", "KREF+", "EREF", "NOTPROVIDED", ""})


def read_mt940(text: str) -> Reading:
    """Raises BankFileRefused, with the line, where a statement cannot be told with certainty."""
    found, strange = messages(text)
    problems = [
        Problem(at_line=line, reason=f"outside of any statement, left aside: {said}")
        for line, said in strange
    ]
    if not found:
        raise refused(1, "there is no tag of MT940 in it")
    statements = tuple(_Page(message, problems).read() for message in found)
    problems += [problem for message in found for problem in other_reading(message)]
    form = "mt942" if all(statement.interim for statement in statements) else "mt940"
    return Reading(form=form, statements=statements, problems=tuple(problems))


class _Page:
    """One message, on the way to a statement."""

    def __init__(self, message: Message, problems: list[Problem]) -> None:
        self.message, self.problems = message, problems
        self.at_line = message.tags[0].at_line
        self.currency, self.digits = "", 2

    def read(self) -> Statement:
        account, printed_currency = _account(self._the_one("25", "25P"))
        interim = self._interim()
        opening = self._balance(_OPENING)
        closing = self._balance(_CLOSING)
        self._find_currency(opening, closing, printed_currency)
        lines = tuple(self._lines())
        number, page = number_field(self._first("28C", "28"))
        days = [line.booked_on for line in lines]
        first, last = self._signed(opening, closing, days), self._signed(closing, opening, days)
        if not (opening or closing or lines or interim):
            raise refused(self.at_line, "a statement with neither a balance nor a line")
        return Statement(
            at_line=self.at_line,
            account=account,
            currency=self.currency,
            lines=lines,
            opening=first,
            closing=last,
            first=first.on if first else min(days, default=None),
            last=last.on if last else max(days, default=None),
            number=number,
            page=page,
            interim=interim,
            stated=self._stated(),
        )

    def _interim(self) -> bool:
        return bool(self._all("34F", "13D", "13", "90C", "90D")) and not self._all(*_OPENING)

    def _all(self, *names: str) -> list[Tag]:
        return [tag for tag in self.message.tags if tag.name in names]

    def _first(self, *names: str) -> str:
        return next((tag.value.strip() for tag in self._all(*names)), "")

    def _the_one(self, *names: str) -> Tag:
        found = self._all(*names)
        if not found:
            raise refused(self.at_line, f"a statement without its account (:{names[0]}:)")
        if len(found) > 1:
            raise refused(found[1].at_line, f"a second :{found[1].name}: inside one statement")
        return found[0]

    def _balance(self, names: tuple[str, str]) -> tuple[Tag, BalanceField] | None:
        found = self._all(*names)
        if len(found) > 1:
            raise refused(found[1].at_line, f"a second :{found[1].name}: inside one statement")
        if not found:
            return None
        try:
            return found[0], balance_field(found[0].value)
        except ValueError as error:
            raise refused(found[0].at_line, str(error)) from None

    def _find_currency(
        self,
        opening: tuple[Tag, BalanceField] | None,
        closing: tuple[Tag, BalanceField] | None,
        printed: str,
    ) -> None:
        named = [(tag.at_line, each.currency) for tag, each in filter(None, (opening, closing))]
        named += [(tag.at_line, tag.value[:3]) for tag in self._all("34F")]
        codes = [code for _, code in named if code] or [printed]
        if not codes[0]:
            raise refused(self.at_line, "a statement without a currency: neither :60F: nor :34F: names one")
        if len(set(codes)) > 1:
            raise refused(named[-1][0], f"a statement in two currencies: {' and '.join(sorted(set(codes)))}")
        for at_line, code in named:
            if not code:
                self._problem(
                    at_line, f"a balance without its currency: read as {codes[0]}, as the other one"
                )
        try:
            self.currency, self.digits = codes[0], digits_of(codes[0])
        except MoneyRefused as error:
            raise refused(named[0][0] if named else self.at_line, error.what) from None

    def _problem(self, at_line: int, reason: str) -> None:
        self.problems.append(Problem(at_line=at_line, reason=reason))

    def _minor(self, number: str, at_line: int) -> int:
        try:
            return minor_of(number, self.digits, self.currency, ",")
        except ValueError as error:
            raise refused(at_line, str(error)) from None

    def _signed(
        self,
        found: tuple[Tag, BalanceField] | None,
        other: tuple[Tag, BalanceField] | None,
        days: list[date],
    ) -> Balance | None:
        """`other` balance, and `days` of lines: a balance of nothing may be of no day."""
        if not found:
            return None
        tag, each = found
        minor = self._minor(each.number, tag.at_line)
        on = each.on
        if on is None:
            on = min(days, default=other[1].on if other else None)
            if minor or on is None:
                raise refused(tag.at_line, "a balance without its day: 000000")
            self._problem(tag.at_line, f"a balance of nothing without its day: read as of {_shown(on)}")
        return Balance(minor=-minor if each.mark == "D" else minor, on=on)

    def _stated(self) -> Stated:
        sums = {}
        for tag in self._all("90C", "90D"):
            try:
                each = sum_field(tag.value)
            except ValueError as error:
                raise refused(tag.at_line, str(error)) from None
            sums[tag.name] = (each.count, self._minor(each.number, tag.at_line))
        for tag in self._behind_closing():
            said = sums_said(tag.value)
            if said:
                debits, credits = said
                sums["90D"] = (debits.count, self._minor(debits.number, tag.at_line))
                sums["90C"] = (credits.count, self._minor(credits.number, tag.at_line))
        credit, debit = sums.get("90C", (None, None)), sums.get("90D", (None, None))
        return Stated(
            credit_count=credit[0], credit_minor=credit[1], debit_count=debit[0], debit_minor=debit[1]
        )

    def _behind_closing(self) -> Iterator[Tag]:
        """Texts of the statement as a whole."""
        closed = False
        for tag in self.message.tags:
            closed = closed or tag.name in _CLOSING
            if closed and tag.name == "86":
                yield tag

    def _lines(self) -> list[Line]:
        """Each :61: with the :86: and :NS: that follow it, up to the next :61: or balance."""
        groups: list[tuple[Tag, list[Tag]]] = []
        belongs = False
        for tag in self.message.tags:
            if tag.name == "61":
                groups.append((tag, []))
                belongs = True
            elif tag.name in ("86", "NS") and belongs:
                groups[-1][1].append(tag)
            else:
                belongs = False
                if tag.name in ("65F", OTHER):
                    said = f":65F:{tag.value}" if tag.name else tag.value
                    self._problem(tag.at_line, f"left aside: {said.strip()[:45]}")
        return [self._line(tag, texts) for tag, texts in groups]

    def _line(self, tag: Tag, texts: list[Tag]) -> Line:
        try:
            entry = entry_field(tag.value)
        except ValueError as error:
            raise refused(tag.at_line, str(error)) from None
        if entry.day_moved:
            self._problem(tag.at_line, f"no such day: {tag.value[:6]}; read as {_shown(entry.value_on)}")
        minor = self._minor(entry.number, tag.at_line)
        said = said_of(texts)
        return Line(
            at_line=tag.at_line,
            booked_on=entry.booked_on,
            value_on=entry.value_on,
            minor=-minor if entry.mark in ("D", "RC", "ED") else minor,
            code=entry.code.strip(),
            bank_ref=_reference(entry.bank_ref),
            end_to_end=_reference(said.end_to_end),
            customer_ref=_reference(entry.customer_ref),
            text=said.text or " ".join(entry.further.split()),
            party=said.party,
            party_number=said.party_number,
            reversal=entry.mark in ("RC", "RD"),
            returned=said.returned or _returned(entry),
            booked=entry.mark not in ("EC", "ED"),
        )


def _account(tag: Tag) -> tuple[str, str]:
    """The number without spaces, and the currency that some banks write behind it.

    >>> _account(Tag("25", "51210600/9223382012EUR", 1)), _account(Tag("25", "NL81 ASNB 9999999999", 1))
    (('51210600/9223382012', 'EUR'), ('NL81ASNB9999999999', ''))

    A few countries' IBANs end so themselves; :25P: has the bank's BIC on a line of its own.

    >>> _account(Tag("25P", "MU17BOMM0101101030300200000MUR\\nBOMMMUPL", 1))
    ('MU17BOMM0101101030300200000MUR', '')
    """
    lines = tag.value.strip().split("\n")
    if len(lines) > 1 and _BIC.fullmatch(lines[-1].strip()):
        lines.pop()
    number = "".join("".join(lines).split())
    if not number:
        raise refused(tag.at_line, "a statement whose account (:25:) is empty")
    if is_iban(number):
        return number, ""
    if len(number) > 3 and number[-3:].isalpha() and number[-3:].isupper() and number[-4].isdigit():
        return number[:-3].removesuffix("/"), number[-3:]
    return number, ""


def said_of(texts: list[Tag]) -> TextField:
    own = [tag.value for tag in texts if tag.name == "86"]
    if own:
        return text_field("\n".join(own))
    return non_swift("\n".join(tag.value for tag in texts)) if texts else TextField(text="")


def _reference(text: str) -> str:
    return "" if text.strip().upper() in _NO_REFERENCE else text.strip()


def _returned(entry: EntryField) -> str:
    """NRTI: SWIFT's code of a returned item."""
    return "returned" if entry.code.startswith(("NRTI", "FRTI", "SRTI")) else ""


def _shown(day: date) -> str:
    return day.isoformat()
