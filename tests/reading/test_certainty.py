"""Words that show doubt or denial."""

from __future__ import annotations

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
