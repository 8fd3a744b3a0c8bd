"""We take no side: swap the names of the two sides in a report, and the findings are the same but for the names."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tocsin.reading import read
from tocsin.reports.plain import head_left_blank

ROOT = Path(__file__).parents[2]
REPORTS = sorted(
    [*(ROOT / "examples" / "reports").glob("*.txt"), *(ROOT.parent / "shared" / "reports").glob("*.txt")],
    key=lambda path: path.name,
)
SIDES = (
    ("Armenia", "Azerbaijan"),
    ("Armenian", "Azerbaijani"),
    ("Armenians", "Azerbaijanis"),
    ("Yerevan", "Baku"),
    ("YEREVAN", "BAKU"),
)
OTHER = {one: other for pair in SIDES for one, other in (pair, pair[::-1])}
NAMES = re.compile(r"\b(" + "|".join(sorted(OTHER, key=len, reverse=True)) + r")\b")
#: what a place is called is all that can be swapped of it: the two sides lie where they lie
OF_THE_MAP = {"lat", "lon", "country", "known_as"}


def swapped(value: Any) -> Any:
    """The value with every name of one side turned into that of the other."""
    if isinstance(value, str):
        return NAMES.sub(lambda match: OTHER[match[0]], value)
    if isinstance(value, dict):
        return {name: swapped(inner) for name, inner in value.items()}
    return [swapped(inner) for inner in value] if isinstance(value, list | tuple) else value


def findings(text: str, published: str) -> dict[str, Any]:
    """All findings, with the words of each span in place of its offsets, which move with the length of names."""
    found = read(text, published=published).as_dict()
    return {name: [in_words(text, row) for row in rows] for name, rows in found.items()}


def in_words(text: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [in_words(text, inner) for inner in value]
    if not isinstance(value, dict):
        return value
    kept = {name: in_words(text, inner) for name, inner in value.items() if name not in OF_THE_MAP}
    if "start" in kept:
        kept["words"] = text[kept.pop("start") : kept.pop("end")]
    return kept


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_sides_may_be_swapped(path: Path) -> None:
    """Same figures, speech acts, certainties, events and calls, whichever side is named."""
    match = re.search(r"\d{4}-\d{2}-\d{2}", path.name)
    assert match is not None
    published = date.fromisoformat(match[0]).isoformat()
    text = head_left_blank(path.read_text(encoding="utf-8"))
    assert findings(swapped(text), published) == swapped(findings(text, published))


def test_a_swap_is_a_swap() -> None:
    """Twice swapped is as it was, and names inside other words stay."""
    text = "Yerevan and Baku; Armenians and Azerbaijani officials; Armeniaville."
    assert swapped(text) == "Baku and Yerevan; Azerbaijanis and Armenian officials; Armeniaville."
    assert swapped(swapped(text)) == text
