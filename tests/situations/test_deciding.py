"""What people decide about contradictions stands beside both figures."""

import pytest

from tests import made
from tocsin import situations
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.situations import deciding
from tocsin.situations.models import Decision, Situation
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db

AT = "2023-09-28T20:00+04:00"


def figure(value: int, publisher: str):
    text = made.report(f"Counted by {publisher}: {value} people.", publisher=publisher)
    finding = made.finding(
        text, "figure", f"{value} people", state="accepted",
        value=value, unit="person", term="sheltered", kind="stock", as_of=AT,
    )  # fmt: skip
    return text, finding


@pytest.fixture
def situation() -> Situation:
    found = situations.open_situation("road", title="The road", by="tests", now=made.NOW)
    add(found, 17153, "Hill Radio")
    add(found, 20236, "Valley Post")
    return found


def add(situation: Situation, value: int, publisher: str):
    text, finding = figure(value, publisher)
    situations.gather(situation, [text.report_id], by="tests", now=made.NOW)
    return finding


@pytest.fixture
def rita():
    return made.login("rita", "reviewer")


def told() -> list[str]:
    """What verify finds about decisions; the reports here were made without the log."""
    return [fault for fault in faults(lambda: None) if fault.startswith("decision:")]


def decide(situation, by, *, seen=None, **more):
    (one,) = situations.check(situation)
    asked = {"verdict": "recount", "reason": "the ministry counted anew", **more}
    return situations.decide(situation, one.key, by=by, now=made.NOW, seen=seen, **asked)


def test_a_decision_stands_beside_the_contradiction(situation, rita):
    """Two values of one instant: after the decision both figures and the contradiction are still there, and logged."""
    made_one = decide(situation, rita)
    (one,) = situations.check(situation)
    assert situations.brief_of(situation, public=False).decisions[one.key] == made_one
    assert one.values == (17153, 20236)
    assert told() == []


def test_a_later_decision_supersedes_and_deletes_nothing(situation, rita):
    """The second names the first; one is in force and two are kept."""
    first = decide(situation, rita)
    second = decide(situation, rita, seen=first.pk, verdict="correction", reason="the post corrected itself")
    assert second.supersedes == first
    assert list(deciding.in_force(situation).values()) == [second]
    assert Decision.objects.count() == 2


def test_two_people_deciding_at_once_do_not_overwrite_each_other(situation, rita):
    """Whoever comes second is told what stands, and nothing of theirs is stored."""
    decide(situation, rita)
    with pytest.raises(Conflict, match="recount"):
        decide(situation, made.login("omar", "analyst"), verdict="mistake", reason="a misprint")
    assert Decision.objects.count() == 1


def test_another_figure_opens_the_contradiction_again(situation, rita):
    """A third value is no part of what was decided; the decision about the first two is shown beside it."""
    earlier = decide(situation, rita)
    add(situation, 19000, "River Herald")
    shown = situations.brief_of(situation, public=False)
    (one,) = shown.contradictions
    assert one.key not in shown.decisions
    assert deciding.decided_before(one, shown.decisions) == [earlier]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"verdict": "whatever"}, "explains nothing"),
        ({"reason": "  "}, "needs a reason"),
        ({"preferred": 10**6}, "takes no part"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused(situation, rita, asked, says):
    """The message names what is wrong; nothing is stored."""
    with pytest.raises(WrongUse, match=says):
        decide(situation, rita, **asked)
    assert not Decision.objects.exists()


def test_what_is_not_found_any_more_is_not_decided(situation, rita):
    """A key of no contradiction is NotFound."""
    with pytest.raises(NotFound):
        situations.decide(
            situation, "0" * 64, verdict="recount", reason="why", by=rita, now=made.NOW, seen=None
        )


def test_a_changed_decision_is_found_by_verify(situation, rita):
    """Whoever changes the row behind the program's back is named by the log."""
    decided = decide(situation, rita)
    Decision.objects.filter(pk=decided.pk).update(verdict="mistake")
    assert told() == [f"decision:{decided.pk}: verdict is not what the log says"]


def test_the_key_does_not_hang_on_order_or_time(situation):
    """The same figures give the same key."""
    (one,) = situations.check(situation)
    (again,) = situations.check(Situation.objects.get())
    assert one.key == again.key


def test_a_decision_is_taken_back(situation, rita):
    """The contradiction is open again, the decision is kept, and whoever decides next must have seen that."""
    first = decide(situation, rita)
    back = decide(situation, rita, seen=first.pk, verdict="withdrawn", reason="it was another table")
    assert not situations.brief_of(situation, public=False).decisions
    assert back.supersedes == first and Decision.objects.count() == 2
    with pytest.raises(Conflict, match="withdrawn"):
        decide(situation, rita)
    assert decide(situation, rita, seen=back.pk).supersedes == back
    assert told() == []


def test_what_nobody_decided_is_not_taken_back(situation, rita):
    """Nor is anything taken back twice."""
    with pytest.raises(WrongUse, match="no decision to take back"):
        decide(situation, rita, verdict="withdrawn")
    first = decide(situation, rita)
    back = decide(situation, rita, seen=first.pk, verdict="withdrawn", reason="wrong table")
    with pytest.raises(WrongUse, match="no decision to take back"):
        decide(situation, rita, seen=back.pk, verdict="withdrawn", reason="again")
