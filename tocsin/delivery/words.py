"""What every message says beside its own words: the question to confirm, and the links. In the recipient's language.

>>> words_of("pt-BR")["confirm"], words_of("sw")["confirm"]
('Ver e confirmar', 'Look at it and confirm')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

#: where we ship no words of a language
FALLBACK = "en"


def words_of(language: str) -> Mapping[str, str]:
    """All of them by name, `dir` ("ltr", "rtl") among them."""
    return _table()[spoken(language) or FALLBACK]


def language_for(asked: Sequence[str]) -> str:
    """The first that somebody asked for and that we have words in.

    >>> language_for(["sw", "hy", "en"]), language_for([])
    ('hy', 'en')
    """
    return next((each for each in map(spoken, asked) if each), FALLBACK)


def spoken(language: str) -> str:
    """The language of our words for it; empty where we have none."""
    primary = language.partition("-")[0].lower()
    return primary if primary in _table() else ""


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """Language -> name -> words."""
    text = (resources.files("tocsin.delivery") / "data" / "words.tsv").read_text(encoding="utf-8")
    head, *rows = [line.split("\t") for line in text.splitlines()[1:] if line]
    return {
        language: {row[0]: row[column] for row in rows} for column, language in enumerate(head[1:], start=1)
    }
