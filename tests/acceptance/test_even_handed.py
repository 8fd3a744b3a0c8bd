"""We take no side: swap the names of the two sides in any text, and the findings are the same but for the names."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.corpus.passages import Passage, load_all
from tests.sides import CONFLICTS, conflicts_in, findings, swapped
from tocsin.reports.plain import head_left_blank

ROOT = Path(__file__).parents[2]
REPORTS = sorted(
    [*(ROOT / "examples" / "reports").glob("*.txt"), *(ROOT.parent / "shared" / "reports").glob("*.txt")],
    key=lambda path: path.name,
)
SWAPS = [(passage, conflict) for passage in load_all() for conflict in conflicts_in(passage.text)]
#: sides of nobody's war stand in most passages: each is put in place of two names that many passages have
STAND_INS = {
    "the army": "the Armenian army",
    "the rebels": "the Azerbaijani forces",
    "the ministry": "Baku",
    "Oxfam": "Yerevan",
}
TAKEN = re.compile("|".join(STAND_INS))
GIVEN_SIDES = [passage for passage in load_all() if TAKEN.search(passage.text)]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_sides_may_be_swapped_in_a_report(path: Path) -> None:
    """Same figures, speech acts, certainties, events and calls, whichever side is named."""
    match = re.search(r"\d{4}-\d{2}-\d{2}", path.name)
    assert match is not None
    assert_even_handed(
        head_left_blank(path.read_text(encoding="utf-8")),
        date.fromisoformat(match[0]).isoformat(),
        "Armenia and Azerbaijan",
    )


@pytest.mark.parametrize(
    ("passage", "conflict"), SWAPS, ids=[f"{one.name}: {conflict}" for one, conflict in SWAPS]
)
def test_the_sides_may_be_swapped_in_a_passage(passage: Passage, conflict: str) -> None:
    """Every passage of the corpus that names a side reads the same when the other side is named."""
    assert_even_handed(passage.text, passage.published, conflict)


@pytest.mark.parametrize("passage", GIVEN_SIDES, ids=lambda passage: passage.name)
def test_a_passage_without_sides_is_given_two(passage: Passage) -> None:
    """Where a passage tells of an army, rebels or a ministry, these may be of either side."""
    text = TAKEN.sub(lambda match: STAND_INS[match[0]], passage.text)
    assert_even_handed(text, passage.published, "Armenia and Azerbaijan")


def assert_even_handed(text: str, published: str | None, conflict: str) -> None:
    assert findings(swapped(text, conflict), published) == swapped(findings(text, published), conflict)


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_a_swap_is_a_swap(conflict: str) -> None:
    """Twice swapped is as it was, and no name belongs to both sides."""
    text = "; ".join(name for pair in CONFLICTS[conflict] for name in pair)
    assert swapped(text, conflict) != text
    assert swapped(swapped(text, conflict), conflict) == text
