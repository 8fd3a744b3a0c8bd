"""Imperatives in somebody's mouth: “Open the crossing now,” “Do not leave the wounded behind.”

A sentence of a quotation is one when it opens with the bare form of a verb (data/imperative_verbs.tsv), and goes on
with what such a verb governs: not "Help is near", not "Release of prisoners", not "Open letters".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.reading.attribution import Attribution
from tocsin.reading.call_drafts import CallDraft
from tocsin.reading.call_ends import action_end
from tocsin.reading.document import Token
from tocsin.reading.grammar import is_capital, is_kind, is_stop
from tocsin.reading.tables import rows

#: what may stand before the verb
_SOFTENERS = {"please", "now", "just", "so", "then", "and", "kindly", "immediately"}
_NEGATED = {"don’t", "don't", "never"}
_US = {"me", "us", "him", "her", "them", "it"}


def draft_imperatives(words: Sequence[Token], attribution: Attribution) -> Iterator[CallDraft]:
    """The imperative that opens the sentence, if it stands in a quotation."""
    first = 1 if words[0].lower in _SOFTENERS and len(words) > 1 else 0
    if not is_capital(words[0]) or words[-1].text == "?":
        return
    statement = attribution.around(words[0].start, words[0].end)
    if statement is None or not statement.direct:
        return
    verb = _past_negation(words, first)
    if verb < len(words) and _is_bare(words, verb, negated=verb > first):
        end = action_end(words, first)
        if end > first:
            yield CallDraft(first, end, None, (first, end), imperative=True)


def _past_negation(words: Sequence[Token], first: int) -> int:
    if words[first].lower in _NEGATED:
        return first + 1
    no = len(words) > first + 1 and words[first].lower == "do" and words[first + 1].lower == "not"
    return first + 2 if no else first


def _is_bare(words: Sequence[Token], verb: int, *, negated: bool) -> bool:
    lemma = words[verb].lower
    if negated:
        return lemma.isalpha()
    if lemma not in _imperatives() or verb + 1 >= len(words):
        return False
    follows = words[verb + 1]
    return (
        is_stop(follows)
        or follows.lower in _US
        or is_capital(follows)
        or (is_kind(follows.lower, "determiner") and follows.lower != "any")
        or is_kind(follows.lower, "adverb")
        or (is_kind(follows.lower, "preposition") and follows.lower != "of")
        or follows.lower in {"all", "every", "both", "people", "families", "civilians", "prisoners", "and"}
    )


def _imperatives() -> frozenset[str]:
    return frozenset(row[0] for row in rows("imperative_verbs"))
