"""Who or what a verb is said of: its subject in a folded sentence, found by closed word classes, with no parser.

1. Right before the verb group stands the subject, with whatever hangs on it: "gunmen from the hills | shelled".
2. A comma there closes an insertion: "the brigade, a unit of the guard, | seized".
3. "who", "which" and "that" stand for the noun before them: "the gunmen who | abducted".
4. After "and", "then" or a comma the verb goes on with the subject of the verb before: "troops stormed it and | burnt".

All positions are word indexes of the folded sentence, half open.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tocsin.reading.cues import speech_verbs
from tocsin.reading.document import Token
from tocsin.reading.grammar import CLOSERS, is_capital, is_dash, is_kind, is_stop, is_word, skip_adverbs_back
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import rows
from tocsin.reading.tables import words as table_words

#: coordinated verbs in a row that are followed back to their subject
_STEPS_MAX = 4
#: a clause longer than this has another subject
_CLAUSE_WORDS_MAX = 40
#: "the brigade, a unit of the border guard formed in spring,": words of an insertion
_INSERTION_WORDS_MAX = 20
#: "soldiers, border police and militias": words of one listed noun phrase
_LISTED_WORDS_MAX = 4
#: prepositions that keep what follows in the name of the actor: "gunmen from the hills"
_KEEPING = {"of", "from"}
_SUBJECT_PRONOUNS = {"i", "he", "she", "it", "we", "they"}
_OBJECT_PRONOUNS = {"me", "him", "her", "us", "them"}
_NOT = {"not", "never"}
_JOINING = {"and", "or", "but", "then"}
#: prepositions that may bring in a clause: "after gunmen burnt it"
_CLAUSAL = {"after", "before", "since", "until", "as"}
#: after a verb and its object, another clause begins behind one of these
_LEADING = {"and", "but", *_CLAUSAL}
#: "red" and "shed" are no participles
_PARTICIPLE_MIN = 4
#: right behind a noun each of these opens another noun phrase
_ARTICLES = {"the", "a", "an", "his", "her", "its", "their", "our", "my", "your"}
#: what may stand before an article in one noun phrase: "all the", "of the", "and the", "almost the"
_LEADING_KINDS = ("determiner", "preposition", "conjunction", "quantifier", "adverb", "negation")
#: counts that are no numbers
_COUNTS = {"half", "dozens", "scores", "hundreds", "thousands", "tens", "millions"}


def subject_of(words: Sequence[Token], verb: int) -> Phrase | None:
    """The subject of the finite verb at `verb`, up to its first loose preposition; None where there is none."""
    return _subject(words, verb, _STEPS_MAX)


def main_subject(words: Sequence[Token], gerund: int) -> Phrase | None:
    """Who does what a gerund tells: of ", killing two" the subject before, of "After shelling it, ..." the one after."""
    before = verb_before(words, gerund)
    if before is not None:
        return subject_of(words, before)
    comma = next((i for i in range(gerund, len(words)) if words[i].text == ","), len(words))
    after = next((i for i in range(comma + 1, len(words)) if is_finite(words, i)), None)
    return subject_of(words, after) if after is not None else None


def verb_group(words: Sequence[Token], verb: int) -> int:
    """Where the verb's helpers and adverbs begin; "both" and "all" before them are its subject."""
    first = skip_adverbs_back(words, verb)
    while first > 1 and (is_kind(words[first - 1].lower, "modal") or words[first - 1].lower in _NOT):
        first = skip_adverbs_back(words, first - 1)
    if (
        0 < first < verb
        and words[first].lower.endswith("ly")
        and is_kind(words[first - 1].lower, "determiner")
    ):
        first += 1  # "the assembly | adopted"
    alone = first < verb and (first == 0 or _bounds(words[first - 1]))
    return first + 1 if alone and is_kind(words[first].lower, "determiner") else first


def noun_before(words: Sequence[Token], index: int) -> Phrase | None:
    """The noun phrase right before `index`, without what it hangs on: "gifts for | families" displaced."""
    first = index
    while (
        first > 0
        and not _bounds(words[first - 1])
        and not _is_loose(words[first - 1])
        and not is_finite(words, first - 1)
    ):
        first -= 1
    first = _without_antecedent(words, _without_opening(words, first, index), index)
    return Phrase(first, index) if first < index else None


