"""How sure the text is of what it tells: asserted, attributed, unconfirmed or denied, by cue words.

The cues are data (data/certainty_cues.tsv), each with an example. What nobody else is named for, and nothing marks,
the text asserts itself.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tocsin.reading.document import Document
from tocsin.reading.findings import Certainty
from tocsin.reading.tables import rows


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], Certainty], ...]]:
    """First word of a cue -> the cue's words and what they show; longest first."""
    table: defaultdict[str, list[tuple[tuple[str, ...], Certainty]]] = defaultdict(list)
    for phrase, shows, *_ in rows("certainty_cues"):
        parts = tuple(phrase.split())
        assert shows in {"unconfirmed", "denied"}, f"data/certainty_cues.tsv: {shows!r}"
        table[parts[0]].append((parts, "denied" if shows == "denied" else "unconfirmed"))
    return {first: tuple(sorted(cues, key=lambda cue: -len(cue[0]))) for first, cues in table.items()}


def certainty_in(doc: Document, start: int, end: int) -> Certainty | None:
    """What the cue words inside start:end show; None without any. A denial outweighs a doubt."""
    lowered = [token.lower.replace("’", "'") for token in doc.tokens_in(start, end)]
    shown: set[Certainty] = set()
    for index, word in enumerate(lowered):
        for parts, shows in _cues().get(word, ()):
            if tuple(lowered[index : index + len(parts)]) == parts:
                shown.add(shows)
                break
    return "denied" if "denied" in shown else "unconfirmed" if shown else None
