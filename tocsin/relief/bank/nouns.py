"""What a bank's file says, read and not yet judged: bank statements, their lines, and what was odd in it.

Pure: no Django, no store, no clock. Amounts are integers in minor units, signed as the account's holder sees them:
money that came is positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Odd, and read all the same; or left aside, where it says so."""

    #: line of the file, from 1
    at_line: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    minor: int
    on: date


@dataclass(kw_only=True, slots=True)
class Part:
    """One payment of several that the bank booked as one line."""

    minor: int
    end_to_end: str = ""
    text: str = ""
    party: str = ""
    party_number: str = ""
    #: the bank's reason for sending it back, for example AC04; empty where it is no return
    returned: str = ""


@dataclass(kw_only=True, slots=True)
class Line:
    """Not frozen, for a file has a hundred thousand, and each takes half as long so; nobody changes one."""

    at_line: int
    #: when the bank booked it; the value date where the bank names no other
    booked_on: date
    value_on: date
    minor: int
    #: what the bank calls it: N051, PMNT-RCDT-ESCT, XFER ...
    code: str = ""
    #: the bank's own reference, which a few banks repeat
    bank_ref: str = ""
    #: the payer's, carried through from end to end
    end_to_end: str = ""
    #: ours, or what stands in the field for it
    customer_ref: str = ""
    #: the payment's text
    text: str = ""
    #: who paid or was paid, and from or to which account
    party: str = ""
    party_number: str = ""
    #: takes back an earlier line of the same account
    reversal: bool = False
    #: a payment that came back: the bank's reason, or "returned" where it gives none
    returned: str = ""
    #: False for a line that is announced and not booked: it counts in no balance
    booked: bool = True
    #: more than one where the bank says what the line is made of, and it adds up
    parts: tuple[Part, ...] = ()
    #: the balance after this line, where the file has one for each
    balance_minor: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """Sums that the file itself states, to be added up again. None: it does not say."""

    count: int | None = None
    credit_count: int | None = None
    credit_minor: int | None = None
    debit_count: int | None = None
    #: positive
    debit_minor: int | None = None
    net_minor: int | None = None
    #: of all lines, as a positive number: most banks add credits and debits up, a few write the net
    total_minor: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A bank statement, or one page of it."""

    at_line: int
    #: as printed, without spaces
    account: str
    currency: str
    lines: tuple[Line, ...]
    opening: Balance | None = None
    closing: Balance | None = None
    first: date | None = None
    last: date | None = None
    #: the bank's number of it, and of its page, where it gives one
    number: str = ""
    page: str = ""
    #: a report during the day (MT942, camt.052) or a notice (camt.054): the lines come again in a statement
    interim: bool = False
    stated: Stated = Stated()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    #: mt940, mt942, camt.052, camt.053, camt.054, csv, xlsx, ofx
    form: str
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...] = ()
