"""Days without a year in a report: what has been lies before it, what is to come after it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading import read

PUBLISHED = "2024-05-15"


def values(text: str, published: str = PUBLISHED) -> list[str]:
    return [time.value for time in read(text, published).times]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The road had been open since 1 August.", "2023-08-01"),
        ("The road has been closed since the end of July.", "2023-07"),
        ("On 2 August, soldiers killed 20 people in the market.", "2023-08-02"),
        ("Parliament passed the law on 30 May.", "2023-05-30"),
        ("He was arrested in July.", "2023-07"),
        ("Fighting broke out on 14 May.", "2024-05-14"),
        ("Nine people were killed by shelling on 1 June.", "2023-06-01"),
        ("Soldiers killed villagers on 2 June.", "2023-06-02"),
        ("The army had retaken the disputed district in June.", "2023-06"),
        ("Families crossed to Chad on 3 June.", "2023-06-03"),
        ("Shells fell on 16 May, east of the day line.", "2024-05-16"),
    ],
)
def test_what_has_been_lies_before_the_report(text: str, value: str) -> None:
    """By its past verb, or by "since"."""
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Elections are on 4 July.", "2024-07-04"),
        ("The court will rule on 2 June.", "2024-06-02"),
        ("The truce signed in Doha ends on 20 June.", "2024-06-20"),
        ("They agreed to meet on 3 June.", "2024-06-03"),
        ("Residents were told to leave by 20 May.", "2024-05-20"),
        ("The mandate was extended until 31 July.", "2024-07-31"),
        ("The council was due to meet on 20 May.", "2024-05-20"),
        ("Elections were to be held on 28 July.", "2024-07-28"),
        ("The trial resumes on 1 June.", "2024-06-01"),
        ("The disputed vote on 9 June looms.", "2024-06-09"),
        ("Talks on 28 May between the two sides.", "2024-05-28"),
    ],
)
def test_what_is_to_come_lies_after_it(text: str, value: str) -> None:
    """Though a past verb may stand further off."""
    assert values(text) == [value]


@given(
    st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    st.integers(1, 28),
    st.sampled_from(["June", "October", "March"]),
)
def test_since_never_lies_after_the_report(published: date, day: int, month: str) -> None:
    """Whatever the day of the report."""
    (value,) = values(f"The camp has been shut since {day} {month}.", published.isoformat())
    assert (date.fromisoformat(value) - published).days <= 1
