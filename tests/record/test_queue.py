"""The review queue: its order, its places, and what it is narrowed down to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made import finding, report
from tocsin.errors import WrongUse
from tocsin.record.assigning import Mine
from tocsin.record.models import Finding
from tocsin.record.queue import LANES, Known, Place, Wanted, count, queue

TEXT = "On Monday some 3,000 people fled Upper Valley. The council asked for buses. They left Upper Valley."
NOBODY = Known(mine=Mine(reports=frozenset(), findings=frozenset(), contradictions=frozenset()))


@pytest.fixture
def rows(db: None) -> dict[str, Finding]:
    text, other = report(TEXT), report(TEXT, publisher="Hill Radio")
    return {
        "place": finding(text, "place", "Upper Valley", name="Upper Valley"),
        "old figure": finding(text, "figure", "3,000 people", value=3000, unit="person"),
        "decided": finding(text, "figure", "3,000", state="accepted", value=3000),
        "call": finding(text, "call", "asked for buses"),
        "new figure": finding(other, "figure", "3,000 people", value=3000, unit="person"),
        "time": finding(other, "time", "On Monday", type="DATE", value="2023-09-25"),
    }


def names(rows: dict[str, Finding], wanted: Wanted, known: Known, after: Place | None = None) -> list[str]:
    named = {row.pk: name for name, row in rows.items()}
    return [named[each.finding.pk] for each in queue(wanted, known, after=after)]


def test_figures_come_first_and_the_newest_of_a_kind(rows: dict[str, Finding]) -> None:
    """Kind by kind in the stated order; what is decided does not wait."""
    assert names(rows, Wanted(), NOBODY) == ["new figure", "old figure", "call", "place", "time"]
    assert count(Wanted(), NOBODY) == 5


def test_what_is_mine_and_what_is_contradicted_come_before_and_only_once(rows: dict[str, Finding]) -> None:
    """One's own first, of whatever kind; then figures that contradict others; none of them again in its kind."""
    reports = frozenset({rows["time"].report_id})
    mine = Mine(reports=reports, findings=frozenset({rows["place"].pk}), contradictions=frozenset())
    known = Known(mine=mine, contradicted=frozenset({rows["old figure"].pk, rows["new figure"].pk}))
    assert names(rows, Wanted(), known) == ["time", "new figure", "place", "old figure", "call"]
    assert names(rows, Wanted(only_mine=True), known) == ["time", "new figure", "place"]
    assert count(Wanted(only_mine=True), known) == 3


def test_the_queue_is_narrowed_down(rows: dict[str, Finding]) -> None:
    """By kind, by report, and by a part of the publisher's name in any case."""
    assert names(rows, Wanted(kind="figure"), NOBODY) == ["new figure", "old figure"]
    assert names(rows, Wanted(publisher="hill r"), NOBODY) == ["new figure", "time"]
    assert names(rows, Wanted(report_id=rows["call"].report_id), NOBODY) == ["old figure", "call", "place"]


def test_whoever_goes_on_meets_each_finding_once(rows: dict[str, Finding]) -> None:
    """Page by page, of whatever size, the same findings in the same order."""
    whole = names(rows, Wanted(), NOBODY)
    for most in (1, 2, 3):
        after, met = None, list[int]()
        while part := queue(Wanted(), NOBODY, after=after, most=most):
            met += [each.finding.pk for each in part]
            after = part[-1].place
        named = {row.pk: name for name, row in rows.items()}
        assert [named[pk] for pk in met] == whole


def test_a_passage_comes_with_the_words_around_it(rows: dict[str, Finding]) -> None:
    """What stands before and behind is cut from the text, and the text itself is not loaded."""
    [waiting] = queue(Wanted(kind="call"), NOBODY)
    start, end = waiting.finding.start, waiting.finding.end
    assert (waiting.finding.before, waiting.finding.behind) == (TEXT[:start], TEXT[end:])
    assert "text" in waiting.finding.text.get_deferred_fields()


@given(st.integers(0, len(LANES) - 1), st.integers(0, 10**18 - 1))
def test_a_place_is_read_as_it_was_written(lane: int, before: int) -> None:
    """An address carries the place."""
    assert Place.read(str(Place(lane=lane, before=before))) == Place(lane=lane, before=before)


@pytest.mark.parametrize("text", ["", "-", "1", "1-", "99-1", "-1-1", "1-x", "1-²", "1-" + "9" * 40])
def test_what_no_queue_wrote_is_no_place(text: str) -> None:
    """An address that was tampered with is refused in words."""
    with pytest.raises(WrongUse, match="no place in the queue"):
        Place.read(text)
