"""Words that are times by themselves: "now", "the former", "Christmas". The table has one example for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tocsin.reading.anchoring import day_text
from tocsin.reading.atoms import Atom
from tocsin.reading.document import Document, tokenize
from tocsin.reading.leanings import DayOfYear
from tocsin.reading.phrasebook import Match, phrasebook
from tocsin.reading.tables import rows, words

_YEAR = re.compile(r",?\s(?P<year>1\d\d\d|20\d\d)\b")


def find_time_words(doc: Document) -> Iterator[Atom]:
    """The phrases of `data/time_words.tsv`; a day with a name is written with a capital."""
    book, lasts = phrasebook("time_words"), _last_words()
    for index, token in enumerate(doc.tokens):
        match = book.before(doc.tokens, index + 1) if token.lower in lasts else None
        if not match:
            continue
        _, kind, value, *_ = match.row
        start, end = doc.tokens[match.first].start, doc.tokens[match.stop - 1].end
        if kind == "day":
            if not doc.text[start].islower():
                yield _named_day(doc, start, end, value)
        elif not _is_named(doc, match) and not (kind == "noun" and _goes_on(doc, match)):
            yield Atom(start, end, "whole", value)


@cache
def _last_words() -> frozenset[str]:
    """A phrase of the table is looked up at its last word: its first is often "the"."""
    return frozenset(tokenize(phrase)[-1].lower for phrase, *_ in rows("time_words"))


def _named_day(doc: Document, start: int, end: int, value: str) -> Atom:
    month, day = (int(number) for number in value.split("-"))
    year = _YEAR.match(doc.text, end, end + len(", 2023 "))
    if year:
        return Atom(start, year.end(), "day", day_text(int(year["year"]), month, day) or "")
    return Atom(start, end, "day", leaning=DayOfYear(month, day))


def _goes_on(doc: Document, match: Match) -> bool:
    """ "the past two weeks", "the future government": the word belongs to what follows."""
    after = doc.tokens[match.stop] if match.stop < len(doc.tokens) else None
    if not after or not after.text[0].isalnum():
        return False
    return after.lower not in words("year_words", "goes on")


def _is_named(doc: Document, match: Match) -> bool:
    """ "the Future of Sudan Forum": a capital inside a sentence makes a name."""
    token = doc.tokens[match.first]
    if not token.text[0].isupper():
        return False
    sentence = doc.sentence_at(token.start)
    before = doc.tokens[match.first - 1].text if match.first else ""
    return bool(
        sentence and sentence.start != token.start and before not in ("“", '"', "‘", "'", "«", "(", ":")
    )
