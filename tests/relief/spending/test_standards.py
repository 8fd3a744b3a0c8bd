"""Minimum standards as data: each has its example, its source, and a word on whether the original was looked at."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import NotFound
from tocsin.relief.spending.standards import DAYS_MAX, entries, needed, standard_named, standards


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: str(entry["id"]))
def test_each_example_holds(entry: dict[str, dict[str, int]]) -> None:
    """What an entry says is needed by so many people is what is reckoned."""
    example = entry["example"]
    standard = standard_named(str(entry["id"]))
    assert needed(standard, people=example["people"], days=example["days"]) == Fraction(example["needed"])


def test_each_says_where_it_is_from() -> None:
    """Nobody can take one for compared with the original that was not."""
    assert len({one.id for one in standards()}) == len(standards()) >= 12
    for one in standards():
        assert all((one.title, one.edition, one.chapter, one.section, one.source))
        assert one.source.startswith("https://")
        assert one.compared is False


@given(st.sampled_from(standards()), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, DAYS_MAX))
def test_more_people_never_need_less(standard, some, more, days) -> None:  # type: ignore[no-untyped-def]
    """Nor do two groups need less apart than together: rounding up is never to anybody's cost."""
    apart = needed(standard, people=some, days=days) + needed(standard, people=more, days=days)
    together = needed(standard, people=some + more, days=days)
    assert needed(standard, people=some, days=days) <= together <= apart
    assert not standard.whole or together.denominator == 1


def test_an_unknown_standard_is_told_with_those_that_there_are() -> None:
    """A slip of the pen is mended at once."""
    with pytest.raises(NotFound, match="toilets"):
        standard_named("toilet")
