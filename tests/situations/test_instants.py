from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.situations.instants import instant_of

YEREVAN = timezone(timedelta(hours=4))


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("2023-09-28T20:00+04:00", "2023-09-28T16:00+00:00", "minute"),
        ("2023-09-28T20:00", "2023-09-28T16:00+00:00", "minute"),
        ("2023-09-28", "2023-09-28T20:00+00:00", "day"),
        ("2023-09-28TEV", "2023-09-28T19:00+00:00", "part of day"),
        ("2023-12", "2023-12-31T20:00+00:00", "month"),
        ("2023", "2023-12-31T20:00+00:00", "year"),
    ],
)
def test_a_value_holds_until_its_last_moment(value: str, at: str, precision: str) -> None:
    """A clock time is that moment; a day, month or year is its end, in the situation's zone where it names none."""
    found = instant_of(value, YEREVAN)
    assert found is not None
    assert (found.at, found.precision) == (datetime.fromisoformat(at), precision)


@pytest.mark.parametrize(
    "value", [None, "", "P3D", "2023-W39", "PRESENT_REF", "2023-02-30", "2023-09-28T25:00", "XXXX-09-28"]
)
def test_what_is_no_date_has_no_instant(value: str | None) -> None:
    """Durations, weeks and days that do not exist are left out of the order, not guessed."""
    assert instant_of(value, YEREVAN) is None


@given(st.text(max_size=30))
def test_no_text_raises(value: str) -> None:
    """Whatever a person types into a correction, the page stands."""
    instant_of(value)
