"""Numbers that go on counting what was counted before, and parts of totals: the document is the docstring."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.reading import Figure, read

PUBLISHED = "2023-09-29"


def figures_of(test: Callable[[], None]) -> tuple[Figure, ...]:
    return read(test.__doc__ or "", PUBLISHED).figures


def test_a_count_told_hour_by_hour() -> None:
    """At 6 a.m. local time on Friday 1,200 people had crossed into Uganda. At 8 a.m. it was 1,500, and
    as of 10 a.m. it was 1,900."""
    six, eight, ten = figures_of(test_a_count_told_hour_by_hour)
    assert {(one.unit, one.term, one.kind, one.places) for one in (six, eight, ten)} == {
        ("person", "crossed", "stock", six.places)
    }
    assert [one.as_of for one in (six, eight, ten)] == [
        "2023-09-29T06:00+03:00",
        "2023-09-29T08:00+03:00",
        "2023-09-29T10:00+03:00",
    ]


def test_days_one_by_one() -> None:
    """About 300 families fled to Chad on 24 and 25 September together, 500 on Tuesday, 26 September,
    and 700 on Wednesday."""
    figures = figures_of(test_days_one_by_one)
    assert {(one.unit, one.term, one.kind) for one in figures} == {("household", "forced_to_flee", "flow")}
    assert [(one.value, one.since, one.until) for one in figures] == [
        (300, "2023-09-24", "2023-09-25"),
        (500, "2023-09-26", "2023-09-26"),
        (700, "2023-09-27", "2023-09-27"),
    ]


def test_a_gap_with_its_own_place() -> None:
    """On Monday 3,000 people fled to Chad and 500 to Libya."""
    chad, libya = figures_of(test_a_gap_with_its_own_place)
    assert (libya.value, libya.unit, libya.term) == (500, "person", "forced_to_flee")
    assert [place.name for place in chad.places + libya.places] == ["Chad", "Libya"]


@pytest.mark.parametrize(
    "text",
    [
        "By noon 900 people had been evacuated from Derna. The number stood at about 1,400.",
        "By noon 900 people had been evacuated from Derna.\n\nThe count has grown. By night it had risen to 1,400.",
        "By noon 900 people had been evacuated from Derna. Another paper printed 1,400 for Monday.",
        "By noon 900 people had been evacuated from Derna. The list by district adds up to 1,400.",
        "By noon 900 people had been evacuated from Derna, up from 1,400 on Monday.",
        "By noon 900 people had been evacuated from Derna. The morning figure of 1,400 was wrong.",
    ],
)
def test_ways_to_go_on(text: str) -> None:
    """A subject, a gap, a comparison and a sum take over unit and term."""
    _, second = read(text, PUBLISHED).figures
    assert (second.value, second.unit, second.term) == (1_400, "person", "evacuated")
    assert second.quantifier == ("about" if "about" in text else "exact")


@pytest.mark.parametrize(
    "text",
    [
        "By noon 900 people had been evacuated.\n\nA car came.\n\nBy night it was 1,400.",  # too far back
        "It was 1,400.",  # nothing to go on with
        "By noon 900 people had been evacuated. The vote was 1,400 strong.",
    ],
)
def test_nothing_to_go_on_with(text: str) -> None:
    """A number alone stays a number alone."""
    assert read(text, PUBLISHED).figures[-1].term is None


def test_a_state_at_an_hour_is_a_stock() -> None:
    """At 8 p.m. 800 people were sheltered in Bamako, up from 500 at the same hour on Wednesday."""
    now, then = figures_of(test_a_state_at_an_hour_is_a_stock)
    assert (now.kind, now.as_of, now.since, now.until) == ("stock", "2023-09-29T20:00+00:00", None, None)
    assert (then.kind, then.as_of, then.term) == ("stock", "2023-09-27T20:00+00:00", "sheltered")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("At 8 p.m. 300 people were registered.", "stock"),
        ("On Monday 300 people were registered.", "flow"),
        ("The sheltered had been 300 on Monday.", "stock"),
        ("Another 300 people were missing.", "stock"),
        ("Another 300 people were evacuated on Monday.", "flow"),
        ("It was the worst day so far: on Monday 300 people were killed.", "flow"),
    ],
)
def test_states_and_changes(text: str, kind: str) -> None:
    """What lasts is a stock whenever it is told; what is done is one only by an hour."""
    (figure,) = read(text, PUBLISHED).figures
    assert figure.kind == kind


def test_of_these() -> None:
    """By 9 a.m. 1,500 people had crossed into Chad. Of these, 900 had been registered and 250 were in process."""
    total, registered, in_process = figures_of(test_of_these)
    assert (registered.part_of, in_process.part_of) == (0, 0)
    assert registered.as_of == in_process.as_of == total.as_of == "2023-09-29T09:00+01:00"
    assert (registered.term, in_process.term, in_process.kind) == ("registered", "in_process", "stock")


def test_of_them_is_said_once() -> None:
    """Some 4,000 people had crossed by Monday. The mayor said that 900 of them had been registered and
    that another 250 were in process."""
    total, registered, in_process = figures_of(test_of_them_is_said_once)
    assert (total.part_of, registered.part_of, in_process.part_of) == (None, 0, 0)
    assert registered.kind == in_process.kind == "stock"


def test_a_breakdown_after_a_colon() -> None:
    """By 7 p.m. 2,000 people had been registered: 900 men and boys, and 1,100 women and girls."""
    _, men, women = figures_of(test_a_breakdown_after_a_colon)
    assert [(one.population, one.term, one.part_of) for one in (men, women)] == [
        ("men and boys", "registered", 0),
        ("women and girls", "registered", 0),
    ]


def test_since_an_hour() -> None:
    """At 3 p.m. 5,000 people had crossed into Chad, some 300 of them after noon. About 700 people were
    sheltered at 3 p.m."""
    total, after, sheltered = figures_of(test_since_an_hour)
    assert (after.kind, after.since, after.part_of) == ("flow", "2023-09-29T12:00+01:00", 0)
    assert (total.part_of, sheltered.part_of, sheltered.term) == (None, None, "sheltered")


def test_a_clock_and_a_speaker_are_no_scene() -> None:
    """By 10 p.m. in Khartoum, 11 p.m. in Kampala, 600 people had been evacuated, the office in Juba said."""
    (figure,) = figures_of(test_a_clock_and_a_speaker_are_no_scene)
    assert figure.places == ()


@pytest.mark.parametrize(
    "text",
    [
        "The two parts do not agree.",
        "These two are twelve short of the total.",
        "Nobody explained the gap of three hundred.",
        "The lists show a difference of 40 people.",
        "They asked which of the two figures stands.",
        "The two do not sit well together.",
        "It happened at 12 noon.",
    ],
)
def test_differences_and_things_of_the_text(text: str) -> None:
    """By how much two counts differ, and how many counts there are, is no figure."""
    assert read(text, PUBLISHED).figures == ()
