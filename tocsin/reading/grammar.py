"""Closed classes of English, looked up: what may bound a clause or a noun phrase, with no parser.

>>> is_kind("whether", "subordinator"), is_kind("ministry", "subordinator")
(True, False)
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Token
from tocsin.reading.tables import words

#: the word that stands for a whole quotation in a folded sentence
QUOTATION = "“…”"

#: signs that no noun phrase and no subject goes past
CLOSERS = {";", ":", "(", "[", QUOTATION}

DASHES = {"—", "–", "―"}
STOPS = {".", "!", "?", "…"}


def words_of_kind(kind: str) -> frozenset[str]:
    """All words of that closed class, in lower case."""
    return words("grammar_words", kind)


def is_kind(word: str, kind: str) -> bool:
    """Whether the lower-case `word` is of that closed class (see data/grammar_words.tsv)."""
    return word in words("grammar_words", kind)


def is_name_word(word: str, kind: str) -> bool:
    """Whether the lower-case `word` shows a name of that kind (see data/name_words.tsv)."""
    return word in words("name_words", kind)


def is_abbreviation(word: str) -> bool:
    """Whether the lower-case `word` is cut short by a stop before a name: "gov", "mr" (see data/sentence_words.tsv)."""
    return word in words("sentence_words", "never_last")


def is_capital(token: Token) -> bool:
    return token.text[0].isupper() and token.text != QUOTATION


def is_word(token: Token) -> bool:
    return token.text[0].isalnum()


def is_dash(token: Token) -> bool:
    return token.text in DASHES


def is_stop(token: Token) -> bool:
    return token.text in STOPS


def is_possessive(token: Token) -> bool:
    return token.lower in {"’s", "'s"}


def skip_adverbs_back(tokens: Sequence[Token], index: int) -> int:
    """The first index left of `index` that is neither auxiliary nor adverb, plus one."""
    while index > 0 and _is_auxiliary_or_adverb(tokens, index - 1):
        index -= 1
    return index


def _is_auxiliary_or_adverb(tokens: Sequence[Token], index: int) -> bool:
    word = tokens[index].lower
    if is_kind(word, "auxiliary") or is_kind(word, "adverb"):
        return True
    return word.endswith("ly") and len(word) > 4 and tokens[index].text.islower()
