"""What fits on two pages: the rule that chooses rows, held by made-up rows of every size."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.publishing.two_pages import Part, Wanted, choose, lines, numbered, shortened, width

NOTE_PT = 10.0
WANTED = st.builds(
    Wanted,
    row=st.integers(),
    height_pt=st.floats(1, 80),
    finding_ids=st.lists(st.integers(1, 12), max_size=3).map(tuple),
)
COLUMNS = st.lists(
    st.lists(
        st.tuples(st.floats(0, 200), st.floats(0, 60), st.lists(WANTED, max_size=8)), min_size=1, max_size=3
    ),
    min_size=1,
    max_size=2,
)


def parts(columns: list[list[tuple[float, float, list[Wanted]]]]) -> list[list[Part]]:
    return [
        [
            Part(name=f"{across}.{down}", room_pt=room, notes_room_pt=notes, rows=tuple(rows))
            for down, (room, notes, rows) in enumerate(column)
        ]
        for across, column in enumerate(columns)
    ]


@given(COLUMNS, st.floats(0, 100))
def test_no_column_is_higher_than_its_room_and_no_note_beyond_theirs(columns: list, notes_pt: float) -> None:
    """Whatever asks for a place, the page is never too full, and every finding that is named has a note."""
    found = parts(columns)
    chosen = choose(found, dict.fromkeys(range(1, 13), NOTE_PT), notes_pt, ())
    for column in found:
        taken_pt = sum(each.height_pt for part in column for each in chosen.rows[part.name])
        assert taken_pt <= sum(part.room_pt for part in column) + 1e-6
    assert sum(chosen.notes_pt.values()) <= notes_pt + 1e-6
    named = {one for rows in chosen.rows.values() for each in rows for one in each.finding_ids}
    assert named == chosen.notes_pt.keys()


@given(COLUMNS, st.floats(0, 100))
def test_rows_are_taken_in_their_order_and_none_is_passed_over(columns: list, notes_pt: float) -> None:
    """What stands of a part is its beginning."""
    found = parts(columns)
    chosen = choose(found, dict.fromkeys(range(1, 13), NOTE_PT), notes_pt, ())
    for part in (part for column in found for part in column):
        taken = chosen.rows[part.name]
        assert part.rows[: len(taken)] == taken


def test_what_one_part_leaves_another_takes_and_a_noted_finding_costs_nothing() -> None:
    """A part without rows gives its room away; a row that rests on a finding with a note needs no other."""
    rows = tuple(Wanted(row=number, height_pt=10, finding_ids=(1,)) for number in range(6))
    empty = Part(name="empty", room_pt=40, notes_room_pt=0, rows=())
    full = Part(name="full", room_pt=20, notes_room_pt=0, rows=rows)
    assert len(choose([[empty, full]], {1: NOTE_PT}, 0, (1,)).rows["full"]) == 6
    assert len(choose([[empty, full]], {1: NOTE_PT}, NOTE_PT, ()).rows["full"]) == 6
    assert len(choose([[empty], [full]], {1: NOTE_PT}, NOTE_PT, ()).rows["full"]) == 2
    assert not choose([[empty, full]], {1: NOTE_PT}, NOTE_PT / 2, ()).rows["full"]


@given(st.text(max_size=300), st.integers(2, 120))
def test_shortened_text_is_no_wider_than_asked(text: str, most: int) -> None:
    """In every script, wide signs counted twice; what fits stays whole."""
    short = shortened(text, most)
    assert width(short) <= most
    if width(" ".join(text.split())) <= most:
        assert short == " ".join(text.split())


@given(st.text(max_size=200), st.integers(5, 100))
def test_a_longer_text_takes_no_fewer_lines(text: str, signs: int) -> None:
    """Lines are at least one, and grow with the text."""
    assert 1 <= lines(text, signs) <= lines(text + "x" * signs, signs)


@given(st.lists(st.integers(1, 9)))
def test_notes_are_numbered_from_one_as_they_are_first_named(named: list[int]) -> None:
    """No number is left out and none is given twice."""
    assert sorted(numbered(named).values()) == list(range(1, len(set(named)) + 1))
