"""Which of a fund's purposes a payment text names: by the words of the purposes, and by nothing else. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.relief.donors.names import words

#: words that stand in any purpose and any payment text
_COMMON = frozenset(
    {
        "and",
        "for",
        "of",
        "the",
        "in",
        "to",
        "help",
        "aid",
        "gift",
        "donation",
        "fund",
        "people",
        "families",
        "displaced",
    }
)


def preferred_purpose(text: str, purposes: Mapping[str, str]) -> str:
    """Slug of the one purpose that the text names; empty where it names none, or more than one.

    `purposes`: slug -> its words. A word in the text must be a word of the purpose, letter for letter.

    >>> purposes = {"water": "Clean water", "children": "School for children"}
    >>> preferred_purpose("For the CHILDREN of Goris", purposes), preferred_purpose("a gift", purposes)
    ('children', '')
    >>> preferred_purpose("water for children", purposes)
    ''
    """
    said = set(words(text))
    named = [slug for slug, title in purposes.items() if said & (_telling(title) | _telling(slug))]
    return named[0] if len(named) == 1 else ""


def _telling(title: str) -> set[str]:
    return {word for word in words(title.replace("-", " ")) if len(word) > 2} - _COMMON
