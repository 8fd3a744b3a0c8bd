"""What a person typed to look for, as terms: words, "exact phrases", -excluded ones and begin* nings.

Nothing typed is ever an operator of a database: terms hold letters and digits alone, and only what is built here
around them is read as a query.

>>> terms_of('displac* "the river" -rain')
(Term(words=('displac',), begins=True, excluded=False), Term(words=('the', 'river'), begins=False, excluded=False), \
Term(words=('rain',), begins=False, excluded=True))
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.errors import WrongUse

#: words of one search; more are no search but a text
WORDS_MAX = 12
#: signs that are looked at
ASKED_MAX = 400
#: signs of vowels and tones that belong to the letter before, as in Hindi, Arabic, Hebrew, Thai, Khmer
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u093c\u093e-\u094d\u0951-\u0957"
    "\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u102b-\u103e\u17b4-\u17d3"
)
#: one word: letters and digits of any script with their marks; an underscore parts words
WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_CHUNK = re.compile(r'(-?)(?:"([^"]*)"?(\*?)|([^\s"]+))')
_QUOTATION_MARKS = dict.fromkeys(map(ord, "“”„«»"), '"')
#: of Latin letters alone: й is no и, and neither database takes it for one
_ACCENTS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Term:
    #: folded; several stand one after the other
    words: tuple[str, ...]
    #: whether the last word only begins the one that is looked for
    begins: bool = False
    excluded: bool = False


def fold(text: str) -> str:
    """Letters as people type them: small, Latin ones without accents.

    >>> fold("Stépanakert ÅNGSTRÖM İzmir Йод")
    'stepanakert angstrom izmir йод'
    """
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text))).lower()


def terms_of(asked: str, *, needed: bool = True) -> tuple[Term, ...]:
    """The terms, all of which must hold. Raises WrongUse where they are too many or nothing is looked for.

    `needed` False takes an empty question, for filters alone.
    """
    chunks = _CHUNK.finditer(asked[:ASKED_MAX].translate(_QUOTATION_MARKS))
    terms = tuple(term for chunk in chunks if (term := _term(chunk)))
    words = sum(len(term.words) for term in terms)
    sought = any(not term.excluded for term in terms)
    if words > WORDS_MAX or (not sought and (needed or asked.strip())):
        raise WrongUse(
            f"{asked[:60]!r} cannot be searched for",
            f"give one to {WORDS_MAX} words, at least one of them without a hyphen before it",
        )
    return terms


def _term(chunk: re.Match[str]) -> Term | None:
    minus, phrase, star, bare = chunk.groups()
    printed = bare if phrase is None else phrase
    words = tuple(WORD.findall(fold(printed)))
    begins = bool(star) or bool(bare and bare.endswith("*"))
    return Term(words, begins=begins, excluded=bool(minus)) if words else None


def as_fts5(terms: Sequence[Term], columns: str = "") -> str:
    """The terms as an FTS5 query, each within these columns ("passage speaker") or any; empty where there is none."""
    return joined_fts5([(term, columns) for term in terms])


def joined_fts5(terms: Iterable[tuple[Term, str]], marks: Sequence[str] = ()) -> str:
    """Terms, each within columns of its own, and expressions that must hold besides, as one FTS5 query."""
    sought, left_out = list(marks), list[str]()
    for term, columns in terms:
        (left_out if term.excluded else sought).append(_fts5(term, columns))
    query = " AND ".join(sought)
    return f"({query}) NOT ({' OR '.join(left_out)})" if left_out else query


def _fts5(term: Term, columns: str) -> str:
    phrase = f'"{" ".join(term.words)}"{" *" if term.begins else ""}'
    return f"{{{columns}}} : {phrase}" if columns else phrase


def as_tsquery(terms: Sequence[Term], weights: str = "") -> str:
    """The terms as the text that PostgreSQL's `to_tsquery` takes; `weights` is some of A, B, C, D."""
    return " & ".join(_tsquery(term, weights) for term in terms)


def _tsquery(term: Term, weights: str) -> str:
    *whole, last = term.words
    labels = weights + ("*" if term.begins else "")
    parts = [f"'{word}'{':' + weights if weights else ''}" for word in whole]
    parts.append(f"'{last}'{':' + labels if labels else ''}")
    phrase = f"({' <-> '.join(parts)})"
    return f"!{phrase}" if term.excluded else phrase
