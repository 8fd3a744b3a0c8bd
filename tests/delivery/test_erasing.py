"""An address that is erased: what is forgotten, what is stopped, and what stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import serializers

from tests.delivery.crowd import subscribers
from tocsin import delivery
from tocsin.custody.models import Entry
from tocsin.delivery import holding
from tocsin.delivery.erasing import Erased
from tocsin.delivery.models import Contact, Dispatch, Message, Subscription
from tocsin.delivery.outbox import fan_out
from tocsin.delivery.states import State
from tocsin.errors import NotFound, WrongUse
from tocsin.whole_store.message_log import log_erasure
from tocsin.whole_store.verifying import faults

NOON = datetime.now(UTC)
ADDRESS, WHY = "reader@example.org", "asked for by letter"


def put_in(key: str) -> Message:
    message = delivery.enqueue(key, texts={"en": {"subject": "SOS", "text": "On the road."}}, now=NOON)
    while fan_out(NOON + timedelta(hours=1)):
        pass
    return message


def erase(address: str = ADDRESS, reason: str = WHY) -> Erased:
    return delivery.erase(
        address,
        reason=reason,
        now=NOON,
        log=lambda row: log_erasure(row, by="issuer", reason=reason, now=NOON),
    )


@pytest.fixture
def sent_and_waiting() -> Contact:
    """One message was sent to the address, one waits for it; another reader waits for both."""
    subscribers("mail", [ADDRESS, "other@example.org"])
    Subscription.objects.update(confirmed_at=NOON - timedelta(days=1))
    contact = Contact.objects.get(address=ADDRESS)
    put_in("alert:1").dispatches.filter(contact=contact).update(state=State.SENT, next_at=None, tries=1)
    put_in("alert:2")
    return contact


@pytest.mark.django_db
def test_an_erased_address_is_gone_and_the_counts_stay(sent_and_waiting: Contact) -> None:
    """What was sent stays sent, what waits is given up, the other reader keeps all; no table has the address or its hash."""
    key = sent_and_waiting.address_key
    assert erase("READER@Example.org ") == Erased(contacts=1, subscriptions=1, withdrawn=1)
    assert delivery.counts(Message.objects.get(key="alert:1")) == {"mail": {"queued": 1, "sent": 1}}
    assert delivery.counts(Message.objects.get(key="alert:2")) == {"mail": {"queued": 1, "given up": 1}}
    assert Contact.objects.filter(address="other@example.org").exists()
    stored = "".join(
        serializers.serialize("json", model.objects.all())
        for model in (Contact, Subscription, Message, Dispatch, Entry)
    )
    assert ADDRESS not in stored.casefold() and key not in stored


@pytest.mark.django_db
def test_the_log_knows_the_number_and_the_reason(sent_and_waiting: Contact) -> None:
    """One entry, by its number, that whole-store verify holds the row to."""
    erase()
    entry = Entry.objects.get(item=f"contact:{sent_and_waiting.pk}")
    assert (entry.action, entry.actor, entry.reason) == ("erased", "issuer", WHY)
    assert not any("contact" in each for each in faults(lambda: None))
    Contact.objects.filter(pk=sent_and_waiting.pk).update(address=ADDRESS)
    assert f"contact:{sent_and_waiting.pk}: erased is not what the log says" in list(faults(lambda: None))


@pytest.mark.django_db
def test_who_comes_again_is_somebody_new(sent_and_waiting: Contact) -> None:
    """Erased twice is not found; a later subscription has another number and none of the history."""
    erase()
    with pytest.raises(NotFound):
        erase()
    row = delivery.subscribe("mail", ADDRESS, {}, now=NOON)
    assert row is not None and row.contact_id != sent_and_waiting.pk


@pytest.mark.django_db
def test_a_worker_begins_nothing_of_what_it_held(sent_and_waiting: Contact) -> None:
    """Held and not begun is withdrawn; what is being handed over is the worker's to write down."""
    holding.enlist("w", NOON, 60)
    held = [
        row.pk for row in holding.take("w", "mail", room=10, busy_lanes=(), now=NOON + timedelta(hours=1))
    ]
    mine = Dispatch.objects.get(contact=sent_and_waiting, pk__in=held)
    erase()
    assert holding.begin("w", held, NOON) == frozenset(held) - {mine.pk}


@pytest.mark.django_db
def test_a_webhook_is_found_as_it_is_kept() -> None:
    """With a fragment, or its host in capitals, it is the same address; its secret goes too."""
    row = delivery.subscribe("webhook", "https://hook.example.org/in", {}, now=NOON)
    assert row is not None and row.secret
    assert erase("https://HOOK.example.org/in#top").contacts == 1
    row.refresh_from_db()
    assert (row.state, row.secret) == (Subscription.State.ENDED, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "reason"),
    [("", WHY), ("x" * 2001, WHY), (ADDRESS, " "), (ADDRESS, f"{ADDRESS.upper()} wrote")],
)
def test_nothing_is_erased_without_an_address_and_a_reason(
    sent_and_waiting: Contact, address: str, reason: str
) -> None:
    """A reason that names the address would keep it in the log for good."""
    with pytest.raises(WrongUse):
        erase(address, reason)
    assert Contact.objects.filter(address=ADDRESS).exists()


@pytest.mark.django_db
def test_where_the_log_fails_nothing_is_erased(sent_and_waiting: Contact) -> None:
    """One transaction."""

    def fails(_: Contact) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        delivery.erase(ADDRESS, reason=WHY, now=NOON, log=fails)
    assert Contact.objects.get(pk=sent_and_waiting.pk).address == ADDRESS
    assert Dispatch.objects.filter(contact=sent_and_waiting, state=State.QUEUED).exists()
