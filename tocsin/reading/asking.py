"""Verbs and nouns of asking: "urges both armies to hold fire", "demands that the road be opened", "its call for a truce".

Verbs are data/call_verbs.tsv, nouns and the verbs that go with them data/call_nouns.tsv, each with an example.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from tocsin.reading.call_drafts import CallDraft
from tocsin.reading.call_ends import action_end
from tocsin.reading.clause_subjects import is_finite, subject_of
from tocsin.reading.complements import skip_adjunct
from tocsin.reading.document import Token
from tocsin.reading.grammar import is_capital, is_kind, is_name_word, is_stop, skip_adverbs_back
from tocsin.reading.inflection import verb_forms
from tocsin.reading.names import capital_runs
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.phrasebook import Phrasebook
from tocsin.reading.speakers import owner_of
from tocsin.reading.tables import rows
from tocsin.reading.tables import words as table_words

#: "urge the valley's neighbours and all others with influence to": how long an addressee may be
_ADDRESSEE_WORDS_MAX = 20
#: "renewed its urgent and oft-repeated call": words between the verb and its noun
_ISSUED_WORDS_MAX = 6
#: "that all the armed groups of the valley | leave": so far into a clause its verb stands
_MANDATE_WORDS_MAX = 14
#: after one of these a question or a clause is governed, and nobody is asked to do anything
_NO_ADDRESSEE = {"that", "which", "who", "what", "whether", "if", "why", "how", "when", "where"}
_PASSIVE = {"is", "are", "was", "were", "be", "been", "being"}
#: a clause with one of these, or with a bare verb, says what is to be done: "that the road be opened"
_MANDATES = {"be", "should", "must", "not"}
_TO = {"to", "on", "upon"}
_ADJECTIVES = ("ed", "ic", "al", "ous", "ive", "ian", "ern", "ary", "ful")


@cache
def _verbs_of_asking() -> Phrasebook:
    """Each form of a verb of asking, with all the ways in which it puts the action."""
    puts: dict[str, set[str]] = {}
    for phrase, irregular, put, *_ in rows("call_verbs"):
        lemma, _, rest = phrase.partition(" ")
        for form, _ in verb_forms(lemma, irregular.split()):
            puts.setdefault(f"{form} {rest}".strip(), set()).add(put)
    return Phrasebook([(phrase, " ".join(ways)) for phrase, ways in puts.items()])


@cache
def _nouns_of_asking() -> Phrasebook:
    nouns = [row for row in rows("call_nouns") if row[1] == "noun"]
    return Phrasebook([(form, row[2]) for row in nouns for form in (row[0], row[0] + "s")])


def draft_asked(words: Sequence[Token]) -> Iterator[CallDraft]:
    """What verbs and nouns of asking ask."""
    for first, last, row in _verbs_of_asking().all(words, 0, len(words)):
        puts = frozenset(row[1].split())
        draft = None
        if _asks(words, first):
            draft = _asked_to(words, first, last, puts) or _asked_that(words, first, last, puts)
            draft = draft or _asked_for(words, first, last, puts)
        elif "to" in puts:
            draft = _asked_by(words, first, last)
        yield from (_with_asker(words, draft),) if draft else ()
    for first, last, row in _nouns_of_asking().all(words, 0, len(words)):
        noun = _by_noun(words, first, last, frozenset(row[1].split()))
        yield from (noun,) if noun else ()


def _with_asker(words: Sequence[Token], draft: CallDraft) -> CallDraft:
    """The call with the subject of its verb as who asks, if that is no pronoun and nobody is named behind."""
    asker = None if draft.speaker else subject_of(words, draft.first)
    if asker is None or is_kind(words[asker.first].lower, "pronoun"):
        return draft
    return draft._replace(speaker=asker)


def _asks(words: Sequence[Token], first: int) -> bool:
    """Whether the verb stands in the active and asks in fact: not "was asked", "should insist", "did not call on"."""
    group = skip_adverbs_back(words, first)
    helpers = {word.lower for word in words[group:first]}
    before = words[group - 1].lower if group else ""
    passive = not _PASSIVE.isdisjoint(helpers) and not words[first].lower.endswith("ing")
    if before == "would" and group > 1 and words[group - 2].lower in {"i", "we"}:
        return True  # "we would urge"
    idle = before == "to" or any(
        is_kind(before, kind) for kind in ("modal", "negation", "determiner", "preposition")
    )
    return not passive and not idle and first > 0 and words[first].text.islower()


def _asked_to(words: Sequence[Token], first: int, last: int, puts: frozenset[str]) -> CallDraft | None:
    """ "urges | the community | to act": addressee, then infinitive."""
    if "to" not in puts or (last < len(words) and is_kind(words[last].lower, "preposition")):
        return None
    for index in range(last + 1, min(len(words) - 1, last + _ADDRESSEE_WORDS_MAX)):
        if words[index].lower == "to" and words[index + 1].lower.isalpha():
            return _with_infinitive(words, first, last, index)
        if is_stop(words[index]) or words[index].text in {";", ":"} or words[index].lower in _NO_ADDRESSEE:
            return None
    return None


def _with_infinitive(words: Sequence[Token], first: int, last: int, to: int) -> CallDraft | None:
    """The call whose infinitive stands at `to`: "urged | people | not to leave"; "asked not to be named" is none."""
    negated = words[to - 1].lower == "not"
    asked = Phrase(last, to - 1 if negated else to)
    end = action_end(words, to + 1)
    if asked.first >= asked.last or end <= to + 1:
        return None
    return CallDraft(first, end, asked, (to - 1 if negated else to + 1, end), last)


def _asked_that(words: Sequence[Token], first: int, last: int, puts: frozenset[str]) -> CallDraft | None:
    """ "demands that | the army | open the road", and "calls for | an inquiry"."""
    begin = skip_adjunct(words, last) if "that" in puts else last  # "demanded | on Tuesday | that"
    if begin >= len(words) or puts.isdisjoint({"that", "for"}):
        return None
    that = words[begin].lower == "that"
    start = begin + 1 if that else last
    end = action_end(words, start)
    if (
        ("that" if that else "for") not in puts
        or end <= start
        or (that and not _is_mandative(words, start, end))
    ):
        return None
    asked = None if that else _asked_from(words, start, end)
    if asked:
        return CallDraft(first, asked.last, asked, (start, asked.first - 1), last)
    return CallDraft(first, end, _subject_of(words, start) if that else None, (start, end), last)


def _is_mandative(words: Sequence[Token], start: int, end: int) -> bool:
    """Whether a clause says what is to be done ("that it leave"), and not what is ("that it was ready")."""
    near = range(start, min(end, start + _MANDATE_WORDS_MAX))
    for index in near:
        if words[index].lower in _MANDATES:
            return True
        if is_kind(words[index].lower, "auxiliary") or (index > start and is_finite(words, index)):
            return False
    return True


def _asked_from(words: Sequence[Token], start: int, end: int) -> Phrase | None:
    """ "demanded an answer from | the ministry": who is to give what is asked for."""
    for index in range(start + 1, end - 1):
        if words[index].lower == "from":
            asked = phrase_after(words, index + 1)
            return asked if asked and asked.last == end else None
    return None


def _asked_for(words: Sequence[Token], first: int, last: int, puts: frozenset[str]) -> CallDraft | None:
    """ "asked | the agency | for tents"."""
    asked = phrase_after(words, last) if "whom" in puts else None
    if asked is None or is_kind(words[last].lower, "preposition"):
        return None
    for index in range(asked.first + 1, min(len(words) - 1, asked.last + 1)):
        if words[index].lower == "for":
            end = action_end(words, index + 1)
            return (
                CallDraft(first, end, Phrase(asked.first, index), (index + 1, end), last)
                if end > index + 1
                else None
            )
    return None


def _asked_by(words: Sequence[Token], first: int, last: int) -> CallDraft | None:
    """ "Residents were urged | by the mayor | to leave": in the passive whoever asks is named behind."""
    group = skip_adverbs_back(words, first)
    helpers = {word.lower for word in words[group:first]}
    if _PASSIVE.isdisjoint(helpers) or last >= len(words) or words[last].lower != "by":
        return None
    asked, speaker = subject_of(words, first), phrase_after(words, last + 1)
    to = speaker.last if speaker else len(words)
    if asked is None or to + 1 >= len(words) or words[to].lower != "to":
        return None
    end = action_end(words, to + 1)
    return CallDraft(asked.first, end, asked, (to + 1, end), last, speaker) if end > to + 1 else None


def _by_noun(words: Sequence[Token], first: int, last: int, puts: frozenset[str]) -> CallDraft | None:
    """ "renewed its call for a truce", "the mayor's appeal to drivers to wait"."""
    if last + 1 >= len(words):
        return None
    speaker, begin = _who_issues(words, first)
    if speaker is None:
        return None
    lead = words[last].lower
    if lead == "for" and "for" in puts:
        end = action_end(words, last + 1)
        return CallDraft(begin, end, None, (last + 1, end), last, speaker) if end > last + 1 else None
    if lead in _TO and "to" in puts:
        draft = _asked_to(words, last - 1, last + 1, puts)
        return draft._replace(first=begin, speaker=speaker, verb_end=last) if draft else None
    return None


def _who_issues(words: Sequence[Token], noun: int) -> tuple[Phrase | None, int]:
    """Whose call it is, and where the words begin that say so: "the mayor's", "the agency renewed its"."""
    owner = owner_of(words, noun)
    begin = owner.first if owner else noun
    if owner and (owner.last - owner.first > 1 or is_capital(words[owner.first])):
        return owner, begin
    for verb in range(noun - 1, max(0, noun - _ISSUED_WORDS_MAX), -1):
        if words[verb].lower in table_words("call_nouns", "issuing"):
            return subject_of(words, verb), begin
    return None, begin


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
