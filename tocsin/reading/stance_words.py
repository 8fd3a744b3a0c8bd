"""Nouns and adjectives of saying and stance ("concern about", "worried that"), and the verbs that lend nouns a subject.

Data: data/stance_nouns.tsv, stance_adjectives.tsv, light_verbs.tsv. They are read with a tree only.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tocsin.reading.inflection import verb_forms
from tocsin.reading.tables import rows

#: what is begun is done: "went on to say", "began to doubt", "continues to support"
BEGUN = frozenset(
    {"went", "goes", "began", "begins", "begun", "started", "starts", "came", "come", "proceeded"}
    | {"continued", "continues", "continuing"}
)


class Stance(NamedTuple):
    act: str
    #: t a that-clause, w a question, i a to-infinitive, a preposition by its own name
    takes: frozenset[str]


@cache
def stance_nouns() -> dict[str, Stance]:
    """Every noun, singular and plural."""
    return {
        form: Stance(act, frozenset(takes.split()))
        for noun, act, takes, *_ in rows("stance_nouns")
        for form in (noun, _plural(noun))
    }


@cache
def stance_adjectives() -> dict[str, Stance]:
    return {
        adjective: Stance(act, frozenset(takes.split()))
        for adjective, act, takes, *_ in rows("stance_adjectives")
    }


@cache
def light_verbs() -> frozenset[str]:
    """Every form of every verb that says no more than its object does: "express", "raise"."""
    return frozenset(
        form
        for lemma, irregular, *_ in rows("light_verbs")
        for form, _ in verb_forms(lemma, irregular.split())
    )


def _plural(noun: str) -> str:
    """
    >>> _plural("worry"), _plural("wish"), _plural("pledge")
    ('worries', 'wishes', 'pledges')
    """
    if noun.endswith("y"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("sh", "ch", "ss", "x")) else "s")
