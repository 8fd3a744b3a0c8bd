"""When a report came out."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import ReportRefused, WrongUse
from tocsin.reports.published import finer, parse_mail_date, parse_published, refuse_future, said_published

CASES = [
    # text, UTC, precision, offset in minutes
    ("2023", "2023-01-01T00:00:00", "year", None),
    ("2023-09", "2023-09-01T00:00:00", "month", None),
    ("2023-09-29", "2023-09-29T00:00:00", "day", None),
    ("2023-09-29T20:30", "2023-09-29T20:30:00", "minute", None),
    ("2023-09-29 20:30+04:00", "2023-09-29T16:30:00", "minute", 240),
    ("2023-09-29T20:30:15.123Z", "2023-09-29T20:30:15", "second", 0),
    ("2023-09-29T00:30:15-0330", "2023-09-29T04:00:15", "second", -210),
]


@pytest.mark.parametrize(("text", "utc", "precision", "offset_min"), CASES)
def test_an_iso_date_keeps_its_precision_and_its_zone(
    text: str, utc: str, precision: str, offset_min: int | None
) -> None:
    """What is printed is kept as precisely as it is printed, and a missing zone stays missing."""
    published = parse_published(text)
    assert published is not None
    assert (published.at, published.precision, published.offset_min) == (
        datetime.fromisoformat(utc).replace(tzinfo=UTC),
        precision,
        offset_min,
    )


@pytest.mark.parametrize("text", ["", "yesterday", "2023-02-30", "2023-13", "29.9.2023", "2023-09-29T25:00", "0000",
                                  "2023-09-29T20:30+99:00", "0001-01-01T00:00+14:00"])  # fmt: skip
def test_what_is_no_date_is_no_date(text: str) -> None:
    """Nothing is guessed from a text that is no ISO date."""
    assert parse_published(text) is None


@given(st.text(max_size=40))
def test_no_text_makes_the_parsers_fail(text: str) -> None:
    """Any text is a date or is none; neither parser raises."""
    parse_published(text)
    parse_mail_date(text)


def test_a_mail_date_without_a_known_zone_has_none() -> None:
    """`-0000` says in RFC 5322 that the zone is unknown."""
    known, unknown = (parse_mail_date(f"Fri, 29 Sep 2023 20:30:00 {zone}") for zone in ("+0400", "-0000"))
    assert known is not None and unknown is not None
    assert (known.offset_min, known.at.hour) == (240, 16)
    assert (unknown.offset_min, unknown.at.hour) == (None, 20)


def test_a_person_may_say_a_date_a_time_or_text() -> None:
    """Dates have the precision of a day, datetimes that of a second."""
    moment = datetime(2023, 9, 29, 20, 30, tzinfo=timezone(timedelta(hours=4)))
    assert [said_published(value) for value in (None, "")] == [None, None]
    assert said_published(date(2023, 9, 29)) == said_published("2023-09-29")
    assert said_published(moment) == said_published("2023-09-29T20:30:00+04:00")


def test_the_finer_of_two_times_is_taken() -> None:
    """A feed often knows the minute where its page prints the day; where both know it the page is believed."""
    day, minute, other = map(parse_published, ("2023-09-29", "2023-09-29T20:30Z", "2023-09-29T21:30Z"))
    assert finer(day, minute) == finer(minute, day) == finer(minute, other) == finer(None, minute) == minute
    assert finer(None, None) is None


def test_a_person_who_says_no_date_is_told_how_to_write_one() -> None:
    """A word that is no date is a wrong use, not a guess."""
    with pytest.raises(WrongUse, match=r"'last week'.*2023-09-29"):
        said_published("last week")


def test_a_day_ahead_is_accepted_and_more_is_not() -> None:
    """Zones differ by up to a day; what is dated later was not printed yet."""
    now = datetime(2023, 9, 29, 12, 0, tzinfo=UTC)
    refuse_future(None, now)
    refuse_future(parse_published("2023-09-30"), now)
    with pytest.raises(ReportRefused, match="2023-10-01 lies in the future"):
        refuse_future(parse_published("2023-10-01"), now)
