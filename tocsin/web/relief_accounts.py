"""A fund's figures as its page prints them: lines of the accounts, rates, decisions, programmes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tocsin.relief.bank.compared import Compared
from tocsin.relief.money.money import Money, plain, shown
from tocsin.relief.public.accounts import MOVEMENTS, WHERE, Totals
from tocsin.relief.public.bank_says import compared
from tocsin.relief.public.book import Allocation, Book, Move, PaymentGroup, Programme
from tocsin.relief.public.stated import gift_sums

#: lines of the accounts in the order of the page; those of which no currency has anything are left out, but for these
LINE_WORDS: Mapping[str, str | Promise] = {
    "opening": gettext_lazy("There before"),
    "received": gettext_lazy("Received"),
    "refunded": gettext_lazy("Given back to givers"),
    "fees": gettext_lazy("Fees of banks and card providers"),
    "exchanged": gettext_lazy("Exchanged into other currencies, or out of them"),
    "spent": gettext_lazy("Spent on programmes"),
    "given_back": gettext_lazy("Came back from programmes"),
    "in_bank": gettext_lazy("On bank accounts"),
    "with_providers": gettext_lazy("With card providers, on its way to the bank"),
    "disputed": gettext_lazy("Disputed by a card’s holder, and kept back until that is decided"),
    "held_aside": gettext_lazy(
        "On the bank account, and not the fund’s until a person has decided what it is"
    ),
    "owed": gettext_lazy("Promised, and not paid yet"),
}
_ALWAYS = frozenset({"opening", "received", "spent", "in_bank"})
_CLOSING = gettext_lazy("In the fund now")
#: rates and decisions that the page shows, the newest; all are in the downloads
RATES_MAX, DECISIONS_MAX = 20, 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    words: str | Promise
    #: (currency, number) for each currency of the table, in its order
    amounts: Sequence[tuple[str, str]]
    is_sum: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountsTable:
    currencies: Sequence[str]
    #: opening + received - spent = closing
    movements: Sequence[Line]
    #: the same sum by where the money is
    places: Sequence[Line]


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchanged:
    day: str
    sold: str
    bought: str
    rate: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    row: Allocation
    amount: str
    programme: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgrammeRow:
    row: Programme
    spent: Sequence[str]
    payments: Sequence[PaymentGroup]


@dataclass(frozen=True, kw_only=True, slots=True)
class BankRow:
    """One bank account: what the bank says, and what the books say of the same day."""

    number: str
    on: date
    bank: str
    books: str
    #: empty where there is none
    difference: str
    held: str
    not_told: str
    unexplained: str


def accounts_table(totals: Mapping[str, Totals]) -> AccountsTable:
    return AccountsTable(
        currencies=list(totals),
        movements=[*_lines(totals, MOVEMENTS), _sum(totals, lambda each: each.closing)],
        places=[*_lines(totals, WHERE), _sum(totals, lambda each: each.found)],
    )


def exchanges(book: Book) -> list[Exchanged]:
    """The newest first; both halves of each are on one row."""
    moves = {move.n: move for move in book.moves}
    known = book.account()

    def half(move: Move) -> tuple[int, str]:
        legs = [leg for leg in move.legs if known[leg.account].role == "exchange"]
        return sum(leg.minor for leg in legs), known[legs[0].account].currency

    found = []
    for move in reversed(book.moves):
        if move.rate is None or move.beside is None or moves[move.beside].rate is None:
            continue
        (bought, into), (sold, out_of) = sorted((half(move), half(moves[move.beside])))
        found.append(
            Exchanged(
                day=move.value_date,
                sold=shown(Money(sold, out_of)),
                bought=shown(Money(-bought, into)),
                rate=move.rate.rate,
                source=move.rate.source,
            )
        )
    return found


def bank_rows(book: Book) -> list[BankRow]:
    known = book.account()
    return [
        bank_row(account_number(known[code].detail), each, known[code].currency)
        for code, each in compared(book).items()
    ]


def bank_row(number: str, each: Compared, currency: str) -> BankRow:
    def said(minor: int) -> str:
        return shown(Money(minor, currency)).replace("-", "−")

    return BankRow(
        number=number,
        on=each.on,
        bank=said(each.bank),
        books=said(each.books),
        difference=said(each.difference) if each.difference else "",
        held=said(each.held) if each.held else "",
        not_told=said(each.not_told) if each.not_told else "",
        unexplained=said(each.unexplained) if each.unexplained else "",
    )


def account_number(detail: str) -> str:
    """As it is printed: "AM/900000001234" is a number with its country before it."""
    country, slash, number = detail.partition("/")
    return f"{number} ({country})" if slash else detail


def taken_back(book: Book) -> list[tuple[int, str]]:
    """How many gifts of the fund's own money were taken back as booked by mistake, and their sum, by currency."""
    sums = gift_sums(book, simulated=book.fund.simulated, undone=True)
    return [(each["count"], shown(Money(each["minor"], code))) for code, each in sums.items()]


def decisions(book: Book) -> list[Decision]:
    titles = {each.code: each.title for each in book.programmes}
    return [
        Decision(
            row=each,
            amount=shown(Money(each.minor, each.currency)),
            programme=titles.get(each.programme, each.programme),
        )
        for each in reversed(book.allocations)
    ]


def programme_rows(book: Book) -> list[ProgrammeRow]:
    """What each programme paid out, less what came back, in each currency."""
    known = book.account()
    sums: dict[tuple[str, str], int] = {}
    for move in book.of(simulated=book.fund.simulated):
        for leg in move.legs:
            account = known[leg.account]
            if account.role in ("spent", "returned"):
                key = (account.detail, account.currency)
                sums[key] = sums.get(key, 0) + leg.minor
    return [
        ProgrammeRow(
            row=each,
            spent=[shown(Money(sums[key], key[1])) for key in sorted(sums) if key[0] == each.code],
            payments=[group for group in book.payments if group.programme == each.code],
        )
        for each in book.programmes
    ]


def _lines(totals: Mapping[str, Totals], names: Iterable[str]) -> list[Line]:
    ordered = [name for name in LINE_WORDS if name in set(names)]
    return [
        _line(totals, LINE_WORDS[name], lambda each, name=name: getattr(each, name))  # type: ignore[misc]
        for name in ordered
        if name in _ALWAYS or any(getattr(each, name) for each in totals.values())
    ]


def _sum(totals: Mapping[str, Totals], of: Callable[[Totals], int]) -> Line:
    made = _line(totals, _CLOSING, of)
    return Line(words=made.words, amounts=made.amounts, is_sum=True)


def _line(totals: Mapping[str, Totals], words: str | Promise, of: Callable[[Totals], int]) -> Line:
    amounts = [
        (code, plain(Money(of(each), code), group=",").replace("-", "−")) for code, each in totals.items()
    ]
    return Line(words=words, amounts=amounts)
