"""The world outside of a simulated year: givers, a card provider of both shapes, three bank accounts. All by its seed.

It knows nothing of our books. What reaches us is a row of steps, in which things come twice, late, out of order or not at
all; it is asked through calls as a provider is; and what really happened stands beside it, to be compared at the end.
When our process is killed, the step that it was at comes again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from tests.relief.simulation import steps
from tests.relief.simulation.bank_account import BankAccount
from tests.relief.simulation.bank_letters import Moved
from tests.relief.simulation.steps import Step
from tocsin.relief.cards.simulator.calls import answer
from tocsin.relief.cards.simulator.faults import Faults, happens
from tocsin.relief.cards.simulator.in_process import PAGE
from tocsin.relief.cards.simulator.stripe_json import event
from tocsin.relief.cards.simulator.world import Movement, SimPayment, World
from tocsin.relief.cards.stripe_signature import signed

BEGIN, DAYS = date(2023, 10, 2), 365
SECRET = "whsec_year"
NUMBERS = {"EUR": "DE89370400440532013000", "AMD": "900000001234", "USD": "USD000000017"}
FAULTS = Faults(duplicate=0.2, late=0.3, lost=0.1, refund=0.05, refund_failed=0.2, dispute=0.03)
#: of payments that givers ask back by letter
ASKED_BACK = 0.02
RATE = Decimal("435.5")
#: days from the end of a quarter until its books are closed: what comes later belongs there and stands in the next one
CLOSED_AFTER = 2
#: households of a payment list, and what the bank takes for it
PAYEES, LIST_FEE = 6, 50
#: kept back by the ArCa terminal, of a thousand
ARCA_FEE = 21


class Outside:
    def __init__(self, seed: int, gifts: int, *, days: int = DAYS, by_card: float = 0.4) -> None:
        self.seed, self.gifts, self.days = seed, gifts, days
        #: of all gifts, from 0 to 1; the others come by bank
        self.by_card = by_card
        self.world = World(seed)
        self.accounts = {cur: BankAccount(cur, number) for cur, number in NUMBERS.items()}
        #: kept back by the ArCa terminal in all; sent to people; come back from them
        self.arca_kept = self.spent = self.came_back = 0
        self.exchanged: Counter[str] = Counter()
        self.now = _morning(BEGIN)
        self._random = Random(seed)
        self._answer: Any = None
        self._due: dict[date, list[Callable[[], Iterator[Step]]]] = {}
        self._paid: list[SimPayment] = []
        self._untold: dict[str, SimPayment] = {}
        self._arca_settled = self._letters = self._named = 0

    def answered(self, what: Any) -> None:
        """What our side says to the step that it was told last."""
        self._answer = what

    def call(self, method: str, path: str, form: Mapping[str, str], key: str) -> tuple[int, Any]:
        """Our side asks the provider."""
        status, body = answer(self.world, method, path, dict(form), key=key, page=PAGE, now=self.now)
        return status, json.loads(json.dumps(body))

    def steps(self) -> Iterator[Step]:
        left = self.gifts
        for n in range(self.days):
            today = self._begin(BEGIN + timedelta(days=n))
            yield from self._arrived(today)
            whole, rest = divmod(left, self.days - n)
            share = whole + (self._random.random() < rest / (self.days - n))
            left -= share
            for _ in range(share):
                yield from self._gift(today)
                yield from self._trouble(today)
            if n % 14 == 13 or n == self.days - 1:
                yield from self._pay_out(today)
            if n % 30 == 29:
                yield from self._month(today)
            self._statements(today)
            yield from self._arrived(today)
            if (n + 1) % (self.days // 4) == 0:
                yield from self._asked_again()
                self._later(today, CLOSED_AFTER, partial(self._one, steps.CloseBooks, last=today))
        yield from self._afterwards()

    def _afterwards(self) -> Iterator[Step]:
        while self._due:
            today = self._begin(min(self._due))
            yield from self._arrived(today)
            self._statements(today)
            yield from self._arrived(today)
        self._begin(self.now.date() + timedelta(days=1))
        yield from self._asked_again()
        yield steps.GoOverHeld(now=self._tick())
        yield steps.Round(now=self._tick())
        yield steps.Export(now=self._tick())

    def _gift(self, today: date) -> Iterator[Step]:
        if not happens(self.by_card, self._random):
            self._by_bank(today)
            return
        arca = happens(0.3, self._random)
        yield steps.Give(
            now=self._tick(),
            shape="arca" if arca else "stripe",
            minor=self._random.randrange(100, 90_000, 10),
            currency="AMD" if arca else self._random.choice(("EUR", "EUR", "USD", "GBP", "JPY")),
            purpose=self._random.choice(("", "", "food", "shelter")),
        )
        payment = self.world.payments[self._answer]
        self._tick()
        if happens(0.1, self._random):
            self.world.decline(payment, self.now)
            if happens(0.5, self._random):  # gives up
                yield from self._tell(payment, today)
                return
        self.world.pay(payment, self.now)
        self._paid.append(payment)
        yield from self._tell(payment, today)

    def _tell(self, payment: SimPayment | None, today: date) -> Iterator[Step]:
        """ArCa sends nothing: most givers come back to our page, which asks; of the rest somebody asks later."""
        if payment is not None and payment.shape == "arca":
            if payment.refunds or happens(0.2, self._random):
                self._untold[payment.id] = payment
            else:
                yield self._read_again("arca", [payment])
            return
        told, self.world.told = self.world.told, []
        for kind, about, at in told:
            body = event(self.world, kind, about, at, PAGE)
            if happens(FAULTS.lost, self._random):
                if isinstance(about, SimPayment):
                    self._untold[about.id] = about
                continue
            for _ in range(2 if happens(FAULTS.duplicate, self._random) else 1):
                if happens(FAULTS.late, self._random):
                    self._later(today, self._random.randint(1, 5), partial(self._webhook, body))
                else:
                    yield from self._webhook(body)

    def _webhook(self, body: bytes) -> Iterator[Step]:
        now = self._tick()
        yield steps.Webhook(now=now, signature=signed(body, SECRET, int(now.timestamp())), body=body)

    def _trouble(self, today: date) -> Iterator[Step]:
        """To any payment so far: given back in part or whole, contested, decided."""
        if not self._paid:
            return
        payment = self._random.choice(self._paid)
        contested = sum(each.minor for each in payment.disputes if each.status != "won")
        left = payment.minor - payment.refunded - contested
        self._tick()
        if happens(FAULTS.refund, self._random) and left >= 20:
            part = left if happens(0.4, self._random) else self._random.randrange(10, left, 10)
            made = self.world.refund(payment, part, self.now)
            if payment.shape == "stripe" and happens(FAULTS.refund_failed, self._random):
                self.world.fail_refund(payment, made, self.now)
        elif payment.shape == "stripe" and happens(FAULTS.dispute, self._random):
            self.world.contest(payment, self.now)
        elif payment.disputes and happens(0.5, self._random):
            won = happens(0.5, self._random)
            self.world.decide(payment, payment.disputes[0], won=won, now=self.now)
        elif payment.shape == "stripe" and happens(ASKED_BACK, self._random) and left >= 20:
            self._letters += 1
            letter = f"letter {self._letters}"
            yield steps.AskRefund(now=self.now, ref=_ref(payment), minor=left // 2, letter=letter)
        else:
            return
        yield from self._tell(payment, today)

    def _by_bank(self, today: date) -> None:
        account = self.accounts[self._random.choice(("AMD", "AMD", "EUR", "USD"))]
        minor = self._random.choice((100_00, 50_00, self._random.randrange(100, 900_000)))
        text = self._random.choice(("gift", "for food", "for shelter", "food and shelter"))
        if account.currency == "EUR" and happens(0.05, self._random):
            parts = tuple(self._random.randrange(100, 90_000) for _ in range(self._random.randint(2, 4)))
            account.moved(Moved(on=today, minor=sum(parts), what="gift", text=text, parts=parts))
            return
        self._named += 1
        named = f"E{self._named:08}" if happens(0.5, self._random) else ""
        line = Moved(on=today, minor=minor, what="gift", text=text, end_to_end=named)
        account.moved(line)
        if happens(0.1, self._random):  # two that nothing tells apart are two gifts
            account.moved(line)
        elif named and happens(0.03, self._random):
            self._later(today, self._random.randint(0, 4), partial(self._goes_back, account, line))

    def _goes_back(self, account: BankAccount, line: Moved) -> Iterator[Step]:
        today = self.now.date()
        account.moved(
            Moved(
                on=today, minor=-line.minor, what="returned-gift", text="returned", end_to_end=line.end_to_end
            )
        )
        yield from ()

    def _pay_out(self, today: date) -> Iterator[Step]:
        for cur in ("EUR", "USD"):
            made = self.world.pay_out(cur, self._tick())
            if made is not None:
                text = f"SIM{made.id[3:11].upper()} {made.id}"
                line = Moved(
                    on=today, minor=made.minor, what="payout", text=text, party="SIMULATED card page"
                )
                self.accounts[cur].moved(line)
                yield from self._tell(None, today)
        owed = self.world.owed("AMD")
        if owed <= 0:
            return
        kept = owed * ARCA_FEE // 1000
        self._arca_settled += 1
        number = f"arca-{self._arca_settled}"
        self.world.books.append(
            Movement(id=number, kind="payout", source=number, currency="AMD", minor=-owed, fee=0, at=self.now)
        )
        self.arca_kept += kept
        text = f"ARCA SETTLEMENT {self._arca_settled}"
        self.accounts["AMD"].moved(Moved(on=today, minor=owed - kept, what="settlement", text=text))
        if kept:
            yield steps.ProviderFee(now=self._tick(), number=self._arca_settled, minor=kept, day=today)

    def _month(self, today: date) -> Iterator[Step]:
        """The bank's own business, an exchange, an allocation with its list; later what came back, and the held lines."""
        for account in self.accounts.values():
            account.moved(Moved(on=today, minor=-300, what="charge", text="account fee"))
            account.moved(Moved(on=today, minor=17, what="interest", text="interest"))
        yield from self._exchange(today)
        yield from self._spend(today)
        self._later(today, 12, partial(self._one, steps.GoOverHeld))
        self._later(today, 12, partial(self._one, steps.Round))

    def _exchange(self, today: date) -> Iterator[Step]:
        sold, key = self.accounts["EUR"].told // 20, f"month:{today:%Y-%m-%d}"
        if sold < 100:
            return
        bought = int(sold * RATE)
        yield steps.Exchange(
            now=self._tick(), key=key, sold_minor=sold, bought_minor=bought, rate=RATE, day=today
        )
        self.exchanged["EUR"] -= sold
        self.exchanged["AMD"] += bought
        for cur, minor, other in (("EUR", -sold, "AMD"), ("AMD", bought, "EUR")):
            text = f"EXCHANGE {key}"
            self.accounts[cur].moved(
                Moved(on=today, minor=minor, what="exchange", text=text, number=NUMBERS[other])
            )

    def _spend(self, today: date) -> Iterator[Step]:
        each, key = self.accounts["AMD"].told // 30 // (PAYEES + 1), f"{today:%Y-%m-%d}"
        if each < 100:
            return
        rows = [(f"HH-{n}", each) for n in range(PAYEES)]
        rows.insert(self._random.randrange(PAYEES), rows[-1])
        yield steps.Spend(
            now=self._tick(),
            key=key,
            minor=each * (PAYEES + 1),
            rows=tuple(rows),
            fee_minor=LIST_FEE,
            day=today,
        )
        drams = self.accounts["AMD"]
        drams.moved(Moved(on=today, minor=-each * PAYEES, what="list", text=f"LIST {key}"))
        drams.moved(Moved(on=today, minor=-LIST_FEE, what="list-fee", text=f"LIST {key}"))
        self.spent += each * PAYEES
        payee, minor = f"HH-{self._random.randrange(PAYEES)}", self._random.randint(1, each)
        self._later(today, 5, partial(self._comes_back, key, payee, minor))

    def _comes_back(self, key: str, payee: str, minor: int) -> Iterator[Step]:
        today = self.now.date()
        text = f"RETURN {key} {payee}"
        self.accounts["AMD"].moved(Moved(on=today, minor=minor, what="came-back", text=text))
        self.came_back += minor
        yield steps.CameBack(now=self._tick(), key=key, payee=payee, minor=minor, day=today)

    def _statements(self, today: date) -> None:
        for account in self.accounts.values():
            for days, told, name, content in account.statements(self._random):
                self._later(today, days, partial(self._letter, account, told, name, content))

    def _letter(self, account: BankAccount, told: int, name: str, content: bytes) -> Iterator[Step]:
        account.told += told
        yield steps.BankBytes(now=self._tick(), name=name, content=content)

    def _asked_again(self) -> Iterator[Step]:
        for shape in ("stripe", "arca"):
            left = [each for each in self._untold.values() if each.shape == shape]
            for start in range(0, len(left), 50):
                yield self._read_again(shape, left[start : start + 50])
        self._untold.clear()

    def _read_again(self, shape: str, payments: list[SimPayment]) -> Step:
        refs = tuple(_ref(each) for each in payments)
        return steps.ReadAgain(now=self._tick(), shape=shape, refs=refs)  # type: ignore[arg-type]

    def _one(self, kind: Callable[..., Step], **said: Any) -> Iterator[Step]:
        yield kind(now=self._tick(), **said)

    def _arrived(self, today: date) -> Iterator[Step]:
        while letters := self._due.pop(today, []):
            for each in letters:
                yield from each()

    def _later(self, today: date, days: int, letter: Callable[[], Iterator[Step]]) -> None:
        self._due.setdefault(today + timedelta(days=days), []).append(letter)

    def _begin(self, today: date) -> date:
        self.now = _morning(today)
        return today

    def _tick(self) -> datetime:
        """No two things happen in one second: providers order them by it."""
        self.now += timedelta(seconds=5)
        return self.now


def _ref(payment: SimPayment) -> str:
    return f"cs_test_{payment.id}" if payment.shape == "stripe" else payment.id


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
