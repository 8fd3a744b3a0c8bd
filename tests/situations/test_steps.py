"""Why counts of a series differ: reasons that people give for its steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import made
from tests.situations.test_contradictions import row
from tocsin import situations
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.situations.brief import brief_of
from tocsin.situations.figures import series_of
from tocsin.situations.models import Change
from tocsin.situations.steps import steps_of
from tocsin.whole_store.verifying import faults

MONDAY, TUESDAY, WEDNESDAY = (f"2023-09-{day}T20:00+04:00" for day in (25, 26, 27))


def steps(*rows) -> list[tuple[int, int]]:
    (series,) = series_of(rows)
    return [step.pair for step in steps_of(series, falls={}, decisions={}, changes=()).values()]


def test_a_step_leads_from_each_count_to_the_next_that_differs() -> None:
    """100, then 200 by two publishers at once, then 200 again: one step, and it is asked once."""
    assert steps(row(1, 100, MONDAY), row(2, 200, TUESDAY), row(3, 200, TUESDAY), row(4, 200, WEDNESDAY)) == [
        (1, 2)
    ]


def test_a_count_of_a_whole_day_may_hold_for_any_hour_of_it() -> None:
    """150 for Monday as a whole does not follow Monday's 100 at eight in the evening; Tuesday's count follows both."""
    assert steps(row(1, 100, MONDAY), row(2, 150, "2023-09-25"), row(3, 200, TUESDAY)) == [(2, 3)]


def test_counts_of_other_places_are_stepped_over() -> None:
    """Goris on Tuesday lies between two counts of Kornidzor; who names no place follows whatever came last."""
    kornidzor, goris = {"destination": "Kornidzor"}, {"destination": "Goris"}
    assert steps(
        row(1, 100, MONDAY, **kornidzor), row(2, 5, TUESDAY, **goris), row(3, 200, WEDNESDAY, **kornidzor)
    ) == [(1, 3)]
    assert steps(row(1, 100, MONDAY, **kornidzor), row(2, 200, TUESDAY)) == [(1, 2)]


def test_flows_and_parts_take_no_step() -> None:
    """What came on two days is two things; men of those registered stand beside their total."""
    assert steps(row(1, 100, MONDAY, kind="flow"), row(2, 200, TUESDAY, kind="flow")) == []
    assert steps(row(1, 100, MONDAY), row(2, 60, TUESDAY, subset=True)) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), min_size=1, max_size=20))
def test_steps_never_go_back_in_time(counts: list[tuple[int, int]]) -> None:
    """Whatever the counts, each step goes forward, to another number, and each figure ends at most one."""
    rows = [
        row(number, value, f"2023-09-{day + 1:02}T20:00+04:00" if day < 30 else None)
        for number, (day, value) in enumerate(counts)
    ]
    for series in series_of(rows):
        for number, step in steps_of(series, falls={}, decisions={}, changes=()).items():
            assert step.after.finding_id == number
            assert step.before.instant.at < step.after.instant.at  # type: ignore[union-attr]
            assert step.difference != 0


@pytest.fixture
def road(db):
    return situations.open_situation(
        "road", title="The road", by="tests", now=made.NOW, time_zone="Asia/Yerevan"
    )


@pytest.fixture
def rita(db):
    return made.login("rita", "reviewer")


def counted(situation, value: int, as_of: str, publisher: str = "Hill Radio", **more):
    text = made.report(f"Counted by {publisher} on {as_of}: {value} people.", publisher=publisher)
    asked = {"unit": "person", "term": "crossed", "kind": "stock", **more}
    finding = made.finding(
        text, "figure", f"{value} people", state="accepted", value=value, as_of=as_of, **asked
    )
    situations.gather(situation, [text.report_id], by="tests", now=made.NOW)
    return finding.pk


def told(noun: str) -> list[str]:
    """What verify finds about them; the reports here were made without the log."""
    return [fault for fault in faults(lambda: None) if fault.startswith(f"{noun}:")]


def explain(situation, before, after, by, *, seen=None, **more):
    asked = {"type": "movement", "reason": "people came by the southern road", **more}
    return situations.explain(situation, before, after, by=by, now=made.NOW, seen=seen, **asked)


def steps_in(situation):
    shown = brief_of(situation, public=True)
    return shown.steps(shown.series)


def test_a_reason_stands_at_its_step_and_in_the_log(road, rita):
    """From 100 to 200 because people moved: the step tells it, both figures are as they were, and verify agrees."""
    first, second = counted(road, 100, MONDAY), counted(road, 200, TUESDAY)
    said = explain(road, first, second, rita)
    assert steps_in(road)[second].reason == said
    assert told("change") == []
    Change.objects.filter(pk=said.pk).update(type="recount")
    assert told("change") == [f"change:{said.pk}: type is not what the log says"]


def test_a_later_reason_supersedes_and_deletes_nothing(road, rita):
    """The second names the first; the second of two who judge at once is told, and nothing of theirs is stored."""
    first, second = counted(road, 100, MONDAY), counted(road, 200, TUESDAY)
    before = explain(road, first, second, rita)
    after = explain(road, first, second, rita, seen=before.pk, type="recount")
    assert after.supersedes == before
    with pytest.raises(Conflict, match="this step"):
        explain(road, first, second, rita, seen=before.pk)
    assert Change.objects.count() == 2


def test_a_figure_between_opens_two_new_steps(road, rita):
    """What was said of Monday to Wednesday is shown as earlier once Tuesday's count comes; nobody said it of Tuesday."""
    first, third = counted(road, 100, MONDAY), counted(road, 300, WEDNESDAY)
    said = explain(road, first, third, rita)
    second = counted(road, 200, TUESDAY)
    shown = steps_in(road)
    assert (shown[second].reason, shown[third].reason) == (None, None)
    assert shown[third].earlier == (said,)


def test_what_is_decided_about_a_fall_is_the_reason_of_its_step(road, rita):
    """A count that falls is asked about once, as the contradiction that it is; a reason of its own is refused."""
    first, second = counted(road, 200, MONDAY), counted(road, 100, TUESDAY)
    with pytest.raises(WrongUse, match="falls"):
        explain(road, first, second, rita)
    (fall,) = situations.check(road, accepted=True)
    decided = situations.decide(
        road, fall.key, verdict="recount", reason="counted anew", by=rita, now=made.NOW, seen=None
    )
    assert steps_in(road)[second].reason == decided


@pytest.mark.parametrize(
    ("asked", "says"),
    [({"type": "weather"}, "no reason for a change"), ({"reason": " "}, "needs a sentence")],
)
def test_a_reason_that_cannot_be_meant_is_refused(road, rita, asked, says):
    """The message names what is wrong; nothing is stored."""
    first, second = counted(road, 100, MONDAY), counted(road, 200, TUESDAY)
    with pytest.raises(WrongUse, match=says):
        explain(road, first, second, rita, **asked)
    assert not Change.objects.exists()


def test_where_no_step_leads_nothing_is_said(road, rita):
    """Backwards, over another figure, or of a figure elsewhere: NotFound."""
    first, second = counted(road, 100, MONDAY), counted(road, 200, TUESDAY)
    third = counted(road, 300, WEDNESDAY)
    for before, after in ((second, first), (first, third), (first, 10**6)):
        with pytest.raises(NotFound):
            explain(road, before, after, rita)
