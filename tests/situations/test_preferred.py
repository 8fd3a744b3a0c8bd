"""By which figure the desk goes for a day: chosen by a person, never averaged."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests import made
from tests.situations.test_steps import counted, rita, road, told  # noqa: F401 - fixtures
from tocsin import situations
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.record.models import Finding
from tocsin.situations.brief import brief_of
from tocsin.situations.models import Preference
from tocsin.situations.preferred import day_of, shown_of

DAY = date(2023, 9, 29)
MORNING, EVENING = "2023-09-29T10:00+04:00", "2023-09-29T18:00+04:00"


def key(situation) -> str:
    (series,) = brief_of(situation, public=True).series
    return series.key


def prefer(situation, finding, by, *, seen=None, day=DAY, **more):
    asked = {"series": key(situation), "reason": "counted at both crossings", "now": made.NOW, **more}
    return situations.prefer(situation, day=day, finding=finding, by=by, seen=seen, **asked)


def shown(situation):
    brief = brief_of(situation, public=True)
    (series,) = brief.series
    return brief.preferred, shown_of(series, brief.preferred, brief.zone).finding_id


def test_the_preferred_figure_of_the_latest_day_is_shown(road, rita):  # noqa: F811
    """Without a word the latest stands for the series; with one, the figure that a person chose for that day."""
    morning, evening = counted(road, 88780, MORNING), counted(road, 97735, EVENING)
    assert shown(road) == ({}, evening)
    said = prefer(road, morning, rita)
    preferred, stands = shown(road)
    assert stands == morning
    assert (preferred[morning].said, preferred[morning].day) == (said, DAY)
    assert told("preference") == []


def test_a_preference_is_taken_back_by_a_row_of_its_own(road, rita):  # noqa: F811
    """None supersedes the choice; both are kept, and the latest figure stands again."""
    morning, evening = counted(road, 88780, MORNING), counted(road, 97735, EVENING)
    first = prefer(road, morning, rita)
    prefer(road, None, rita, seen=first.pk)
    assert shown(road) == ({}, evening)
    assert Preference.objects.count() == 2


def test_two_who_prefer_at_once_do_not_overwrite_each_other(road, rita):  # noqa: F811
    """The second is told what stands."""
    morning, evening = counted(road, 88780, MORNING), counted(road, 97735, EVENING)
    prefer(road, morning, rita)
    with pytest.raises(Conflict, match="this day"):
        prefer(road, evening, made.login("omar", "analyst"))


def test_what_a_decision_prefers_counts_until_a_later_word(road, rita):  # noqa: F811
    """Two values of one instant: the decision's figure is the day's, until somebody says another for the day."""
    one, other = counted(road, 97735, EVENING), counted(road, 97120, EVENING, "Valley Post")
    (found,) = situations.check(road, accepted=True)
    decided = situations.decide(
        road, found.key, verdict="mistake", reason="a misprint", by=rita, now=made.NOW, seen=None, preferred=one
    )  # fmt: skip
    preferred, stands = shown(road)
    assert (preferred[one].said, stands) == (decided, one)
    prefer(road, other, rita, now=made.NOW.replace(hour=16))
    assert shown(road)[1] == other


def test_a_decision_about_fewer_figures_prefers_nothing(road, rita):  # noqa: F811
    """A third value opens the question again: the old decision's figure is not the day's any more."""
    one, _ = counted(road, 97735, EVENING), counted(road, 97120, EVENING, "Valley Post")
    (found,) = situations.check(road, accepted=True)
    situations.decide(
        road, found.key, verdict="mistake", reason="a misprint", by=rita, now=made.NOW, seen=None, preferred=one
    )  # fmt: skip
    counted(road, 90000, EVENING, "River Herald")
    assert shown(road)[0] == {}


def test_a_figure_corrected_to_another_day_is_not_preferred_there(road, rita):  # noqa: F811
    """The choice was made for one day; it does not wander with the figure."""
    morning, _ = counted(road, 88780, MORNING), counted(road, 97735, EVENING)
    prefer(road, morning, rita)
    finding = Finding.objects.get(pk=morning)
    finding.fields["as_of"] = "2023-09-28T10:00+04:00"
    finding.save()
    assert shown(road)[0] == {}


def test_a_day_is_one_of_the_situations_zone(road):  # noqa: F811
    """21:00 UTC is the next day in Yerevan; a month is no day."""
    counted(road, 100, "2023-09-28T21:00Z")
    counted(road, 200, "2023-09")
    (series,) = brief_of(road, public=True).series
    days = {row.value: day_of(row, ZoneInfo("Asia/Yerevan")) for row in series.rows}
    assert days == {100: DAY, 200: None}


def test_what_cannot_be_meant_is_refused(road, rita):  # noqa: F811
    """No reason, a figure of another day, a series that is not there: nothing is stored."""
    morning = counted(road, 88780, MORNING)
    with pytest.raises(WrongUse, match="needs a reason"):
        prefer(road, morning, rita, reason=" ")
    with pytest.raises(WrongUse, match="no figure of this series"):
        prefer(road, morning, rita, day=date(2023, 9, 28))
    with pytest.raises(NotFound):
        prefer(road, morning, rita, series="crossed-0")
    assert not Preference.objects.exists()
