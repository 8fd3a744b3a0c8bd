"""Webhooks of the Stripe shape: only what the provider signed, and lately, is taken."""

import hmac
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from tocsin.errors import MoneyRefused, ProviderRefused, WrongUse
from tocsin.relief.cards.providers import simulated
from tocsin.relief.cards.simulator.in_process import PAGE, InProcess
from tocsin.relief.cards.simulator.world import World
from tocsin.relief.cards.stripe_amount import money_of, units
from tocsin.relief.cards.stripe_shape import notice, payment_state
from tocsin.relief.cards.stripe_signature import TOLERANCE_S, signed, verify
from tocsin.relief.cards.wire import Wire
from tocsin.relief.money.money import Money

NOW = datetime(2023, 10, 2, 9, 0, tzinfo=UTC)
AT_S = int(NOW.timestamp())
SECRET, OLD = "whsec_new", "whsec_old"
BODY = b'{"id": "evt_1"}'
#: as the provider documents it, made here without our code
MAC = hmac.new(SECRET.encode(), f"{AT_S}.".encode() + BODY, sha256).hexdigest()

TAKEN = {
    "as documented": f"t={AT_S},v1={MAC}",
    "beside another scheme": f"t={AT_S},v0=abc,v1={MAC}",
    "one of several, while a secret is changed": f"t={AT_S},v1={'0' * 64},v1={MAC}",
    "at the end of the tolerance": signed(BODY, SECRET, AT_S - TOLERANCE_S),
    "signed with the secret that goes": signed(BODY, OLD, AT_S),
}
REFUSED = {
    "missing": ("", "has no signature"),
    "wrong": (f"t={AT_S},v1={'0' * 64}", "is wrong"),
    "of another body": (signed(BODY + b" ", SECRET, AT_S), "is wrong"),
    "of another secret": (signed(BODY, "whsec_other", AT_S), "is wrong"),
    "in another scheme": (f"t={AT_S},v0={MAC}", "cannot be read"),
    "too old": (signed(BODY, SECRET, AT_S - TOLERANCE_S - 1), "more than 300 s"),
    "from the future": (signed(BODY, SECRET, AT_S + TOLERANCE_S + 1), "more than 300 s"),
    "with its time moved": (f"t={AT_S + 1},v1={MAC}", "is wrong"),
    "with two times": (f"t={AT_S},t={AT_S},v1={MAC}", "cannot be read"),
    "without a time": (f"v1={MAC}", "cannot be read"),
    "with a time that is no number": (f"t=now,v1={MAC}", "cannot be read"),
    "with another alphabet's digits": (f"t=\u0661,v1={MAC}", "cannot be read"),
    "too long": (f"t={AT_S},v1={MAC}," + "v1=0," * 900, "cannot be read"),
}


@pytest.mark.parametrize("header", TAKEN.values(), ids=TAKEN)
def test_what_the_provider_signed_is_taken(header: str) -> None:
    """By any secret in force; the same header over one byte more is refused."""
    verify(header, BODY, [SECRET, OLD], NOW)
    with pytest.raises(ProviderRefused, match="is wrong"):
        verify(header, BODY + b" ", [SECRET, OLD], NOW)


@pytest.mark.parametrize(("header", "why"), REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused(header: str, why: str) -> None:
    """With the reason, which repeats nothing of what was sent."""
    with pytest.raises(ProviderRefused, match=why):
        verify(header, BODY, [SECRET, OLD], NOW)


def test_no_secret_takes_nothing() -> None:
    """An endpoint that was not set up believes nobody, not even an empty secret."""
    with pytest.raises(ProviderRefused):
        verify(signed(BODY, "", AT_S), BODY, ["", ""], NOW)


BODIES = [
    b"",
    b"[]",
    b"{}",
    b"nonsense",
    b"\xff",
    b'{"id":1,"type":"x","created":"x","data":{"object":{}}}',
    b"[" * 99_999,
]


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_signed_body_that_is_no_event_is_refused(number: int) -> None:
    """Our own secret may leak: what it signs is still read with care."""
    stripe, _ = simulated(InProcess(world=World(1), now=lambda: NOW), PAGE, SECRET)
    header = {"Stripe-Signature": signed(BODIES[number], SECRET, AT_S)}
    with pytest.raises(ProviderRefused):
        stripe.heard(header, BODIES[number], now=NOW)


def test_an_event_of_real_money_is_not_taken_under_a_test_key() -> None:
    """And what stands in it of a person is let go."""
    body = (
        b'{"id":"evt_1","type":"charge.refunded","created":1696237200,"livemode":true,"data":{"object":{"id":"ch_1",'
        b'"object":"charge","payment_intent":"pi_1","billing_details":{"name":"A Giver"},"receipt_email":"a@b.c"}}}'
    )
    stripe, _ = simulated(InProcess(world=World(1), now=lambda: NOW), PAGE, SECRET)
    header = {"Stripe-Signature": signed(body, SECRET, AT_S)}
    with pytest.raises(ProviderRefused, match="of real money, and our key is not"):
        stripe.heard(header, body, now=NOW)
    told = replace(stripe, key="sk_live_invented").heard(header, body, now=NOW)
    assert told.ref == "pi_1" and told.said == {"object": "charge", "id": "ch_1"}
    assert "Giver" not in repr(told) and "a@b.c" not in repr(told)


def test_a_word_that_is_not_of_the_shape_books_nothing() -> None:
    """A status that nobody knows is no status."""
    intent = {"currency": "eur", "status": "paid_somehow", "latest_charge": None}
    with pytest.raises(ProviderRefused, match="no word of its shape"):
        payment_state(intent, [], [])
    with pytest.raises(ProviderRefused, match="names no charge"):
        payment_state({**intent, "status": "succeeded"}, [], [])
    with pytest.raises(ProviderRefused, match="no event"):
        notice({"id": "evt_1"})


AMOUNTS = [
    ("EUR", 1234, 1234),
    ("JPY", 500, 500),
    ("KWD", 5120, 5120),
    ("ISK", 5, 500),
    ("UGX", 7, 700),
    ("MGA", 300, 3),
]


@pytest.mark.parametrize(("code", "minor", "made"), AMOUNTS)
def test_amounts_are_said_as_the_shape_says_them(code: str, minor: int, made: int) -> None:
    """Minor units of ISO 4217 with us, the provider's own units with it; there and back is the same."""
    assert units(Money(minor, code)) == made
    assert money_of(made, code.lower()) == Money(minor, code)


@pytest.mark.parametrize(("code", "minor"), [("KWD", 5124), ("MGA", 305)])
def test_an_amount_that_the_shape_cannot_say_is_refused(code: str, minor: int) -> None:
    """It is not rounded in silence."""
    with pytest.raises(MoneyRefused, match="cannot be paid by card"):
        units(Money(minor, code))


@pytest.mark.parametrize("url", ["http://api.example.org", "ftp://127.0.0.1", "http://localhost:1"])
def test_a_provider_is_called_over_https_alone(url: str) -> None:
    """Except a simulator at a loopback address; a name could lead anywhere."""
    with pytest.raises(WrongUse, match="is not https"):
        Wire(title="a provider", base_url=url)
