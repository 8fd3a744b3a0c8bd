"""What stands before a sentence and is no part of it: a dateline, the dot of a list.

>>> from tocsin.reading.document import tokenize
>>> words = tokenize("LYSK, Lowland, 8 March (Agency) — The ford is shut.")
>>> words[after_dateline(words)].text
'The'
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Token
from tocsin.reading.grammar import is_capital, is_dash

#: "WASHINGTON (Agency) —": words of a dateline
_DATELINE_WORDS_MAX = 14
_BULLETS = {"•", "·", "●", "○", "◦", "▪", "■", "►", "‣", "*", "-", "–", "—"}


def after_dateline(words: Sequence[Token]) -> int:
    """Where the sentence proper begins: "WASHINGTON (Agency) — | The envoy said"."""
    for index in range(1, min(len(words) - 1, _DATELINE_WORDS_MAX)):
        if is_dash(words[index]) or (words[index].text == "-" and words[index - 1].end < words[index].start):
            return index + 1 if words[0].text.isupper() or words[index - 1].text == ")" else 0
        if not (is_capital(words[index]) or words[index].text in "(),./" or words[index].text.isdigit()):
            return 0
    return 0


def sentence_start(words: Sequence[Token]) -> int:
    """Where the sentence begins after its dateline, or after the dot of a list: "• | Nine wells are dry"."""
    bullet = 1 if len(words) > 1 and words[0].text in _BULLETS else 0
    return after_dateline(words) or bullet
