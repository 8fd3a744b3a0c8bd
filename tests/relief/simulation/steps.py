"""What reaches the desk of a simulated year from outside, one thing after the other: plain values that can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Shape = Literal["stripe", "arca"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Give(Step):
    """Somebody fills in the page. The answer is the provider's name for the payment, or empty where no page was reached."""

    shape: Shape
    minor: int
    currency: str
    purpose: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Webhook(Step):
    signature: str
    body: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadAgain(Step):
    """Of payments that nobody told of, by the provider's names: what the worker's rounds come to in their turn."""

    shape: Shape
    refs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AskRefund(Step):
    """Somebody writes that they want it back."""

    ref: str
    minor: int
    letter: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BankBytes(Step):
    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class GoOverHeld(Step):
    """Two treasurers sit down with the lines that no rule could place."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProviderFee(Step):
    """The ArCa terminal's paper: what it kept back of a settlement."""

    number: int
    minor: int
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange(Step):
    key: str
    sold_minor: int
    bought_minor: int
    rate: Decimal
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Spend(Step):
    """A month's allocation, signed by two, and its payment list."""

    key: str
    minor: int
    #: households and lumas; one of them stands twice by mistake
    rows: tuple[tuple[str, int], ...]
    fee_minor: int
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class CameBack(Step):
    key: str
    payee: str
    minor: int
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseBooks(Step):
    last: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Round(Step):
    """The worker's own: reading again what is due, payouts, numbering the log."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Export(Step):
    """The answer is the download that the public gets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verify(Step):
    """Every item of the store against the log, by the command. The answer is its exit code and what it printed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BookAgain(Step):
    """In a copy of the store the ledger is lost, and booked again from its journal. The answer is the download of that."""

    copy: str
