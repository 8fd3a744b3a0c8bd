"""The channel over Apprise, as an optional part: what it is without it, and what its services are told with it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.delivery.test_channels import parcel
from tocsin import delivery
from tocsin.cli import main
from tocsin.delivery import channels as registry
from tocsin.delivery.channels import apprised
from tocsin.delivery.channels.apprised import Apprised, said
from tocsin.delivery.models import Dispatch, Subscription
from tocsin.delivery.states import Result
from tocsin.errors import WrongUse

ENTRY = 'apprise = "tocsin.delivery.channels.apprised:Apprised"'
installed = pytest.mark.skipif(find_spec("apprise") is None, reason="apprise is not installed")


def test_it_comes_as_a_plugin_does() -> None:
    """Under the entry points of the package, and in an extra of its own."""
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    assert '[project.entry-points."tocsin.channels"]\n' + ENTRY in project
    assert "\napprise = [" in project


def test_without_apprise_it_is_not_ready_and_says_what_to_install(monkeypatch: Any) -> None:
    """Nothing is imported, nothing is lost: what waits is tried later."""
    monkeypatch.setattr(apprised, "find_spec", lambda name: None)
    channel = Apprised()
    assert not channel.ready()
    with pytest.raises(WrongUse, match="not installed"):
        channel.checked("json://127.0.0.1/", "")
    assert channel.open().send(parcel(address="json://127.0.0.1/")).result is Result.TEMPORARY


def test_a_lane_is_a_service_or_its_host_and_tells_neither() -> None:
    """Passwords and hosts stay out of it; two accounts at one host fail together."""
    lanes = [Apprised().lane(f"json://{who}@chat.example.org/x") for who in ("a:secret", "b:other")]
    assert lanes[0] == lanes[1] != Apprised().lane("json://else.example.org")
    assert "chat" not in lanes[0] and len(lanes[0]) <= 60


def test_a_notice_has_the_links_of_a_mail() -> None:
    """The page, and the end of the subscription in the words of its language."""
    told = said(parcel(link="https://tocsin.example/alerts/x/", language="fr"))
    assert "https://tocsin.example/alerts/x/" in told and "Ne plus recevoir" in told


@contextmanager
def chat(status: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """A service that takes JSON (Apprise's json://), its port, and what it was told."""
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], told
    finally:
        server.shutdown()
        server.server_close()


@installed
@pytest.mark.parametrize(("status", "result"), [(200, Result.SENT), (500, Result.TEMPORARY)])
def test_a_service_is_told(status: int, result: Result, capfd: Any) -> None:
    """Title and text as they are; what it answers decides, and no address is printed."""
    with chat(status) as (port, told):
        outcome = Apprised().open().send(parcel(address=f"json://user:secret@127.0.0.1:{port}/room"))
    assert outcome.result is result
    assert told[0]["title"] == "SOS" and told[0]["message"].startswith("People are on the road.")
    printed = capfd.readouterr()
    assert "secret" not in printed.out + printed.err and str(port) not in outcome.reason


@installed
@pytest.mark.parametrize("address", ["nonsense", "nosuchservice://x", "json://a\nb", "json://" + "x" * 2000])
def test_an_address_that_apprise_does_not_know_is_refused(address: str) -> None:
    """Before anything is kept."""
    with pytest.raises(WrongUse, match="knows no service"):
        Apprised().checked(address, "")


@installed
@pytest.mark.django_db(transaction=True)
def test_a_room_is_subscribed_by_command_asked_and_told(monkeypatch: Any, capsys: Any) -> None:
    """Through the plugin face: the question, its confirmation, and the alert that was asked for."""
    point = EntryPoint("apprise", "tocsin.delivery.channels.apprised:Apprised", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    registry.channels.cache_clear()
    try:
        with chat(200) as (port, told):
            where = f"json://127.0.0.1:{port}/room"
            asks = ["delivery", "subscribe", "apprise", where, "--place", "Armenia", "--drills"]
            assert main(asks) == 0
            delivery.drain()
    finally:
        registry.channels.cache_clear()
    assert "room" not in capsys.readouterr().out
    assert "/subscriptions/confirm/" in told[0]["message"]
    row = Subscription.objects.get()
    assert row.asked["places"] == ["ARM"] and row.asked["drills"]
    assert Dispatch.objects.get().state == "sent"
