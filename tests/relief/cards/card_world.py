"""A simulator in the same process and a fund of a demonstration, for tests of cards."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from tests.relief.relief_world import NOW, fund
from tocsin.relief.cards.arca import Arca
from tocsin.relief.cards.following import follow
from tocsin.relief.cards.giving import Going, Ways, Wish, give
from tocsin.relief.cards.hearing import hear
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.cards.providers import simulated
from tocsin.relief.cards.simulator.faults import NONE, Faults
from tocsin.relief.cards.simulator.in_process import PAGE, InProcess
from tocsin.relief.cards.simulator.post import Post
from tocsin.relief.cards.simulator.world import SimPayment, World
from tocsin.relief.cards.stripe import Stripe
from tocsin.relief.models import CardPayment, Fund, Posting
from tocsin.relief.money.money import Money

SECRET = "whsec_for_tests"
WAYS = Ways(done_url="https://example.org/give/done/{}/", back_url="https://example.org/give/back/{}/")
EURO = Money(5000, "EUR")


@dataclass
class Cards:
    """Time stands still until a test moves it."""

    seed: int = 1
    faults: Faults = NONE
    now: datetime = NOW
    fund: Fund = field(default_factory=lambda: fund(demonstration=True))

    def __post_init__(self) -> None:
        self.world = World(self.seed, faults=self.faults)
        self.post = Post(self.world, SECRET, PAGE)
        wire = InProcess(world=self.world, now=lambda: self.now)
        self.stripe: Stripe
        self.arca: Arca
        self.stripe, self.arca = simulated(wire, PAGE, SECRET)

    def give(self, money: Money = EURO, *, by: CardProvider | None = None, **wish: Any) -> Going:
        donor = wish.pop("donor", None)
        return give(
            self.fund,
            Wish(money=money, **wish),
            provider=by or self.stripe,
            donor=donor,
            ways=WAYS,
            now=self.now,
        )

    def sim(self, payment: CardPayment) -> SimPayment:
        """The provider's side of it."""
        assert payment.ref is not None
        return self.world.payments[payment.ref.removeprefix("cs_test_").removeprefix("pi_")]

    def paid(self, money: Money = EURO, *, by: CardProvider | None = None, **wish: Any) -> CardPayment:
        """Given, paid on the hosted page, and read again as the page that the giver comes back to does."""
        payment = self.give(money, by=by, **wish).payment
        self.world.pay(self.sim(payment), self.now)
        return self.read(payment)

    def read(self, payment: CardPayment) -> CardPayment:
        by = self.stripe if payment.provider == self.stripe.name else self.arca
        return follow(payment, by, now=self.now)

    def later(self, **gone: float) -> None:
        self.now += timedelta(**gone)

    def deliver(self) -> int:
        """The webhooks that are due by now."""
        self.post.collect()
        return self.post.deliver(self.now, self._send)

    def _send(self, signature: str, body: bytes) -> bool:
        hear(self.stripe, {"Stripe-Signature": signature}, body, now=self.now)
        return True

    def balances(self) -> dict[str, int]:
        """What stands on each account; nothing on most."""
        rows = Posting.objects.filter(account__fund=self.fund).values_list("account__code")
        return {code: minor for code, minor in rows.annotate(sum=Sum("minor")).order_by() if minor}
