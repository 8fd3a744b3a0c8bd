"""The feeds' hub is one more recipient, and learns no more than that feeds have changed."""

from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.delivery.test_subscribing import NOON, TEXTS, contacts_of
from tocsin import delivery
from tocsin.delivery.channels.websub import published, tell_the_hub
from tocsin.delivery.models import Contact, Dispatch, Subscription

HUB = "https://hub.example.org/"


@pytest.mark.django_db
def test_every_message_is_told_to_the_hub(settings: Any) -> None:
    """Exercises too, once each, by a dispatch that is tried and shown like any other."""
    settings.TOCSIN_WEBSUB_HUB = HUB
    for _ in range(2):
        tell_the_hub(now=NOON)
    assert Subscription.objects.count() == Contact.objects.count() == 1
    for number in range(2):
        message = delivery.enqueue(
            f"alert:{number}", texts=TEXTS, marks=delivery.Marks(drill=bool(number)), now=NOON
        )
        assert contacts_of(message)
    assert list(Dispatch.objects.values_list("channel", flat=True)) == ["websub"] * 2


@pytest.mark.django_db
def test_another_hub_takes_its_place_and_none_ends_it(settings: Any) -> None:
    """Only the hub of the settings is told; the one of before can come back."""
    for hub, living in ((HUB, 1), ("https://other.example.org/", 1), ("", 0), (HUB, 1)):
        settings.TOCSIN_WEBSUB_HUB = hub
        tell_the_hub(now=NOON)
        rows = Subscription.objects.filter(state="confirmed")
        assert [row.contact.address for row in rows] == [hub] * living


def test_the_hub_is_told_which_feeds_have_changed(settings: Any) -> None:
    """As W3C WebSub asks: the mode and the addresses, and nothing of what the message says."""
    settings.TOCSIN_SITE = "https://desk.example"
    said = parse_qs(published().decode())
    assert said["hub.mode"] == ["publish"]
    assert said["hub.url"] == [
        f"https://desk.example/alerts/feed.{form}" for form in ("atom", "cap.atom", "rss")
    ]
