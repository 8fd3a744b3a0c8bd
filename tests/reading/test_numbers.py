"""Numbers and quantities as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.document import open_document
from tocsin.reading.numbers import find_numbers
from tocsin.reading.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("97,735", 97_735),
        ("97 735", 97_735),
        ("97\u202f735", 97_735),
        ("1.234.567", 1_234_567),
        ("97.735,5", 97_735.5),
        ("1,00,000", 100_000),
        ("1.2 million", 1_200_000),
        ("1,5 million", 1_500_000),
        ("5m", 5_000_000),
        ("three thousand two hundred and five", 3_205),
        ("twenty-five", 25),
        ("one hundred thousand", 100_000),
        ("two million three hundred thousand", 2_300_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a million", 500_000),
        ("one and a half million", 1_500_000),
        ("a quarter of a million", 250_000),
    ],
)
def test_numbers(text: str, value: float) -> None:
    """A number is read whole, in digits or in words, and to the sign."""
    numbers, problems = find_numbers(open_document(f"In all {text} of them."))
    assert [(number.value, number.start, number.end) for number in numbers] == [(value, 7, 7 + len(text))]
    assert not problems


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("dozens", 24),
        ("hundreds", 200),
        ("tens of thousands", 20_000),
        ("several hundred", 200),
        ("a few thousand", 2_000),
    ],
)
def test_a_vague_many_is_at_least_two_of_them(text: str, low: int) -> None:
    """A plural says no more than "at least two": low is two of them and there is no value."""
    numbers, _ = find_numbers(open_document(f"They were {text}."))
    assert [(number.value, number.low) for number in numbers] == [(None, low)]


def test_unclear_separators_are_a_problem() -> None:
    """A number that can be read in two ways is not guessed."""
    numbers, problems = find_numbers(open_document("Some 12,34 people"))
    assert not numbers
    assert [(problem.start, problem.end) for problem in problems] == [(5, 10)]


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_digits_read_back(value: int) -> None:
    """Whatever is written with thousands parted by commas is read as what was meant."""
    numbers, problems = find_numbers(open_document(f"{value:,}"))
    assert [number.value for number in numbers] == [value]
    assert not problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least 12 people", (12, None, None, "at_least", "person")),
        ("as many as 300 families", (300, None, None, "up_to", "household")),
        ("fewer than 20 villages", (20, None, None, "less_than", "village")),
        ("more than $5 million", (5_000_000, None, None, "more_than", "USD")),
        ("between 3,000 and 4,000 people", (None, 3_000, 4_000, "range", "person")),
        ("3,000–4,000 houses", (None, 3_000, 4_000, "range", "house")),
        ("3 to 4 million euros", (None, 3_000_000, 4_000_000, "range", "EUR")),
        ("two or three shells", (None, 2, 3, "range", "shell")),
        ("3,000 or more people", (3_000, None, None, "at_least", "person")),
        ("nearly 12 per cent", (12, None, None, "about", "%")),
        ("5 million Armenian drams", (5_000_000, None, None, "exact", "AMD")),
        ("97.735 people", (97_735, None, None, "exact", "person")),
        ("tens of thousands of Ukrainians", (None, 20_000, None, "at_least", "person")),
        ("12 bulldozers", (12, None, None, "exact", "bulldozer")),
        ("300-bed", (300, None, None, "exact", "bed")),
    ],
)
def test_quantities(text: str, expected: tuple[object, ...]) -> None:
    """A quantity takes in its quantifier and its unit, whole."""
    doc = open_document(f"They saw {text}.")
    found = find_quantities(doc, find_numbers(doc)[0])
    assert [(q.value, q.low, q.high, q.quantifier, q.unit) for q in found] == [expected]
    assert doc.text[found[0].start : found[0].end] == text


def test_a_rise_from_one_number_to_another_is_no_range() -> None:
    """ "Rose from 3,000 to 4,000" tells two numbers of one unit."""
    doc = open_document("The toll rose from 3,000 to 4,000 people.")
    found = find_quantities(doc, find_numbers(doc)[0])
    assert [(q.value, q.unit) for q in found] == [(3_000, "person"), (4_000, "person")]
