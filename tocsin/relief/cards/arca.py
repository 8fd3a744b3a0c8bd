"""A provider of the ArCa shape: register, send the giver there, read the status again, refund. It sends no webhooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tocsin.errors import ProviderFailed, ProviderRefused
from tocsin.relief.cards import arca_shape as shape
from tocsin.relief.cards.provider import Notice, Order, PayoutTold, Read, Registered
from tocsin.relief.cards.wire import Answer, Calls, Pairs, origin, understood
from tocsin.relief.money.money import Money

_LANGUAGES = ("hy", "ru", "en")


@dataclass(frozen=True, kw_only=True)
class Arca:
    wire: Calls
    user: str
    password: str = field(repr=False)
    page_origin: str
    #: its test and real terminals look alike: whoever sets the keys says which they are
    test: bool
    name: str = "arca"
    title: str = "ArCa"
    simulated: bool = False
    monthly: bool = False

    def takes(self, currency: str) -> bool:
        return currency in shape.NUMBERS

    def register(self, order: Order) -> Registered:
        said = self._asked(
            "register.do",
            [
                ("orderNumber", order.token[:32]),
                ("amount", str(order.money.minor)),
                ("currency", shape.number_of(order.money.currency)),
                ("returnUrl", order.done_url),
                ("failUrl", order.back_url),
                ("description", order.title[:100]),
                ("language", order.language if order.language in _LANGUAGES else "en"),
            ],
        )
        with understood(self.title):
            address, ref = str(said["formUrl"]), str(said["orderId"])
            its_origin = origin(address)
        if its_origin != self.page_origin:
            raise ProviderRefused(
                f"{self.title} names another page than the settings do", "check TOCSIN_ARCA_URL"
            )
        return Registered(ref=ref, address=address)

    def read(self, ref: str, *, now: datetime) -> Read:
        said = self._asked("getOrderStatusExtended.do", [("orderId", ref)])
        with understood(self.title):
            return Read(state=shape.payment_state(said, ref, now))

    def refund(self, ref: str, money: Money, *, key: str, before_minor: int, now: datetime) -> None:
        """It knows no key: whether an earlier try got through is read from how much was given back in all."""
        del key
        told = self.read(ref, now=now).state
        if (told.refunded_to or 0) >= before_minor + money.minor:
            return
        self._asked("refund.do", [("orderId", ref), ("amount", str(money.minor))])

    def heard(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        del headers, body, now
        raise ProviderRefused(f"{self.title} sends no webhooks", "nothing needs to be done")

    def ref_of(self, other_ref: str, pledge_ref: str = "") -> str:
        del pledge_ref
        return other_ref

    def end_pledge(self, pledge_ref: str) -> None:
        del pledge_ref
        raise ProviderRefused(f"{self.title} keeps no standing orders", "nothing needs to be done")

    def payouts(self, *, since: date) -> Sequence[PayoutTold]:
        del since  # what it sends to the bank stands in the bank's own statements alone
        return ()

    def _asked(self, verb: str, form: Pairs) -> Mapping[str, Any]:
        signed = [("userName", self.user), ("password", self.password), *form]
        answer: Answer = self.wire.post(f"/payment/rest/{verb}", signed)
        code = str(answer.body.get("errorCode", "0"))
        if answer.status >= 500 or code == "7":  # 7: an error of the system
            raise ProviderFailed(f"{self.title} answers {verb} with an error of its own", "try again later")
        if answer.status != 200 or code != "0":
            raise ProviderRefused(
                f"{self.title} refuses {verb} (error {code[:10]})", "look at the payment on its own pages"
            )
        return answer.body
