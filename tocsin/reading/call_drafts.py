"""A call in word indexes of its sentence, before names and passages are known."""

from __future__ import annotations

from typing import NamedTuple

from tocsin.reading.noun_phrases import Phrase


class CallDraft(NamedTuple):
    """Half open: first:last is the call, `action` what is asked."""

    first: int
    last: int
    addressee: Phrase | None
    action: tuple[int, int]
    #: the word after the verb of asking; None where there is no such verb
    verb_end: int | None = None
    #: who asks, where the call itself names it and no statement does
    speaker: Phrase | None = None
    #: addressed to whoever is told what it stands in
    imperative: bool = False
