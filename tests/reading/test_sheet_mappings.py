"""Sheets that others keep: HXL, IDMC, headings in other words, merged headings, totals, notes; nothing is guessed."""

import pytest

from tocsin.reading.findings import Figure, Reading
from tocsin.reading.sheet_columns import SheetMapping, Unmeant, shape_of
from tocsin.reading.sheets import layout_of, read_sheet


def read(text: str, **said: str) -> Reading:
    """As proposed, with what a person adds."""
    layout = layout_of(text)
    assert layout
    columns = {heading: str(column) for heading, column in layout.proposed.columns.items()}
    return read_sheet(text, SheetMapping.of({"columns": columns, **said}))


def told(figure: Figure) -> tuple[object, ...]:
    place = figure.places[0].name if figure.places else None
    return (figure.term, figure.value, figure.population, place, figure.as_of, figure.part_of)


HXL = """Situation table 12,,,,,
Where,When,All,Women,Men,Sector
#adm1 +name,#date,#affected+idps,#affected+idps+f,#affected+m+idps,#sector
Upper Valley,2031-05-02,"1,200",700,500,shelter
Lower Valley,2031-05-02,300,,200,shelter
Total,,"1,500",,700,
"""


def test_hashtags_say_what_columns_hold_and_totals_have_their_parts():
    """A title above, tags with attributes in any order, an empty cell, a row of totals without a date."""
    found = read_sheet(HXL)
    assert [told(figure) for figure in found.figures] == [
        ("displaced", 1200, None, "Upper Valley", "2031-05-02", 5),
        ("displaced", 700, "women and girls", "Upper Valley", "2031-05-02", 0),
        ("displaced", 500, "men and boys", "Upper Valley", "2031-05-02", 0),
        ("displaced", 300, None, "Lower Valley", "2031-05-02", 5),
        ("displaced", 200, "men and boys", "Lower Valley", "2031-05-02", 3),
        ("displaced", 1500, None, None, "2031-05-02", None),
        ("displaced", 700, "men and boys", None, "2031-05-02", 5),
    ]
    assert found.figures[5].breakdown == "complete"
    (problem,) = found.problems
    assert problem.reason == "columns that are not read: 'Sector'"


MERGED = """Daily count,,,,,
Date,District,Displaced,,Killed,
,,Men,Women,Men,Women
13/05/2031,North,1 234,12,3,4
14/05/2031,South,2345,12,–,4
Source: the office,,,,,
"""


def test_two_rows_of_headings_are_joined():
    """A heading merged over several columns holds for each; a dash is no number; a note is told as one."""
    layout = layout_of(MERGED)
    assert layout and not layout.standard
    assert layout.headings[2:] == (
        "Displaced - Men", "Displaced - Women", "Killed - Men", "Killed - Women",
    )  # fmt: skip
    found = read(MERGED, kind="stock")
    assert [told(figure)[:4] for figure in found.figures[4:]] == [
        ("displaced", 2345, "Men".lower(), "South"),
        ("displaced", 12, "women", "South"),
        ("killed", 4, "women", "South"),
    ]
    assert {figure.kind for figure in found.figures} == {"stock"}
    assert "taken for a note" in found.problems[0].reason


def test_headings_in_other_words_wait_for_a_person():
    """Without a mapping nothing is read of them, though one is proposed."""
    assert "no column is named 'as_of'" in read_sheet(MERGED).problems[0].reason


def test_a_mapping_is_as_it_was_stored():
    """What a person said comes back from its JSON."""
    stored = {
        "columns": {"when": "as_of", "idps": "value:displaced:stock::children"},
        "zone": "Asia/Kathmandu",
    }
    assert SheetMapping.of(stored).as_dict() == stored


