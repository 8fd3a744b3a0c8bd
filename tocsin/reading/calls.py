"""Who asks whom to do what.

1. Verbs of asking (data/call_verbs.tsv): "urges both armies to hold fire", "demands that the road be opened".
2. What somebody says should or must be done: "the council should insist ...", "under no condition should ... be".
   In a publisher's own words that is an opinion and no call, so it counts only inside a statement.

A call that names nobody ("civilians must be given access") is addressed to whoever was asked last in its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from tocsin.reading.attribution import Attribution
from tocsin.reading.clause_ends import clause_end
from tocsin.reading.complements import skip_adjunct
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Call, Statement
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import is_capital, is_dash, is_kind, is_name_word, is_stop, skip_adverbs_back
from tocsin.reading.inflection import verb_forms
from tocsin.reading.names import capital_runs
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.phrasebook import Phrasebook
from tocsin.reading.speakers import speaker_before
from tocsin.reading.tables import rows

#: "urge the valley's neighbours and all others with influence to": how long an addressee may be
_ADDRESSEE_WORDS_MAX = 20
_MODALS = {"should", "must"}
#: nobody asks oneself; and what "it must be" concludes is not asked
_NOT_ASKED = {"i", "we", "it", "this", "that", "there", "what", "you"}
#: after one of these a question or a clause is governed, and nobody is asked to do anything
_NO_ADDRESSEE = {"that", "which", "who", "what", "whether", "if", "why", "how", "when", "where"}
_PASSIVE = {"is", "are", "was", "were", "be", "been", "being"}


_ADJECTIVES = ("ed", "ic", "al", "ous", "ive", "ian", "ern", "ary", "ful")


class _Draft(NamedTuple):
    """A call in word indexes of its sentence."""

    first: int
    last: int
    addressee: Phrase | None
    action: tuple[int, int]
    #: the word after the verb of asking; None where there is no such verb
    verb_end: int | None


def find_calls(
    doc: Document, folded: Sequence[FoldedSentence], statements: Sequence[Statement]
) -> tuple[Call, ...]:
    """All calls in text order."""
    attribution = Attribution(statements)
    by_cue = {one.cue.end: one.speaker_name for one in statements if one.cue and one.speaker_name}
    found: list[Call] = []
    paragraph = -1
    for sentence in folded:
        asked = found[-1].addressee if found and sentence.paragraph == paragraph else None
        for draft in _drafts(sentence, attribution):
            call = _call(doc, sentence.words, draft, by_cue, attribution)
            asked = call.addressee or asked
            found.append(call if call.addressee else replace(call, addressee=asked))
            paragraph = sentence.paragraph
    return tuple(sorted(found, key=lambda call: (call.start, call.end)))


@cache
def _verbs_of_asking() -> Phrasebook:
    """Each form of a verb of asking, with all the ways in which it puts the action."""
    puts: dict[str, set[str]] = {}
    for phrase, irregular, put, *_ in rows("call_verbs"):
        lemma, _, rest = phrase.partition(" ")
        for form, _ in verb_forms(lemma, irregular.split()):
            puts.setdefault(f"{form} {rest}".strip(), set()).add(put)
    return Phrasebook([(phrase, " ".join(ways)) for phrase, ways in puts.items()])


def _drafts(sentence: FoldedSentence, attribution: Attribution) -> Iterator[_Draft]:
    words = sentence.words
    for first, last, row in _verbs_of_asking().all(words, 0, len(words)):
        if _asks(words, first):
            puts = frozenset(row[1].split())
            draft = _asked_to(words, first, last, puts) or _asked_that(words, first, last, puts)
            yield from (draft,) if draft else ()
    for index, word in enumerate(words):
        said = word.lower in _MODALS and attribution.around(word.start, word.end)
        draft = _modal(words, index) if said else None
        yield from (draft,) if draft else ()


def _asks(words: Sequence[Token], first: int) -> bool:
    """Whether the verb stands in the active and asks in fact: not "was asked", "should insist", "did not call on"."""
    group = skip_adverbs_back(words, first)
    helpers = {word.lower for word in words[group:first]}
    before = words[group - 1].lower if group else ""
    passive = not _PASSIVE.isdisjoint(helpers) and not words[first].lower.endswith("ing")
    idle = before == "to" or any(
        is_kind(before, kind) for kind in ("modal", "negation", "determiner", "preposition")
    )
    return not passive and not idle and first > 0 and words[first].text.islower()


def _asked_to(words: Sequence[Token], first: int, last: int, puts: frozenset[str]) -> _Draft | None:
    """ "urges | the community | to act": addressee, then infinitive."""
    if "to" not in puts or (last < len(words) and is_kind(words[last].lower, "preposition")):
        return None
    for index in range(last + 1, min(len(words) - 1, last + _ADDRESSEE_WORDS_MAX)):
        if words[index].lower == "to" and words[index + 1].lower.isalpha():
            return _with_infinitive(words, first, last, index)
        if is_stop(words[index]) or words[index].text in {";", ":"} or words[index].lower in _NO_ADDRESSEE:
            return None
    return None


def _with_infinitive(words: Sequence[Token], first: int, last: int, to: int) -> _Draft | None:
    """The call whose infinitive stands at `to`: "urged | people | not to leave"; "asked not to be named" is none."""
    negated = words[to - 1].lower == "not"
    asked = Phrase(last, to - 1 if negated else to)
    end = clause_end(words, to + 1)
    if asked.first >= asked.last or end <= to + 1:
        return None
    return _Draft(first, end, asked, (to - 1 if negated else to + 1, end), last)


def _asked_that(words: Sequence[Token], first: int, last: int, puts: frozenset[str]) -> _Draft | None:
    """ "demands that | the army | open the road", and "calls for | an inquiry"."""
    begin = skip_adjunct(words, last) if "that" in puts else last  # "demanded | on Tuesday | that"
    if begin >= len(words) or puts.isdisjoint({"that", "for"}):
        return None
    that = words[begin].lower == "that"
    start = begin + 1 if that else last
    end = clause_end(words, start)
    if ("that" if that else "for") not in puts or end <= start:
        return None
    return _Draft(first, end, _subject_of(words, start) if that else None, (start, end), last)


def _subject_of(words: Sequence[Token], start: int) -> Phrase | None:
    """The subject of a clause, if it is to act itself: "the army", "armed groups in Lowland"; its verb is bare."""
    subject = phrase_after(words, start)
    if subject is None or (subject.last < len(words) and words[subject.last].lower in _PASSIVE):
        return None
    last = start
    while last < len(words) - 1 and _modifies(words[last]):
        last += 1
    determined = last > start and is_kind(words[last - 1].lower, "determiner")
    named = last > start and is_capital(words[last - 1])
    if words[last].text.isalpha() and (determined or not named or _is_group(words[last])):
        last += 1
    if not determined and not named and last < len(words) and _is_group(words[last]):
        last += 1  # "rebel | groups"
    if last + 1 < len(words) and words[last].lower in {"in", "of", "from"} and is_capital(words[last + 1]):
        last = next(last + 1 + end for _, end in capital_runs(words[last + 1 :]))
    return Phrase(start, last) if last > start else None


def _modifies(word: Token) -> bool:
    """Whether the noun is still to come: after an article, a name or an adjective."""
    return is_kind(word.lower, "determiner") or is_capital(word) or word.lower.endswith(_ADJECTIVES)


def _is_group(word: Token) -> bool:
    """ "Lowland | forces", but "Lowland | withdraw"."""
    return is_name_word(word.lower, "body") or (word.lower.endswith("s") and not word.lower.endswith("ss"))


def _modal(words: Sequence[Token], index: int) -> _Draft | None:
    """What should or must be done, by the subject; in the passive, by nobody named."""
    after = next((word.lower for word in words[index + 1 :] if not is_kind(word.lower, "adverb")), "")
    subject = speaker_before(words, index)
    if after == "have" or (subject and words[subject.first].lower in _NOT_ASKED):
        return None
    end = clause_end(words, index)
    if "be" in {word.lower for word in words[index + 1 : index + 3]} or subject is None or subject.relative:
        first = _clause_first(words, index)
        return _Draft(first, end, None, (first, end), None)
    return _Draft(subject.first, end, subject, (index + 1, end), None) if end > index + 1 else None


def _clause_first(words: Sequence[Token], index: int) -> int:
    first = index
    while first > 0 and words[first - 1].text not in {",", ";", ":"} and not is_dash(words[first - 1]):
        first -= 1
    return first


def _call(
    doc: Document,
    words: Sequence[Token],
    draft: _Draft,
    by_cue: Mapping[int, str],
    attribution: Attribution,
) -> Call:
    """The call, asked by whoever the verb's statement names, or in whose statement it stands."""
    start, end = words[draft.first].start, words[draft.last - 1].end
    verb_ends = () if draft.verb_end is None else (words[draft.first].end, words[draft.verb_end - 1].end)
    speaker = next((by_cue[cue] for cue in verb_ends if cue in by_cue), None)
    return Call(
        start=start,
        end=end,
        speaker_name=speaker or attribution.speaker(start, end),
        addressee=_printed(doc, words, draft.addressee),
        action=doc.text[words[draft.action[0]].start : words[draft.action[1] - 1].end],
    )


def _printed(doc: Document, words: Sequence[Token], phrase: Phrase | None) -> str | None:
    return doc.text[words[phrase.first].start : words[phrase.last - 1].end] if phrase else None
