"""When a figure holds or counts: each document is its test's docstring, or one of a table."""

from __future__ import annotations

import pytest

from tocsin.reading import read

PUBLISHED = "2023-09-29"


@pytest.mark.parametrize(
    ("text", "kind", "as_of", "since", "until"),
    [
        ("Some 900 people have fled Lowland since 15 April.", "flow", None, "2023-04-15", None),
        ("By Monday 900 people had fled since 15 April.", "stock", "2023-09-25", "2023-04-15", None),
        ("Some 900 families are in camps since May.", "stock", None, "2023-05", None),
        ("On Tuesday alone 900 people were evacuated.", "flow", None, "2023-09-26", "2023-09-26"),
        ("As of today [24 September], 900 people fled.", "stock", "2023-09-24", None, None),
        ("To date, 900 people have been evacuated.", "stock", "2023-09-29", None, None),
        ("Some 900 people have been evacuated till date.", "flow", None, None, "2023-09-29"),
        (
            "Some 900 people have fled since a long siege of the three northern towns began in June 2022.",
            "flow",
            None,
            "2022-06",
            None,
        ),
        ("Some 900 people live in huts built after the 1988 eruption.", None, None, None, None),
    ],
)
def test_slots_and_kinds(
    text: str, kind: str | None, as_of: str | None, since: str | None, until: str | None
) -> None:
    """Since, until and within a day are counted between; as of a day is counted by then."""
    figure = read(text, PUBLISHED).figures[0]
    assert (figure.as_of, figure.since, figure.until) == (as_of, since, until)
    assert figure.kind == kind


def test_a_day_of_something_else_is_no_day_of_the_figure() -> None:
    """Some 900 people have been evacuated, compared to 600 people in the 2011 monsoon."""
    now, then = read(test_a_day_of_something_else_is_no_day_of_the_figure.__doc__ or "", PUBLISHED).figures
    assert (now.as_of, then.as_of) == (None, "2011")


def test_one_auxiliary_for_verbs_in_a_row() -> None:
    """Floods have killed 12 people, injured 30 and displaced 4,000, the ministry said today."""
    figures = read(test_one_auxiliary_for_verbs_in_a_row.__doc__ or "", PUBLISHED).figures
    assert [(figure.kind, figure.as_of) for figure in figures] == [("stock", PUBLISHED)] * 3
