"""A push service on loopback that speaks RFC 8030 as far as senders need it, and a browser's keys that open what came."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def wrapped(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unwrapped(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """Keys as a browser makes them for one subscription (RFC 8291, section 2)."""

    def __init__(self) -> None:
        self._key, self._auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.keys = {"p256dh": wrapped(point), "auth": wrapped(self._auth)}

    def opened(self, content: bytes) -> dict[str, Any]:
        plain = http_ece.decrypt(content, private_key=self._key, auth_secret=self._auth, version="aes128gcm")
        return dict(json.loads(plain))


@dataclass
class PushService:
    port: int
    #: (path, headers, body) of what was taken
    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    #: endpoints that are gone (RFC 8030, section 7.3)
    gone: set[str] = field(default_factory=set)

    def endpoint(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/send/{name}"


@contextmanager
def push_service() -> Iterator[PushService]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = self._judged(body)
            if status == 201:
                service.taken.append((self.path, dict(self.headers), body))
            self.send_response(status)
            self.send_header("Location", f"/message/{len(service.taken)}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _judged(self, body: bytes) -> int:
            if self.path in service.gone:
                return 404
            if len(body) > 4096:  # RFC 8030, section 7.2
                return 413
            if not self.headers.get("TTL", "").isdigit() or self.headers["Content-Encoding"] != "aes128gcm":
                return 400
            topic = self.headers.get("Topic", "")
            if len(topic) > 32 or not set(topic) <= set(_BASE64URL):  # section 5.4
                return 400
            return 201 if vouched(self.headers["Authorization"], f"http://127.0.0.1:{service.port}") else 403

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def vouched(header: str, origin: str) -> bool:
    """Whether the sender's token (RFC 8292, section 2) is signed by its key, for this very service."""
    scheme, _, rest = header.partition(" ")
    parts = dict(each.strip().split("=", 1) for each in rest.split(","))
    told, _, signature = parts["t"].rpartition(".")
    claims = json.loads(unwrapped(told.split(".")[1]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unwrapped(parts["k"]))
    raw = unwrapped(signature)
    made = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        key.verify(made, told.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return scheme == "vapid" and claims["aud"] == origin and claims["sub"].startswith("mailto:")
