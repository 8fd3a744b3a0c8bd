"""A letter to one person who asked for nothing more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.delivery.lines import listening, mail_server
from tocsin import delivery
from tocsin.delivery.models import Contact, Dispatch, Message
from tocsin.delivery.states import State
from tocsin.errors import WrongUse

NOW = datetime.now(UTC)
ADDRESS = "giver@example.org"
TEXTS = {"en": {"subject": "Thank you", "text": "Your receipt."}}


def written(address: str = ADDRESS, key: str = "receipt:1") -> bool:
    return delivery.write_to("mail", address, key, texts=TEXTS, now=NOW, link="https://example.org/r/1")


@pytest.fixture
def mail_is_set_up(settings: Any) -> None:
    settings.TOCSIN_SMTP = "smtp://127.0.0.1:1?security=none"


@pytest.mark.django_db(transaction=True)
def test_a_letter_arrives_without_a_subscription_and_its_address_is_then_forgotten(settings: Any) -> None:
    """It is handed over as any mail is, with no link that ends anything, for nothing began."""
    with listening(mail_server()) as there:
        settings.TOCSIN_SMTP = f"smtp://127.0.0.1:{there.port}?security=none"
        assert written() and delivery.drain() == 1
    assert Dispatch.objects.get().state == State.SENT
    delivery.settle(now=NOW, log=lambda row: pytest.fail("one person's letter stands in no log"))
    assert Contact.objects.get().address == ""


@pytest.mark.django_db
def test_the_same_letter_is_written_once(mail_is_set_up: None) -> None:
    """A key that is there is not written again."""
    assert written() and written()
    assert Message.objects.count() == Dispatch.objects.count() == 1


@pytest.mark.django_db
def test_an_address_that_waits_or_subscribes_is_kept(mail_is_set_up: None) -> None:
    """Settling another letter forgets no address that something is still under way to."""
    written(key="receipt:1")
    written(key="receipt:2")
    first = Dispatch.objects.get(message__key="receipt:1")
    Dispatch.objects.filter(pk=first.pk).update(state=State.SENT, next_at=None)
    delivery.settle(now=NOW + timedelta(minutes=1), log=lambda row: None)
    assert Contact.objects.get().address == ADDRESS


@pytest.mark.django_db
def test_nothing_is_kept_where_no_mail_is_sent_or_the_address_cannot_be(settings: Any) -> None:
    """Without a mail server the address is not even stored."""
    settings.TOCSIN_SMTP = ""
    assert not written()
    assert not Contact.objects.exists()
    settings.TOCSIN_SMTP = "smtp://127.0.0.1:1?security=none"
    with pytest.raises(WrongUse, match="no mail address"):
        written("giver at example")
