"""Payments by card from the hosted page to the ledger, over the simulator in the same process."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.relief.cards.card_world import Cards
from tocsin import guards
from tocsin.errors import Conflict, MoneyRefused, ProviderRefused, WrongUse
from tocsin.relief.cards.forgetting import forget_unpaid
from tocsin.relief.donors.keeping import donor_of
from tocsin.relief.models import CardNotice, DonorDetails, Gift, GiftEvent, Transfer
from tocsin.relief.money.money import Money
from tocsin.relief.public.audit import audit
from tocsin.relief.public.document import document
from tocsin.relief.public.gathering import book_of
from tocsin.relief.public.reading import read_download

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards() -> Cards:
    return Cards()


def test_a_gift_is_booked_in_full_with_its_fee_beside_it(cards: Cards) -> None:
    """The clearing account is what the provider owes; the gift is what was given."""
    payment = cards.paid(purpose="shelter")
    gift = Gift.objects.get()
    assert payment.gift == gift and payment.standing == "paid"
    assert (gift.minor, gift.currency, gift.channel, gift.test) == (5000, "EUR", "simulated", True)
    assert cards.balances() == {
        "card:simulated:EUR": 5000 - 170,
        "fees:simulated:EUR": 170,
        "gifts-restricted:shelter:EUR": -5000,
    }
    assert cards.world.owed("EUR") == 5000 - 170


def test_reading_again_books_nothing_twice(cards: Cards) -> None:
    """Webhook, page and round may all read the same payment."""
    payment = cards.paid()
    before = list(Transfer.objects.values_list("pk", flat=True))
    for _ in range(3):
        cards.read(payment)
    assert cards.deliver() == 2 and CardNotice.objects.filter(followed_at=None).count() == 0
    assert list(Transfer.objects.values_list("pk", flat=True)) == before


def test_nothing_is_booked_before_it_is_paid(cards: Cards) -> None:
    """A declined card is a word, and no transfer."""
    payment = cards.give().payment
    cards.world.decline(cards.sim(payment), cards.now)
    assert cards.read(payment).standing == "failed"
    assert not Transfer.objects.exists()
    cards.world.pay(cards.sim(payment), cards.now)
    assert cards.read(payment).standing == "paid"
    assert Gift.objects.count() == 1


def test_a_whole_life_leaves_what_the_provider_owes(cards: Cards) -> None:
    """Refunded in part, contested and lost: each is an event of the gift with a transfer of its own."""
    payment = cards.paid()
    cards.world.refund(cards.sim(payment), 1000, cards.now)
    cards.read(payment)
    cards.later(days=3)
    dispute = cards.world.contest(cards.sim(payment), cards.now)
    assert dispute and cards.read(payment).standing == "disputed"
    cards.later(days=40)
    cards.world.decide(cards.sim(payment), dispute, won=False, now=cards.now)
    assert cards.read(payment).standing == "dispute lost"
    assert [each.kind for each in GiftEvent.objects.all()] == ["part-refunded", "disputed", "dispute-lost"]
    assert cards.balances()["card:simulated:EUR"] == cards.world.owed("EUR")
    assert cards.balances()["refunded:EUR"] == 5000


def test_the_other_shape_is_read_again_and_owes_the_gift_in_full(cards: Cards) -> None:
    """It keeps its fee back from the payout; refunds are told as a total."""
    payment = cards.paid(Money(1_000_000, "AMD"), by=cards.arca)
    for minor in (1000, 2500):
        cards.world.refund(cards.sim(payment), minor, cards.now)
        cards.read(payment)
    assert GiftEvent.objects.count() == 2
    assert cards.balances()["card:simulated-arca:AMD"] == 1_000_000 - 3500 == cards.world.owed("AMD")


def test_what_the_provider_says_against_itself_is_shown_and_not_booked(cards: Cards) -> None:
    """A payment of another amount than was asked for waits for a person."""
    payment = cards.give().payment
    cards.sim(payment).minor = 4000
    cards.world.pay(cards.sim(payment), cards.now)
    assert "4000 was paid where 5000 EUR was asked for" in cards.read(payment).trouble
    assert not Gift.objects.exists() and not Transfer.objects.exists()


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"money": Money(0, "EUR")}, "more than nothing"),
        ({"money": Money(10**11, "EUR")}, "large sums by bank"),
        ({"money": Money(1, "EUR"), "purpose": "yacht"}, "no purpose 'yacht'"),
    ],
)
def test_a_wish_that_cannot_be_met_reaches_no_provider(
    cards: Cards, wish: dict[str, object], why: str
) -> None:
    """It is refused with the reason, and no payment is kept."""
    with pytest.raises(MoneyRefused, match=why):
        cards.give(**wish)  # type: ignore[arg-type]
    assert not cards.world.payments


def test_play_money_reaches_no_real_fund(cards: Cards) -> None:
    """And a demonstration can take no real money: a provider with real keys is refused there."""
    from dataclasses import replace

    cards.fund.demonstration = False
    with pytest.raises(MoneyRefused, match="takes play money"):
        cards.give()
    cards.fund.demonstration = True
    with pytest.raises(MoneyRefused, match="takes real money"):
        cards.give(by=replace(cards.stripe, key="sk_live_invented"))


def test_a_closed_fund_takes_no_gift(cards: Cards) -> None:
    """Its terms say so."""
    cards.fund.state = "closed"
    with pytest.raises(MoneyRefused, match="takes no gifts today"):
        cards.give()


def test_a_webhook_of_a_stranger_is_refused(cards: Cards) -> None:
    """Nothing of it is kept."""
    from tocsin.relief.cards.hearing import hear

    with pytest.raises(ProviderRefused, match="has no signature"):
        hear(cards.stripe, {}, b"{}", now=cards.now)
    assert not CardNotice.objects.exists()


@pytest.fixture
def treasurer() -> object:
    from django.contrib.auth.models import User

    return User.objects.create(username="treasurer")


def test_a_refund_is_given_back_once_and_never_above_the_payment(cards: Cards, treasurer: object) -> None:
    """In part, then the rest; more is refused before the provider is asked."""
    from tocsin.relief.cards.refunding import ask_refund

    payment = cards.paid()
    given = {"reason": "asked for by its giver", "provider": cards.stripe, "by": treasurer, "now": cards.now}
    ask_refund(payment, 2000, seen=0, **given)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="somebody else gave back"):
        ask_refund(payment, 2000, seen=0, **given)  # type: ignore[arg-type]
    with pytest.raises(MoneyRefused, match=r"at most 30\.00 EUR"):
        ask_refund(payment, 3001, seen=2000, **given)  # type: ignore[arg-type]
    with pytest.raises(WrongUse, match="no reason"):
        ask_refund(payment, 3000, seen=2000, **{**given, "reason": " "})  # type: ignore[arg-type]
    ask_refund(payment, 3000, seen=2000, **given)  # type: ignore[arg-type]
    payment.refresh_from_db()
    assert payment.standing == "refunded"
    assert cards.balances()["card:simulated:EUR"] == cards.world.owed("EUR") == -170


def test_whole_store_verify_holds_a_refund_to_who_asked_for_it(cards: Cards, treasurer: object) -> None:
    """One whose amount was changed behind our back is named."""
    from tocsin.relief.cards.refunding import ask_refund
    from tocsin.relief.models import CardRefund
    from tocsin.whole_store.verifying import faults

    given = {"reason": "given twice", "provider": cards.stripe, "by": treasurer, "now": cards.now}
    row = ask_refund(cards.paid(), 100, seen=0, **given)  # type: ignore[arg-type]

    def said() -> list[str]:
        """The world's fund was made without the log, and says so."""
        return [each for each in faults(lambda: None) if not each.startswith("fund:")]

    assert said() == []
    with pytest.raises(DatabaseError), transaction.atomic():
        CardRefund.objects.update(minor=200)
    for line in guards.release_statements(["relief_cardrefund_frozen"], connection.vendor):
        connection.cursor().execute(line)
    CardRefund.objects.update(minor=200)
    assert [each for each in said() if f"card-refund:{row.pk}" in each]


