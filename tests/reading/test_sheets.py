"""A sheet of figures: one row, one figure; what cannot be meant is a problem with that row as its passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.sheets import ROWS_MAX, read_sheet

HEAD = "as_of,precision,measure,kind,value,quantifier,parts,parts_complete,also_says,publisher\n"


def figures(*rows: str, head: str = HEAD):
    return read_sheet(head + "\n".join(rows)).figures


def problem(row: str) -> str:
    found = read_sheet(HEAD + row)
    assert not found.figures
    (one,) = found.problems
    assert (HEAD + row)[one.start : one.end] == row
    return one.reason


def test_a_row_is_a_figure_and_its_passage():
    """2024-05-02T18:00+02:00,hour,crossed,stock,"1,240",about,,,,Example Gazette"""
    row = test_a_row_is_a_figure_and_its_passage.__doc__
    (one,) = figures(row)
    assert (one.value, one.quantifier, one.term, one.kind) == (1240, "about", "crossed", "stock")
    assert (one.as_of, one.publisher, one.unit) == ("2024-05-02T18:00+02:00", "Example Gazette", "person")
    assert (HEAD + row)[one.start : one.end] == row


def test_parts_count_another_measure_or_some_of_their_total():
    """2024-05-02,day,crossed,stock,100,,registered=60;children=20,no,,"""
    total, registered, children = figures(test_parts_count_another_measure_or_some_of_their_total.__doc__)
    assert (total.breakdown, registered.part_of, children.part_of) == ("partial", 0, 0)
    assert (registered.term, registered.population) == ("registered", None)
    assert (children.term, children.population) == ("crossed", "children")


@pytest.mark.parametrize(
    ("item", "want"),
    [
        ("since 2024-05-01=30", ("flow", "2024-05-02", "2024-05-01", "2024-05-02")),
        ("on 2024-05-01=30", ("flow", "2024-05-02", "2024-05-01", "2024-05-01")),
        ("on 2024-04-29/2024-04-30=30", ("flow", "2024-05-02", "2024-04-29", "2024-04-30")),
        ("at 2024-05-01T20:00Z=30", ("stock", "2024-05-01T20:00Z", None, None)),
    ],
)
def test_what_a_row_also_says_is_a_figure_of_its_own_time(item, want):
    """A flow since a time or on days, or a stock at a time, stands beside the row's own figure."""
    _, said = figures(f"2024-05-02,day,crossed,stock,100,,,,{item},")
    assert (said.kind, said.as_of, said.since, said.until) == want
    assert said.value == 30


def test_from_a_day_is_since_when_the_row_counts():
    """2024-05-02,day,crossed,stock,100,,,,from 2024-04-28,"""
    (one,) = figures(test_from_a_day_is_since_when_the_row_counts.__doc__)
    assert one.since == "2024-04-28"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2024-02-31,,crossed,stock,5,,,,,", "no date"),
        ("31/02,,crossed,stock,5,,,,,", "no date"),
        ("2024-05-02T10:00+99:00,,crossed,stock,5,,,,,", "no date"),
        ("2024-05-02,,crossed,stock,-5,,,,,", "less than nothing"),
        ("2024-05-02,,crossed,stock,5.5,,,,,", "no whole number"),
        ("2024-05-02,,crossed,stock,many,,,,,", "no whole number"),
        ("2024-05-02,,crossed,stock,,,,,,", "no whole number"),
        ("2024-05-02,,crossed,stock,=1+1,,,,,", "formula"),
        ("2024-05-02,,crossed,pile,5,,,,,", "neither stock nor flow"),
        ("2024-05-02,,,stock,5,,,,,", "no measure"),
        ("2024-05-02,,crossed,stock,5,roughly-ish,,,,", "no quantifier"),
        ("2024-05-02,,crossed,stock,5,,men,,,", "name=number"),
        ("2024-05-02,,crossed,stock,5,,men=5,perhaps,,", "parts_complete"),
        ("2024-05-02,,crossed,stock,5,,,,yesterday=4,", "not of the form"),
        ("2024-05-02,,crossed,stock,9-5,,,,,", "ends below"),
        ("2024-05-02,,crossed,stock,5", "cells under"),
    ],
)
def test_a_row_that_cannot_be_meant_is_a_problem_and_no_figure(row, says):
    """The reason names the value; nothing is guessed, and no formula is followed."""
    assert says in problem(row)


def test_rows_around_a_problem_are_read():
    """One bad row costs no other."""
    found = read_sheet(HEAD + "2024-05-01,,crossed,,5,,,,,\nbad\n\n2024-05-02,,crossed,,6,,,,,\n")
    assert [one.value for one in found.figures] == [5, 6]
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("when,what\n1,2", "no column is named 'as_of'"),
        ("as_of,measure,value,value\n1,2,3,4", "two columns are named 'value'"),
        ('as_of,measure,value\n"2024', "not a table"),
    ],
)
def test_a_sheet_without_its_columns_is_told_what_is_missing(text, says):
    """The problem names the column."""
    found = read_sheet(text)
    assert not found.figures
    assert says in found.problems[0].reason


def test_ranges_and_other_separators_are_read():
    """Semicolons or tabs part the cells as well; 100-120 is a range."""
    (one,) = figures("2024-05-02;crossed;100-120", head="as_of;measure;value\n")
    assert (one.value, one.low, one.high, one.quantifier) == (None, 100, 120, "range")


def test_rows_beyond_the_bound_are_told():
    """A sheet of a million rows is read up to the bound, and one problem says so."""
    found = read_sheet("as_of,measure,value\n" + "2024-05-02,crossed,1\n" * (ROWS_MAX + 10))
    assert len(found.figures) == ROWS_MAX
    assert "not read" in found.problems[0].reason


@given(st.text(alphabet='as_of,measure,value\n"=;-12+T:\u200f\ud800٣', max_size=300))
def test_any_text_is_read(text):
    """Nothing raises, and every passage lies in the text."""
    for sheet in (text, "as_of,measure,value\n" + text):
        found = read_sheet(sheet)
        assert all(0 <= one.start <= one.end <= len(sheet) for one in (*found.figures, *found.problems))
