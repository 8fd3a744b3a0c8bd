"""Web push: a short notice to a browser that asked for it, encrypted for it (RFC 8291), signed by this site (RFC 8292)."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from tocsin.delivery.addresses import host_lane
from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.channels.posting import Poster, checked_url, judged
from tocsin.delivery.states import Outcome, Result
from tocsin.delivery.words import words_of
from tocsin.errors import WrongUse

if TYPE_CHECKING:
    from py_vapid import Vapid02

#: how long the push service keeps it for a browser that is not there
KEPT_S = 24 * 3600
#: of the notice; push services take 4,096 bytes, encryption included (RFC 8030, 7.2)
TEXT_MAX, SUBJECT_MAX = 1200, 240
#: 4,096 less the head, the padding's end and the tag of aes128gcm (RFC 8188, 2.1), and a little
NOTICE_BYTES_MAX = 3900


class Push:
    name = "push"
    at_once = at_once_in_lane = 4
    repeats_unknown = True  # a browser shows one notice for one tag
    signs = False

    def ready(self) -> bool:
        return True

    def checked(self, address: str, keys: str) -> str:
        if not _good_keys(keys):
            raise WrongUse("the browser's keys are missing", "let the browser ask for notices again")
        return checked_url(address)

    def lane(self, address: str) -> str:
        return host_lane(self.name, urlsplit(address).netloc)

    def open(self) -> PushSender:
        return PushSender()


class PushSender:
    def __init__(self) -> None:
        self._poster = Poster()

    def send(self, parcel: Parcel) -> Outcome:
        try:
            content = encrypted(notice(parcel), parcel.address, json.loads(parcel.secrets[-1]))
        except (ValueError, KeyError, IndexError):
            return Outcome(result=Result.PERMANENT, reason="the browser's keys are not good")
        headers = {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_S),
            "Urgency": "high",
            "Topic": parcel.stable_id.removeprefix("msg_")[:32],  # a repeat takes the place of the first
            **_who_sends(parcel.address),
        }
        answer = self._poster.post(parcel.address, content, headers)
        if isinstance(answer, Outcome):
            return answer
        if answer.status_code == 404:  # RFC 8030, 7.3: the subscription has ended
            return Outcome(result=Result.PERMANENT, reason="HTTP 404: the browser is gone", ends=True)
        return judged(answer, taken=Result.SENT)

    def close(self) -> None:
        self._poster.close()


def _good_keys(text: str) -> bool:
    """A point on the curve, uncompressed, and 16 bytes (RFC 8291, 2), in base64url and in nothing else."""
    try:
        given = json.loads(text)
        point, secret = (_unwrapped(given[name]) for name in ("p256dh", "auth"))
    except (ValueError, KeyError, TypeError):
        return False
    return len(given) == 2 and len(point) == 65 and point[0] == 4 and len(secret) == 16


def _unwrapped(text: str) -> bytes:
    import base64

    bare = text.rstrip("=")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)


def notice(parcel: Parcel) -> bytes:
    """What the browser's service worker reads, as JSON; the text is cut to what push services carry."""
    said = {
        "title": parcel.subject[:SUBJECT_MAX],
        "body": parcel.text[:TEXT_MAX],
        "url": parcel.confirm_url or parcel.link,
        "lang": parcel.language,
        "tag": parcel.stable_id,
        "end": parcel.unsubscribe_url,
        "end_words": words_of(parcel.language)["end"],
    }
    while said["body"] and len(_as_bytes(said)) > NOTICE_BYTES_MAX:
        said["body"] = said["body"][: len(said["body"]) * 9 // 10]
    return _as_bytes(said)


def _as_bytes(said: dict[str, str]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def encrypted(content: bytes, address: str, keys: dict[str, Any]) -> bytes:
    """aes128gcm (RFC 8188) for the browser's keys. Raises ValueError for keys that are none."""
    from pywebpush import WebPusher, WebPushException

    try:
        made = WebPusher({"endpoint": address, "keys": keys}).encode(content, "aes128gcm")
    except WebPushException as error:
        raise ValueError(str(error)) from error
    return bytes(made["body"])


def public_key() -> str:
    """This site's, as browsers ask for it when somebody subscribes (base64url, uncompressed point)."""
    import base64

    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    point = _vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _who_sends(address: str) -> dict[str, str]:
    parts = urlsplit(address)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": f"mailto:{settings.TOCSIN_MAIL_FROM}"}
    return dict(_vapid().sign(claims))


@cache
def _vapid() -> Vapid02:
    """The site's key, made on first use and kept in TOCSIN_HOME; two first uses at once keep one."""
    from py_vapid import Vapid02

    path: Path = settings.TOCSIN_HOME / "push-key.pem"
    if not path.exists():
        made = Vapid02()
        made.generate_keys()
        fresh = path.with_name(f".push-key.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(made.private_pem())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # refuses to replace
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return Vapid02.from_file(str(path))
