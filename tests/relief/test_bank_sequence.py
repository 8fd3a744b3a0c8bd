"""Statements that follow one another, and what is missing between them."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.relief.bank.sequence import Told, gaps, latest


def told(n: int, opening: int | None, closing: int | None, *, days: int = 1, number: str = "") -> Told:
    """The statement of day `n` of January, or of some days that end with it."""
    last = date(2024, 1, 1) + timedelta(n)
    first = last - timedelta(days - 1)
    return Told(id=n, number=number, first=first, last=last, opening_minor=opening, closing_minor=closing)


def test_what_was_told_between_two_statements_is_missing() -> None:
    """The bank's numbers say how many, the balances how much."""
    (gap,) = gaps([told(1, 0, 50, number="1"), told(4, 80, 70, number="4")])
    assert (gap.before.last.day, gap.after.last.day, gap.minor, gap.numbers) == (2, 5, 30, "2-3")


def test_as_much_that_came_as_went_is_missing_by_its_number_alone() -> None:
    (gap,) = gaps([told(1, 0, 50, number="1"), told(3, 50, 70, number="3")])
    assert (gap.minor, gap.numbers) == (0, "2")
    assert not gaps([told(1, 0, 50, number="1"), told(2, 50, 60, number="2"), told(3, 60, 5, number="3")])


def test_days_and_their_month_side_by_side_are_no_gap() -> None:
    """Nor is a copy of one, a longer one that reaches back before all, or one without an opening balance."""
    days = [told(2, 10, 20), told(3, 20, 30), told(4, 30, 40)]
    assert not gaps([*days, told(3, 20, 30), told(4, 0, 40, days=4), told(5, None, 45)])


def test_a_copy_does_not_join_itself() -> None:
    """A day on which nothing was left over begins with its own end."""
    assert [each.minor for each in gaps([told(1, 0, 5), told(3, 9, 9), told(3, 9, 9)])] == [4]


def test_the_newest_balance_is_of_the_last_day() -> None:
    assert latest([told(3, 1, 7), told(2, 0, 1), told(4, 7, None)]) == told(3, 1, 7)
    assert latest([]) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=3, max_size=9), st.data())
def test_one_that_is_left_out_is_found_and_nothing_else(moves: list[int], data: st.DataObject) -> None:
    """Balances that only grow never meet by chance."""
    ends = [sum(moves[:n]) for n in range(len(moves) + 1)]
    whole = [told(n, ends[n], ends[n + 1]) for n in range(len(moves))]
    assert not gaps(whole)
    lost = data.draw(st.integers(1, len(moves) - 2))
    (gap,) = gaps([each for each in whole if each.id != lost])
    assert (gap.before.id, gap.after.id, gap.minor) == (lost - 1, lost + 1, moves[lost])
