"""The signature of a webhook in the Stripe shape: `Stripe-Signature: t=SECONDS,v1=HEX[,v1=HEX]`.

HMAC-SHA256 over `SECONDS.BODY` with the endpoint's secret; several v1 while a secret is being changed; other schemes,
such as v0, are no proof (https://docs.stripe.com/webhooks#verify-manually).
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from tocsin.errors import ProviderRefused

#: either way: an older one may be a recorded one that somebody sends again
TOLERANCE_S = 300
#: of the header, and of signatures in it
LENGTH_MAX, SIGNATURES_MAX = 2000, 10


def signed(body: bytes, secret: str, at_s: int) -> str:
    """The header's value."""
    return f"t={at_s},v1={_signature(body, secret, at_s)}"


def verify(header: str, body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """Raises ProviderRefused unless one of our secrets signed these bytes within TOLERANCE_S seconds."""
    if not header:
        raise _refused("it has no signature")
    at_s, given = _parsed(header)
    # every pair is compared, whatever came before: the time taken tells nothing
    expected = [_signature(body, secret, at_s) for secret in secrets if secret]
    matches = [hmac.compare_digest(one.encode(), other.encode()) for one in expected for other in given]
    if not any(matches):
        raise _refused("its signature is wrong")
    if abs(now.timestamp() - at_s) > TOLERANCE_S:
        raise _refused(f"it was signed more than {TOLERANCE_S} s from now")


def _parsed(header: str) -> tuple[int, list[str]]:
    if len(header) > LENGTH_MAX or not header.isascii():
        raise _refused("its signature cannot be read")
    pairs = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    given = [value for name, _, value in pairs if name == "v1"][:SIGNATURES_MAX]
    if len(times) != 1 or not times[0].isdigit() or len(times[0]) > 12 or not given:
        raise _refused("its signature cannot be read")
    return int(times[0]), given


def _signature(body: bytes, secret: str, at_s: int) -> str:
    return hmac.new(secret.encode(), f"{at_s}.".encode() + body, sha256).hexdigest()


def _refused(why: str) -> ProviderRefused:
    return ProviderRefused(
        f"a webhook is not taken: {why}", "check TOCSIN_STRIPE_WEBHOOK_SECRET and the clock"
    )
