"""Verbs by which somebody takes a stance without saying it: "supports", "refuses", "saw", "appears".

Data: data/stance_verbs.tsv. They are read with a tree only; the words around them alone tell too little.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tocsin.reading.cues import Verb
from tocsin.reading.inflection import verb_forms
from tocsin.reading.tables import rows


@cache
def governing_verbs() -> dict[str, dict[str, Verb]]:
    """Every form of every verb of saying or stance; of each, the entries by particle ("" for none)."""
    table: defaultdict[str, dict[str, Verb]] = defaultdict(dict)
    for name in ("stance_verbs", "speech_verbs"):
        for lemma, irregular, act, takes, *_ in rows(name):
            verb, _, particle = lemma.partition(" ")
            for word, form in verb_forms(verb, irregular.split()):
                known = table[word].get(particle)
                frames = frozenset(takes.split()) | (known.takes if known else frozenset())
                table[word][particle] = Verb(lemma, act, frames, form)
    return dict(table)
