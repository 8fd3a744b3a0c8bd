"""The desk of the simulated year: takes deliveries, one transaction for each, and is killed now and then."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from random import Random
from typing import Protocol

from tests.relief.simulation.happenings import (
    PURPOSES,
    BankTold,
    CardTold,
    Closing,
    Decided,
    Delivery,
    Year,
)
from tocsin.errors import Conflict
from tocsin.relief.bank.drafting import line_draft, transfer_key
from tocsin.relief.bank.keys import Carried
from tocsin.relief.bank.nouns import Line
from tocsin.relief.bank.placing import Context, Gift, by_reference, references
from tocsin.relief.bank.planning import Planned, Standing, plan
from tocsin.relief.cards.postings import Booked, drafts
from tocsin.relief.cards.told import PaymentState, Stage, merged
from tocsin.relief.ledger.body import body
from tocsin.relief.ledger.booking import entry_day
from tocsin.relief.ledger.draft import TransferDraft, checks

FUND = "year"


class Killed(Exception):
    """The process ended here: what was not committed is gone."""


class Books(Protocol):
    def book(self, drafts: Sequence[TransferDraft], die: Callable[[], None]) -> None:
        """All or none; `die` may end the process before the commit."""

    def close(self, last: date) -> None: ...


@dataclass
class MemoryBooks:
    """The ledger's rules without a store: keys, bodies, balance, periods."""

    rows: dict[str, tuple[TransferDraft, date]] = field(default_factory=dict)
    closed: date | None = None

    def book(self, drafts: Sequence[TransferDraft], die: Callable[[], None]) -> None:
        fresh = {}
        for draft in drafts:
            there = self.rows.get(draft.key) or fresh.get(draft.key)
            if there is None:
                fresh[draft.key] = (checks(draft), entry_day(draft.value_date, self.closed))
            elif body(FUND, there[0]) != body(FUND, draft):
                raise Conflict(f"another body under {draft.key}")
        die()
        self.rows |= fresh

    def close(self, last: date) -> None:
        self.closed = max(last, self.closed or last)


