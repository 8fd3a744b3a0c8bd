"""Giving by card: the form, the way to the provider and back, the receipt, the end of a monthly gift."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.relief.relief_world import fund as a_fund
from tocsin.relief.cards.providers import simulator_secret
from tocsin.relief.cards.simulator.server import Simulator
from tocsin.relief.cards.simulator.world import SimPayment, World
from tocsin.relief.cards.stripe_signature import signed
from tocsin.relief.models import CardNotice, CardPayment, Donor, Fund, Gift, Pledge
from tocsin.web.pdf import Pdf

pytestmark = pytest.mark.django_db
WISH = {"amount": "12,50", "currency": "EUR", "purpose": "shelter", "every": "once", "provider": "simulated"}


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Over real HTTP, as in a demonstration; its webhooks go nowhere."""
    running = Simulator(World(1), secret=simulator_secret())
    running.start()
    monkeypatch.setenv("TOCSIN_CARD_SIMULATOR", running.url)
    yield running
    running.stop()


@pytest.fixture
def fund() -> Fund:
    return a_fund(demonstration=True)


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def begun(client: Client, fund: Fund, **wish: str) -> CardPayment:
    response = client.post(f"/give/{fund.code}/", WISH | wish)
    assert response.status_code == 303, response.content.decode()
    return CardPayment.objects.order_by("-pk")[0]


def paid(client: Client, fund: Fund, simulator: Simulator, **wish: str) -> CardPayment:
    payment = begun(client, fund, **wish)
    simulator.world.pay(of(simulator, payment), simulator.now())
    return payment


def of(simulator: Simulator, payment: CardPayment) -> SimPayment:
    assert payment.ref is not None
    return simulator.world.payments[payment.ref.removeprefix("cs_test_")]


def test_a_gift_goes_from_the_form_to_its_receipt(client: Client, fund: Fund, simulator: Simulator) -> None:
    """Over the provider's page; nobody's name is asked for, and none is kept."""
    page = client.get("/give/artsakh/")
    assert page.status_code == 200 and b"SIMULATED" in page.content
    assert f"form-action 'self' {simulator.url}" in page["Content-Security-Policy"]
    assert "card number" not in re.sub(r"<aside>.*</aside>", "", page.content.decode(), flags=re.S).lower()
    payment = begun(client, fund)
    waiting = client.get(f"/give/done/{payment.token}/")
    assert b"Not said yet" in waiting.content and not Gift.objects.exists()
    simulator.world.pay(of(simulator, payment), simulator.now())
    receipt = client.get(f"/give/done/{payment.token}/").content.decode()
    gift = Gift.objects.get()
    assert "12.50 EUR" in receipt and f"{gift.code[:5]}-{gift.code[5:10]}-{gift.code[10:]}" in receipt
    assert "SIMULATED" in receipt and not Donor.objects.exists()
    assert "form-action 'self';" in client.get(f"/give/done/{payment.token}/")["Content-Security-Policy"]


