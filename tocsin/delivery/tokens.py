"""The links that confirm and end a subscription. Tokens are made anew from SECRET_KEY each time, and stored nowhere."""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from tocsin.errors import NotFound

if TYPE_CHECKING:
    from tocsin.delivery.models import Subscription

#: below the site's address; the pages there belong to the web
PATHS = {"confirm": "/subscriptions/confirm/{}/", "end": "/subscriptions/end/{}/"}


class Purpose(StrEnum):
    CONFIRM = "confirm"
    END = "end"


def new_nonce() -> str:
    return secrets.token_hex(16)


def token(subscription_id: int, nonce: str, purpose: Purpose) -> str:
    """Letters, digits and a hyphen; one for each purpose."""
    made = salted_hmac(f"tocsin.delivery.{purpose}", f"{subscription_id}:{nonce}", algorithm="sha256")
    return f"{subscription_id}-{made.hexdigest()}"


def link(subscription_id: int, nonce: str, purpose: Purpose) -> str:
    return settings.TOCSIN_SITE + PATHS[purpose].format(token(subscription_id, nonce, purpose))


def subscription_of(given: str, purpose: Purpose) -> Subscription:
    """Raises NotFound for a token that we did not make for this purpose."""
    from tocsin.delivery.models import Subscription

    number, _, _ = given.partition("-")
    row = None
    if number.isascii() and number.isdigit() and len(number) < 19:
        row = Subscription.objects.select_related("contact").filter(pk=int(number)).first()
    # compared also where there is no such row: the time taken tells nothing
    expected = token(row.pk if row else 0, row.nonce if row else "", purpose)
    if not constant_time_compare(expected, given) or row is None:
        raise NotFound("this link leads to no subscription", "take the newest message, or subscribe again")
    return row
