"""The examples in the docstrings hold."""

from datetime import UTC, datetime

import pytest

from tocsin.alerts.wording import QUOTE_CHARS_MAX, moment, printed_date, quoted, sentence


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2023", "2023"),
        ("2023-09-24", "24 September 2023"),
        ("2023-09-29T14:00Z", "29 September 2023, 14:00 (+00:00)"),
        ("2023-09-29T14:00", "29 September 2023, 14:00 local time"),
        ("2023-13-01", None),
        ("2023-09-28TNI", None),
        ("", None),
        (None, None),
    ],
)
def test_moments_in_words(value: str | None, words: str | None) -> None:
    """What is no calendar date has no words, so that nothing is made up."""
    assert moment(value) == words


@pytest.mark.parametrize(
    ("precision", "offset_min", "date"),
    [
        ("year", None, "2023"),
        ("month", 0, "2023-09"),
        ("day", None, "2023-09-29"),
        ("minute", 240, "2023-09-30"),
    ],
)
def test_a_date_is_that_of_the_printers_clock(precision: str, offset_min: int | None, date: str) -> None:
    """Printed after midnight there is the next day, and what is not known is not said."""
    assert printed_date(datetime(2023, 9, 29, 21, 0, tzinfo=UTC), precision, offset_min) == date
    assert printed_date(None, precision, offset_min) is None


def test_a_long_passage_is_cut_between_words() -> None:
    """And says that it was cut."""
    words = quoted("word " * 500)
    assert words.endswith("word […]”") and len(words) <= QUOTE_CHARS_MAX + 6


def test_marks_of_two_quotations_stay() -> None:
    """A passage that only begins and ends with quotation marks is no single quotation."""
    assert quoted("“One,” she said. “Two.”") == "““One,” she said. “Two.””"


def test_a_sentence_ends_once() -> None:
    """A full stop inside the quotation is the sentence's own."""
    assert (sentence("he said: “No.”"), sentence("he said: “No”")) == ("He said: “No.”", "He said: “No”.")