REFUSED = {
    "nothing": ({"amount": "0"}, "more than nothing"),
    "no number": ({"amount": "a lot"}, "cannot be read as an amount"),
    "three decimals": ({"amount": "1,234"}, "EUR has 2 digits"),
    "two readings": ({"amount": "1.234,56"}, "in two ways"),
    "negative zero": ({"amount": "-0"}, "no minus"),
    "too much": ({"amount": "9" * 24}, "can be meant"),
    "no currency": ({"currency": "XXX"}, "Select a valid choice"),
    "a purpose that is none": ({"purpose": "yacht"}, "Select a valid choice"),
    "a provider that is none": ({"provider": "stripe"}, "Select a valid choice"),
    "no mail address": ({"email": "giver at home"}, "no mail address"),
    "monthly where it cannot be": ({"provider": "simulated-arca", "every": "monthly"}, "no monthly gifts"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wish_that_cannot_be_met_comes_back_with_the_reason(
    client: Client, fund: Fund, simulator: Simulator, case: str
) -> None:
    """And the provider never hears of it, nor is anybody's name kept."""
    wish, why = REFUSED[case]
    response = client.post("/give/artsakh/", WISH | {"name": "Ani Giver"} | wish)
    assert response.status_code == 400 and why in response.content.decode().replace("&#x27;", "'")
    assert not simulator.world.payments and not CardPayment.objects.exists() and not Donor.objects.exists()


def test_a_named_giver_gets_the_receipt_by_mail(
    client: Client, fund: Fund, simulator: Simulator, settings: Any
) -> None:
    """Their name stands with the donors alone, and not in the letter."""
    from tocsin.delivery.models import Message

    settings.TOCSIN_SMTP = "smtp://127.0.0.1:1?security=none"
    payment = paid(client, fund, simulator, name="Ani Giver", email="ani@example.org")
    for _ in range(2):
        client.get(f"/give/done/{payment.token}/")
    message = Message.objects.get()
    text = message.texts["en"]["text"]
    assert message.to and message.to.address == "ani@example.org" and mail.outbox == []
    assert (
        "12.50 EUR" in text
        and "SIMULATED" in message.texts["en"]["subject"]
        and "Ani" not in str(message.texts)
    )
    assert Gift.objects.get().donor == Donor.objects.get()


def test_the_receipt_is_a_pdf(
    client: Client,
    fund: Fund,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Any,
) -> None:
    """The same every time; none before it is paid."""
    settings.TOCSIN_HOME = tmp_path
    made: list[str] = []

    def make(html: str, **asked: Any) -> Pdf:
        made.append(html)
        return Pdf(pages=1, content=b"%PDF")

    monkeypatch.setattr("tocsin.web.give_pages.make_pdf", make)
    payment = begun(client, fund)
    assert client.get(f"/give/done/{payment.token}/receipt.pdf").status_code == 404
    simulator.world.pay(of(simulator, payment), simulator.now())
    client.get(f"/give/done/{payment.token}/")
    for _ in range(2):
        assert client.get(f"/give/done/{payment.token}/receipt.pdf")["Content-Type"] == "application/pdf"
    assert len(made) == 1 and "SIMULATED" in made[0]


def test_a_monthly_gift_is_ended_by_its_link(client: Client, fund: Fund, simulator: Simulator) -> None:
    """Opening the link ends nothing; its button does, at the provider first."""
    payment = paid(client, fund, simulator, every="monthly")
    page = client.get(f"/give/done/{payment.token}/").content.decode()
    pledge = Pledge.objects.get()
    link = f"/give/end/{pledge.token}/"
    assert link in page and client.get(link).status_code == 200
    assert Pledge.objects.get().ended_at is None
    assert b"has ended" in client.post(link).content
    assert simulator.world.ended == {pledge.ref}


def test_a_webhook_is_taken_once_and_a_strangers_not_at_all(
    client: Client, fund: Fund, simulator: Simulator
) -> None:
    """A replayed one changes nothing; one with a wrong, old or missing signature is refused without a reason."""
    payment = paid(client, fund, simulator)
    body = (
        b'{"id":"evt_1","type":"checkout.session.completed","created":1696237200,"livemode":false,'
        b'"data":{"object":{"id":"%s"}}}' % str(payment.ref).encode()
    )
    at_s = int(simulator.now().timestamp())
    for header, status in (
        ("", 400),
        (signed(body, "whsec_other", at_s), 400),
        (signed(body, simulator_secret(), at_s - 301), 400),
        (signed(body, simulator_secret(), at_s), 200),
        (signed(body, simulator_secret(), at_s), 200),
    ):
        headers = {"Stripe-Signature": header}
        answer = client.post(
            "/give/webhooks/simulated/", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == status
    assert Gift.objects.count() == 1
    row = CardNotice.objects.get()
    assert row.again == 1 and row.payment == payment and row.followed_at is not None
    assert client.post("/give/webhooks/nobody/", body, content_type="application/json").status_code == 404


def test_no_gift_is_taken_where_nothing_is_set_up_or_the_fund_is_real(
    client: Client, fund: Fund, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simulator is offered to a demonstration alone."""
    a_fund("real")
    assert client.get("/give/real/").status_code == 503
    monkeypatch.delenv("TOCSIN_CARD_SIMULATOR")
    assert client.get("/give/artsakh/").status_code == 503
    assert client.get("/give/nobody/").status_code == 404


def test_a_provider_that_does_not_answer_says_so(client: Client, fund: Fund, simulator: Simulator) -> None:
    """Nothing is taken, and the page comes back with what was typed."""
    simulator.stop()
    response = client.post("/give/artsakh/", WISH)
    assert response.status_code == 502 and b"does not answer" in response.content
    assert b'value="12,50"' in response.content