def test_who_wrote_a_name_and_gave_nothing_is_forgotten(cards: Cards) -> None:
    """Once the page where they could have paid is closed; whoever gave is kept."""
    from tocsin.relief.cards.polling import poll

    giver = donor_of("Ani Giver", "ani@example.org", cards.now)
    passer = donor_of("Aram Passer-by", "aram@example.org", cards.now)
    cards.paid(donor=giver)
    cards.give(donor=passer)
    for hours in (47, 1, 3):
        cards.later(hours=hours)
        poll([cards.stripe], now=cards.now)
    assert list(DonorDetails.objects.values_list("name", flat=True)) == ["Ani Giver"]


def test_a_name_that_no_payment_followed_is_forgotten_too(cards: Cards) -> None:
    """Where the process ended between keeping it and asking the provider."""
    assert donor_of("Ani Giver", "ani@example.org", cards.now)
    assert forget_unpaid(now=cards.now + timedelta(hours=47)) == 0 and DonorDetails.objects.exists()
    assert forget_unpaid(now=cards.now + timedelta(hours=49)) == 1 and not DonorDetails.objects.exists()


@pytest.mark.parametrize("change", [{"minor": 1}, {"code": "0" * 11}, {"test": False}, {"currency": "USD"}])
def test_what_was_given_stays_as_it_was_given(cards: Cards, change: dict[str, object]) -> None:
    """The store itself refuses to change or delete a gift, or what happened to it, whoever asks."""
    payment = cards.paid()
    cards.world.refund(cards.sim(payment), 1000, cards.now)
    cards.read(payment)
    for rows in (Gift.objects.all(), GiftEvent.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError), transaction.atomic():
        Gift.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        GiftEvent.objects.update(minor=1)


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 777), ("KWD", 12_340)])
def test_a_gift_settled_in_another_currency_is_published_and_adds_up(
    cards: Cards, currency: str, minor: int
) -> None:
    """The first half of the provider's exchange stands beside the gift, and the second beside the first."""
    payment = cards.paid(Money(3 * minor, currency))
    cards.world.refund(cards.sim(payment), minor, cards.now)
    cards.read(payment)
    made = book_of(cards.fund, organisation="An example organisation", site="http://127.0.0.1:8000")
    done = audit(read_download(json.dumps(document(made)).encode()))
    assert [each.fault for each in done] == [""] * 8
