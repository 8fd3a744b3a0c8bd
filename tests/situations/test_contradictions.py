from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.situations.contradictions import contradictions
from tocsin.situations.figures import FigureRow, series_of
from tocsin.situations.instants import instant_of


def row(number: int, value: float, as_of: str | None, **more: object) -> FigureRow:
    plain = FigureRow(
        finding_id=number,
        report_id=number,
        publisher=f"Example {number}",
        published_at=None,
        value=value,
        low=None,
        high=None,
        quantifier="exact",
        unit="person",
        measure="crossed",
        kind="stock",
        as_of=as_of,
        instant=instant_of(as_of, UTC),
        since=None,
        until=None,
        origin=None,
        destination=None,
        population=None,
        speaker=None,
        quote="",
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def found(*rows: FigureRow) -> list[str]:
    return [one.rule for one in contradictions(series_of(rows))]


AT = "2023-09-28T20:00+04:00"
LATER = "2023-09-29T20:00+04:00"


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        pytest.param([row(1, 17153, AT), row(2, 20236, AT)], ["same instant two values"], id="two values"),
        pytest.param([row(1, 17153, AT), row(2, 17153, AT)], [], id="one value twice"),
        pytest.param(
            [row(1, 17153, AT), row(2, 17153, "2023-09-28T19:00+03:00")], [], id="one instant in two zones"
        ),
        pytest.param(
            [row(1, 42500, AT, quantifier="about"), row(2, 42480, AT)],
            [],
            id="about is met by what rounds to it",
        ),
        pytest.param(
            [row(1, 42500, AT, quantifier="about"), row(2, 43900, AT)],
            ["same instant two values"],
            id="about is not met by what does not",
        ),
        pytest.param(
            [row(1, 3000, AT, quantifier="more_than"), row(2, 3128, AT)], [], id="more than is met from above"
        ),
        pytest.param([row(1, 100, AT), row(2, 90, LATER)], ["a stock that falls"], id="a stock that falls"),
        pytest.param(
            [row(1, 100, AT, kind="flow"), row(2, 90, LATER, kind="flow")], [], id="a flow may fall"
        ),
        pytest.param(
            [
                row(1, 55248, AT),
                row(2, 26575, AT, part_of=1, subset=True),
                row(3, 28670, AT, part_of=1, subset=True),
            ],
            ["parts against total"],
            id="parts short of the total",
        ),
        pytest.param(
            [row(1, 100, AT), row(2, 60, AT, part_of=1, subset=True), row(3, 40, AT, part_of=1, subset=True)],
            [],
            id="parts that add up",
        ),
        pytest.param(
            [row(1, 100, AT), row(2, 60, AT, part_of=1, subset=True)],
            [],
            id="one part tells nothing of the rest",
        ),
        pytest.param(
            [
                row(1, 100, AT),
                row(2, 81, AT, measure="registered", part_of=1),
                row(3, 32, AT, measure="sheltered", part_of=1),
            ],
            [],
            id="parts that may hold the same people",
        ),
        pytest.param(
            [
                row(1, 2906, AT),
                row(2, 2100, AT, measure="registered", part_of=1),
                row(3, 794, AT, measure="in_process", part_of=1),
            ],
            ["parts against total"],
            id="two measures that divide a total",
        ),
        pytest.param(
            [row(1, 55_248, AT), row(2, 26_575, AT, subset=True)],
            [],
            id="a subset without its total is not compared",
        ),
        pytest.param(
            [row(1, 100, AT), row(2, 101, LATER, measure="registered")],
            ["registered above crossed"],
            id="more registered than had crossed",
        ),
        pytest.param(
            [row(1, 100, None), row(2, 50, None)], [], id="figures without an instant are not compared"
        ),
    ],
)
def test_what_does_not_fit_is_found_and_what_fits_is_not(rows: list[FigureRow], rules: list[str]) -> None:
    """Each rule finds its case and leaves alone the case beside it."""
    assert found(*rows) == rules


def test_a_contradiction_says_who_printed_what() -> None:
    """Both numbers, both publishers, in plain words."""
    (one,) = contradictions(series_of([row(1, 17153, AT), row(2, 20236, AT)]))
    assert one.what == (
        "Different numbers are given for the same instant: 17,153 (Example 1); 20,236 (Example 2)."
    )
    assert one.finding_ids == (1, 2)


ROWS = st.lists(
    st.builds(
        row,
        st.integers(1, 10**6),
        st.integers(0, 10**6),
        st.sampled_from([None, AT, LATER, "2023-09", "P3D", "2023-02-30", "2023-09-29TEV"]),
        measure=st.sampled_from(["crossed", "registered", "other"]),
        kind=st.sampled_from(["stock", "flow", None]),
        quantifier=st.sampled_from(["exact", "about", "more_than", "up_to"]),
        part_of=st.one_of(st.none(), st.integers(1, 10)),
        subset=st.booleans(),
    ),
    max_size=20,
    unique_by=lambda one: one.finding_id,
)


@given(ROWS, st.randoms())
def test_the_order_of_arrival_changes_nothing(rows: list[FigureRow], random: object) -> None:
    """The same figures in another order give the same series and the same contradictions; none gets lost."""
    shuffled = rows.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    series = series_of(rows)
    assert series == series_of(shuffled)
    assert contradictions(series) == contradictions(series_of(shuffled))
    assert sorted(one.finding_id for each in series for one in each.rows) == sorted(
        one.finding_id for one in rows
    )
