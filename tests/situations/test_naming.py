"""Labels of people stay apart as printed, until a person says that two mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import made
from tests.situations.test_contradictions import row
from tests.situations.test_steps import MONDAY, TUESDAY, WEDNESDAY, counted, rita, road, told  # noqa: F401 - fixtures
from tocsin import situations
from tocsin.errors import Conflict, WrongUse
from tocsin.situations.brief import brief_of
from tocsin.situations.contradictions import contradictions
from tocsin.situations.figures import Series, series_of
from tocsin.situations.naming import same_of
from tocsin.situations.peoples import by_people


def parted(*rows) -> tuple[Series, ...]:
    return by_people(series_of(rows))


def populations(situation) -> list[str | None]:
    return [series.population for series in brief_of(situation, public=True).series]


def test_children_are_not_held_against_everybody() -> None:
    """40 children on Tuesday after 100 people on Monday is no count that falls."""
    rows = [row(1, 100, MONDAY), row(2, 40, TUESDAY, population="children")]
    assert contradictions(series_of(rows)) == ()


def test_a_label_is_the_same_whatever_its_capitals() -> None:
    """ "Children" and "children" are one series, called as it was first printed."""
    (series,) = parted(row(1, 10, MONDAY, population="Children"), row(2, 20, TUESDAY, population="children"))
    assert series.population == "Children"


def test_a_part_stands_with_its_total() -> None:
    """The men of those registered belong to the series of their total, however they are called."""
    (series,) = parted(row(1, 100, MONDAY), row(2, 60, MONDAY, population="men", part_of=1, subset=True))
    assert series.population is None


def test_whoever_names_nobody_means_the_only_people_that_are_named() -> None:
    """Refugees and people are one series while nobody else is named; with residents beside them, there are three."""
    people, refugees = row(1, 100, MONDAY), row(2, 200, TUESDAY, population="refugees")
    assert [one.population for one in parted(people, refugees)] == [None]
    three = parted(people, refugees, row(3, 300, WEDNESDAY, population="residents"))
    assert [one.population for one in three] == [None, "refugees", "residents"]


def test_children_stand_apart_from_everybody() -> None:
    """Children are some of any people: they are never taken for all, though nobody else is named."""
    both = parted(row(1, 100, MONDAY), row(2, 40, TUESDAY, population="children"))
    assert [one.population for one in both] == [None, "children"]


@given(
    st.lists(
        st.tuples(st.sampled_from([None, "men", "Men", "refugees", "residents"]), st.integers(0, 9)),
        max_size=9,
    )
)
def test_parting_loses_no_figure(counts: list[tuple[str | None, int]]) -> None:
    """Each figure stands in one series, and no two series share their key."""
    rows = [row(number, value, MONDAY, population=label) for number, (label, value) in enumerate(counts)]
    found = parted(*rows)
    assert sorted(each.finding_id for one in found for each in one.rows) == list(range(len(rows)))
    assert len({one.key for one in found}) == len(found)


def same(situation, label, by, *, means=None, seen=None, **more):
    asked = {"same": True, "reason": "the ministry's own words", **more}
    return situations.same_people(
        situation, "crossed", label, means=means, by=by, now=made.NOW, seen=seen, **asked
    )


def test_a_person_takes_two_labels_for_the_same_people(road, rita):  # noqa: F811
    """From then on one series holds both; taken back, they stand apart again, and every word is kept and logged."""
    counted(road, 100, MONDAY)
    counted(road, 200, TUESDAY, population="the displaced")
    counted(road, 300, WEDNESDAY, population="residents")
    assert populations(road) == [None, "residents", "the displaced"]
    first = same(road, "The displaced", rita)
    assert populations(road) == [None]  # with one label left, whoever names nobody means them
    same(road, "the displaced", rita, seen=first.pk, same=False)
    assert populations(road) == [None, "residents", "the displaced"]
    assert told("people") == []


def test_a_ring_of_labels_is_one_people(road, rita):  # noqa: F811
    """Two people say it in opposite directions: both labels end at the same one, and nothing turns in circles."""
    same(road, "those who fled", rita, means="the displaced")
    same(road, "the displaced", rita, means="those who fled")
    same(road, "guests", rita, means="those who fled")
    assert set(same_of(road).values()) == {"the displaced"}


def test_what_cannot_be_meant_is_refused(road, rita):  # noqa: F811
    """No label, a label as itself, no reason; the second of two at once is told."""
    for label, more in (("", {}), ("x" * 401, {}), ("men", {"means": "Men"}), ("men", {"reason": ""})):
        with pytest.raises(WrongUse):
            same(road, label, rita, **more)
    same(road, "men", rita)
    with pytest.raises(Conflict):
        same(road, "men", rita)
