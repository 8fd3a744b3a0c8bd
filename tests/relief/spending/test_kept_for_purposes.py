"""Money given for a purpose stays for it: through fees, refunds, payments and any number of exchanges."""

from contextlib import suppress
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.relief.relief_world import DAY, fund
from tests.relief.spending.spending_world import OCTOBER, SENT_ON, at, first, programme, second
from tocsin.errors import Conflict, MoneyRefused, TocsinError
from tocsin.relief import gifts
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.draft import Leg, Rate, TransferDraft, TransferKind
from tocsin.relief.ledger.exchange import Deal, Share
from tocsin.relief.ledger.opening import account
from tocsin.relief.money.money import Money
from tocsin.relief.public.gathering import book_of
from tocsin.relief.public.tracing import trace
from tocsin.relief.spending import allocating, delivering, listing, sending
from tocsin.relief.spending.exchanging import exchange, shares_of
from tocsin.relief.spending.free import free, kept, unbound
from tocsin.relief.spending.holdings import all_holdings, holdings_of

#: what the fund gets into; all have two digits, so that a rate is one of minor units too
CURRENCIES = ("USD", "EUR", "AMD")
RATES = {("USD", "EUR"): 2, ("EUR", "AMD"): 5, ("AMD", "USD"): 3}


def bank(currency: str) -> AccountName:
    return AccountName(Role.BANK, currency, "12345678901")


@given(
    st.integers(1, 1_000),
    st.integers(1, 10**6),
    st.integers(-50, 500),
    st.dictionaries(st.sampled_from(["bread", "shelter", "water"]), st.integers(0, 400)),
)
def test_shares_are_the_whole_and_nobody_sells_more_than_they_have(
    sold: int, bought: int, anything: int, kept_for: dict[str, int]
) -> None:
    """Money for anything first; every share bought its part to a minor unit, and together they are the exchange."""
    shares = shares_of(sold, bought, anything, kept_for)
    there = max(0, anything) + sum(kept_for.values())
    assert bool(shares) is (sold <= there)
    if not shares:
        return
    assert (sum(each.sold for each in shares), sum(each.bought for each in shares)) == (sold, bought)
    sold_of = {each.purpose: each.sold for each in shares}
    assert sold_of.get("", 0) == min(sold, max(0, anything))
    for each in shares:
        assert abs(each.bought * sold - bought * each.sold) < sold
        assert not each.purpose or each.sold <= kept_for[each.purpose]


def exchanged(of: Any, key: str, sold: int, from_: str, to: str) -> None:
    rate = RATES.get((from_, to))
    value = Decimal(rate) if rate else 1 / Decimal(RATES[to, from_])
    bought = int(sold * value)
    deal = Deal(
        key,
        Money(sold, from_),
        Money(bought, to),
        rate=Rate(round(value, 6), "the bank", at(0)),
        from_=bank(from_),
        to=bank(to),
        value_date=DAY,
    )
    exchange(of, deal, by="tests", now=at(0))


class World:
    def __init__(self) -> None:
        self.fund = fund("kept", purposes=["shelter", "water"])
        for currency in ("AMD", "EUR", "USD"):
            account(self.fund, bank(currency))
        # that buy, for what a few people were given is not told (public/releasing.py)
        self.programmes = [programme(self.fund, kind="goods")]
        self.programmes += [
            programme(self.fund, each, kind="goods", purpose=each) for each in ("shelter", "water")
        ]
        self.done = 0

    def do(self, what: str, *how: Any) -> bool:
        """Whether it was done, and not refused."""
        self.done += 1
        with suppress(TocsinError), transaction.atomic():
            getattr(self, f"_{what}")(*how)
            return True
        return False

    def _give(self, currency: str, purpose: str, minor: int, cost: int = 0, kind: str = "fee") -> None:
        """`cost`: what the gift itself costs, or what of it goes back, at once."""
        role = Role.GIFTS_RESTRICTED if purpose else Role.GIFTS
        key = f"gift:{self.done}"
        row = gifts.receive(
            self.fund,
            Money(minor, currency),
            at=at(0),
            channel="bank",
            provider="bank:x",
            provider_ref=key,
            draft=self._moved(
                key, TransferKind.GIFT, bank(currency), AccountName(role, currency, purpose), minor
            ),
            by="tests",
            now=at(0),
            purpose=purpose,
        )
        if cost:
            role = (
                AccountName(Role.FEES, currency, "x")
                if kind == "fee"
                else AccountName(Role.REFUNDED, currency)
            )
            draft = self._moved(f"cost:{self.done}", TransferKind(kind), role, bank(currency), cost)
            told = {"beside": row.transfer.key} if cost % 2 else {"about": f"gift:{row.code}"}
            book(self.fund, draft._replace(**told), by="tests", now=at(0))

    def _exchange(self, from_: str, to: str, minor: int) -> None:
        exchanged(self.fund, f"x:{self.done}", minor, from_, to)

    def _pay(self, which: int, currency: str, minor: int, back: int) -> None:
        asked = allocating.propose(
            self.programmes[which], Money(minor, currency), decision="x", authority="y", by=first(), now=at(1)
        )
        row = allocating.approve(asked, by=second(), now=at(2))
        content = f"supplier,invoice,amount\nS-1,I-{self.done},{minor // 100}.{minor % 100:02}".encode()
        listed = listing.take_in_list(row, content, first=OCTOBER[0], last=OCTOBER[1], by=first(), now=at(3))
        sent = sending.send_list(listed, value_date=SENT_ON, by=second(), now=at(4), seen=listed.version)
        if 0 < back <= minor:
            one = delivering.payment_numbered(sent.payments.get().pk)
            delivering.say(one, "returned", by=first(), now=at(5), seen=None, reason="Moved.", minor=back)

    def _moved(
        self, key: str, kind: TransferKind, debit: AccountName, credit: AccountName, minor: int
    ) -> TransferDraft:
        legs = (Leg(debit, minor), Leg(credit, -minor))
        return TransferDraft(key=f"{self.fund.code}:{key}", kind=kind, value_date=DAY, legs=legs)


