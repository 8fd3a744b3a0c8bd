"""What docs/reference/custody.md and the docstrings say is what the program does."""

import doctest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tocsin.custody import Act
from tocsin.custody.acts import canonical_entry

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "custody.md"


def test_the_worked_example_is_right_and_is_what_is_written():
    """The reference's example computes as it says, with the standard library, and gives the bytes that we write."""
    example = doctest.DocTestParser().get_doctest(
        REFERENCE.read_text(encoding="utf-8"), {}, "custody.md", str(REFERENCE), 0
    )
    result = doctest.DocTestRunner().run(example, clear_globs=False)
    assert result.attempted > 10 and result.failed == 0
    act = Act(
        item="report:12",
        action="taken in",
        actor="ani",
        at=datetime(2023, 9, 29, 18, 0, tzinfo=timezone(timedelta(hours=4))),
        reason="sent by a reader",
        after={"title": "First arrivals", "published_at": None},
        text="About 3,000 people came.\n\nMore follow.",
    )
    assert canonical_entry(act, example.globs["secret"]) == example.globs["canonical"]


def test_every_action_that_the_reference_says_is_logged_is_written_somewhere():
    """An action that was renamed in the program is renamed in the table."""
    text = REFERENCE.read_text(encoding="utf-8")
    table = text[text.index("## What is logged") : text.index("## What holds it")]
    told = {
        word
        for row in table.splitlines()
        if row.startswith("| ")
        for word in row.split("|")[3].split("`")[1::2]
    }
    source = "".join(
        path.read_text(encoding="utf-8") for path in (REFERENCE.parents[2] / "tocsin").rglob("*.py")
    )
    assert len(told) > 15 and {word for word in told if f'"{word}"' not in source} == set()
