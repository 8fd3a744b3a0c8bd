"""The simulator over real HTTP, on this machine alone: both shapes, its pages, and its webhooks sent from a thread."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import httpx

from tocsin.errors import ProviderRefused, StoreTrouble, WrongUse
from tocsin.relief.cards.simulator import pages
from tocsin.relief.cards.simulator.calls import answer
from tocsin.relief.cards.simulator.post import Post
from tocsin.relief.cards.simulator.world import SimPayment, World
from tocsin.relief.cards.wire import is_loopback

#: of a request's body
BODY_BYTES_MAX = 65_536
#: seconds between two looks at what webhooks are due
LOOK_EVERY_S = 0.2


def _clock() -> datetime:
    return datetime.now(UTC)


class Simulator:
    """Serves from `start` to `stop`. `webhook`: where its webhooks go; empty for nowhere."""

    def __init__(
        self,
        world: World,
        *,
        secret: str,
        webhook: str = "",
        port: int = 0,
        now: Callable[[], datetime] = _clock,
    ) -> None:
        if webhook and not is_loopback(urlsplit(webhook).hostname or ""):
            raise WrongUse(f"{webhook} is not on this machine", "a simulator calls nobody else")
        self.world = world
        self.now = now
        self.lock = threading.Lock()
        self._webhook = webhook
        self._stopped = threading.Event()
        try:
            self._server = _Server(port, self)
        except OSError as error:
            raise StoreTrouble(
                f"port {port} cannot be used ({error.strerror})", "choose another port"
            ) from None
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._post = Post(world, secret, self.url)
        self._threads = [
            threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True),
            threading.Thread(target=self._carry, daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join(5)

    def _carry(self) -> None:
        while not self._stopped.wait(LOOK_EVERY_S):
            with self.lock:
                self._post.collect()
            if self._webhook:
                self._post.deliver(self.now(), self._send)

    def _send(self, signature: str, body: bytes) -> bool:
        headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
        try:
            return httpx.post(
                self._webhook, content=body, headers=headers, timeout=20, trust_env=False
            ).is_success
        except httpx.HTTPError:
            return False


class _Server(ThreadingHTTPServer):
    def __init__(self, port: int, simulator: Simulator) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.simulator = simulator


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "TocsinCardSimulator", ""

    def do_GET(self) -> None:
        self._answer("GET", b"")

    def do_DELETE(self) -> None:
        self._answer("DELETE", b"")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > BODY_BYTES_MAX:
            self._say(413, "text/plain", b"too long")
            return
        self._answer("POST", self.rfile.read(int(length)))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: visits are nobody's business."""

    def _answer(self, method: str, body: bytes) -> None:
        parts, simulator = urlsplit(self.path), self.server.simulator
        with simulator.lock:
            if parts.path.startswith(("/v1/", "/payment/rest/")):
                form = dict(parse_qsl(parts.query if method == "GET" else body.decode("utf-8", "replace")))
                key = self.headers.get("Idempotency-Key", "")
                status, said = answer(
                    simulator.world,
                    method,
                    parts.path,
                    form,
                    key=key,
                    page=simulator.url,
                    now=simulator.now(),
                )
                self._say(status, "application/json", json.dumps(said).encode())
            else:
                self._page(method, parts.path)

    def _page(self, method: str, path: str) -> None:
        simulator, names = self.server.simulator, [name for name in path.split("/") if name]
        if method == "GET" and not names:
            self._say(200, "text/html; charset=utf-8", pages.overview(simulator.world).encode())
        elif method == "GET" and names[0] == "pay" and names[-1] in simulator.world.payments:
            page = pages.hosted(simulator.world.payments[names[-1]])
            self._say(200, "text/html; charset=utf-8", page.encode())
        elif method == "POST" and len(names) == 3:
            self._to(_act(simulator, *names))
        else:
            self._say(404, "text/plain", b"SIMULATED: there is no such page")

    def _say(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _to(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address or "/")
        self.send_header("Content-Length", "0")
        self.end_headers()


def _act(simulator: Simulator, what: str, name: str, act: str) -> str:
    """Carries out a button; returns where it leads. What there is not, or is too late, does nothing."""
    world, now = simulator.world, simulator.now()
    if what == "pay-out":
        world.pay_out(name, now)
        return "/"
    payment = world.payments.get(name)
    if payment is None:
        return "/"
    if what == "pay":
        return _paid(world, payment, act, now)
    with suppress(ProviderRefused):  # nothing is left of it
        _bring_about(world, payment, act, now)
    return "/"


def _paid(world: World, payment: SimPayment, act: str, now: datetime) -> str:
    if act == "pay":
        world.pay(payment, now)
    elif act == "decline":
        world.decline(payment, now)
        return f"/pay/{payment.id}"
    return payment.done_url if payment.status == "paid" else payment.back_url


def _bring_about(world: World, payment: SimPayment, act: str, now: datetime) -> None:
    if act == "refund-half":
        world.refund(payment, max(1, payment.minor // 2), now)
    elif act == "refund-failed":
        world.fail_refund(payment, world.refund(payment, max(1, payment.minor // 4), now), now)
    elif act == "dispute":
        world.contest(payment, now)
    elif act in ("won", "lost") and payment.disputes:
        world.decide(payment, payment.disputes[-1], won=act == "won", now=now)
