"""A year of a fund as it happens outside: gifts by card and bank with every fault, refunds, disputes, payouts, spending.

Everything follows from the seed. What reaches us is a list of deliveries, in which things come twice, late, out of order
or not at all until somebody asks; what really happened stands beside it, to be compared at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from tests.relief.relief_world import BANK_AMD, BANK_EUR
from tocsin.relief.bank.nouns import Balance, Line, Statement
from tocsin.relief.bank.placing import Payout
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.cards.providers import simulated
from tocsin.relief.cards.simulator.faults import Faults, happens
from tocsin.relief.cards.simulator.in_process import PAGE, InProcess
from tocsin.relief.cards.simulator.world import SimPayment, World
from tocsin.relief.cards.told import PaymentState
from tocsin.relief.ledger.accounts import AccountName, Role, bank
from tocsin.relief.ledger.draft import Leg, Rate, TransferDraft, TransferKind
from tocsin.relief.ledger.exchange import Deal, exchange_drafts
from tocsin.relief.money.money import Money

BEGIN = date(2023, 10, 2)
DAYS = 365
FAULTS = Faults(duplicate=0.2, late=0.3, lost=0.1, refund=0.06, refund_failed=0.2, dispute=0.04)
BANKS = {"EUR": BANK_EUR, "AMD": BANK_AMD, "USD": bank("USD000000017", "USD")}
PURPOSES = ("shelter", "food")
AMD_FOR_EUR = Decimal("435.5")


@dataclass(frozen=True, kw_only=True, slots=True)
class CardTold:
    """What a provider answers when it is asked about a payment."""

    payment: str
    provider: str
    state: PaymentState


@dataclass(frozen=True, kw_only=True, slots=True)
class BankTold:
    """A bank statement, and the payouts that are awaited on its account."""

    account: AccountName
    statement: Statement
    payouts: tuple[Payout, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """Transfers that people decide: exchange, payments, what came back of them."""

    drafts: tuple[TransferDraft, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    last: date


Delivery = CardTold | BankTold | Decided | Closing


@dataclass(kw_only=True)
class Year:
    seed: int
    gifts: int
    world: World = field(init=False)
    #: (day, delivery), in the order in which they reach us
    deliveries: list[Delivery] = field(default_factory=list)
    #: of each bank account, everything that happened on it
    bank_minor: Counter[str] = field(default_factory=Counter)
    #: (currency, minor) of gifts by bank, and of those that went back
    bank_gifts: Counter[tuple[str, int]] = field(default_factory=Counter)
    bank_back: Counter[tuple[str, int]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.world = World(self.seed, faults=FAULTS)
        self._random = Random(self.seed)
        self._now = at(BEGIN)
        stripe, arca = simulated(InProcess(world=self.world, now=lambda: self._now), PAGE, "whsec_simulated")
        self._providers: dict[str, CardProvider] = {"stripe": stripe, "arca": arca}
        self._due: dict[date, list[Delivery]] = {}
        self._lines: dict[str, list[Line]] = {}
        self._sent: dict[str, list[Line]] = {}
        self._paid: list[SimPayment] = []
        self._awaited: dict[str, list[Payout]] = {}
        self._untold: dict[str, SimPayment] = {}
        self._closing: Counter[str] = Counter()
        self._live()

    def _live(self) -> None:
        left = self.gifts
        for n in range(DAYS):
            today = BEGIN + timedelta(days=n)
            self._now = at(today)
            share = left // (DAYS - n) + (self._random.random() < left % (DAYS - n) / (DAYS - n))
            left -= share
            for _ in range(share):
                if happens(0.6, self._random):
                    self._card(today)
                else:
                    self._bank_gift(today)
            self._troubles(today, share)
            if n % 14 == 13 or n == DAYS - 1:
                self._pay_out(today)
            if n % 30 == 29:
                self._spend(today)
            self._statements(today)
            if n % 91 == 90:
                self._deliver(today + timedelta(days=20), Closing(last=today))
            self.deliveries += self._due.pop(today, [])
        for day in sorted(self._due):
            self.deliveries += self._due[day]
        self.deliveries += [self._read(each) for each in self._untold.values()]

    def _card(self, today: date) -> None:
        shape = "arca" if happens(0.3, self._random) else "stripe"
        payment = self.world.register(
            shape,  # type: ignore[arg-type]
            token=f"t{len(self.world.payments)}",
            minor=self._random.randrange(100, 90_000, 10),
            currency="AMD" if shape == "arca" else self._random.choice(("EUR", "EUR", "USD", "GBP", "JPY")),
            title="",
            done_url="d",
            back_url="b",
            monthly=False,
            now=self._now,
        )
        if happens(0.1, self._random):
            self.world.decline(payment, self._now)
            if happens(0.5, self._random):
                self._tell(payment, today)
                return
        self.world.pay(payment, self._now)
        self._paid.append(payment)
        self._tell(payment, today)

    def _troubles(self, today: date, share: int) -> None:
        """Refunds and disputes of any gift so far, as many as the shares say."""
        for _ in range(share):
            if not self._paid:
                return
            payment = self._random.choice(self._paid)
            left = (
                payment.minor - payment.refunded - sum(d.minor for d in payment.disputes if d.status != "won")
            )
            if happens(FAULTS.refund, self._random) and left >= 20:
                part = left if happens(0.4, self._random) else self._random.randrange(10, left, 10)
                made = self.world.refund(payment, part, self._now)
                if payment.shape == "stripe" and happens(FAULTS.refund_failed, self._random):
                    self.world.fail_refund(payment, made, self._now)
                self._tell(payment, today)
            elif payment.shape == "stripe" and happens(FAULTS.dispute, self._random):
                self.world.contest(payment, self._now)
                self._tell(payment, today)
            elif payment.disputes and happens(0.5, self._random):
                self.world.decide(payment, payment.disputes[0], won=happens(0.5, self._random), now=self._now)
                self._tell(payment, today)

    def _read(self, payment: SimPayment) -> CardTold:
        ref = f"cs_test_{payment.id}" if payment.shape == "stripe" else payment.id
        state = self._providers[payment.shape].read(ref, now=self._now).state
        return CardTold(payment=payment.id, provider=payment.shape, state=state)

    def _tell(self, payment: SimPayment, today: date) -> None:
        """Lost ones are asked for at the end of the year; late ones come after what is newer."""
        if happens(FAULTS.lost, self._random):
            self._untold[payment.id] = payment
            return
        told = self._read(payment)
        late = self._random.randint(1, 5) if happens(FAULTS.late, self._random) else 0
        self._deliver(today + timedelta(days=late), told)
        if happens(FAULTS.duplicate, self._random):
            self._deliver(today + timedelta(days=self._random.randint(0, 9)), told)

    def _bank_gift(self, today: date) -> None:
        cur = self._random.choice(("AMD", "AMD", "EUR", "USD"))
        minor = self._random.choice((100_00, 50_00, self._random.randrange(100, 900_000)))
        text = self._random.choice(("gift", "for food", "for shelter", "food and shelter"))
        line = Line(
            at_line=0,
            booked_on=today,
            value_on=today,
            minor=minor,
            end_to_end=f"E{self._random.randrange(10**9)}" if happens(0.5, self._random) else "",
            text=text,
        )
        # two that nothing tells apart are two gifts
        for _ in range(2 if happens(0.1, self._random) else 1):
            self._lines.setdefault(cur, []).append(line)
            self.bank_gifts[cur, minor] += 1
        if line.end_to_end and happens(0.03, self._random) and self._lines[cur].count(line) == 1:
            back = Line(
                at_line=0,
                booked_on=today,
                value_on=today,
                minor=-minor,
                end_to_end=line.end_to_end,
                text="returned",
                returned="AC04",
            )
            self._lines[cur].append(back)
            self.bank_back[cur, minor] += 1

    def _pay_out(self, today: date) -> None:
        for cur in BANKS:
            payout = self.world.pay_out(cur, self._now)
            if payout is None:
                continue
            provider = "arca" if cur == "AMD" else "stripe"
            self._awaited.setdefault(cur, []).append(
                Payout(
                    provider=provider,
                    ref=payout.id,
                    minor=payout.minor,
                    currency=cur,
                    arrives=today,
                    reference=payout.id,
                )
            )
            line = Line(
                at_line=0, booked_on=today, value_on=today, minor=payout.minor, text=f"PAYOUT {payout.id}"
            )
            self._lines.setdefault(cur, []).append(line)

    def _statements(self, today: date) -> None:
        """One for each account and day with lines; some come twice, some again in a statement of two days."""
        for cur in list(self._lines):
            lines = self._lines.pop(cur)
            told = self._statement(cur, lines, self._closing[cur])
            before = self._sent.get(cur, [])
            opened = self._closing[cur] - sum(line.minor for line in before)
            self._closing[cur] = self.bank_minor[cur] = self._closing[cur] + sum(line.minor for line in lines)
            self._deliver(today, told)
            if happens(0.2, self._random):
                self._deliver(today + timedelta(days=self._random.randint(0, 3)), told)
            if before and happens(0.2, self._random):
                self._deliver(today, self._statement(cur, [*before, *lines], opened))
            self._sent[cur] = lines

    def _statement(self, cur: str, lines: list[Line], opening: int) -> BankTold:
        closing = opening + sum(line.minor for line in lines)
        statement = Statement(
            at_line=1,
            account=BANKS[cur].detail,
            currency=cur,
            lines=tuple(lines),
            opening=Balance(minor=opening, on=lines[0].booked_on),
            closing=Balance(minor=closing, on=lines[-1].booked_on),
        )
        return BankTold(account=BANKS[cur], statement=statement, payouts=tuple(self._awaited.get(cur, ())))

    def _spend(self, today: date) -> None:
        """A part of what lies in euro is exchanged, and a part of the drams paid to people; some of it comes back."""
        key = f"month:{today}"
        euros = self._closing["EUR"] // 10
        drafts: list[TransferDraft] = []
        if euros > 100:
            bought = int(euros * AMD_FOR_EUR)
            rate = Rate(AMD_FOR_EUR, "central bank", at(today))
            sides = {"from_": BANK_EUR, "to": BANK_AMD}
            drafts += exchange_drafts(
                Deal(key, Money(euros, "EUR"), Money(bought, "AMD"), rate=rate, value_date=today, **sides)
            )
        drafts += self._payments(key, today)
        if drafts:
            self._deliver(today, Decided(drafts=tuple(drafts)))
            self._deliver(today + timedelta(days=1), Decided(drafts=tuple(drafts)))

    def _payments(self, key: str, today: date) -> Iterator[TransferDraft]:
        paid = self._closing["AMD"] // 12
        if paid < 100:
            return
        spent = AccountName(Role.SPENT, "AMD", "cash-1")
        sides = (Leg(spent, paid), Leg(BANK_AMD, -paid))
        fields = {"value_date": today, "about": f"payment-list:{today.month}"}
        yield TransferDraft(key=f"{key}:paid", kind=TransferKind.PAYMENT, legs=sides, **fields)  # type: ignore[arg-type]
        fee = (Leg(AccountName(Role.FEES, "AMD", "bank"), 50), Leg(BANK_AMD, -50))
        yield TransferDraft(
            key=f"{key}:fee",
            kind=TransferKind.FEE,
            legs=fee,
            beside=f"{key}:paid",
            **fields,  # type: ignore[arg-type]
        )
        back = (Leg(BANK_AMD, paid // 9), Leg(AccountName(Role.RETURNED, "AMD", "cash-1"), -(paid // 9)))
        yield TransferDraft(
            key=f"{key}:back",
            kind=TransferKind.RETURN,
            legs=back,
            beside=f"{key}:paid",
            **fields,  # type: ignore[arg-type]
        )

    def _deliver(self, day: date, delivery: Delivery) -> None:
        self._due.setdefault(day, []).append(delivery)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
