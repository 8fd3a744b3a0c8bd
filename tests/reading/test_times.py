"""Times as TIMEX3 values, anchored on the day of the report: a Friday, 29 September 2023."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading import read
from tocsin.reading.time_forms import Form
from tocsin.reading.times import FORMS
from tocsin.reading.zones import offset_of

PUBLISHED = "2023-09-29"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # outright
        ("20 September 2023", ["2023-09-20"]),
        ("September 21st, 2023", ["2023-09-21"]),
        ("23 Sept", ["2023-09-23"]),
        ("2023-09-20", ["2023-09-20"]),
        ("20.09.2023", ["2023-09-20"]),
        ("late September 2023", ["2023-09"]),
        ("in 2016, 2020 and 2022", ["2016", "2020", "2022"]),
        ("in 2022-23", ["2022", "2023"]),
        ("the 1990s", ["199"]),
        ("summer 2023", ["2023-SU"]),
        # several days of one month
        ("on September 20th and 21st", ["2023-09-20", "2023-09-21"]),
        ("between 24 and 28 September", ["2023-09-24", "2023-09-28"]),
        ("September 24–28", ["2023-09-24", "2023-09-28"]),
        # leaning on the day of the report: the last one, and today if it is that day
        ("on Friday", ["2023-09-29"]),
        ("since Sunday", ["2023-09-24"]),
        ("last Friday", ["2023-09-22"]),
        ("next Monday", ["2023-10-02"]),
        ("yesterday and today", ["2023-09-28", "2023-09-29"]),
        ("last week", ["2023-W38"]),
        ("earlier this month", ["2023-09"]),
        ("last year", ["2022"]),
        ("two weeks ago", ["2023-09-15"]),
        ("a year ago", ["2022"]),
        # no year said: the last one, unless the next is near
        ("due on 7 October", ["2023-10-07"]),
        ("on 7 October", ["2022-10-07"]),  # what was lies before the report
        ("on 31 December", ["2022-12-31"]),
        ("until May", ["2023-05"]),
        # clock times
        ("Friday evening", ["2023-09-29TEV"]),
        ("on the morning of September 20", ["2023-09-20TMO"]),
        ("at noon on Monday", ["2023-09-25T12:00"]),
        ("at 05:30 on Tuesday", ["2023-09-26T05:30"]),
        ("at 8 a.m.", ["2023-09-29T08:00"]),
        ("six in the evening", ["2023-09-29T18:00"]),
        ("half past six in the evening", ["2023-09-29T18:30"]),
        ("at midnight", ["2023-09-29T00:00"]),
        ("at 1400 GMT", ["2023-09-29T14:00+00:00"]),
        ("6 p.m. on 3 October 2023", ["2023-10-03T18:00"]),
        ("last night", ["2023-09-28TNI"]),
        # spans of time
        ("for five days", ["P5D"]),
        ("the months-long siege", ["PXM"]),
        ("a five-day march", ["P5D"]),
        ("within 24 hours", ["PT24H"]),
        ("every day", ["P1D"]),
        # no times
        ("a 12-year-old, 12 years old", []),
        ("a second shell may fall; march on", []),
        ("2020 shells of 1.30 kg at 3:1", []),
    ],
)
def test_times(text: str, expected: list[str]) -> None:
    """Each form gives its value, and what only looks like a time gives none."""
    assert [time.value for time in read(f"It was {text}.", PUBLISHED).times] == expected


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("At 6 p.m. local time on Friday the road to Goris was open.", "+04:00"),
        ("At 18:00 on Friday a bus left Khartoum.", "+02:00"),
        ("At 18:00 on Friday shells fell on Kharkiv.", "+03:00"),  # summer
        ("At 18:00 on 3 January 2023 shells fell on Kharkiv.", "+02:00"),
        ("At 18:00 Yerevan time on Friday the talks began.", "+04:00"),
        # several clocks in one sentence, a country with several, no place at all: nothing is guessed
        ("At 18:00 on Friday ministers of Armenia and Germany met.", ""),
        ("At 18:00 on Friday the talks in Russia ended.", ""),
        ("At 18:00 on Friday the talks ended.", ""),
    ],
)
def test_a_clock_time_has_the_offset_of_its_place(text: str, offset: str) -> None:
    """The offset is told where the sentence speaks of one clock only."""
    [time] = read(text, PUBLISHED).times
    assert time.value[16:] == offset


def test_local_time_is_that_of_the_report() -> None:
    """
    Shelling was heard near Goris all day. Officials in Yerevan said so.

    By 6 p.m. local time on Thursday it had stopped.
    """
    reading = read(test_local_time_is_that_of_the_report.__doc__ or "", PUBLISHED)
    assert [time.value for time in reading.times] == ["2023-09-28T18:00+04:00"]


def test_without_a_day_of_the_report_the_year_stays_open() -> None:
    """Nothing is dated from a day that nobody told."""
    reading = read("At 8 a.m. they left. On 20 September, on Friday; yesterday. Last week.")
    assert [time.value for time in reading.times] == [
        "T08:00",
        "XXXX-09-20",
        "XXXX-WXX-5",
        "XXXX-XX-XX",
        "XXXX-WXX",
    ]


@pytest.mark.parametrize("text", ["03/04/2023", "30 February", "32.01.2023"])
def test_an_unclear_or_impossible_day_is_a_problem(text: str) -> None:
    """Day or month first, or a day that no calendar has: not guessed, and told with its passage."""
    reading = read(f"It was on {text} they said.", PUBLISHED)
    assert not reading.times
    assert [(problem.start, problem.end) for problem in reading.problems] == [(10, 10 + len(text))]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_each_form_reads_its_example(form: Form) -> None:
    """The example beside a pattern is one that it finds."""
    match = re.search(form.pattern, form.example)
    assert match
    assert list(form.atoms(match))


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31)), st.dates())
def test_a_full_date_is_itself_whenever_published(day: date, published: date) -> None:
    """A date with its year doesn't lean on the report's own."""
    text = f"It was on {day.day} {day:%B} {day.year} there."
    assert [time.value for time in read(text, published).times] == [day.isoformat()]


@given(st.sampled_from(["Monday", "Wednesday", "Sunday"]), st.dates(min_value=date(2, 1, 1)))
def test_a_weekday_is_the_last_one(name: str, published: date) -> None:
    """It lies within the seven days up to the report's own."""
    [time] = read(f"They came on {name}.", published).times
    day = date.fromisoformat(time.value)
    assert 0 <= (published - day).days < 7
    assert f"{day:%A}" == name


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2023-03-25", "+02:00"), ("2023-03-26", "+03:00"), ("2023-10-28", "+03:00"), ("2023-10-29", "+02:00")],
)
def test_european_summer(day: str, expected: str) -> None:
    """Clocks go forward on the last Sunday of March and back on the last of October."""
    assert offset_of("UKR", day) == expected


