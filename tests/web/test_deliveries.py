"""The desk sees what became of an alert for its recipients, and tries again for who did not get it."""

from datetime import UTC, datetime

import pytest

from tests.delivery.crowd import subscribers
from tests.web.site import Site
from tocsin.alerts.announcing import key_of
from tocsin.custody.models import Entry
from tocsin.delivery.models import Contact, Dispatch, Message
from tocsin.delivery.outbox import _dispatch
from tocsin.delivery.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(site: Site) -> Message:
    """One letter arrived, one was refused."""
    subscribers("mail", ["glad@example.org", "gone@example.org"])
    found = Message.objects.get(key=key_of(site.alert))
    _dispatch(found, list(Contact.objects.values_list("pk", "channel", "lane")), datetime.now(UTC))
    gone = Dispatch.objects.get(contact__address="gone@example.org")
    Dispatch.objects.exclude(pk=gone.pk).update(state=State.SENT, next_at=None, tries=1)
    Dispatch.objects.filter(pk=gone.pk).update(
        state=State.FAILED, next_at=None, reason="SMTP 550 5.1.1", tries=1
    )
    return found


def test_the_page_has_counts_and_reasons_and_no_address(site: Site, message: Message) -> None:
    """Per channel and state, the reason, a number in place of the address."""
    page = site.client("auditor").get(f"/desk/alerts/{site.alert.pk}/deliveries/").content.decode()
    assert "2 recipients" in page and "SMTP 550 5.1.1" in page and "refused for good" in page
    assert "example.org" not in page and "Try again" not in page


def test_an_issuer_tries_again_and_the_log_knows(site: Site, message: Message) -> None:
    """Only who did not get it is queued again."""
    client = site.client("issuer")
    address = f"/desk/alerts/{site.alert.pk}/deliveries/"
    assert "Try again" in client.get(address).content.decode()
    after = client.post(f"{address}retry/", follow=True).content.decode()
    assert "1 recipient gets one more round of tries." in after
    assert sorted(Dispatch.objects.values_list("state", flat=True)) == ["queued", "sent"]
    assert Entry.objects.get(item=f"message:{message.pk}", action="tried again").actor == "issuer"


def test_a_draft_has_nothing_to_deliver(site: Site) -> None:
    """Its page says so."""
    page = site.client("analyst").get(f"/desk/alerts/{site.draft.pk}/deliveries/")
    assert "not put into the outbox" in page.content.decode()
