"""One spelling for all ways to print a name: no case, no accents, no hyphens, dots or apostrophes.

>>> folded("Côte d’Ivoire"), folded("El-Geneina"), folded("Łódź"), folded("Al Fū‘ah")
('cote divoire', 'el geneina', 'lodz', 'al fuah')
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: a name is matched word by word; hyphens and dots are no words
_WORD = re.compile(r"[^\W\d_]+")
#: letters that Unicode does not take apart into a plain one and a mark, and the apostrophes of transliteration
_PLAIN = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a",
        "'": "", "’": "", "‘": "", "ʻ": "", "ʼ": "", "ʿ": "", "ʾ": "", "`": "", "´": "",
    }
)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """A word in lower case, without accents and apostrophes: "Côte" and "cote" are one name."""
    lower = word.lower()
    if lower.isascii():
        return lower.replace("'", "").replace("`", "")
    decomposed = unicodedata.normalize("NFKD", lower.translate(_PLAIN))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def folded(name: str) -> str:
    """The key of a whole name."""
    return " ".join(_WORD.findall(fold(name)))
