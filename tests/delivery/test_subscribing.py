"""Who asked for what: asked for twice, ended in one click, and forgotten then."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin import delivery
from tocsin.delivery.matching import FIELDS, Asked, Marks
from tocsin.delivery.models import Contact, Dispatch, Message, Subscription
from tocsin.delivery.outbox import fan_out
from tocsin.delivery.states import State
from tocsin.delivery.subscribing import ASKED_A_DAY_MAX, CONFIRM_WITHIN, forget_unconfirmed
from tocsin.delivery.tokens import Purpose, token
from tocsin.errors import NotFound, WrongUse

NOON = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)
TEXTS = {"en": {"subject": "SOS", "text": "People are on the road."}}
_names = st.lists(st.sampled_from(["a", "b", "c", "A"]), max_size=3)


def asked_for(address: str = "reader@example.org", now: datetime = NOON, **asked: Any) -> Subscription:
    row = delivery.subscribe("mail", address, asked, now=now)
    assert row is not None
    return row


def confirmed(address: str = "reader@example.org", **asked: Any) -> Subscription:
    row = asked_for(address, **asked)
    return delivery.confirm(token(row.pk, row.nonce, Purpose.CONFIRM), now=NOON)


def put_in(key: str = "alert:1", **marks: Any) -> Message:
    return delivery.enqueue(key, texts=TEXTS, marks=Marks(**marks), now=NOON + timedelta(minutes=1))


def contacts_of(message: Message) -> list[int]:
    while fan_out(NOON + timedelta(hours=1)):
        pass
    return sorted(message.dispatches.values_list("contact_id", flat=True))


@given(
    asked=st.fixed_dictionaries(dict.fromkeys(FIELDS, _names)),
    marks=st.fixed_dictionaries(dict.fromkeys(FIELDS, _names)),
)
def test_a_filter_is_place_and_level_and_topic_and_language(
    asked: dict[str, list[str]], marks: dict[str, list[str]]
) -> None:
    """Every field that names something has to be met by one of its names, in any case; an empty one by anything."""
    wanted = all(
        not asked[name] or {each.lower() for each in asked[name]} & {each.lower() for each in marks[name]}
        for name in FIELDS
    )
    assert Asked(**asked).matches(Marks(**marks)) == wanted


@pytest.mark.parametrize(
    "bad",
    [
        {"place": ["ARM"]},
        {"places": ["x" * 81]},
        {"levels": [str(n) for n in range(51)]},
        {"topics": ["a\nb"]},
    ],
)
def test_a_filter_that_cannot_be_is_refused(bad: dict[str, list[str]]) -> None:
    """An unknown field, a long or odd name, too many names."""
    with pytest.raises(WrongUse):
        Asked.checked(bad)


@pytest.mark.django_db
def test_nothing_but_the_question_comes_before_the_confirmation() -> None:
    """Double opt-in: who only asked gets one message, which asks whether they did."""
    row = asked_for()
    assert contacts_of(put_in()) == []
    (only,) = Dispatch.objects.all()
    assert only.message.confirms == row and only.message.to == row.contact


@pytest.mark.django_db
def test_a_message_goes_once_to_an_address_that_asked_twice() -> None:
    """One logical message per channel and recipient, also where two of its subscriptions match."""
    one = confirmed(places=["ARM"])
    confirmed("READER@example.org", levels=["sos"])
    confirmed("other@example.org", places=["SDN"])
    message = put_in(places=("ARM",), levels=("sos",))
    assert contacts_of(message) == [one.contact_id]
    assert put_in() == message  # the same key again is the same message


@pytest.mark.django_db
def test_an_exercise_reaches_only_who_asked_for_exercises() -> None:
    """An empty filter asks for any alert, and for no exercise."""
    confirmed()
    drilled = confirmed("drill@example.org", drills=True)
    assert contacts_of(put_in(drill=True)) == [drilled.contact_id]


@pytest.mark.django_db
def test_an_embargo_holds_until_its_end() -> None:
    """Before its time a message has no dispatch at all."""
    row = confirmed()
    message = delivery.enqueue(
        "alert:2", texts=TEXTS, now=NOON + timedelta(minutes=1), not_before=NOON + timedelta(hours=2)
    )
    assert fan_out(NOON + timedelta(hours=1)) == 0
    assert fan_out(NOON + timedelta(hours=2)) == 1
    assert message.dispatches.get().contact == row.contact


@pytest.mark.django_db
def test_one_click_ends_it_and_the_address_is_forgotten() -> None:
    """The last subscription of an address takes the address, its secret and what waits for it along."""
    row = confirmed()
    message = put_in()
    contacts_of(message)
    link = token(row.pk, row.nonce, Purpose.END)
    for _ in range(2):
        assert delivery.unsubscribe(link, now=NOON).state == Subscription.State.ENDED
    assert Contact.objects.get().address == ""
    assert message.dispatches.get().state == State.GIVEN_UP
    with pytest.raises(NotFound):
        delivery.confirm(token(row.pk, row.nonce, Purpose.CONFIRM), now=NOON)


@pytest.mark.django_db
def test_a_token_is_good_for_one_purpose_and_a_week() -> None:
    """A link that confirms cannot end, a made-up one does nothing, and an old one asks to subscribe again."""
    row = asked_for()
    good = token(row.pk, row.nonce, Purpose.CONFIRM)
    for bad in (
        "",
        "7",
        f"{row.pk}-00",
        good + "0",
        token(row.pk, row.nonce, Purpose.END),
        "²-1",
        f"{10**30}-a",
    ):
        with pytest.raises(NotFound):
            delivery.confirm(bad, now=NOON)
    with pytest.raises(NotFound):
        delivery.confirm(good, now=NOON + CONFIRM_WITHIN)
    assert forget_unconfirmed(now=NOON + CONFIRM_WITHIN) == 1
    assert Contact.objects.get().address == ""


@pytest.mark.django_db
def test_nobody_can_have_us_fill_a_letter_box() -> None:
    """After three questions in a day an address is asked no more until tomorrow."""
    for _ in range(ASKED_A_DAY_MAX):
        assert asked_for()
    assert delivery.subscribe("mail", "reader@example.org", {}, now=NOON) is None
    assert asked_for(now=NOON + timedelta(days=1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("pigeon", "loft"),
        ("mail", "nobody"),
        ("mail", "a@b.example\nBcc: c@d.example"),
        ("webhook", "http://example.org/"),
        ("webhook", "https://user:pass@example.org/"),
        ("push", "https://push.example.org/1"),
    ],
)
def test_an_address_that_cannot_be_is_refused(channel: str, address: str) -> None:
    """Each channel checks its own addresses when somebody subscribes."""
    with pytest.raises(WrongUse):
        delivery.subscribe(channel, address, {}, now=NOON)
