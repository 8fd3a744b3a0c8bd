"""Webhooks, signed as Standard Webhooks says, once for every living subscription of the address."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from tocsin.delivery.addresses import host_lane
from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.channels.posting import Poster, checked_url, judged
from tocsin.delivery.states import Outcome, Result


class Webhook:
    name = "webhook"
    at_once = 12
    at_once_in_lane = 4
    repeats_unknown = True
    signs = True

    def ready(self) -> bool:
        return True

    def checked(self, address: str, keys: str) -> str:
        del keys
        return checked_url(address)

    def lane(self, address: str) -> str:
        return host_lane(self.name, urlsplit(address).netloc)

    def open(self) -> WebhookSender:
        return WebhookSender()


class WebhookSender:
    def __init__(self) -> None:
        self._poster = Poster()

    def send(self, parcel: Parcel) -> Outcome:
        content = body(parcel)
        headers = signed(parcel.stable_id, int(time.time()), content, parcel.secrets)
        answer = self._poster.post(parcel.address, content, {"Content-Type": "application/json", **headers})
        return answer if isinstance(answer, Outcome) else judged(answer, taken=Result.DELIVERED)

    def close(self) -> None:
        self._poster.close()


def body(parcel: Parcel) -> bytes:
    """The same bytes in every repeat. A question to confirm holds the link, and the secret that signs later ones."""
    said = {
        "type": "subscription.confirm" if parcel.confirm_url else "message",
        "data": {
            "subject": parcel.subject,
            "text": parcel.text,
            "language": parcel.language,
            "link": parcel.link,
            **parcel.payload,
        },
    }
    if parcel.confirm_url:
        said["confirm_url"], said["secret"] = parcel.confirm_url, parcel.secrets[0]
    else:
        said["unsubscribe_url"] = parcel.unsubscribe_url
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def signed(stable_id: str, at: int, content: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The three headers (Standard Webhooks 1.0). `at`: seconds since 1970, of this try."""
    told = f"{stable_id}.{at}.".encode() + content
    return {
        "webhook-id": stable_id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{_signature(each, told)}" for each in secrets),
    }


def _signature(secret: str, told: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