@dataclass
class Desk:
    """What we know beside the ledger; changed only with a commit."""

    books: Books
    told: dict[str, PaymentState] = field(default_factory=dict)
    lines: dict[str, set[str]] = field(default_factory=dict)
    gifts: dict[str, dict[str, list[Gift]]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    closings: set[date] = field(default_factory=set)
    held: int = 0

    def take(self, delivery: Delivery, die: Callable[[], None]) -> None:
        """One transaction."""
        match delivery:
            case CardTold():
                self._card(delivery, die)
            case BankTold():
                self._bank(delivery, die)
            case Decided():
                self.books.book(delivery.drafts, die)
            case Closing() if delivery.last not in self.closings:
                die()
                self.books.close(delivery.last)
                self.closings.add(delivery.last)

    def _card(self, said: CardTold, die: Callable[[], None]) -> None:
        new = PaymentState(currency=said.state.currency, stage=Stage.REGISTERED)
        state = merged(self.told.get(said.payment, new), said.state)
        of = Booked(provider=said.provider, currency=state.currency, about=f"gift:{said.payment}")
        self.books.book(drafts(state, of), die)
        self.told[said.payment] = state

    def _bank(self, said: BankTold, die: Callable[[], None]) -> None:
        account = said.account.code
        context = Context(
            currency=said.account.currency,
            purposes=PURPOSES,
            providers=("stripe", "arca"),
            payouts=[each for each in said.payouts if each.ref not in self.settled],
            gifts_behind=partial(self._behind, account),
        )
        keys: AbstractSet[str] = self.lines.setdefault(account, set())
        planned, _ = plan(said.statement, "camt.053", account, Standing(keys=keys), Carried(), context)
        made = [self._draft(each, said) for each in planned.new]
        self.books.book([each for each in made if each], die)
        for each in planned.new:
            self._note(account, each)

    def _draft(self, planned: Planned, said: BankTold) -> TransferDraft | None:
        beside = transfer_key(planned.placing.gift) if planned.placing.gift else None
        return line_draft(planned, said.account, beside=beside)

    def _behind(self, account: str, line: Line) -> Sequence[Gift]:
        found = by_reference(self.gifts.get(account, {}), line)
        return [each for each in found if each.line_key not in self.gone]

    def _note(self, account: str, planned: Planned) -> None:
        self.lines[account].add(planned.key)
        self.held += planned.placing.placed == "held"
        if planned.placing.payout:
            self.settled.add(planned.placing.payout.ref)
        if planned.placing.gift:
            self.gone.add(planned.placing.gift)
        if planned.placing.placed == "gift":
            gift = Gift(line_key=planned.key, minor=planned.line.minor, on=planned.line.booked_on)
            for reference in references(planned.line):
                self.gifts.setdefault(account, {}).setdefault(reference, []).append(gift)


def keep(year: Year, books: Books, *, kills: int) -> Desk:
    """The whole year through one desk. `kills` is the seed of its deaths, before a commit or right after it."""
    desk, random = Desk(books), Random(kills)

    def die() -> None:
        if random.random() < 0.03:
            raise Killed

    for delivery in year.deliveries:
        done = False
        while not done:
            try:
                desk.take(delivery, die)
                done = random.random() >= 0.03  # ended before it said that it was done: it comes again
            except Killed:
                continue
    return desk


def digest(rows: dict[str, tuple[TransferDraft, date]]) -> str:
    """Over the bytes of all transfers with the day of their books, by key."""
    said = hashlib.sha256()
    for key in sorted(rows):
        draft, day = rows[key]
        said.update(body(FUND, draft) + day.isoformat().encode())
    return said.hexdigest()


@dataclass
class Sums:
    """What stands at the end, of rows of whichever books."""

    accounts: Counter[str] = field(default_factory=Counter)
    #: gift -> role -> minor, of gifts by card
    gifts: dict[str, Counter[str]] = field(default_factory=dict)
    bank_gifts: Counter[tuple[str, int]] = field(default_factory=Counter)
    bank_back: Counter[tuple[str, int]] = field(default_factory=Counter)


def sums_of(rows: dict[str, tuple[TransferDraft, date]]) -> Sums:
    sums = Sums()
    for draft, _ in rows.values():
        for leg in draft.legs:
            sums.accounts[leg.account.code] += leg.minor
        if draft.key.startswith("bank:") and draft.kind in ("gift", "refund"):
            first = draft.legs[0]
            into = sums.bank_gifts if draft.kind == "gift" else sums.bank_back
            into[first.account.currency, abs(first.minor)] += 1
        elif draft.about.startswith("gift:"):
            roles = sums.gifts.setdefault(draft.about.removeprefix("gift:"), Counter())
            for leg in draft.legs:
                roles[leg.account.role] += leg.minor
    return sums


def check(year: Year, rows: dict[str, tuple[TransferDraft, date]]) -> None:
    """Every currency adds up to zero, every gift is in exactly one place, and ours is what others say of us."""
    sums = sums_of(rows)
    by_currency: Counter[str] = Counter()
    for code, minor in sums.accounts.items():
        by_currency[code.rsplit(":", 1)[1]] += minor
    assert not any(by_currency.values()), by_currency
    paid = {each.id: each for each in year.world.payments.values() if each.status == "paid"}
    assert sums.gifts.keys() == paid.keys()
    for number, payment in paid.items():
        roles = sums.gifts[number]
        lost = sum(each.minor for each in payment.disputes if each.status == "lost")
        open_ = sum(each.minor for each in payment.disputes if each.status == "needs_response")
        found = (-roles["gifts"], roles["refunded"], roles["disputed"])
        assert found == (payment.minor, payment.refunded + lost, open_), (number, found)
    assert (sums.bank_gifts, sums.bank_back) == (year.bank_gifts, year.bank_back)
    owed: Counter[str] = Counter()
    for code, minor in sums.accounts.items():
        if code.startswith("card:"):
            owed[code.rsplit(":", 1)[1]] += minor
    currencies = {line.currency for line in year.world.books}
    truth = {cur: year.world.owed(cur) for cur in currencies}
    assert {cur: minor for cur, minor in owed.items() if minor} == {c: m for c, m in truth.items() if m}
