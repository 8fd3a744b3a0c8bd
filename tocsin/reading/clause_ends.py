"""Where a clause of something said ends, as a word index of a folded sentence.

1. Before a stop, a semicolon, a closing dash or parenthesis, "according to".
2. Before a comma after which somebody else speaks, or we do: ", adding that", ", while", ", a claim that".
3. Before an "and" that leads to another thing said by the same speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.cues import speech_nouns, speech_verbs
from tocsin.reading.datelines import after_dateline
from tocsin.reading.document import Token
from tocsin.reading.grammar import is_capital, is_dash, is_kind, is_stop, is_word
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.rejections import relative_rejection

#: with a participle; "has" is left out, for it also tells what somebody owns
_PARTICIPLE_HELPERS = {"was", "were", "been", "being", "be", "had", "have", "did", "got"}
#: so far before an "and" the verbs of the content are looked for
_CONTENT_WORDS_MAX = 60
#: "a grave charge that": how far after the comma the noun may stand
_REJECTION_REACH = 3
#: ", but the ministry’s figure could not be verified": how far after the comma the doubt may end
_DOUBT_REACH = 12
#: ", and the head of the Lowland Union | pledged": from the comma to the verb
_SUBJECT_WORDS_MAX = 8
_NO_SUBJECT = ("auxiliary", "modal", "subordinator", "relative", "negation", "conjunction")
_ALSO = {"also", "then", "later"}
_LEADS = {"that", "which"}

Range = tuple[int, int]


def clause_end(words: Sequence[Token], first: int) -> int:
    """Where the clause that begins at `first` ends: before a stop, a semicolon, a closing dash or another speaker's cue."""
    dashes = sum(map(is_dash, words[after_dateline(words) : first]))
    parentheses = 0
    for index in range(first, len(words)):
        word = words[index]
        parentheses += (word.text == "(") - (word.text == ")")
        if word.text == ";" or parentheses < 0 or word.lower == "according":
            return trim(words, first, index)
        if (is_dash(word) and dashes % 2) or (word.text == "," and turns(words, index)):
            return trim(words, first, index)
        if word.lower in {"and", "but"} and _adds_cue(words, first, index):
            return trim(words, first, index)
    return trim(words, first, len(words))


def turns(words: Sequence[Token], comma: int) -> bool:
    """Whether after this comma somebody says something else: ", adding that", ", while", ", and warned"."""
    follows = [word.lower for word in words[comma + 1 : comma + 3]]
    if not follows or _opens_apposition(words, comma + 1):
        return True
    if follows[0] == "but" and _doubts(words, comma):
        return True
    verb = speech_verbs().get(follows[0])
    if verb and verb.form in {"past", "third"} and len(follows) > 1 and follows[1] == "that":
        return True
    if (verb and verb.form == "gerund") or follows[0] in {"while", "although", "though", "whereas"}:
        return True
    if follows[0] not in {"and", "but"} or len(follows) == 1:
        return False
    verb = speech_verbs().get(follows[1])
    return (verb is not None and verb.form in {"past", "third"}) or _others_speak(words, comma + 2)


def _others_speak(words: Sequence[Token], first: int) -> bool:
    """ ", and | the Lowland Union pledged 40 trucks": a subject of its own, and its verb of saying in the past."""
    if not (is_capital(words[first]) or is_kind(words[first].lower, "determiner")):
        return False
    for index in range(first + 1, min(len(words) - 1, first + _SUBJECT_WORDS_MAX)):
        verb = speech_verbs().get(words[index].lower)
        if verb and verb.form == "past" and words[index].text.islower():
            return not is_kind(words[index - 1].lower, "determiner") and words[index + 1].lower not in {
                "by",
                "of",
            }
        if not is_word(words[index]) or any(is_kind(words[index].lower, kind) for kind in _NO_SUBJECT):
            return False
    return False


def _doubts(words: Sequence[Token], comma: int) -> bool:
    """ "…, but this could not be verified": our own doubt."""
    matches = phrasebook("certainty_cues").all(words, comma, min(len(words), comma + _DOUBT_REACH))
    return any(match.row[1] == "unconfirmed" and " " in match.row[0] for match in matches)


def _opens_apposition(words: Sequence[Token], index: int) -> bool:
    """ "…, a charge that the ministry denies", "…, which the ministry denies": our own words about what was said."""
    near = range(index, min(len(words), index + _REJECTION_REACH))
    if any(relative_rejection(words, place) for place in near if place):
        return True
    follows = [word.lower for word in words[index : index + 3]]
    return (
        len(follows) == 3
        and follows[0] in {"a", "an"}
        and follows[1] in speech_nouns()
        and follows[2] in _LEADS
    )


def _adds_cue(words: Sequence[Token], first: int, index: int) -> bool:
    """Whether the "and" at `index` leads to another thing said: "denied that it has troops there | and called ...".

    Told from the content's own verbs: a past goes with no infinitive and no present; "and said that" with nothing else.
    """
    after = index + 2 if words[index + 1 : index + 2] and words[index + 1].lower in _ALSO else index + 1
    verb = speech_verbs().get(words[after].lower) if after + 1 < len(words) else None
    if verb is None or verb.form not in {"past", "third"} or is_stop(words[after + 1]):
        return False
    if words[after + 1].lower == "that":
        return True
    return (
        verb.form == "past"
        and words[after + 1].lower != "by"
        and not _tells_past(words[max(first, index - _CONTENT_WORDS_MAX) : index])
    )


def _tells_past(content: Sequence[Token]) -> bool:
    """Whether a verb of the content may be a past or a participle."""
    lowered = [word.lower for word in content]
    if not _PARTICIPLE_HELPERS.isdisjoint(lowered):
        return True
    return any(
        word.endswith("ed") or ((verb := speech_verbs().get(word)) and verb.form == "past")
        for word in lowered
    )


def trim(words: Sequence[Token], first: int, last: int) -> int:
    """`last` without the signs that close the clause."""
    while last > first and _closes_clause(words[last - 1]):
        last -= 1
    return last


def _closes_clause(word: Token) -> bool:
    return word.text in {",", ":", "("} or is_stop(word) or is_dash(word)
