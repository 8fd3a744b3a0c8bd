"""Who names a crime, or an element of one, of what conduct. Never our own view: what the text names, by whom.

The terms are data (data/crime_terms.tsv), each with the treaty that names it. A term inside the name of a body
("Institute for Genocide Prevention") or of a field ("genocide scholars") qualifies nothing.

`certainty` is denied where the term is negated or somebody will not use it, unconfirmed where it is feared ("in danger
of genocide"), possible or hedged, attributed where somebody is named, else asserted by the text itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tocsin.reading.attribution import Attribution
from tocsin.reading.conduct import named
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Certainty, Qualification, Statement
from tocsin.reading.grammar import is_kind
from tocsin.reading.names import Name
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import words as marks

#: "not", "danger of": how far before the term they change what is said of it
_MARK_WORDS_MAX = 5
#: "whether the flight of the potters was a | genocide", "declined to call the march across the pass a | genocide"
_FAR_MARK_WORDS_MAX = 10


def find_qualifications(
    doc: Document, statements: Sequence[Statement], names: Sequence[Name]
) -> tuple[Qualification, ...]:
    """All qualifications in text order."""
    attribution = Attribution(statements)
    bodies = [name for name in names if name.kind == "body"]
    found = []
    for sentence in doc.sentences:
        words = doc.tokens_in(sentence.start, sentence.end)
        for first, last, row in phrasebook("crime_terms").all(words, 0, len(words)):
            if not _is_name(words, first, last, bodies):
                found.append(_qualification(doc, words, first, last, row[1], attribution))
    return tuple(found)


def _qualification(
    doc: Document, words: Sequence[Token], first: int, last: int, term: str, attribution: Attribution
) -> Qualification:
    start, end = words[first].start, words[last - 1].end
    certainty = _certainty(doc, words, first, last, attribution)
    told = named(words, first, last)
    by = attribution.speaker(start, end)
    if by is None and told.by:
        by = _uncapitalized(_printed(doc, words, told.by))
        certainty = "attributed" if certainty == "asserted" else certainty
    return Qualification(
        start=start,
        end=end,
        term=term,
        by=by,
        of=_printed(doc, words, told.of) if told.of else None,
        certainty=certainty,
    )


def _uncapitalized(printed: str) -> str:
    """The phrase with its article in lower case, wherever it stood."""
    return printed[0].lower() + printed[1:] if printed.lower().startswith(("the ", "a ", "an ")) else printed


def _is_name(words: Sequence[Token], first: int, last: int, bodies: Sequence[Name]) -> bool:
    """Whether the term is part of the name of a body or of a field of work."""
    if last < len(words) and words[last].lower in marks("crime_marks", "field"):
        return True
    start, end = words[first].start, words[last - 1].end
    index = bisect_right(bodies, start, key=lambda name: name.start) - 1
    return index >= 0 and bodies[index].end >= end and len(bodies[index].text) > end - start


def _certainty(
    doc: Document, words: Sequence[Token], first: int, last: int, attribution: Attribution
) -> Certainty:
    near = range(max(0, first - _MARK_WORDS_MAX), first)
    if any(_negates(words, index) for index in near) or _is_refused(words, first):
        return "denied"
    start, end = words[first].start, words[last - 1].end
    certainty = attribution.certainty(doc, start, end, (words[near.start].start, end))
    fears = marks("crime_marks", "fear")
    asked = any(word.lower == "whether" for word in words[max(0, first - _FAR_MARK_WORDS_MAX) : first])
    feared = asked or any(words[index].lower in fears for index in near)
    return "unconfirmed" if feared and certainty in {"asserted", "attributed"} else certainty


def _negates(words: Sequence[Token], index: int) -> bool:
    """ "not", "no", "never", but neither "not only" nor "learned nothing from"."""
    word = words[index].lower
    return (
        is_kind(word, "negation")
        and word not in {"nothing", "none", "nobody"}
        and words[index + 1].lower != "only"
    )


def _is_refused(words: Sequence[Token], first: int) -> bool:
    """ "declined to call it | genocide"."""
    begin = max(0, first - _FAR_MARK_WORDS_MAX)
    matches = phrasebook("crime_marks").all(words, begin, first)
    return any(match.row[0] in marks("crime_marks", "refusal") for match in matches)


def _printed(doc: Document, words: Sequence[Token], phrase: Phrase) -> str:
    return doc.text[words[phrase.first].start : words[phrase.last - 1].end]
