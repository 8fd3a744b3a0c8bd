"""What is issued is delivered: the message stands in the outbox in the transaction of the issue."""

from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from tests.alerts.desk import approved, at, drafted, finding, issued, keys, login, situation
from tests.alerts.test_translating import translated
from tocsin import alerts, custody, delivery
from tocsin.alerts.announcing import key_of
from tocsin.alerts.models import Alert
from tocsin.delivery.models import Message
from tocsin.errors import Conflict

pytestmark = pytest.mark.django_db


def test_an_issued_alert_stands_in_the_outbox_with_what_it_is_about() -> None:
    """Its sentences with their notes, its link, its level, its country; an exercise is marked as one."""
    crisis = situation()
    alert = issued(drafted(crisis, finding(crisis)))
    message = Message.objects.get(key=key_of(alert))
    text = message.texts["en"]
    assert text["subject"].startswith("Exercise: SOS Alert · first for this situation: Danger")
    assert all(said.text in text["text"] for said in alert.sentences.all()) and "[1]" in text["text"]
    assert message.link.endswith(f"/alerts/{alert.identifier}/")
    assert message.marks["places"] == ["ARM"] and "lemkin-institute/sos" in message.marks["levels"]
    assert message.marks["drill"] and message.marks["languages"] == ["en"]
    assert custody.differs(f"message:{message.pk}", delivery.committed(message)) == []


def test_an_issue_that_is_refused_puts_nothing_in() -> None:
    """The outbox and the alert are written together or not at all."""
    crisis = situation()
    alert = approved(drafted(crisis, finding(crisis)))
    with pytest.raises(Conflict):
        alerts.issue(alert, by=login("signer", "issuer"), now=at(3), seen=alert.version - 1)
    assert not Message.objects.exists()


def test_who_gets_what_one_person_issued_is_told_so(settings: Any) -> None:
    """Not the page alone says it: a letter is read without it."""
    settings.TOCSIN_EMERGENCY_PATH = True
    crisis, alone = situation(), login("alone", "issuer")
    alert = drafted(crisis, by=alone)
    alert = alerts.issue_alone(alert, by=alone, now=at(1), reason="They come.", ticked=keys(alert))
    text = Message.objects.get(key=key_of(alert)).texts["en"]["text"]
    assert "Issued by one person in an emergency" in text and "1 October 2023, 12:01" in text
    other = issued(drafted(crisis), 2)
    assert "one person" not in Message.objects.get(key=key_of(other)).texts["en"]["text"]


def test_nobody_gets_what_was_replaced_before_they_got_it() -> None:
    """A cancel takes the alert out of the outbox; it is not sent again, by no worker and no person."""
    crisis = situation()
    alert = issued(drafted(crisis, finding(crisis)))
    writer = login("writer", "analyst")
    cancel = alerts.cancel(alert, by=writer, now=at(4), reason="it was wrong")
    cancel = alerts.submit(cancel, by=writer, now=at(5))
    signer = login("signer", "issuer")
    cancel = alerts.approve(cancel, by=signer, now=at(6), ticked=keys(cancel))
    cancel = alerts.issue(cancel, by=signer, now=at(7))
    old, new = (Message.objects.get(key=key_of(each)) for each in (alert, cancel))
    assert old.withdrawn_at and not new.withdrawn_at
    assert new.payload["replaces"] == alert.identifier
    assert new.texts["en"]["subject"].startswith("Exercise: Cancelled: SOS Alert · first")
    with pytest.raises(Conflict):
        delivery.retry(old, now=at(8), log=lambda _: None)


def test_a_message_waits_for_the_end_of_its_embargo() -> None:
    """The outbox knows the instant; before it there is nobody it goes to."""
    crisis = situation()
    alert = approved(drafted(crisis, finding(crisis)))
    Alert.objects.filter(pk=alert.pk).update(not_before=at(60))
    alert = alerts.issue(Alert.objects.get(pk=alert.pk), by=login("signer", "issuer"), now=at(3))
    message = Message.objects.get(key=key_of(alert))
    assert message.not_before == at(60) and message.queued_at == at(60) - timedelta(minutes=57)


def test_a_letter_says_the_same_as_text_and_as_html() -> None:
    """Every line of the text stands in the HTML too, in its order; what a headline brings is text there."""
    crisis = situation()
    alert = issued(drafted(crisis, finding(crisis), headline='Danger & "smoke" over 5 > 3 roads'))
    said = Message.objects.get(key=key_of(alert)).texts["en"]
    shown = html.fragment_fromstring(said["html"])
    words = " ".join(shown.text_content().split())
    at = 0
    for line in filter(None, said["text"].splitlines()):
        plain = " ".join(line.removeprefix("- ").removesuffix(":").split())
        assert plain in words[at:], line
        at = words.index(plain, at)
    assert (shown.get("lang"), shown.get("dir")) == ("en", "ltr")
    assert "5 &gt; 3" in said["html"]
    assert {node.tag for node in shown.iter()} == {"div", "h1", "h2", "p", "ul", "li", "span"}


def test_a_letter_in_arabic_runs_from_right_to_left() -> None:
    """Each language has its own page."""
    crisis = situation()
    alert = issued(translated(drafted(crisis, finding(crisis))))
    texts = Message.objects.get(key=key_of(alert)).texts
    assert texts["ar"]["html"].startswith('<div lang="ar" dir="rtl">')