@pytest.mark.parametrize(
    ("stored", "says"),
    [
        ({"columns": {"a": "asof"}}, "is no field"),
        ({"columns": {"a": "as_of:x"}}, "not of the form"),
        ({"columns": {"a": "value:x:pile"}}, "neither stock nor flow"),
        ({"columns": {}, "dates": "year first"}, "none of"),
        ({"columns": {}, "mood": "good"}, "nothing that is said"),
    ],
)
def test_what_no_mapping_can_mean_is_refused(stored, says):
    """The reason names the value."""
    with pytest.raises(Unmeant, match=says):
        SheetMapping.of(stored)


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"when": "as_of", "who": "value:killed"}, "there is no column 'who'"),
        ({"when": "as_of", "how many": "as_of"}, "two columns are said to hold 'as_of'"),
        ({"when": "as_of"}, "no column holds a value"),
        ({"when": "as_of", "how many": "value"}, "name its measure"),
    ],
)
def test_a_mapping_that_does_not_fit_the_sheet_reads_nothing(columns, says):
    """One problem names the column."""
    found = read_sheet("When,How many\n2031-05-02,5\n", SheetMapping.of({"columns": columns}))
    assert not found.figures
    assert says in found.problems[0].reason


def test_sheets_of_one_shape_are_known_again():
    """The same headings in another order and case are the same shape."""
    assert shape_of(["When", "How many"]) == shape_of(["how_many ", "WHEN"]) != shape_of(["When"])


@pytest.mark.parametrize(
    ("cells", "values", "says"),
    [
        (["1.234"], [], "say which parts thousands"),
        (["1.234", "1.234.567"], [1234, 1_234_567], ""),
        (["1.234", "12.5"], [], "decimals"),
        (["1,234", "12,5"], [], "decimals"),
        (["1,234", "1,234,567"], [1234, 1_234_567], ""),
        (["12,34,567"], [1_234_567], ""),
        (["1.234.567", "1,234,567"], [1_234_567, 1_234_567], ""),
        (["1.234,5"], [], "no whole number"),
        (["1 234", "1'234", "1٬234", "١٢٣"], [1234, 1234, 1234, 123], ""),
        (["\u200f1234\u200e"], [1234], ""),
        (["45%"], [], "is a share"),
        (["NaN"], [], "no whole number"),
        (["Infinity"], [], "no whole number"),
        (["1e400"], [], "no whole number"),
        (["9" * 5000], [], "no whole number"),
        (["(50)"], [], "less than nothing"),
        (["−7"], [], "less than nothing"),
    ],
)  # fmt: skip
def test_a_column_decides_how_its_numbers_are_written(cells, values, says):
    """What one cell leaves open is a problem, until another cell of its column shows it."""
    rows = "\n".join(f'2031-05-02;killed;"{cell}"' for cell in cells)
    found = read_sheet("as_of;measure;value\n" + rows)
    assert [figure.value for figure in found.figures] == values
    assert says in "; ".join(problem.reason for problem in found.problems) if says else not found.problems


def test_a_person_says_which_sign_parts_thousands():
    """Said of the sheet, 1.234 is a thousand and more."""
    assert [
        each.value for each in read("as_of,measure,value\n2031-05-02,killed,1.234", thousands=".").figures
    ] == [1234]


@pytest.mark.parametrize(
    ("cell", "low", "quantifier"),
    [("~1200", 1200, "about"), (">5,000", 5000, "more_than"), ("5000+", 5000, "at_least"), ("up to 90", 90, "up_to")],
)  # fmt: skip
def test_words_before_a_number_are_its_quantifier(cell, low, quantifier):
    """In the sheets of others they stand in one cell."""
    (one,) = read_sheet(f'as_of,measure,value\n2031-05-02,killed,"{cell}"').figures
    assert (one.value, one.quantifier) == (low, quantifier)


