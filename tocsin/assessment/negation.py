"""Whether words are negated, or only supposed, by the few words before them in their own clause."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from importlib import resources

#: how many words before a cue its "not" may stand, and its "would"
_NOT_WORDS, _SUPPOSED_WORDS = 4, 6
#: "did not take place": words behind a cue
_HAPPENED_WORDS = 4


@cache
def clause_words(kind: str) -> frozenset[str]:
    """The words of data/clause-words.yml of this kind."""
    import yaml  # only who proposes evidence needs it

    text = (resources.files("tocsin.assessment") / "data" / "clause-words.yml").read_text(encoding="utf-8")
    return frozenset(yaml.safe_load(text)[kind])


def negated(words: Sequence[str], first: int, last: int, own: Container[int] = ()) -> bool:
    """Whether words[first:last + 1] are denied: "no convoy was", "did not allow", "The raid did not take place".

    `own` are places of words that are the thing itself ("refused entry") and deny nothing.
    """
    begin = _clause_start(words, first, _NOT_WORDS)
    odd = sum(place not in own and _negates(words, place) for place in range(begin, last + 1)) % 2 == 1
    after = words[last + 1 : last + 1 + _HAPPENED_WORDS]
    undone = not clause_words("not").isdisjoint(after) and not clause_words("happened").isdisjoint(after)
    return odd != undone


def supposed(words: Sequence[str], first: int, last: int, own: Container[int] = ()) -> bool:
    """Whether words[first:last + 1] are asked for, planned, feared or a condition, not said to have been."""
    doubts = clause_words("supposed")
    begin = _clause_start(words, first, _SUPPOSED_WORDS)
    if any(words[place] in doubts for place in range(begin, last + 1) if place not in own):
        return True
    if first < 1 or words[first - 1] != "to":
        return False
    return first < 2 or words[first - 2] not in clause_words("done") | clause_words("not_done")


def _negates(words: Sequence[str], place: int) -> bool:
    word, after = words[place], words[place + 1] if place + 1 < len(words) else ""
    if word in clause_words("not"):
        return after not in clause_words("no_negation")
    return word in clause_words("not_done") and after == "to"


def _clause_start(words: Sequence[str], first: int, most: int) -> int:
    for place in range(first - 1, max(-1, first - 1 - most), -1):
        if words[place] in clause_words("clause_ends"):
            return place + 1
    return max(0, first - most)
