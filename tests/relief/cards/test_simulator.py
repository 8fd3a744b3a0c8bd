"""Whatever a provider does, and however badly it tells us, our clearing accounts end as what it owes us."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import reduce
from random import Random

import pytest

from tests.relief.cards.card_world import SECRET, Cards
from tocsin.relief.cards.polling import poll, settle
from tocsin.relief.cards.postings import Booked, drafts
from tocsin.relief.cards.providers import simulated
from tocsin.relief.cards.simulator.faults import ALL, happens
from tocsin.relief.cards.simulator.in_process import PAGE, InProcess
from tocsin.relief.cards.simulator.world import SimPayment, World
from tocsin.relief.cards.told import PaymentState, Stage, merged
from tocsin.relief.models import CardNotice, CardPayment, CardPayout, Gift
from tocsin.relief.money.money import Money

AT = datetime(2023, 10, 2, 9, 0, tzinfo=UTC)
CURRENCIES = ("EUR", "USD", "AMD", "JPY", "KWD", "CHF")


def live(world: World, payment: SimPayment, now: datetime) -> None:
    """One thing that may happen to a payment, as the seed has it."""
    random = world.random
    if payment.status == "open":
        random.choice((world.pay, world.pay, world.pay, world.decline, world.expire))(payment, now)
    elif payment.status == "declined":
        world.pay(payment, now)
    elif payment.status == "paid" and happens(world.faults.refund, random):
        left = (
            payment.minor
            - payment.refunded
            - sum(each.minor for each in payment.disputes if each.status != "won")
        )
        if left >= 20:
            part = left if happens(0.3, random) else random.randrange(10, left, 10)
            made = world.refund(payment, part, now)
            if payment.shape == "stripe" and happens(world.faults.refund_failed, random):
                world.fail_refund(payment, made, now)
    elif payment.shape == "stripe" and happens(world.faults.dispute, random):
        made_dispute = world.contest(payment, now)
        if made_dispute and happens(0.8, random):
            world.decide(payment, made_dispute, won=happens(0.5, random), now=now + timedelta(days=60))


@pytest.mark.parametrize("seed", range(200))
def test_any_seed_ends_with_clearing_as_what_the_provider_owes(seed: int) -> None:
    """Read at random moments, put together in a random order: every currency adds up to zero, and clearing to its books."""
    world, random = World(seed, faults=ALL), Random(seed)
    stripe, arca = simulated(InProcess(world=world, now=lambda: AT), PAGE, SECRET)
    for number in range(6):
        code = random.choice(CURRENCIES)
        shape, code = ("arca", "AMD") if random.random() < 0.3 else ("stripe", code)
        world.register(
            shape, token=f"t{number}", minor=random.randrange(100, 90_000, 10), currency=code, title="",
            done_url="d", back_url="b", monthly=False, now=AT,
        )  # fmt: skip
    told: dict[str, list[PaymentState]] = {each: [] for each in world.payments}
    for step in range(6):
        now = AT + timedelta(days=step)
        for payment in world.payments.values():
            live(world, payment, now)
            if random.random() < 0.5:
                told[payment.id].append(read(stripe if payment.shape == "stripe" else arca, payment, now))
    sums: Counter[str] = Counter()
    for payment in world.payments.values():
        last = read(stripe if payment.shape == "stripe" else arca, payment, AT + timedelta(days=99))
        said = [*told[payment.id], last]
        random.shuffle(said)
        sums.update(booked(payment, said))
    for code in {line.currency for line in world.books}:
        assert sum(minor for name, minor in sums.items() if name.endswith(f":{code}")) == 0, (seed, code)
    owed = {code: world.owed(code) for code in {line.currency for line in world.books}}
    clearing: Counter[str] = Counter()
    for name, minor in sums.items():
        if name.startswith("card:"):
            clearing[name.rsplit(":")[-1]] += minor
    assert {code: minor for code, minor in clearing.items() if minor} == {c: m for c, m in owed.items() if m}


def read(by: object, payment: SimPayment, now: datetime) -> PaymentState:
    ref = f"cs_test_{payment.id}" if payment.shape == "stripe" else payment.id
    return by.read(ref, now=now).state  # type: ignore[attr-defined]


def booked(payment: SimPayment, said: list[PaymentState]) -> Counter[str]:
    new = PaymentState(currency=payment.currency, stage=Stage.REGISTERED)
    state = reduce(merged, said, new)
    sums: Counter[str] = Counter()
    about = Booked(provider=payment.shape, currency=payment.currency, about="gift:0")
    for draft in drafts(state, about):
        for leg in draft.legs:
            sums[leg.account.code] += leg.minor
    return sums


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [7, 23])
def test_a_season_with_every_fault_ends_in_the_store_as_in_the_providers_books(seed: int) -> None:
    """Webhooks doubled, late, out of order and lost, rounds in between, one provider not answering for a while."""
    cards = Cards(seed=seed, faults=ALL)
    random = Random(seed)
    for step in range(8):
        cards.later(days=1, hours=random.randrange(5))
        wish = Money(random.randrange(100, 50_000, 10), random.choice(CURRENCIES))
        cards.give(wish, by=cards.arca if wish.currency == "AMD" else cards.stripe)
        for payment in list(cards.world.payments.values()):
            live(cards.world, payment, cards.now)
        cards.deliver()
        if step % 3 == 2:
            poll([cards.stripe, cards.arca], now=cards.now)
    cards.world.pay_out("EUR", cards.now)
    cards.later(days=9)
    cards.deliver()
    poll([cards.stripe, cards.arca], now=cards.now)
    assert settle([cards.stripe, cards.arca], now=cards.now, always=True) == []
    assert not CardNotice.objects.filter(followed_at=None).exists()
    assert not CardPayment.objects.exclude(trouble="").exists()
    paid = [each for each in cards.world.payments.values() if each.status == "paid"]
    assert Gift.objects.count() == len(paid) > 0
    clearing: Counter[str] = Counter()
    for name, minor in cards.balances().items():
        if name.startswith("card:"):
            clearing[name.rsplit(":")[-1]] += minor
    payout = CardPayout.objects.get()
    assert payout.off_minor == 0 and payout.unknown == []
    for code in {line.currency for line in cards.world.books}:
        on_its_way = payout.minor if code == payout.currency else 0  # the bank's line has not come yet
        assert clearing[code] == cards.world.owed(code) + on_its_way, code


@pytest.mark.django_db
def test_a_monthly_gift_comes_each_month_until_its_giver_ends_it() -> None:
    """Each month is a gift of its own; the first notice of a later one may come before the first was read."""
    from tocsin.relief.cards.pledges import end_pledge
    from tocsin.relief.models import Pledge

    cards = Cards()
    payment = cards.give(monthly=True).payment
    cards.world.pay(cards.sim(payment), cards.now)
    pledged = f"sub_{cards.sim(payment).id}"
    for _ in range(2):
        cards.later(days=30)
        cards.world.renew(pledged, cards.now)
    cards.deliver()
    pledge = Pledge.objects.get(ref=pledged)
    assert Gift.objects.count() == 3 and pledge.payments.count() == 3
    end_pledge(pledge, cards.stripe, now=cards.now)
    assert cards.world.renew(pledged, cards.now) is None
    cards.deliver()
    assert Gift.objects.count() == 3 and Pledge.objects.get().ended_at == cards.now


@pytest.mark.django_db
def test_a_payout_that_does_not_add_up_or_names_a_strangers_payment_is_shown() -> None:
    """What it is off by, and the payment that we don't have; nothing is booked for it."""
    cards = Cards()
    cards.paid()
    cards.world.register(
        "stripe", token="x", minor=700, currency="EUR", title="", done_url="", back_url="", monthly=False, now=cards.now
    )  # fmt: skip
    stranger = list(cards.world.payments.values())[-1]
    cards.world.pay(stranger, cards.now)
    made = cards.world.pay_out("EUR", cards.now)
    assert made
    object.__setattr__(made, "minor", made.minor - 1)
    before = cards.balances()
    assert settle([cards.stripe], now=cards.now) == []
    row = CardPayout.objects.get()
    assert row.off_minor == 1 and row.unknown == [f"ch_{stranger.id}"]
    assert cards.balances() == before


@pytest.mark.django_db
def test_a_payout_that_came_is_not_told_otherwise_afterwards() -> None:
    """What the bank's line settled stays; that the provider now says another amount of it is shown as off."""
    cards = Cards()
    payment = cards.paid()
    made = cards.world.pay_out("EUR", cards.now)
    assert made and payment.gift and settle([cards.stripe], now=cards.now) == []
    CardPayout.objects.update(transfer=payment.gift.transfer, minor=made.minor + 300)
    assert settle([cards.stripe], now=cards.now, always=True) == []
    row = CardPayout.objects.get()
    assert (row.minor, row.off_minor) == (made.minor + 300, -300)
