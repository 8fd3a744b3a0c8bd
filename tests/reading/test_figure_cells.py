"""Tables flattened to lines."""

from __future__ import annotations

import pytest

from tocsin.reading import read


def _told(text: str) -> list[tuple[float | None, str | None, str | None]]:
    return [(one.value, one.unit, one.term) for one in read(text).figures]


_WANTED = [
    (321, "house", "destroyed_housing"),
    (1020, "household", "displaced"),
    (14, "person", "killed"),
]


def test_labels_below_their_numbers() -> None:
    """A run of short lines that begins with a number has its labels below, on one line or more."""
    text = "Tarn\n\n321\nHouses\ndestroyed\n1,020\nFamilies displaced\n14\nPeople\nkilled\n\nThe board met on Monday."
    assert _told(text) == _WANTED


def test_labels_above_their_numbers() -> None:
    """A run that ends with a number has its labels above; the line below a number is the next one's."""
    text = (
        "KEY FIGURES\n\nHouses destroyed\n321\nFamilies displaced\n1,020\nPeople killed\n14\n\nThe board met."
    )
    assert _told(text) == _WANTED


@pytest.mark.parametrize(
    "text",
    [
        "Tarn\n321\nHouses\nBelu\n1,020\ndestroyed",
        "321\n1,020\nHouses\ndestroyed",
    ],
)
def test_a_run_that_may_be_read_both_ways_is_not(text: str) -> None:
    """Where a run begins and ends with labels, or two numbers follow one another, no line is taken for a label."""
    assert all(term is None for _, _, term in _told(text))
