"""Many confirmed subscriptions, as rows, and one message for all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tocsin import delivery
from tocsin.delivery.addresses import address_key
from tocsin.delivery.channels import channel_of
from tocsin.delivery.models import Contact, Message, Subscription
from tocsin.delivery.subscribing import new_secret

NOON = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)
TEXT = "Tens of thousands of people are on the road, many without water or a roof for the night. " * 12


def subscribers(channel: str, addresses: list[str], asked_at: datetime = NOON) -> None:
    """One confirmed subscription each, for any alert."""
    kind = channel_of(channel)
    contacts = Contact.objects.bulk_create(
        [
            Contact(
                channel=channel,
                address_key=address_key(channel, each),
                address=each,
                lane=kind.lane(each),
                made_at=asked_at,
            )
            for each in addresses
        ],
        batch_size=500,
    )
    Subscription.objects.bulk_create(
        [
            Subscription(
                contact=contact,
                asked={},
                secret=new_secret() if kind.signs else "",
                nonce="ab" * 16,
                state=Subscription.State.CONFIRMED,
                asked_at=asked_at,
                confirmed_at=asked_at,
            )
            for contact in contacts
        ],
        batch_size=500,
    )


def put_in(key: str = "alert:1") -> Message:
    """A message of now, of some 1,100 characters."""
    return delivery.enqueue(
        key,
        texts={"en": {"subject": "Second SOS alert", "text": TEXT}},
        payload={"identifier": key},
        now=datetime.now(UTC) - timedelta(seconds=1),
    )
