"""Reports are compared after they were taken in; what people say of their copies is never taken back by it."""

import itertools

import pytest

from tests import made
from tests.reports import stories
from tocsin import reports
from tocsin.custody.models import Entry
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.reports.models import Band, GroupMember, Likeness, Placing
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db

TEXTS = {
    "Agency": stories.AGENCY,
    "Hill Radio": stories.carried("From our agencies"),
    "River Herald": stories.carried("By our own staff"),
    "Valley Post": stories.OTHER,
}


def arrive(names=TEXTS):
    return {name: made.report(TEXTS[name], publisher=name).report_id for name in names}


def compare():
    return reports.compare(now=made.NOW)


def together():
    found = {}
    for report, group in GroupMember.objects.values_list("report__publisher", "group"):
        found.setdefault(group, set()).add(report)
    return sorted(map(sorted, found.values()))


STORY = ["Agency", "Hill Radio", "River Herald"]


@pytest.fixture
def rita(db):
    return made.login("rita", "reviewer")


def place(report, by, *, seen=None, verdict="apart", reason="our own correspondent wrote it", **more):
    return reports.place(report, verdict=verdict, reason=reason, by=by, now=made.NOW, seen=seen, **more)


@pytest.mark.parametrize("order", list(itertools.permutations(TEXTS))[::5])
def test_the_order_of_arrival_makes_no_other_group(order):
    """Also where each is compared by itself."""
    for name in order:
        arrive([name])
        assert compare() == 1
    assert together() == [STORY]
    assert set(Likeness.objects.values_list("kind", flat=True)) == {"wire copy"}


def test_a_text_is_compared_once():
    """The second look finds nothing to do."""
    arrive()
    assert (compare(), compare()) == (4, 0)
    assert Band.objects.count() == 4 * 32


def test_two_groups_become_one_when_their_link_arrives():
    """A text that holds two others joins them."""
    one, other = stories.AGENCY, stories.OTHER
    for name, text in [
        ("A", one),
        ("B", one + " End."),
        ("C", other),
        ("D", other + " End."),
        ("E", f"{one}\n\n{other}"),
    ]:
        made.report(text, publisher=name)
        compare()
    assert together() == [list("ABCDE")]


def test_a_report_set_apart_stays_apart(rita):
    """A copy that arrives later joins the others and not it; nothing the comparison finds takes the word back."""
    named = arrive(["Agency", "Hill Radio"])
    compare()
    place(named["Hill Radio"], rita)
    assert together() == []
    arrive(["River Herald"])
    compare()
    assert together() == [["Agency", "River Herald"]]


def test_a_word_that_is_taken_back_leaves_the_comparison(rita):
    """Three words in a line, the last in force."""
    named = arrive()
    compare()
    first = place(named["Agency"], rita)
    assert together() == [["Hill Radio", "River Herald"]]
    second = place(named["Agency"], rita, seen=first.pk, verdict="with", beside=named["Valley Post"])
    assert together() == [[*STORY, "Valley Post"]]
    place(named["Agency"], rita, seen=second.pk, verdict="as compared")
    assert together() == [STORY]
    assert Placing.objects.count() == 3 and Entry.objects.filter(item__startswith="placing:").count() == 3


def test_a_report_put_with_one_that_was_set_apart_later_is_alone(rita):
    """Whichever group is made anew meanwhile."""
    named = arrive(["Agency", "Valley Post"])
    place(named["Valley Post"], rita, verdict="with", beside=named["Agency"])
    assert together() == [["Agency", "Valley Post"]]
    last = place(named["Agency"], rita)
    assert together() == []
    place(
        named["Valley Post"],
        rita,
        seen=Placing.objects.get(report=named["Valley Post"]).pk,
        verdict="as compared",
    )
    place(named["Agency"], rita, seen=last.pk, verdict="as compared")
    assert together() == []


def test_the_second_of_two_people_is_told(rita):
    """Nothing of theirs is stored."""
    named = arrive()
    compare()
    place(named["Agency"], rita)
    with pytest.raises(Conflict, match="apart"):
        place(named["Agency"], made.login("omar", "analyst"))
    assert Placing.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"verdict": "near"}, WrongUse),
        ({"reason": " "}, WrongUse),
        ({"verdict": "with"}, WrongUse),
        ({"beside": 1}, WrongUse),
        ({"verdict": "with", "beside": 10**6}, NotFound),
    ],
)
def test_what_cannot_be_meant_is_refused(rita, asked, error):
    """Nothing is stored."""
    report = arrive(["Agency"])["Agency"]
    with pytest.raises(error):
        place(report, rita, **asked)
    with pytest.raises(WrongUse, match="itself"):
        place(report, rita, verdict="with", beside=report)
    assert not Placing.objects.exists()


def test_a_changed_placing_is_found_by_verify(rita):
    """The log names what was changed behind the program's back."""
    placing = place(arrive(["Agency"])["Agency"], rita)
    Placing.objects.update(verdict="as compared")
    told = [fault for fault in faults(lambda: None) if fault.startswith("placing:")]
    assert told == [f"placing:{placing.pk}: verdict is not what the log says"]


def test_a_batch_asks_a_fixed_number_of_questions_for_each_text(django_assert_max_num_queries):
    """However many copies there are already."""
    for number in range(30):
        made.report(stories.carried(f"Number {number}"), publisher=f"Paper {number}")
    compare()
    made.report(stories.AGENCY)
    with django_assert_max_num_queries(20):
        compare()
    assert GroupMember.objects.values("group").distinct().count() == 1
