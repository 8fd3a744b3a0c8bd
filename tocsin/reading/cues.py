"""Cues: the words that show that somebody said something ("said", "according to", "the claim that").

The verbs and nouns are data (data/speech_verbs.tsv, data/speech_nouns.tsv), each with an example.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tocsin.reading.document import Token, mentions
from tocsin.reading.grammar import is_capital, is_kind, is_possessive, skip_adverbs_back
from tocsin.reading.inflection import Form, verb_forms
from tocsin.reading.tables import rows

#: "neither the army nor the ministry has": how far before its verb a subject that is nobody may begin
_NEITHER_WORDS_MAX = 7
#: "Roe, the mayor of the town, called it": how far before its closing comma an apposition may open
_APPOSITION_WORDS_MAX = 30
_NOBODY = {"neither", "nobody"}
#: "there are several new and unconfirmed reports"
_THERE_WORDS_MAX = 6
#: what stands after a name that is given, and before the words that give it
_NAME_ENDS = {",", ".", ";", ":", "(", ")", "—", "–", "!", "?"}
_COPULAS = {"is", "are", "was", "were"}


class Verb(NamedTuple):
    lemma: str
    act: str
    #: c bare clause, t that-clause, w question clause, q quotation, a person told, i to-infinitive, n noun phrase
    takes: frozenset[str]
    form: Form


class Noun(NamedTuple):
    act: str
    #: with nobody named, the thing is unconfirmed
    unconfirmed: bool


class Cue(NamedTuple):
    """A speech verb with its auxiliaries, as word indexes of a folded sentence, half open."""

    first: int
    last: int
    verb: Verb


@cache
def speech_verbs() -> dict[str, Verb]:
    """Every form of every speech verb."""
    table: dict[str, Verb] = {}
    for lemma, irregular, act, takes, *_ in rows("speech_verbs"):
        for word, form in verb_forms(lemma, irregular.split()):
            table[word] = Verb(lemma, act, frozenset(takes.split()), form)
    return table


@cache
def speech_nouns() -> dict[str, Noun]:
    """Every speech noun, singular and plural."""
    return {
        form: Noun(act, unconfirmed == "u")
        for noun, act, unconfirmed, *_ in rows("speech_nouns")
        for form in (noun, "testimonies" if noun == "testimony" else noun + "s")
    }


def find_cues(words: Sequence[Token]) -> Iterator[Cue]:
    """The speech verbs of a folded sentence that are used as verbs, by what stands around them."""
    if not mentions(words, speech_verbs()):
        return
    for index, word in enumerate(words):
        verb = speech_verbs().get(word.lower)
        if verb and not is_capital(word) and _is_verb(words, index, verb) and not is_idle(words, index, verb):
            yield Cue(skip_adverbs_back(words, index), index + 1, verb)


def find_impersonal_cues(words: Sequence[Token]) -> Iterator[Cue]:
    """ "it is feared that", "it was reported that": the speech verbs that name nobody."""
    if not mentions(words, {"it"}):
        return
    for index in range(2, len(words) - 1):
        verb = speech_verbs().get(words[index].lower)
        if verb is None or verb.form != "past" or words[index + 1].lower != "that":
            continue
        first = skip_adverbs_back(words, index)
        if first > 0 and words[first - 1].lower == "it" and _is_passive(words, index, verb):
            yield Cue(first - 1, index + 1, verb)


def _is_verb(words: Sequence[Token], index: int, verb: Verb) -> bool:
    """Whether the word at `index` tells that somebody says something, and who could stand before it."""
    if index == 0 or index + 1 == len(words):
        return index > 0 and verb.form == "past"
    before, after = words[index - 1], words[index + 1]
    if before.lower in {"to", "-"} or is_kind(before.lower, "modal") or after.text == "-":
        return False
    if _is_passive(words, index, verb) or _is_reduced_passive(words, index, verb) or is_negated(words, index):
        return False
    if verb.form in {"past", "gerund"}:
        determined = is_kind(before.lower, "determiner") or is_possessive(before)
        return not determined or before.lower in {"all", "many"}
    return _is_present(words, index, verb)


def is_idle(words: Sequence[Token], index: int, verb: Verb) -> bool:
    """Whether the verb, used as one, tells of nothing said: "adds up", "asked not to be named", "residents call Lysk"."""
    after = [word.lower for word in words[index + 1 : index + 4]]
    anonymous = verb.act == "asked" and (after == ["not", "to", "be"] or "anonymous" in after)
    return after[:1] in (["up"], ["off"]) or anonymous or (verb.act == "called" and _gives_name(words, index))


def _gives_name(words: Sequence[Token], index: int) -> bool:
    """ "the town, which its residents call Lysk,", "the town, now called Lysk"."""
    after = index + 1
    while after < len(words) and (
        is_capital(words[after]) or (after > index + 1 and words[after].text in "-‑")
    ):
        after += 1
    closes = after == len(words) or words[after].text in _NAME_ENDS or words[after].lower == "and"
    if after == index + 1 or not closes:
        return False
    group = skip_adverbs_back(words, index)
    if group and words[group - 1].text in {",", "("}:
        return True
    for before in range(group - 1, max(-1, group - 1 - _NEITHER_WORDS_MAX), -1):
        if is_kind(words[before].lower, "relative"):
            return True
        if words[before].text in _NAME_ENDS:
            return False
    return False


def _is_present(words: Sequence[Token], index: int, verb: Verb) -> bool:
    """Whether a form that may be a noun ("reports", "claim") is a verb here."""
    group = skip_adverbs_back(words, index)
    if verb.act == "believed" and group and words[group - 1].lower in {"i", "you"}:
        return False  # "I think" softens what the speaker says anyway
    if _is_listed(words, index) or (verb.form == "base" and not _takes_base(words, group)):
        return False
    return _governs(words[index + 1].lower) and not _is_nominal(words[index - 1])


def _is_listed(words: Sequence[Token], index: int) -> bool:
    """ "There are unconfirmed reports", "the first report": nouns, whatever follows."""
    group = skip_adverbs_back(words, index)
    near = [word.lower for word in words[max(0, index - _THERE_WORDS_MAX) : index]]
    there = any(one == "there" and other in _COPULAS for one, other in pairwise(near))
    return there or (group < index and is_kind(words[group - 1].lower, "determiner") and group > 0)


def _is_reduced_passive(words: Sequence[Token], index: int, verb: Verb) -> bool:
    """ "the valley, called Lowland by its people", "the town, also called Lysk"."""
    group = skip_adverbs_back(words, index)
    if verb.form != "past" or group == 0 or words[group - 1].text != ",":
        return False
    agents = words[index + 1 : index + 1 + _NEITHER_WORDS_MAX]
    apposition = any(word.text == "," for word in words[max(0, group - _APPOSITION_WORDS_MAX) : group - 1])
    return any(word.lower == "by" for word in agents) or (verb.act == "called" and not apposition)


def _is_passive(words: Sequence[Token], index: int, verb: Verb) -> bool:
    """ "was told", "is expected": what is said is said to, or of, the subject."""
    if verb.form != "past":
        return False
    group = {word.lower for word in words[skip_adverbs_back(words, index) : index]}
    return not group.isdisjoint({"is", "are", "was", "were", "be", "been", "being"})


def is_negated(words: Sequence[Token], index: int) -> bool:
    near = [word.lower for word in words[max(0, index - _NEITHER_WORDS_MAX) : index]]
    return any(is_kind(word, "negation") for word in near[-2:]) or not _NOBODY.isdisjoint(near)


def _is_nominal(before: Token) -> bool:
    """A determiner, possessive or preposition before it makes "report" or "claims" a noun."""
    if before.lower in {"this", "that", "all", "many", "some"}:
        return False
    governor = speech_verbs().get(before.lower)  # "refuted | claims that"
    if governor and governor.form == "past":
        return True
    return is_possessive(before) or any(is_kind(before.lower, kind) for kind in ("determiner", "preposition"))


def _takes_base(words: Sequence[Token], index: int) -> bool:
    """Whether the word before `index` can be the subject of a plural verb, or an auxiliary stands there."""
    subject = words[index - 1] if index else words[0]
    if index < len(words) and is_kind(words[index].lower, "auxiliary"):
        return True
    plural = subject.lower.endswith("s") and not subject.lower.endswith("ss") and not is_possessive(subject)
    return (
        plural
        or (is_capital(subject) and not is_kind(subject.lower, "determiner"))
        or is_kind(subject.lower, "plural")
        or is_kind(subject.lower, "pronoun")
    )


def _governs(after: str) -> bool:
    """Whether the next word may begin what a verb in the present governs: not "reports of", "claims are"."""
    if after in {"to", "for", "on"}:
        return True
    return not any(is_kind(after, kind) for kind in ("preposition", "auxiliary", "modal", "conjunction"))
