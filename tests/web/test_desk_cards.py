"""The desk's pages of gifts by card."""

from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from tests import made
from tests.relief.cards.card_world import Cards
from tocsin.relief.cards.polling import settle
from tocsin.relief.models import CardPayment, CardRefund, Donor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> Cards:
    world = Cards()
    monkeypatch.setattr("tocsin.web.desk_cards.provider_named", lambda name: world.stripe)
    return world


@pytest.fixture
def client() -> Client:
    login = User.objects.create(username="treasurer")
    login.groups.add(Group.objects.get_or_create(name="treasurer")[0])
    client = Client()
    client.force_login(login)
    return client


def page(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def test_a_payment_shows_everything_that_its_provider_said(cards: Cards, client: Client) -> None:
    """Beside it what was booked, and the pseudonym of who gave, never a name."""
    donor = Donor.objects.create(pseudonym="D-0123456789", made_at=cards.now)
    payment = cards.paid(donor=donor)
    cards.deliver()
    shown = page(client, f"/desk/relief/cards/{payment.pk}/")
    for words in ("50.00 EUR", "1.70 EUR", "card:simulated:EUR", "payment_intent.succeeded", "D-0123456789"):
        assert words in shown, words
    assert "48.30 EUR" in page(client, "/desk/relief/cards/")


def test_giving_back_needs_a_reason_and_what_is_left(cards: Cards, client: Client) -> None:
    """More than is left, no amount and no reason are refused with the reason; the payment then says what was given back."""
    payment = cards.paid()
    address = f"/desk/relief/cards/{payment.pk}/"
    for posted, why in (
        ({"amount": "50.01", "reason": "x", "seen": "0"}, "at most 50.00 EUR"),
        ({"amount": "1.234", "reason": "x", "seen": "0"}, "EUR has 2 digits"),
        ({"amount": "10", "reason": "", "seen": "0"}, "no reason is given"),
        ({"amount": "10", "reason": "x", "seen": "7"}, "somebody else gave back"),
        ({"amount": "10", "reason": "x"}, "somebody else gave back"),
    ):
        answer = client.post(f"{address}refund/", posted, follow=True)
        assert why in unescape(answer.content.decode()), posted
        assert not CardRefund.objects.exists()
    client.post(f"{address}refund/", {"amount": "10", "reason": "given twice", "seen": "0"})
    assert CardPayment.objects.get().standing == "refunded in part"
    shown = page(client, address)
    assert "given twice" in shown and "At most 40.00 EUR" in shown
    assert str(payment.pk) in page(client, "/desk/relief/cards/?show=refunded")
    assert f"/desk/relief/cards/{payment.pk}/" not in page(client, "/desk/relief/cards/?show=disputed")


def test_a_refund_waits_for_another_person_in_plain_sight(cards: Cards, client: Client) -> None:
    """On the page of all payments and on its own; who asked sees no button to approve it, and another one does."""
    payment = cards.paid()
    address, second = f"/desk/relief/cards/{payment.pk}/", Client()
    second.force_login(made.login("second", "treasurer"))
    client.post(f"{address}refund/", {"amount": "10", "reason": "given twice", "seen": "0"})
    assert "waits for a second person" in page(client, "/desk/relief/cards/")
    assert "Take it back" in page(client, address) and "Approve giving back" not in page(client, address)
    assert "Approve giving back" in page(second, address)
    asked = {"seen": str(CardRefund.objects.get().pk), "decision": "approve"}
    answer = client.post(f"{address}refund/second/", asked, follow=True)
    assert "whoever asked for a refund" in unescape(answer.content.decode())
    second.post(f"{address}refund/second/", asked)
    assert CardPayment.objects.get().standing == "refunded in part"
    assert "approved by second" in page(client, address)


def test_a_payout_that_does_not_add_up_stands_in_plain_sight(cards: Cards, client: Client) -> None:
    """With what it is off by; those that add up wait for the bank's line."""
    cards.paid()
    made = cards.world.pay_out("EUR", cards.now)
    settle([cards.stripe], now=cards.now)
    assert "not yet" in page(client, "/desk/relief/cards/payouts/")
    object.__setattr__(made, "minor", 4829)
    settle([cards.stripe], now=cards.now, always=True)
    assert "comes to 0.01 EUR more than it" in page(client, "/desk/relief/cards/payouts/")
