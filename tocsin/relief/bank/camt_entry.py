"""One entry (Ntry) of camt as a line, with the payments that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tocsin.errors import MoneyRefused
from tocsin.relief.bank.camt_batch import batch_faults
from tocsin.relief.bank.camt_fields import NOWHERE, EntryFields
from tocsin.relief.bank.camt_markup import Markups
from tocsin.relief.bank.camt_shapes import Flat, Shapes
from tocsin.relief.bank.camt_walk import name_of
from tocsin.relief.bank.currencies import digits_of
from tocsin.relief.bank.nouns import Line, Part, Problem
from tocsin.relief.bank.numbers import iso_date, minor_of
from tocsin.relief.bank.reference import given
from tocsin.relief.bank.refused import refused

if TYPE_CHECKING:
    from lxml.etree import _Element

#: payments in one entry; a bank splits longer batches
PARTS_MAX = 100_000
#: elements of details among which a single payment may stand, with its batch
_FEW = 3
_PAYMENT = "NtryDtls/TxDtls"
#: said by an entry of no payment, or of several
_NOTHING = Part(minor=0)
#: booked; announced, of information only, in the future
_STATUSES = frozenset({"BOOK", "PDNG", "INFO", "FUTR"})


class Entries:
    """The entries of one statement."""

    def __init__(self, problems: list[Problem]) -> None:
        self.lines: list[Line] = []
        self.currency = ""
        #: of a report during the day or a notice: the entries come again in a statement
        self.interim = False
        self.problems = problems
        self._digits = 2
        self._days: dict[str, date] = {}
        self._shapes = Shapes()
        self._markups = Markups()

    def open(self, currency: str, at_line: int) -> None:
        """`currency` is the account's; empty where the statement leaves it to its entries."""
        if not currency:
            return
        try:
            self._digits, self.currency = digits_of(currency), currency
        except MoneyRefused as error:
            raise refused(at_line, error.what) from None

    def add(self, element: _Element, at_line: int) -> None:
        self._add(*self._parted(element), at_line)

    def add_cut(self, entry: str, at_line: int) -> None:
        """An entry as it is written. Raises NotByItself, and XMLSyntaxError, where it cannot be read alone."""
        known = self._markups.flat(entry)
        if known is None:
            element = _read_alone(entry)
            if _most_payments(element) <= 1:
                self._markups.learn(entry, element)
            self.add(element, at_line)
            return
        only = known.within(_PAYMENT)
        self._add(known, [only] if only is not None else [], at_line)

    def _add(self, entry: Flat, details: list[Flat], at_line: int) -> None:
        """What is only announced is told again where it is booked: where it cannot be read, it is left aside."""
        booked = True
        try:
            booked = _is_booked(entry)
            self.lines.append(self._line(entry, details, at_line, booked=booked))
        except (ValueError, MoneyRefused) as error:
            reason = error.what if isinstance(error, MoneyRefused) else str(error)
            if booked and not (self.interim and isinstance(error, NoDay)):
                raise refused(at_line, reason) from None
            self.problems.append(Problem(at_line=at_line, reason=f"only announced, and left aside: {reason}"))

    def _parted(self, element: _Element) -> tuple[Flat, list[Flat]]:
        """The entry, and its payments: most have one, which is left where it stands."""
        groups = list(element.iterchildren("{*}NtryDtls")) or [element]  # in version .01 the entry itself
        if len(groups) == 1 and len(groups[0]) <= _FEW:
            entry = self._shapes.flat(element)
            only = entry.within(_PAYMENT)
            if only is not None:
                return entry, [only]
        details = [self._shapes.flat(each) for each in _taken_out(groups)]
        return self._shapes.flat(element), details

    def _line(self, entry: Flat, details: list[Flat], at_line: int, *, booked: bool) -> Line:
        at, texts = entry.shape.entry, entry.texts
        minor = self._signed(entry, at_line)
        value_on = self._day(texts[at.value_day] or texts[at.value_time] or texts[at.value])
        booked_on = self._day(texts[at.booked_day] or texts[at.booked_time] or texts[at.booked]) or value_on
        if booked_on is None:
            raise NoDay("an entry without a day of booking")
        said = [self._said(one, minor) for one in details]
        if at.batched:
            faults = batch_faults(entry, minor, len(said), self.currency, self._digits)
            self.problems += [Problem(at_line=at_line, reason=reason) for reason in faults]
        only = said[0] if len(said) == 1 else _NOTHING
        return Line(
            at_line=at_line,
            booked_on=booked_on,
            value_on=value_on or booked_on,
            minor=minor,
            code=_code(at, texts),
            bank_ref=texts[at.bank_ref] or texts[at.entry_ref],
            end_to_end=only.end_to_end,
            customer_ref=_customer_ref(details[0]) if only is not _NOTHING else "",
            text=only.text or texts[at.more],
            party=only.party,
            party_number=only.party_number,
            reversal=texts[at.reversal] in ("true", "1"),
            returned=next((each.returned for each in said if each.returned), ""),
            booked=booked,
            parts=self._parts(said, minor, at_line) if len(said) > 1 else (),
        )

    def _signed(self, entry: Flat, at_line: int) -> int:
        fields, texts = entry.shape.entry, entry.texts
        place = fields.amount
        if place == NOWHERE:
            raise ValueError("an entry without an amount")
        currency, number = entry.currencies.get(place, ""), texts[place]
        if currency != self.currency:
            if self.currency:
                number = self._own_amount(entry, currency, at_line)
            else:
                self._digits, self.currency = digits_of(currency), currency
        minor = minor_of(number, self._digits, self.currency, ".")
        return -minor if _is_debit(texts[fields.mark]) else minor

    def _own_amount(self, entry: Flat, currency: str, at_line: int) -> str:
        """Some banks write the payment's currency into the entry, and the account's amount beside it."""
        for name in ("CntrValAmt", "InstdAmt", "TxAmt"):
            for each in entry.amounts(f"AmtDtls/{name}/Amt"):
                if each.currency == self.currency:
                    reason = (
                        f"an entry in {currency} on an account in {self.currency}: "
                        f"read as {each.number} {self.currency}"
                    )
                    self.problems.append(Problem(at_line=at_line, reason=reason))
                    return each.number
        raise ValueError(f"an entry in {currency or 'no currency'} on an account in {self.currency}")

    def _day(self, text: str) -> date | None:
        if not text:
            return None
        day = self._days.get(text)
        if day is None:
            day = self._days[text] = iso_date(text)
        return day

    def _said(self, details: Flat, minor: int) -> Part:
        """What is said of one payment; its amount is 0 where it has none of its own in the account's currency."""
        at, texts = details.shape.payment, details.texts
        party = at.debtor if minor >= 0 else at.creditor
        number = texts[party.iban] or texts[party.number]
        returned = ""
        if at.returned != NOWHERE:
            returned = texts[at.return_code] or texts[at.return_reason] or "returned"
        return Part(
            minor=self._part_minor(details, minor),
            end_to_end=given(texts[at.end_to_end]),
            text=" ".join([text for place in at.words if (text := texts[place])]) or texts[at.more],
            party=texts[party.name] or texts[party.party_name],
            party_number="".join(number.split()),
            returned=returned,
        )

    def _part_minor(self, details: Flat, minor: int) -> int:
        at, texts = details.shape.payment, details.texts
        for place in at.amounts:
            if details.currencies.get(place, "") in ("", self.currency):
                own = minor_of(texts[place], self._digits, self.currency, ".")
                debit = _is_debit(texts[at.mark]) if at.mark != NOWHERE else minor < 0
                return -own if debit else own
        return 0

    def _parts(self, said: list[Part], minor: int, at_line: int) -> tuple[Part, ...]:
        total = sum(part.minor for part in said)
        if total == minor and all(part.minor for part in said):
            return tuple(said)
        reason = f"{len(said)} payments that do not add up to their entry: read as one line"
        self.problems.append(Problem(at_line=at_line, reason=reason))
        return ()