def test_no_offset_before_a_rule_began() -> None:
    """Armenia had a summer time until 2011, of which the table tells nothing."""
    assert offset_of("ARM", "2010-07-01") is None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("At 8 p.m. on Monday it rained. By the same hour it was dark.", "2023-09-25T20:00"),
        ("At 8 p.m. on Monday it rained. It rained at that very hour on Tuesday.", "2023-09-26T20:00"),
        ("At 8 p.m. local time in Khartoum it rained. At that time it was dark.", "2023-09-29T20:00+02:00"),
        ("On Monday it rained. By the evening of that day it was dark.", "2023-09-25TEV"),
        (
            "At 8 p.m. it rained, as it had at the same hour on Monday. By 10 p.m. it was dry.",
            "2023-09-29T22:00",
        ),
        ("An hour earlier, at 7 p.m., it rained.", "2023-09-29T19:00"),
    ],
)
def test_times_that_point_back(text: str, last: str) -> None:
    """ "That hour" is the one named last; a comparison does not move the clock."""
    assert read(text, PUBLISHED).times[-1].value == last


@pytest.mark.parametrize(
    ("text", "count"),
    [("At that hour nobody spoke.", 0), ("At 8 p.m. it rained. At the same time, we slept.", 1)],
)
def test_nothing_to_point_back_to(text: str, count: int) -> None:
    """Without an hour before it, and as a mere joint of sentences, it is no time."""
    assert len(read(text, PUBLISHED).times) == count


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("In Juba it was 6 p.m. local time.\n\nBy 8 p.m. it rained. At 9 p.m. it stopped.", ["+02:00"] * 3),
        ("By 10 p.m. in Khartoum, 11 p.m. in Moscow, it rained.", ["+02:00", "+03:00"]),
        (
            "Sudan wrote 9 p.m. local time; a paper in Moscow wrote 10 p.m., its own clock.",
            ["+02:00", "+03:00"],
        ),
        ("It was 5 p.m. Moscow time.", ["+03:00"]),
        ("It was 6 p.m. local time in Juba. In Washington it was noon EDT.", ["+02:00", "-04:00"]),
    ],
)
def test_whose_clock(text: str, offsets: list[str]) -> None:
    """Its own zone, the place beside it, the clause's, and else the "local time" spoken of before."""
    assert [one.value[-6:] for one in read(text, PUBLISHED).times] == offsets
