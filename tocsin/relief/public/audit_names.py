"""That every name in a download is known, and stands for one thing. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tocsin.errors import MoneyRefused
from tocsin.relief.ledger.draft import TransferKind
from tocsin.relief.money.currency import currency
from tocsin.relief.public.accounts import LINES, PLACES
from tocsin.relief.public.book import CHANNELS, DECIDED, Account, Book, Move
from tocsin.relief.spending.masking import is_told


def name_faults(book: Book) -> Iterator[str]:
    yield from _currencies(book)
    yield from _accounts(book)
    yield from _moves(book)
    yield from _rows(book)


def _currencies(book: Book) -> Iterator[str]:
    """Another number of digits would make every amount a tenth or a hundredth of what it is."""
    for code, digits in book.currencies.items():
        try:
            known = currency(code).digits
        except MoneyRefused as error:
            yield error.what
            continue
        if digits != known:
            yield f"{code} is said to have {digits} digits after the point, and ISO 4217 gives it {known}"


def _accounts(book: Book) -> Iterator[str]:
    yield from _twice("account", [each.code for each in book.accounts])
    for account in book.accounts:
        if account.role not in LINES and account.role not in PLACES:
            yield f"account {account.code!r} has a role that is not known: {account.role!r}"
        if account.code != _code(account) or account.currency not in book.currencies:
            yield f"account {account.code!r} is not called for what it is"


def _moves(book: Book) -> Iterator[str]:
    known, kinds = book.account(), frozenset(TransferKind)
    for place, move in enumerate(book.moves, 1):
        if move.n != place:
            yield f"the {place}. transfer has the number {move.n}: one is missing, or stands elsewhere"
        if move.kind not in kinds:
            yield f"transfer {move.n} is of a kind that is not known: {move.kind[:40]!r}"
        if move.booked_on > book.made_at[:10]:
            yield f"transfer {move.n} was booked on {move.booked_on}, after the file was made"
        yield from (
            f"transfer {move.n} names the account {leg.account!r}, which is not there"
            for leg in move.legs
            if leg.account not in known
        )
        yield from _others(move)


def _others(move: Move) -> Iterator[str]:
    """A transfer names only what was booked before it."""
    for other in (move.corrects, move.beside):
        if other is not None and not 0 < other < move.n:
            yield f"transfer {move.n} names transfer {other}, which is not there before it"


def _rows(book: Book) -> Iterator[str]:
    yield from _twice("gift", [each.hash for each in book.gifts])
    yield from _twice("programme", [each.code for each in book.programmes])
    yield from _twice("allocation", [each.n for each in book.allocations])
    yield from _twice("bank balance of", [each.account for each in book.bank])
    programmes = {each.code for each in book.programmes}
    spent: Sequence[Any] = (*book.allocations, *book.payments)
    yield from (
        f"programme {row.programme!r} is named and not there"
        for row in spent
        if row.programme not in programmes
    )
    with_money: Sequence[Any] = (*book.gifts, *book.allocations)
    for row in with_money:
        if row.currency not in book.currencies or row.minor <= 0:
            yield f"{row.minor:,} {row.currency!r} is no amount of a gift or an allocation"
    yield from _bank(book)
    yield from _words(book)


def _bank(book: Book) -> Iterator[str]:
    known = book.account()
    for balance in book.bank:
        account = known.get(balance.account)
        if account is None or account.role != "bank":
            yield f"the bank says something of {balance.account[:80]!r}, which is no bank account of these books"


def _words(book: Book) -> Iterator[str]:
    for gift in book.gifts:
        if gift.channel not in CHANNELS:
            yield f"gift {gift.hash[:12]} came by a channel that is not known: {gift.channel[:40]!r}"
    for allocation in book.allocations:
        if allocation.state not in DECIDED:
            yield f"allocation {allocation.n} is in a state that is not known: {allocation.state[:40]!r}"
    for group in book.payments:
        if not is_told(group.payments):
            yield f"payments of {group.programme} are counted as {group.payments[:40]!r}, which is never told so"


def _twice(what: str, names: Sequence[object]) -> Iterator[str]:
    yield from (f"{what} {name!r} stands twice" for name, count in Counter(names).items() if count > 1)


def _code(account: Account) -> str:
    return ":".join(part for part in (account.role, account.detail, account.currency) if part)