class NoDay(ValueError):
    """An entry of no day: a notice may leave it to the statement."""


class NotByItself(Exception):
    """An entry that does not mean by itself what it means in its file."""


def _read_alone(entry: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    element = etree.fromstring(entry, parser)
    if next(element.iterdescendants("{*}Ntry"), None) is not None or element.find("{*}TxDtls") is not None:
        raise NotByItself  # one within another, or version .01
    return element


def _most_payments(element: _Element) -> int:
    """In it, or groups of them: of no more than one, its shape alone says where it stands."""
    return max(len(list(element.iter(f"{{*}}{name}"))) for name in ("NtryDtls", "TxDtls"))


def _taken_out(groups: list[_Element]) -> list[_Element]:
    """The payments of an entry, out of it: what is left of entries has few shapes."""
    found = [(group, each) for group in groups for each in group if name_of(each) == "TxDtls"]
    if len(found) > PARTS_MAX:
        raise ValueError(f"an entry of more than {PARTS_MAX:,} payments")
    for group, each in found:
        group.remove(each)
    return [each for _, each in found]


def _is_booked(entry: Flat) -> bool:
    """Without a status it is booked; a status of the bank's own may mean anything."""
    at, texts = entry.shape.entry, entry.texts
    own = texts[at.own_status]
    status = (texts[at.status] or texts[at.status_code] or own or "BOOK").upper()
    if own or status not in _STATUSES:
        raise ValueError(f"an entry of which it is not said whether it is booked: {(own or status)[:20]!r}")
    return status == "BOOK"


def _is_debit(mark: str) -> bool:
    if mark not in ("CRDT", "DBIT"):
        raise ValueError(f"neither credit nor debit: {mark[:20]!r}")
    return mark == "DBIT"


def _code(at: EntryFields, texts: Sequence[str]) -> str:
    """PMNT-RCDT-ESCT, or the bank's own code."""
    domain = texts[at.domain]
    if not domain:
        return texts[at.own_code][:35]
    return "-".join(filter(None, (domain, texts[at.family], texts[at.family_part])))[:35]


def _customer_ref(details: Flat) -> str:
    at, texts = details.shape.payment, details.texts
    return given(texts[at.instruction] or texts[at.mandate])
