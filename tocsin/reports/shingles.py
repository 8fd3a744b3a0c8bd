"""A text as the set of its runs of three words, and the bands under which texts with many of them in common meet.

MinHash: A. Broder, On the resemblance and containment of documents (1997); bands: J. Leskovec, A. Rajaraman, J. Ullman,
Mining of Massive Datasets, chapter 3.
"""

import re
import unicodedata
from hashlib import blake2b

Shingle = tuple[str, str, str]

#: how bands are made; another number makes all of them anew
VERSION = "1"
#: of a text, the first: a longer one is told by its beginning. 20,000 words are some 40 pages
WORDS_MAX = 20_000
#: shorter texts are not compared: a flash of a dozen words is alike by chance, and so is every "Read more on our site"
SHINGLES_MIN = 20
#: 32 bands of 3 values: two texts meet with a chance of 0.58 where they share 0.3 of their shingles, 0.88 at 0.4 and
#: 0.986 at 0.5; more bands find more texts that share little, and each is a row for every report
BANDS = 32
BAND_VALUES = 3
_SEED = 7
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Words and numbers without case, marks between them and forms of letters.

    >>> words_of("“About 3,000 PEOPLE fled…”")
    ['about', '3', '000', 'people', 'fled']
    """
    # a word takes more than one character: no more of the text is looked at than can be used
    shown = unicodedata.normalize("NFKC", text[: WORDS_MAX * 20]).casefold()
    return [match[0] for match, _ in zip(_WORD.finditer(shown), range(WORDS_MAX), strict=False)]


def shingles_of(text: str) -> frozenset[Shingle]:
    words = words_of(text)
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def bands_of(shingles: frozenset[Shingle]) -> list[int]:
    """Signed 64-bit numbers; texts that share one are worth comparing. None for a text too short to be compared."""
    if len(shingles) < SHINGLES_MIN:
        return []
    from rensa import RMinHash

    sketch = RMinHash(num_perm=BANDS * BAND_VALUES, seed=_SEED)
    sketch.update([" ".join(shingle) for shingle in shingles])
    values: list[int] = sketch.digest()
    return [_band(number, values[number * BAND_VALUES :][:BAND_VALUES]) for number in range(BANDS)]


def _band(number: int, values: list[int]) -> int:
    """The band's own number is hashed with it: equal values of two bands do not meet."""
    digest = blake2b(repr((number, *values)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