_MINOR = st.integers(1, 300)
_CURRENCY = st.sampled_from(CURRENCIES)
_ACTS = st.one_of(
    st.tuples(
        st.just("give"),
        _CURRENCY,
        st.sampled_from(["", "shelter", "water"]),
        _MINOR,
        st.integers(0, 200),
        st.sampled_from(["fee", "refund"]),
    ),
    st.sampled_from(list(permutations(CURRENCIES, 2))).flatmap(
        lambda pair: st.tuples(st.just("exchange"), *map(st.just, pair), _MINOR)
    ),
    st.tuples(st.just("pay"), st.integers(0, 2), _CURRENCY, _MINOR, st.integers(0, 300)),
)
#: dollars for shelter become euro, then drams, and pay there; money for anything paid for shelter before
_CHAIN = [
    ("give", "USD", "shelter", 100, 7, "fee"),
    ("give", "USD", "", 50),
    ("exchange", "USD", "EUR", 143),
    ("exchange", "EUR", "AMD", 250),
    ("give", "AMD", "", 40),
    ("pay", 1, "AMD", 1_000, 30),
    ("give", "AMD", "shelter", 90),
]


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_ACTS, min_size=5, max_size=9))
@example(_CHAIN)
def test_what_is_kept_is_what_the_public_trace_says_is_waiting(acts: list[tuple[Any, ...]]) -> None:
    """Per purpose and currency, after whatever people did: the fund's own sums and the walk through all gifts agree."""
    with transaction.atomic():
        world = World()
        done = [world.do(*act) for act in acts]
        assert acts is not _CHAIN or all(done)
        told = trace(book_of(world.fund, organisation="", site=""), simulated=False).kept()
        for currency, holdings in all_holdings(world.fund).items():
            said = {purpose: minor for purpose, minor in kept(holdings).items() if minor}
            assert said == {
                purpose: minor for (of, purpose), minor in told.items() if of == currency and purpose
            }
            assert sum(said.values()) + unbound(holdings) == holdings.in_hand
            assert max(0, unbound(holdings)) == told.get((currency, ""), 0)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_purpose_is_followed_through_any_number_of_exchanges() -> None:
    """Dollars for shelter, sold for euro, sold for drams: nothing of them is free for anything else."""
    world = World()
    world._give("USD", "shelter", 300)
    for key, from_, to, minor in (
        ("1", "USD", "EUR", 300),
        ("2", "EUR", "AMD", 600),
        ("3", "AMD", "USD", 1_000),
    ):
        exchanged(world.fund, key, minor, from_, to)
        exchanged(world.fund, key, minor, from_, to)  # again: the ones that stand
    found = {currency: holdings.given for currency, holdings in all_holdings(world.fund).items()}
    assert found == {"AMD": {"shelter": 2_000}, "EUR": {"shelter": 0}, "USD": {"shelter": 3_000}}
    assert free(holdings_of(world.fund, "USD"), "") == 0
    with pytest.raises(Conflict):
        exchanged(world.fund, "3", 999, "AMD", "USD")
    with pytest.raises(MoneyRefused, match=r"more than the 20\.00 AMD"):
        exchanged(world.fund, "4", 2_001, "AMD", "USD")


def test_a_share_of_nothing_is_none() -> None:
    """What is there to the last unit is sold; one more is refused."""
    assert shares_of(7, 70, 3, {"water": 4}) == [Share("", 3, 30), Share("water", 4, 40)]
    assert shares_of(8, 80, 3, {"water": 4}) == []
