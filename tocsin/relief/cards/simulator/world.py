"""The simulated provider itself: payments, refunds, disputes, its balance, its payouts. Seeded; `now` is handed in.

Its books are kept apart from ours, one line for each movement as such providers do. At the end of any run our clearing
accounts must be what these books say that it owes (tests/relief/cards/test_simulator.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Literal

from tocsin.errors import ProviderRefused
from tocsin.relief.cards.simulator.faults import NONE, Faults

#: what it owes us in; a payment in another currency is exchanged into the first
SETTLES_IN = ("EUR", "USD", "AMD")
#: minor units of EUR for one minor unit; play rates
RATES = {"USD": 0.92, "AMD": 0.0024, "GBP": 1.15, "CHF": 1.03, "RUB": 0.01, "JPY": 0.61, "KWD": 0.3}
#: of each payment: a share, and a fixed part in minor units
FEE_SHARE, FEE_FIXED = 0.029, 25
DISPUTE_FEE = 1500


@dataclass(frozen=True, kw_only=True)
class Movement:
    """A line of its books: `minor` in, `fee` out of it."""

    id: str
    #: charge, refund, refund_failure, dispute, dispute_reversal, payout
    kind: str
    source: str
    currency: str
    minor: int
    fee: int
    at: datetime
    rate: float | None = None

    @property
    def net(self) -> int:
        return self.minor - self.fee


@dataclass(kw_only=True)
class SimRefund:
    id: str
    minor: int
    at: datetime
    key: str
    status: Literal["succeeded", "failed"] = "succeeded"
    movement: Movement


@dataclass(kw_only=True)
class SimDispute:
    id: str
    minor: int
    at: datetime
    status: Literal["needs_response", "won", "lost"] = "needs_response"
    movements: list[Movement] = field(default_factory=list)


@dataclass(kw_only=True)
class SimPayment:
    """An order and what became of it."""

    id: str
    shape: Literal["stripe", "arca"]
    minor: int
    currency: str
    title: str
    done_url: str
    back_url: str
    asked_at: datetime
    monthly: bool = False
    status: Literal["open", "declined", "paid", "expired"] = "open"
    paid_at: datetime | None = None
    pledge: str = ""
    charge: Movement | None = None
    refunds: list[SimRefund] = field(default_factory=list)
    disputes: list[SimDispute] = field(default_factory=list)

    @property
    def intent(self) -> str:
        return f"pi_{self.id}"

    @property
    def refunded(self) -> int:
        return sum(each.minor for each in self.refunds if each.status == "succeeded")


@dataclass(frozen=True, kw_only=True)
class SimPayout:
    id: str
    currency: str
    minor: int
    at: datetime
    lines: tuple[Movement, ...]


class World:
    def __init__(self, seed: int, *, faults: Faults = NONE) -> None:
        self.seed = seed
        self.faults = faults
        #: whether its ArCa terminal lists refunds, or tells only their total, as some do
        self.names_refunds = seed % 2 == 0
        self.random = Random(seed)  # noqa: S311 - play money
        self.payments: dict[str, SimPayment] = {}
        self.pledges: dict[str, SimPayment] = {}
        self.ended: set[str] = set()
        self.books: list[Movement] = []
        self.payouts: list[SimPayout] = []
        #: (kind, payment or payout): what webhooks tell; whoever delivers them takes them from here
        self.told: list[tuple[str, object, datetime]] = []
        self._by_token: dict[str, SimPayment] = {}

    def register(
        self,
        shape: Literal["stripe", "arca"],
        *,
        token: str,
        minor: int,
        currency: str,
        title: str,
        done_url: str,
        back_url: str,
        monthly: bool,
        now: datetime,
    ) -> SimPayment:
        """The same token is the same order, as an idempotency key makes it."""
        if token in self._by_token:
            return self._by_token[token]
        if minor <= 0:
            raise ProviderRefused("an order over nothing", "ask for more")
        payment = SimPayment(
            id=self._id(),
            shape=shape,
            minor=minor,
            currency=currency,
            title=title,
            done_url=done_url,
            back_url=back_url,
            monthly=monthly,
            asked_at=now,
        )
        self.payments[payment.id] = self._by_token[token] = payment
        return payment

    def pay(self, payment: SimPayment, now: datetime) -> None:
        if payment.status not in ("open", "declined"):
            return
        payment.status, payment.paid_at = "paid", now
        payment.charge = self._moved("charge", f"ch_{payment.id}", payment, payment.minor, now, fee=None)
        if payment.monthly and not payment.pledge:
            payment.pledge = f"sub_{payment.id}"
            self.pledges[payment.pledge] = payment
        self._tell("payment_intent.succeeded", payment, now)
        if payment.pledge:
            self._tell("invoice.paid", payment, now)
        else:
            self._tell("checkout.session.completed", payment, now)

    def decline(self, payment: SimPayment, now: datetime) -> None:
        if payment.status == "open":
            payment.status = "declined"
            self._tell("payment_intent.payment_failed", payment, now)

    def expire(self, payment: SimPayment, now: datetime) -> None:
        if payment.status in ("open", "declined"):
            payment.status = "expired"
            self._tell("checkout.session.expired", payment, now)

    def renew(self, pledge: str, now: datetime) -> SimPayment | None:
        """The next month of a pledge; None where it was ended."""
        first = self.pledges[pledge]
        if pledge in self.ended:
            return None
        payment = SimPayment(
            id=self._id(),
            shape=first.shape,
            minor=first.minor,
            currency=first.currency,
            title=first.title,
            done_url="",
            back_url="",
            asked_at=now,
            pledge=pledge,
        )
        self.payments[payment.id] = payment
        self.pay(payment, now)
        return payment

    def end_pledge(self, pledge: str, now: datetime) -> None:
        if pledge not in self.ended:
            self.ended.add(pledge)
            self._tell("customer.subscription.deleted", self.pledges[pledge], now)

    def refund(self, payment: SimPayment, minor: int, now: datetime, *, key: str = "") -> SimRefund:
        """Raises ProviderRefused for more than is left. The same key is the same refund."""
        for each in payment.refunds:
            if key and each.key == key:
                return each
        contested = sum(each.minor for each in payment.disputes if each.status != "won")
        if payment.status != "paid" or not 0 < minor <= payment.minor - payment.refunded - contested:
            raise ProviderRefused("charge_already_refunded", "ask for less")
        number = f"re_{self._id()}"
        movement = self._moved("refund", number, payment, -minor, now)
        made = SimRefund(id=number, minor=minor, at=now, key=key, movement=movement)
        payment.refunds.append(made)
        self._tell("charge.refunded", payment, now)
        return made

    def fail_refund(self, payment: SimPayment, refund: SimRefund, now: datetime) -> None:
        """The card's bank sends it back: it is ours again, and the giver has not got it."""
        if refund.status == "succeeded":
            refund.status = "failed"
            self._moved("refund_failure", refund.id, payment, refund.minor, now, like=refund.movement)
            self._tell("charge.refund.updated", payment, now)

    def contest(self, payment: SimPayment, now: datetime) -> SimDispute | None:
        left = payment.minor - payment.refunded
        if payment.status != "paid" or payment.disputes or left <= 0:
            return None
        made = SimDispute(id=f"dp_{self._id()}", minor=left, at=now)
        made.movements.append(self._moved("dispute", made.id, payment, -left, now, fee=DISPUTE_FEE))
        payment.disputes.append(made)
        self._tell("charge.dispute.created", payment, now)
        return made

    def decide(self, payment: SimPayment, dispute: SimDispute, *, won: bool, now: datetime) -> None:
        if dispute.status != "needs_response":
            return
        dispute.status = "won" if won else "lost"
        if won:
            taken = dispute.movements[0]
            back = self._moved("dispute_reversal", dispute.id, payment, dispute.minor, now, like=taken)
            dispute.movements.append(back)
        self._tell("charge.dispute.closed", payment, now)

    def pay_out(self, currency: str, now: datetime) -> SimPayout | None:
        """All that it owes in a currency, net of what it kept; None where that is nothing."""
        paid = {line.id for payout in self.payouts for line in payout.lines}
        lines = tuple(
            line
            for line in self.books
            if line.currency == currency and line.kind != "payout" and line.id not in paid
        )
        net = sum(line.net for line in lines)
        if net <= 0:
            return None
        made = SimPayout(id=f"po_{self._id()}", currency=currency, minor=net, at=now, lines=lines)
        self.payouts.append(made)
        self.books.append(
            Movement(
                id=f"txn_{self._id()}",
                kind="payout",
                source=made.id,
                currency=currency,
                minor=-net,
                fee=0,
                at=now,
            )
        )
        self._tell("payout.paid", made, now)
        return made

    def owed(self, currency: str) -> int:
        """What it owes us, by its own books."""
        return sum(line.net for line in self.books if line.currency == currency)

    def _moved(
        self,
        kind: str,
        source: str,
        payment: SimPayment,
        minor: int,
        now: datetime,
        *,
        fee: int | None = 0,
        like: Movement | None = None,
    ) -> Movement:
        """`like`: comes back as it went, whatever the rate is by now. `fee` None: what it takes of a payment."""
        settles = SETTLES_IN if payment.shape == "stripe" else (payment.currency,)
        same = payment.currency in settles
        currency = payment.currency if same else settles[0]
        rate = None if same else RATES.get(payment.currency, 0.5)
        amount = minor if rate is None else round(minor * rate) or (1 if minor > 0 else -1)
        if like is not None:
            amount = -like.minor
        if fee is None:
            fee = min(amount, round(amount * FEE_SHARE) + FEE_FIXED)
        if payment.shape == "arca":
            fee = 0  # kept back from the payout, which the bank's statement shows
        line = Movement(
            id=f"txn_{self._id()}",
            kind=kind,
            source=source,
            currency=currency,
            minor=amount,
            fee=fee,
            at=now,
            rate=rate,
        )
        self.books.append(line)
        return line

    def _tell(self, kind: str, about: object, now: datetime) -> None:
        if not (isinstance(about, SimPayment) and about.shape == "arca"):
            self.told.append((kind, about, now))

    def _id(self) -> str:
        return f"{self.random.getrandbits(64):016x}"
