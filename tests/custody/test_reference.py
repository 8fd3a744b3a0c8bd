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