def is_finite(words: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` tells what a subject did: "looted" in "rebels looted", not in "two looted shops"."""
    word = words[index]
    if index == 0 or not word.text.islower():
        return False
    if is_kind(word.lower, "auxiliary") or is_kind(word.lower, "modal") or is_kind(word.lower, "verb"):
        return True
    spoken = speech_verbs().get(word.lower)
    after_noun = _may_end_noun(words[index - 1])
    if word.lower in _irregular_pasts() or (spoken and spoken.form in {"past", "third"} and after_noun):
        return after_noun
    several = words[index - 1].lower.endswith("s") and _may_open_object(words, index + 1)
    if spoken and spoken.form == "base" and after_noun and several:
        return True  # "jurists believe the raids ..."
    if not word.lower.endswith("ed") or len(word.lower) <= _PARTICIPLE_MIN:
        return False
    return after_noun or (words[index - 1].lower in _JOINING and _may_open_object(words, index + 1))


@cache
def _irregular_pasts() -> frozenset[str]:
    return frozenset(row[0] for row in rows("irregular_pasts"))


def _subject(words: Sequence[Token], verb: int, steps: int) -> Phrase | None:
    index = verb_group(words, verb)
    if index == 0 or not steps:
        return None
    before = words[index - 1]
    if is_kind(before.lower, "relative") and index > 1 and _may_end_noun(words[index - 2], comma=True):
        return _antecedent(words, index - 1)
    if before.text == ",":
        opening = _insertion_opening(words, index - 1)
        if opening is not None:
            return _phrase_ending(words, opening)
    if before.text == "," or before.lower in _JOINING:
        other = verb_before(words, index)
        return _subject(words, other, steps - 1) if other is not None else None
    return _phrase_ending(words, index)


def _antecedent(words: Sequence[Token], relative: int) -> Phrase | None:
    """What "who" at `relative` stands for: of "an alert for the farmers of the delta (the islands), who" the farmers."""
    last = relative - 1 if words[relative - 1].text == "," else relative
    if words[last - 1].text == ")":
        last = next((i for i in range(last - 1, 0, -1) if words[i].text == "("), last)
    if last and is_kind(words[last - 1].lower, "plural"):
        return Phrase(last - 1, last)  # "the needs of | people who"
    return noun_before(words, last)


def verb_before(words: Sequence[Token], index: int) -> int | None:
    """The last finite verb of the same clause before `index`."""
    for other in range(index - 1, max(0, index - _CLAUSE_WORDS_MAX), -1):
        if is_finite(words, other) or _resumes(words, other):
            return other
        if (
            words[other].text in CLOSERS
            or is_dash(words[other])
            or is_kind(words[other].lower, "subordinator")
        ):
            return None
    return None


def is_past(word: Token) -> bool:
    """Whether the word by itself may be the past of a verb: "dropped", "sent"; it may be a participle too."""
    regular = word.lower.endswith("ed") and len(word.lower) > _PARTICIPLE_MIN
    return word.text.islower() and (regular or word.lower in _irregular_pasts())


def _resumes(words: Sequence[Token], index: int) -> bool:
    """Whether a past goes on behind an insertion: "the minister, a former general, | rejected it"."""
    return (
        is_past(words[index])
        and words[index - 1].text == ","
        and (_may_open_object(words, index + 1) or words[index + 1].lower.endswith("ing"))
        and _insertion_opening(words, index - 1) is not None
    )


def _insertion_opening(words: Sequence[Token], comma: int) -> int | None:
    """The comma that opens the insertion which `comma` closes: an apposition, or a clause with "who" or "which"."""
    for index in range(comma - 1, max(0, comma - _INSERTION_WORDS_MAX), -1):
        if words[index].text in CLOSERS or is_dash(words[index]):
            return None
        if words[index].text != ",":
            continue
        opens = words[index + 1]
        inserted = range(index + 1, comma)
        if is_kind(opens.lower, "relative") or opens.lower.endswith("ed"):
            return index
        told = any(is_finite(words, other) for other in inserted)
        return None if told or opens.lower in _JOINING or is_kind(opens.lower, "preposition") else index
    return None


def _phrase_ending(words: Sequence[Token], last: int) -> Phrase | None:
    """The noun phrase that ends before `last`, cut at the first preposition that does not name it."""
    first = last
    while first > max(0, last - _CLAUSE_WORDS_MAX) and not _bounds(words[first - 1]):
        first -= 1
    first = _with_quantifier(words, _after_other_verb(words, first, last))
    first = _with_list(words, first, last)
    first = _without_opening(words, first, last)
    first = _without_antecedent(words, first, last)
    begin = quantifier_end(words, first) or first + 1
    end = next((i for i in range(begin, last) if _is_loose(words[i])), last)
    while end > first and (not is_word(words[end - 1]) or is_kind(words[end - 1].lower, "conjunction")):
        end -= 1
    if end - 1 > first and words[end - 1].lower in _SUBJECT_PRONOUNS:
        first = end - 1  # "prisoners | it has taken"
    return Phrase(first, end) if first < end else None


def _after_other_verb(words: Sequence[Token], first: int, last: int) -> int:
    """Past a verb and its objects: "Roe said | her forces", "it burnt the mill and | raiders"."""
    verb = next((index for index in range(last - 1, first - 1, -1) if is_finite(words, index)), None)
    if verb is None:
        return first
    return next((index + 1 for index in range(verb, last) if words[index].lower in _LEADING), verb + 1)


def _with_list(words: Sequence[Token], first: int, last: int) -> int:
    """Back over what is listed before: "soldiers, border police | and militias"."""
    if all(word.lower != "and" for word in words[first:last]):
        return first
    while first > 1 and words[first - 1].text == ",":
        before = first - 1
        while before > 0 and not _bounds(words[before - 1]):
            before -= 1
        short = first - 1 - before <= _LISTED_WORDS_MAX
        if not short or any(
            is_finite(words, i) or is_kind(words[i].lower, "preposition") for i in range(before, first)
        ):
            break
        first = before
    return first


def _without_opening(words: Sequence[Token], first: int, last: int) -> int:
    """Past what opens a clause and is no subject: "Meanwhile | the brigade", "In Goma | rebels", "In 1994 | soldiers"."""
    while first < last and (_is_opener(words[first]) or not is_word(words[first])):
        first += 1
    if first == last or quantifier_end(words, first) is not None:
        return first
    if not is_kind(words[first].lower, "preposition"):
        return first
    after = first + 1
    while after < last and (is_capital(words[after]) or words[after].text[0].isdigit()):
        after += 1
    clausal = words[first].lower in _CLAUSAL
    return after if clausal or first + 1 < after < last else last


def quantifier_end(words: Sequence[Token], first: int) -> int | None:
    """Where the words end that say how near a number is: "up to | 300 people"; None where there are none."""
    match = phrasebook("quantifiers").at(words, first)
    counts = match is not None and match.stop < len(words) and _is_number(words[match.stop])
    return match.stop if match and counts else None


def _with_quantifier(words: Sequence[Token], first: int) -> int:
    """Back over "more than | 60 people"; other clauses end at "than"."""
    than = first > 0 and words[first - 1].lower == "than" and _is_number(words[first])
    match = phrasebook("quantifiers").before(words, first) if than else None
    return match.first if match else first


def _is_number(word: Token) -> bool:
    return word.text[0].isdigit() or word.lower in table_words("numbers", "unit") or word.lower in _COUNTS


def _without_antecedent(words: Sequence[Token], first: int, last: int) -> int:
    """Past a noun that the clause is said of, with no "that" between: "a charge | the army" rejects."""
    for index in range(last - 1, first, -1):
        if words[index].lower in _ARTICLES:
            before = words[index - 1]
            meets = before.text[0].isalpha() and not any(
                is_kind(before.lower, kind) for kind in _LEADING_KINDS
            )
            return index if meets else first
    return first


def _is_opener(word: Token) -> bool:
    if is_kind(word.lower, "conjunction"):
        return True
    if (
        is_kind(word.lower, "preposition")
        or is_kind(word.lower, "determiner")
        or is_kind(word.lower, "pronoun")
    ):
        return False
    if is_kind(word.lower, "plural") or is_kind(word.lower, "negation"):
        return False
    return is_kind(word.lower, "adverb") or word.lower in table_words("event_marks", "opening")


def _is_loose(word: Token) -> bool:
    return is_kind(word.lower, "preposition") and word.lower not in _KEEPING


def _bounds(word: Token) -> bool:
    if word.text in CLOSERS or word.text == "," or is_dash(word) or (is_stop(word) and word.text != "."):
        return True
    return is_kind(word.lower, "subordinator") or is_kind(word.lower, "relative")


def _may_end_noun(word: Token, *, comma: bool = False) -> bool:
    """Whether a noun phrase may end with this word, so that a verb may follow."""
    if comma and word.text == ",":
        return True
    if not is_word(word) and word.text not in {"”", ")"}:
        return False
    return not any(
        is_kind(word.lower, kind)
        for kind in ("determiner", "preposition", "conjunction", "subordinator", "negation")
    ) or word.lower in {
        "others",
        "all",
        "both",
        "some",
        "many",
        "most",
        "few",
        "several",
        "hundreds",
        "thousands",
        "dozens",
    }


def _may_open_object(words: Sequence[Token], index: int) -> bool:
    if index >= len(words):
        return False
    word = words[index]
    opens = any(is_kind(word.lower, kind) for kind in ("determiner", "preposition", "pronoun", "quantifier"))
    return opens or is_capital(word) or _is_number(word) or word.lower in _OBJECT_PRONOUNS
