"""The rules hold for any crisis: other zones, years, measures and places; what is lawful raises nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.situations.crises import CRISES, HEAD
from tocsin.reading.sheets import read_sheet
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.contradictions import contradictions
from tocsin.situations.figure_rows import Columns, figure_rows
from tocsin.situations.figures import FigureRow, series_of


def rows_of(sheet: str, zone: str = "UTC") -> list[FigureRow]:
    found = read_sheet(sheet)
    assert not found.problems
    listed = [
        Columns(1, "The sheet", None, number, None, "figure", 1, number - 1, "", None, fields)
        for number, fields in enumerate(found.as_dict()["figures"], 1)
    ]
    return figure_rows(listed, ZoneInfo(zone))


def check(sheet: str, zone: str = "UTC") -> tuple[Contradiction, ...]:
    return contradictions(series_of(rows_of(sheet, zone)), ZoneInfo(zone))


@pytest.mark.parametrize("name", CRISES)
def test_each_crisis_raises_what_does_not_fit_in_it_and_nothing_else(name: str) -> None:
    """tests/situations/crises.py"""
    zone, rows, expected = CRISES[name]
    found = check(HEAD + rows.strip(), zone)
    assert [one.rule for one in found] == expected, [one.what for one in found]


@dataclass(frozen=True)
class Plan:
    """One consistent series: a count of all so far that grows, told by several publishers in several zones."""

    start: datetime
    steps: list[tuple[int, int]]
    parts: int
    measure: str


#: hours, and how many more
STEPS = st.tuples(st.integers(4, 30), st.integers(1, 9000))
PLANS = st.builds(
    Plan,
    start=st.integers(0, 65 * 365 * 1440).map(lambda minutes: datetime(1995, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    steps=st.lists(STEPS, min_size=2, max_size=12, unique_by=lambda step: step[1]),
    parts=st.integers(2, 4),
    measure=st.sampled_from(["crossed", "killed", "displaced", "evacuated", "visas issued"]),
)  # fmt: skip
ZONES = ("+00:00", "+05:45", "-03:30", "+08:00")


def sheet_of(plan: Plan, spoilt: int | None = None, by: int = 0) -> list[str]:
    """A row a step: the stock, its parts that add up, the flow since the step before; `spoilt` adds `by` to one stock."""
    lines, when, total, before = [], plan.start, 1000, ""
    for number, (hours, more) in enumerate(plan.steps):
        when, total = when + timedelta(hours=hours), total + more
        offset = ZONES[number % len(ZONES)]
        told = _in_zone(when, offset)
        share = total // plan.parts
        parts = [share] * (plan.parts - 1) + [total - share * (plan.parts - 1)]
        stock = total + (by if number == spoilt else 0)
        named = ";".join(f"camp {place}={part}" for place, part in enumerate(parts))
        lines.append(f"{told},{plan.measure},stock,{stock},,,,,,,,{named},yes,Publisher {number % 3}")
        if before:
            lines.append(f"{told},{plan.measure},flow,{more},,,,,,{before},{told},,,Publisher {number % 3}")
        before = told
    return lines


def _in_zone(when: datetime, offset: str) -> str:
    sign = -1 if offset[0] == "-" else 1
    moved = when + sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
    return f"{moved:%Y-%m-%dT%H:%M}{offset}"


@settings(deadline=None)
@given(PLANS)
def test_a_consistent_series_raises_nothing(plan: Plan) -> None:
    """Whatever its zone, year, measure and publishers: sums add up, counts grow, flows are the differences."""
    assert check(HEAD + "\n".join(sheet_of(plan)), "Asia/Kathmandu") == ()


@settings(deadline=None)
@given(PLANS, st.data())
def test_one_planted_error_is_found_and_its_values_are_named(plan: Plan, data: st.DataObject) -> None:
    """A total that was mistyped no longer is the sum of its parts, and the flow that ends in it no difference."""
    spoilt = data.draw(st.integers(1, len(plan.steps) - 1))
    by = data.draw(st.integers(1, 500)) * data.draw(st.sampled_from([1, -1]))
    found = check(HEAD + "\n".join(sheet_of(plan, spoilt, by)), "Asia/Kathmandu")
    wrong = 1000 + sum(more for _, more in plan.steps[: spoilt + 1]) + by
    sums = [one for one in found if one.rule == "parts against total"]
    assert [one.values[0] for one in sums] == [wrong]
    assert all(wrong in one.values for one in found)
    assert {"flow against stocks", "rounded difference"} & {one.rule for one in found}


@pytest.mark.parametrize("same_time", [True, False])
@pytest.mark.parametrize("same_value", [True, False])
@pytest.mark.parametrize("places", [True, False])
def test_checks_grow_with_the_figures_and_no_faster(
    monkeypatch: pytest.MonkeyPatch, same_time: bool, same_value: bool, places: bool
) -> None:
    """Ten times the figures take little more than ten times the looks at a figure, also where all are of one moment."""
    looked = 0

    def counted(get):  # type: ignore[no-untyped-def]
        def look(row: FigureRow) -> object:
            nonlocal looked
            looked += 1
            return get(row)

        return property(look)

    for name in ("lowest", "highest", "shown"):
        monkeypatch.setattr(FigureRow, name, counted(getattr(FigureRow, name).fget))

    def cost(size: int) -> int:
        nonlocal looked
        rows = rows_of(HEAD + "\n".join(_many(size, same_time, same_value, places)))
        looked = 0
        contradictions(series_of(rows), UTC)
        return looked

    assert cost(5000) <= 12 * cost(500)


def _many(size: int, same_time: bool, same_value: bool, places: bool) -> list[str]:
    words = ("exact", "more than", "about", "exact")
    lines = []
    for number in range(size):
        when = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(hours=0 if same_time else number)
        value = 1237 if same_value else 1000 + number * 37 % 5003
        place = f"Village {number}" if places else ""
        kind, since = ("flow", f"{when - timedelta(days=1):%Y-%m-%d}") if number % 4 == 3 else ("stock", "")
        until = f"{when:%Y-%m-%d}" if since else ""
        told = f"{when:%Y-%m-%dT%H:%M}Z,displaced,{kind},{value},{words[number % 4]}"
        lines.append(f"{told},,,,{place},{since},{until},,,P{number % 7}")
    return lines
