"""What became of a call is kept up by people and stands beside it."""

import pytest

from tests import made
from tocsin import situations
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.situations import answering
from tocsin.situations.models import Outcome
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    text = made.report("The council asked the governor to open the road.")
    return made.finding(text, "call", "asked the governor to open the road", addressee="the governor")


@pytest.fixture
def rita():
    return made.login("rita", "reviewer")


def say(call, by, *, seen=None, **more):
    asked = {"answer": "refused", "reason": "the governor said no on the radio", **more}
    return situations.answer(call.pk, by=by, now=made.NOW, seen=seen, **asked)


def test_the_last_word_is_in_force_and_none_is_deleted(call, rita):
    """Refused at first, met later: two rows, the later one in force."""
    first = say(call, rita)
    second = say(call, rita, seen=first.pk, answer="met", reason="the road was opened")
    assert answering.in_force([call.pk]) == {call.pk: second}
    assert second.supersedes == first


def test_the_second_of_two_people_is_told(call, rita):
    """Nothing of theirs is stored."""
    say(call, rita)
    with pytest.raises(Conflict, match="refused"):
        say(call, made.login("omar", "analyst"), answer="met")
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "error"),
    [({"answer": "maybe"}, WrongUse), ({"reason": " "}, WrongUse), ({"shown_by": 10**6}, NotFound)],
)
def test_what_cannot_be_meant_is_refused(call, rita, asked, error):
    """Nothing is stored."""
    with pytest.raises(error):
        say(call, rita, **asked)
    assert not Outcome.objects.exists()


def test_only_a_call_has_an_outcome(rita):
    """A statement is no call."""
    text = made.report("The council said that the road is open.")
    statement = made.finding(text, "statement", "the road is open")
    with pytest.raises(NotFound, match="is no call"):
        say(statement, rita)


def test_a_changed_outcome_is_found_by_verify(call, rita):
    """The log names what was changed behind the program's back."""
    outcome = say(call, rita)
    Outcome.objects.update(answer="met")
    told = [fault for fault in faults(lambda: None) if fault.startswith("outcome:")]
    assert told == [f"outcome:{outcome.pk}: answer is not what the log says"]


def test_an_outcome_is_taken_back(call, rita):
    """Nothing is said of the call any more, and what was said is kept; nothing is taken back that nobody said."""
    with pytest.raises(WrongUse, match="no outcome to take back"):
        say(call, rita, answer="withdrawn")
    first = say(call, rita)
    back = say(call, rita, seen=first.pk, answer="withdrawn", reason="it was another road")
    assert answering.in_force([call.pk]) == {} and back.supersedes == first
    with pytest.raises(Conflict):
        say(call, rita)
    assert say(call, rita, seen=back.pk, answer="met").supersedes == back
