"""Which card providers this site has: keys come from the environment alone. Play money and real money never meet."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.crypto import salted_hmac

from tocsin import environment
from tocsin.errors import MoneyRefused, NotFound, WrongUse
from tocsin.relief.cards.arca import Arca
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.cards.stripe import Stripe
from tocsin.relief.cards.wire import Calls, Wire, origin
from tocsin.relief.models import Fund

#: which is no key to anything
SIMULATOR_KEY = "sk_test_simulated"
#: in the host of ArCa's test terminals, such as ipaytest.arca.am: its keys do not say what they are for
_TEST_TERMINAL = "test"


def providers() -> Sequence[CardProvider]:
    """Those that are set up, real ones first. Raises WrongUse for a setting that cannot be meant."""
    return [
        *([_stripe()] if environment.value("TOCSIN_STRIPE_KEY") else []),
        *([_arca()] if environment.value("TOCSIN_ARCA_USER") else []),
        *(_simulated() if environment.value("TOCSIN_CARD_SIMULATOR") else []),
    ]


def provider_named(name: str) -> CardProvider:
    """Raises NotFound for one that is not set up."""
    for each in providers():
        if each.name == name:
            return each
    raise NotFound(f"no card provider is set up as {name!r}", "set its keys: docs/reference/cards.md")


def providers_of(fund: Fund) -> Sequence[CardProvider]:
    """Play money for a demonstration, real money for a real fund, and never the other."""
    return [each for each in providers() if each.test == fund.demonstration]


def refuse_mixed(fund: Fund, provider: CardProvider) -> None:
    """Raises MoneyRefused where play money would reach a real fund, or real money a demonstration."""
    if provider.test == fund.demonstration:
        return
    what = "play money" if provider.test else "real money"
    where = "a real fund" if provider.test else "a demonstration"
    raise MoneyRefused(f"{provider.title} takes {what}, and {fund.code} is {where}", "use other keys")


def simulator_secret() -> str:
    """What a simulator of this site signs its webhooks with."""
    made = salted_hmac("tocsin.relief.cards.simulator", "webhooks", algorithm="sha256")
    return f"whsec_{made.hexdigest()}"


def _secret(name: str) -> str:
    """Without the line end that a file of secrets leaves. Raises WrongUse, which never quotes it."""
    value = environment.value(name).strip()
    if not value.isascii() or not value.isprintable() or " " in value:
        raise WrongUse(f"{name} has signs that no key has", "set it again, in one line and without spaces")
    return value


def _stripe() -> Stripe:
    secrets = _secret("TOCSIN_STRIPE_WEBHOOK_SECRET").split(",")
    return Stripe(
        wire=Wire(title="Stripe", base_url=environment.value("TOCSIN_STRIPE_URL")),
        key=_secret("TOCSIN_STRIPE_KEY"),
        webhook_secrets=tuple(each for each in secrets if each),
        page_origin=environment.value("TOCSIN_STRIPE_PAGE"),
    )


def _arca() -> Arca:
    url, real = environment.value("TOCSIN_ARCA_URL"), environment.switch("TOCSIN_ARCA_REAL")
    wire = Wire(title="ArCa", base_url=url)
    if not real and not wire.local and _TEST_TERMINAL not in origin(url):
        raise WrongUse(
            f"TOCSIN_ARCA_REAL is off, and {origin(url)} is no test terminal",
            "set it to on, or TOCSIN_ARCA_URL to the test terminal's address: a demonstration takes no real money",
        )
    return Arca(
        wire=wire,
        user=_secret("TOCSIN_ARCA_USER"),
        password=environment.value("TOCSIN_ARCA_PASSWORD").strip("\r\n"),
        page_origin=origin(url),
        test=not real,
    )


def _simulated() -> Sequence[CardProvider]:
    """Both shapes, at an address of this machine and at no other."""
    url = environment.value("TOCSIN_CARD_SIMULATOR")
    wire = Wire(title="the card simulator", base_url=url)
    if not wire.local:
        raise WrongUse(f"TOCSIN_CARD_SIMULATOR is {url}", "a simulator is only called on this machine")
    return simulated(wire, origin(url), simulator_secret())


def simulated(wire: Calls, page_origin: str, secret: str) -> tuple[Stripe, Arca]:
    """A simulator's two shapes; its key says of itself that it is for tests."""
    return (
        Stripe(
            wire=wire,
            key=SIMULATOR_KEY,
            webhook_secrets=(secret,),
            page_origin=page_origin,
            name="simulated",
            title="SIMULATED card page",
            simulated=True,
        ),
        Arca(
            wire=wire,
            user="simulated",
            password="simulated",  # noqa: S106 - of nothing
            page_origin=page_origin,
            test=True,
            name="simulated-arca",
            title="SIMULATED ArCa page",
            simulated=True,
        ),
    )
