"""WebSub: the hub is told that the feeds have changed, and tells its own subscribers (W3C WebSub, section 6).

The hub is one more recipient: told when a message is due, tried again, shown and given up like any other.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction

from tocsin.delivery.addresses import address_key, host_lane
from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.channels.posting import Poster, checked_url, judged
from tocsin.delivery.states import Outcome, Result
from tocsin.delivery.tokens import new_nonce

FORM_TYPE = "application/x-www-form-urlencoded"


class WebSub:
    name = "websub"
    at_once = at_once_in_lane = 1
    repeats_unknown = True  # a hub that is told twice fetches twice
    signs = False

    def ready(self) -> bool:
        return bool(settings.TOCSIN_WEBSUB_HUB)

    def checked(self, address: str, keys: str) -> str:
        del keys
        return checked_url(address)

    def lane(self, address: str) -> str:
        return host_lane(self.name, urlsplit(address).netloc)

    def open(self) -> WebSubSender:
        return WebSubSender()


class WebSubSender:
    def __init__(self) -> None:
        self._poster = Poster()

    def send(self, parcel: Parcel) -> Outcome:
        """Names every feed that tells of its hub; what the message says is not told."""
        answer = self._poster.post(parcel.address, published(), {"Content-Type": FORM_TYPE})
        return answer if isinstance(answer, Outcome) else judged(answer, taken=Result.DELIVERED)

    def close(self) -> None:
        self._poster.close()


def published() -> bytes:
    """The form that hubs read."""
    feeds = [("hub.url", settings.TOCSIN_SITE + path) for path in settings.TOCSIN_WEBSUB_FEEDS]
    return urlencode([("hub.mode", "publish"), *feeds]).encode()


def tell_the_hub(*, now: datetime) -> None:
    """Keeps the hub of the settings, and no other, among who gets every message; once is enough."""
    from tocsin.delivery.models import Contact, Subscription
    from tocsin.delivery.subscribing import end

    hub = settings.TOCSIN_WEBSUB_HUB
    living = Subscription.objects.filter(contact__channel=WebSub.name).exclude(state="ended")
    key = address_key(WebSub.name, hub) if hub else ""
    others = list(living.exclude(contact__address_key=key).values_list("pk", flat=True))
    if others:
        end(others, why="another hub, or none", now=now)
    if not hub or living.filter(contact__address_key=key).exists():
        return
    address = checked_url(hub)
    with transaction.atomic():
        contact, _made = Contact.objects.update_or_create(
            channel=WebSub.name,
            address_key=key,
            defaults={"address": address, "lane": WebSub().lane(address)},
            create_defaults={"address": address, "lane": WebSub().lane(address), "made_at": now},
        )
        Subscription.objects.create(
            contact=contact,
            asked={"drills": True},
            nonce=new_nonce(),
            state=Subscription.State.CONFIRMED,
            asked_at=now,
            confirmed_at=now,
        )
