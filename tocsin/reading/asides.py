"""What stands between a subject and its verb: "Roe, who had seen the camp, | said", "Roe (right) | said".

All positions are word indexes of a folded sentence, half open.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Token
from tocsin.reading.grammar import QUOTATION, is_capital, is_dash, is_kind, is_possessive

#: a longer stretch between two commas, dashes or parentheses is a sentence of its own
_ASIDE_WORDS_MAX = 40
#: "Beijing" and "king" are no participles
_PARTICIPLE_MIN = 5
_NO_PARTICIPLES = {"morning", "evening", "during", "nothing", "something", "anything", "everything"}
_SUBORDINATORS = {"when", "while", "if", "although", "though", "as", "whose", "where", "once", "until"}
#: what may follow "clad" or "flanked": a passive participle is told from a past by it
_AFTER_PASSIVE = {"by", "in", "with", "as", "at", "on", "for", "to", "from", "“…”"}


def skip_aside(words: Sequence[Token], index: int) -> int:
    """Where the aside begins that ends right before `index`; `index` where there is none."""
    closing = words[index - 1] if index else None
    if closing is None:
        return index
    low = max(0, index - 1 - _ASIDE_WORDS_MAX)
    for first in range(index - 2, low, -1):
        word = words[first]
        if word.text == ";" or (word.text == ":" and closing.text != ")"):
            return index
        if closing.text == ")" and word.text == "(":
            return first
        if is_dash(closing) and is_dash(word):
            return first
        if closing.text in {",", QUOTATION} and word.text == "," and _opens_aside(words, first + 1):
            return first
    return index


def _opens_aside(words: Sequence[Token], index: int) -> bool:
    """Whether at `index` begins what no subject begins with: a relative or adverbial clause, a participle, an age."""
    word, after = words[index], words[index + 1].lower
    if is_capital(word) or is_possessive(words[index + 1]):
        return False
    if is_kind(word.lower, "relative") or word.lower in _SUBORDINATORS:
        return word.lower != "that"
    if word.text.isdigit():
        return after == ","
    if len(word.text) < _PARTICIPLE_MIN or word.lower in _NO_PARTICIPLES:
        return False
    return word.lower.endswith("ing") or (word.lower.endswith("ed") and after in _AFTER_PASSIVE)