@pytest.mark.parametrize(
    ("cell", "as_of", "says"),
    [
        ("13/05/2031", "2031-05-13", ""),
        ("05/13/2031", "2031-05-13", ""),
        ("02/05/2031", None, "say which comes first"),
        ("05/05/2031", "2031-05-05", ""),
        ("02.05.2031", "2031-05-02", ""),
        ("31/02/2031", None, "no date"),
        ("31/02", None, "no date"),
        ("2 May 2031", "2031-05-02", ""),
        ("May 2, 2031", "2031-05-02", ""),
        ("May 2031", "2031-05", ""),
        ("2031/5/2", "2031-05-02", ""),
        ("2031-05-02 18:00", "2031-05-02T18:00", ""),
        ("2031-05-02 24:30", None, "no clock time 24:30"),
        ("2031-05-02T10:00+99:00", None, "no zone"),
        ("2031-05-02T10:00+05:45", "2031-05-02T10:00+05:45", ""),
        ("2024-05-02 10:00 Asia/Kathmandu", "2024-05-02T10:00+05:45", ""),
        ("2024-05-02 10:00 Asia/Nowhere", None, "no time zone 'Asia/Nowhere'"),
        ("2024-05-02 10:00 ../../etc/passwd", None, "no date"),
        ("2024-03-31 02:30 Europe/Berlin", None, "was skipped"),
        ("2024-10-27 02:30 Europe/Berlin", None, "came twice"),
        ("45413", None, "no date"),
    ],
)
def test_a_time_is_read_or_refused(cell, as_of, says):
    """Never guessed: a day that is none, a clock time that was skipped, a zone that does not exist."""
    found = read_sheet(f'as_of,measure,value\n"{cell}",killed,5')
    assert [figure.as_of for figure in found.figures] == ([as_of] if as_of else [])
    assert says in "; ".join(problem.reason for problem in found.problems)


def test_a_column_decides_whether_days_come_first():
    """13/05 shows it for 02/05; where two cells contradict each other, what is open stays open."""
    head = "as_of,measure,value\n"
    found = read_sheet(head + "02/05/2031,killed,1\n13/05/2031,killed,2")
    assert [figure.as_of for figure in found.figures] == ["2031-05-02", "2031-05-13"]
    assert (
        len(read_sheet(head + "02/05/2031,killed,1\n13/05/2031,killed,2\n05/14/2031,killed,3").figures) == 2
    )


def test_clock_times_without_a_zone_take_the_one_that_a_person_says():
    """With its offset of that day."""
    (one,) = read("as_of,measure,value\n2024-05-02T18:00,killed,5", zone="Asia/Kathmandu").figures
    assert one.as_of == "2024-05-02T18:00+05:45"


def test_a_worksheet_is_chosen_by_name():
    """The text of a workbook has all of them; the first is read where nothing is said."""
    head = "as_of,measure,value\n"
    text = f"[worksheet] May\n{head}2031-05-02,killed,5\n[worksheet] June\n{head}2031-06-02,killed,6\n"
    assert [each.value for each in read_sheet(text).figures] == [5]
    (one,) = read_sheet(text, SheetMapping(worksheet="June")).figures
    assert (one.value, text[one.start : one.end]) == (6, "2031-06-02,killed,6")
    assert (
        "no worksheet is named 'July'" in read_sheet(text, SheetMapping(worksheet="July")).problems[0].reason
    )


def test_grand_totals_add_up_the_totals():
    """Two groups with a total each, and a total of both."""
    groups = "A,2031-05-02,1\nB,2031-05-02,2\nTotal,,3\nC,2031-05-02,4\nD,2031-05-02,5\nTotal,,9\n"
    text = f"District,Date,Killed\n{groups}Grand total,,12\n"
    found = read(text)
    assert [figure.part_of for figure in found.figures] == [2, 2, 6, 5, 5, 6, None]


def test_a_quotation_mark_that_is_never_closed_is_told():
    """The row that opens it is the passage, and rows before it are read."""
    text = (
        'as_of,measure,value\n2031-05-02,killed,5\n2031-05-03,killed,"6\n' + "2031-05-04,killed,7\n" * 20_000
    )
    found = read_sheet(text)
    assert [figure.value for figure in found.figures] == [5]
    assert "never closed" in found.problems[0].reason
    assert text[found.problems[0].start :].startswith("2031-05-03")


def test_a_problem_names_its_column():
    """The value, why, and the heading above it."""
    found = read("Date,Killed\n31/02/2031,5\n2031-05-02,many\n")
    assert [problem.reason.rpartition(" (")[2] for problem in found.problems] == [
        "column 'date')",
        "column 'killed')",
    ]


def test_a_total_of_several_days_has_no_day():
    """It is read without one: none of its rows speaks for all."""
    found = read("District,Date,Killed\nA,2031-05-02,1\nB,2031-05-03,2\nTotal,,3\n")
    assert [(figure.as_of, figure.part_of) for figure in found.figures] == [
        ("2031-05-02", None), ("2031-05-03", None), (None, None),
    ]  # fmt: skip
