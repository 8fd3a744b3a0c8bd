"""How sure the text is of what it tells: asserted, attributed, unconfirmed or denied, by cue words.

The cues are data (data/certainty_cues.tsv), each with an example. What nobody else is named for, and nothing marks,
the text asserts itself.
"""

from __future__ import annotations

from tocsin.reading.document import Document
from tocsin.reading.findings import Certainty
from tocsin.reading.phrasebook import phrasebook


def certainty_in(doc: Document, start: int, end: int) -> Certainty | None:
    """What the cue words inside start:end show; None without any. A denial outweighs a doubt."""
    tokens = doc.tokens_in(start, end)
    shown = {match.row[1] for match in phrasebook("certainty_cues").all(tokens, 0, len(tokens))}
    return "denied" if "denied" in shown else "unconfirmed" if shown else None
