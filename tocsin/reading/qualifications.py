"""Who names a crime, or an element of one, of what conduct. Never our own view: what the text names, by whom.

The terms are data (data/crime_terms.tsv), each with the treaty that names it. A term inside the name of a body
("Institute for Genocide Prevention") or of a field ("genocide scholars") qualifies nothing.

`certainty` is denied where the term is negated, unconfirmed where it is feared ("in danger of genocide") or hedged,
attributed where somebody is named, else asserted by the text itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tocsin.reading.attribution import Attribution
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Certainty, Qualification, Statement
from tocsin.reading.grammar import is_capital, is_kind, skip_adverbs_back
from tocsin.reading.names import Name
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.speakers import owner_of, speaker_before

#: "not", "danger of": how far before the term they change what is said of it
_MARK_WORDS_MAX = 5
#: "genocide currently being committed by ... against ..."
_AGAINST_WORDS_MAX = 10
_FEARS = {
    "danger",
    "risk",
    "threat",
    "fear",
    "fears",
    "possibility",
    "potential",
    "possible",
    "could",
    "may",
    "might",
}
#: nouns that make the term the name of a field of work
_FIELDS = {
    *(
        "convention",
        "conventions",
        "memorial",
        "museum",
        "prevention",
        "remembrance",
        "scholar",
        "scholars",
        "studies",
    ),
    *("tribunal", "tribunals", "trial", "trials", "court", "case", "expert", "experts", "lawyer", "lawyers"),
}
#: verbs by which somebody names a crime: with "of", and without
_SPEAKING = {
    "speak",
    "speaks",
    "spoke",
    "spoken",
    "talk",
    "talks",
    "talked",
    "write",
    "writes",
    "wrote",
    "speaking",
}
_SEEING = {"see", "sees", "saw"}
#: what links conduct to the term it is said to be
_LINKING = {
    "is",
    "was",
    "are",
    "were",
    "constitutes",
    "constitute",
    "constituted",
    "amounts",
    "amount",
    "amounted",
    "fits",
    "meets",
}


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
    by = attribution.speaker(start, end)
    names_it = None if by else _names_it(words, first)
    if names_it:
        by = _uncapitalized(doc.text[words[names_it.first].start : words[names_it.last - 1].end])
        certainty = "attributed" if certainty == "asserted" else certainty
    return Qualification(
        start=start,
        end=end,
        term=term,
        by=by,
        of=_conduct(doc, words, first, last, attribution),
        certainty=certainty,
    )


def _uncapitalized(printed: str) -> str:
    """The phrase with its article in lower case, wherever it stood."""
    return printed[0].lower() + printed[1:] if printed.lower().startswith(("the ", "a ", "an ")) else printed


def _names_it(words: Sequence[Token], first: int) -> Phrase | None:
    """Who "speaks of" or "sees" what the term names, where that is no statement: "the envoy speaks of | genocide"."""
    lead = _before_articles(words, first)
    of = lead > 1 and words[lead - 1].lower in {"of", "about"}
    verb = lead - 2 if of else lead - 1
    if verb < 1 or words[verb].lower not in (_SPEAKING if of else _SEEING):
        return None
    who = speaker_before(words, skip_adverbs_back(words, verb))
    return who if who and not who.relative else None


def _is_name(words: Sequence[Token], first: int, last: int, bodies: Sequence[Name]) -> bool:
    """Whether the term is part of the name of a body or of a field of work."""
    if last < len(words) and words[last].lower in _FIELDS:
        return True
    start, end = words[first].start, words[last - 1].end
    index = bisect_right(bodies, start, key=lambda name: name.start) - 1
    return index >= 0 and bodies[index].end >= end and len(bodies[index].text) > end - start


def _certainty(
    doc: Document, words: Sequence[Token], first: int, last: int, attribution: Attribution
) -> Certainty:
    before = [word.lower for word in words[max(0, first - _MARK_WORDS_MAX) : first]]
    if any(_negates(words, index) for index in range(max(0, first - _MARK_WORDS_MAX), first)):
        return "denied"
    start, end = words[first].start, words[last - 1].end
    certainty = attribution.certainty(doc, start, end, (words[max(0, first - _MARK_WORDS_MAX)].start, end))
    feared = not _FEARS.isdisjoint(before) and certainty in {"asserted", "attributed"}
    return "unconfirmed" if feared else certainty


def _negates(words: Sequence[Token], index: int) -> bool:
    """ "not", "no", "never", but neither "not only" nor "learned nothing from"."""
    word = words[index].lower
    return (
        is_kind(word, "negation")
        and word not in {"nothing", "none", "nobody"}
        and words[index + 1].lower != "only"
    )


def _conduct(
    doc: Document, words: Sequence[Token], first: int, last: int, attribution: Attribution
) -> str | None:
    """Of what or against whom the term is said: "genocide of ...", "calls the flight a war crime", "it is a ..."."""
    if last + 1 < len(words) and words[last].lower in {"of", "against", "in"}:
        return _printed(doc, words, last + 1, _phrase_end(words, last + 1))
    against = [
        i for i in range(last, min(len(words) - 1, last + _AGAINST_WORDS_MAX)) if words[i].lower == "against"
    ]
    if against:
        return _printed(doc, words, against[0] + 1, _phrase_end(words, against[0] + 1))
    lead = _before_articles(words, first)
    statement = attribution.around(words[first].start, words[last - 1].end)
    if statement and statement.act == "called" and not statement.direct:
        begin = statement.content[0].start
        called = doc.text[begin : words[lead].start].strip() or doc.text[begin : words[first].start].strip()
        return called or None
    linking = next(
        (i for i in range(lead - 1, max(-1, lead - _MARK_WORDS_MAX), -1) if words[i].lower in _LINKING), None
    )
    subject = speaker_before(words, linking) if linking is not None else None
    if subject and not subject.relative and not is_kind(words[subject.first].lower, "pronoun"):
        return _printed(doc, words, subject.first, subject.last)
    owner = owner_of(words, first)
    return _printed(doc, words, owner.first, owner.last) if owner and owner.last - owner.first > 1 else None


def _phrase_end(words: Sequence[Token], first: int) -> int:
    phrase = phrase_after(words, first)
    return phrase.last if phrase else first


def _before_articles(words: Sequence[Token], first: int) -> int:
    """The first word of "a more severe | war crime"."""
    lead = first
    while lead > max(0, first - _MARK_WORDS_MAX) and not is_kind(words[lead].lower, "determiner"):
        lead -= 1
    return lead if is_kind(words[lead].lower, "determiner") and not is_capital(words[lead]) else first


def _printed(doc: Document, words: Sequence[Token], first: int, last: int) -> str | None:
    return doc.text[words[first].start : words[last - 1].end] if first < last else None
