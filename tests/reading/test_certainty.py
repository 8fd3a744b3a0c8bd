"""Words that show doubt or denial."""

from __future__ import annotations

import pytest

from tocsin.reading import read
from tocsin.reading.certainty import certainty_in
from tocsin.reading.document import open_document
from tocsin.reading.tables import rows


def test_every_cue_is_found_in_its_example() -> None:
    """Each entry of the table shows what it says in its own example."""
    for cue, shows, example, *_ in rows("certainty_cues"):
        assert certainty_in(open_document(example), 0, len(example)) == shows, cue


def test_a_denial_outweighs_a_doubt() -> None:
    """The alleged raid is denied, so it is denied."""
    text = "The army denied the alleged raid."
    assert certainty_in(open_document(text), 0, len(text)) == "denied"
    assert certainty_in(open_document(text), 0, 8) is None


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said nobody fled. The claim could not be verified.",
        "The mayor said nobody fled. The agency was unable to confirm this.",
        "The mayor said nobody fled, but this could not be confirmed.",
        "The mayor said nobody fled.\n\nThe Lowland Post could not verify his account.",
    ],
)
def test_a_doubt_told_afterwards(text: str) -> None:
    """What somebody said is unconfirmed if we, or others, doubt it later."""
    assert read(text).statements[0].certainty == "unconfirmed"


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said nobody fled. The order was confirmed.",
        "The mayor said nobody fled. The court confirmed this.",
    ],
)
def test_a_confirmation_is_no_doubt(text: str) -> None:
    """What is confirmed stays as it was told."""
    assert read(text).statements[0].certainty == "attributed"
