"""Which providers there are, from the environment: no key is ever quoted, and play money is never real money."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.relief.relief_world import NOW
from tocsin.errors import ProviderFailed, WrongUse
from tocsin.relief.cards.providers import providers
from tocsin.relief.cards.stripe import Stripe
from tocsin.relief.cards.wire import Wire

KEY = "sk_live_nobody_may_read_this"


@pytest.fixture
def address() -> Iterator[str]:
    """A server that would answer, if anything could be sent to it."""
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_key_that_cannot_be_sent_is_quoted_nowhere(address: str) -> None:
    """The library below names the whole header; a giver would read it on the page."""
    wire = Wire(title="Stripe", base_url=address)
    provider = Stripe(wire=wire, key=f"{KEY}\n", webhook_secrets=(), page_origin=address)
    with pytest.raises(ProviderFailed) as refused:
        provider.read("pi_1", now=NOW)
    assert KEY not in str(refused.value) and refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("given", "kept"), [(f"{KEY}\n", KEY), (f" {KEY}\r\n", KEY)], ids=["line end", "spaces"]
)
def test_the_line_end_of_a_file_of_secrets_is_no_part_of_a_key(
    given: str, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Secrets are often mounted as files."""
    monkeypatch.setenv("TOCSIN_STRIPE_KEY", given)
    (provider,) = providers()
    assert isinstance(provider, Stripe) and provider.key == kept and not provider.test


@pytest.mark.parametrize("inside", ["\n", " ", "é", "\x01"], ids=["line", "space", "accent", "control"])
def test_what_is_no_key_is_refused_without_its_value(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting is named, and nothing of what it holds."""
    monkeypatch.setenv("TOCSIN_STRIPE_KEY", f"{KEY}{inside}more")
    with pytest.raises(WrongUse, match="TOCSIN_STRIPE_KEY has signs") as refused:
        providers()
    assert "nobody" not in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "test"),
    [
        ({"TOCSIN_ARCA_REAL": "on"}, False),
        ({"TOCSIN_ARCA_URL": "https://ipaytest.arca.am:8445"}, True),
        ({}, None),
        ({"TOCSIN_ARCA_URL": "https://pay.bank.example"}, None),
    ],
    ids=["real", "test terminal", "nothing said", "another bank"],
)
def test_a_real_terminal_never_passes_for_play_money(
    settings: dict[str, str], test: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A demonstration would offer it, and take real money."""
    monkeypatch.setenv("TOCSIN_ARCA_USER", "somebody")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    if test is None:
        with pytest.raises(WrongUse, match="is no test terminal"):
            providers()
    else:
        assert [each.test for each in providers()] == [test]
