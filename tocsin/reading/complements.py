"""What was said: the passage that a cue governs, as word indexes of a folded sentence.

The places where content stands, each with what must surround it:
1. quotation before the cue: `“…” Roe said`, `“…,” said Roe`, with a second one after: `“…,” Roe said, “…”`
2. quotation after it: `Roe said: “…”`, `Roe told the council on Friday that “…”`
3. clause after it: `Roe said that the wells were dry`, `Roe said the wells were dry`
4. clause before it: `The wells were dry, Roe said.`, or around it: `The wells, Roe said, were dry.`
5. what the verb takes besides: `urged both armies to hold fire`, `condemned the raid`, `warned of famine`
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reading.asides import skip_aside
from tocsin.reading.clause_ends import Range, clause_end, trim, turns
from tocsin.reading.cues import Cue, speech_verbs
from tocsin.reading.document import Token
from tocsin.reading.grammar import QUOTATION, is_capital, is_dash, is_kind, is_stop, is_word
from tocsin.reading.names import is_month_or_day
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.speakers import speaker_before

#: "said in a letter to the mayor on Monday that": how far an adjunct between cue and content may reach
_ADJUNCT_WORDS_MAX = 14
#: "told the council's special envoy for the valley": the same for the person told
_TOLD_WORDS_MAX = 8
#: a shorter remainder is no clause
_CLAUSE_WORDS_MIN = 2
#: "called the “…”": a name given in a quotation ends with it
_DUBBED_WORDS_MAX = 6
_QUESTION_WORDS = {"whether", "if", "how", "why", "what", "who", "when", "where", "which"}
_CONTENT_PREPOSITIONS = {"for", "on", "of", "against", "about", "with", "to", "over"}


class Complement(NamedTuple):
    content: tuple[Range, ...]
    speaker: Phrase | None
    #: who was told, between cue and content
    told: Range | None = None


class _Clause(NamedTuple):
    text: str
    words: Sequence[Token]
    cue: Cue


def find_complement(text: str, words: Sequence[Token], cue: Cue) -> Complement | None:
    """The content that `cue` governs, with its speaker; None where the verb tells of nothing said."""
    clause = _Clause(text, words, cue)
    bare_gerund = cue.verb.form == "gerund" and cue.last - cue.first == 1
    found = _inverted(clause) or _after_subject(
        clause, None if bare_gerund else speaker_before(words, cue.first)
    )
    return _without_empty(found) if found else None


def _without_empty(found: Complement) -> Complement | None:
    """A piece of nothing but signs is none: "“…,” Roe said, )"."""
    content = tuple(piece for piece in found.content if piece[0] < piece[1])
    return found._replace(content=content) if content else None


def _inverted(clause: _Clause) -> Complement | None:
    """`“…,” said Jane Roe` and `The wells were dry, said Jane Roe.`"""
    _, words, cue = clause
    if cue.verb.form == "gerund" or not cue.verb.takes & {"q", "c"} or cue.last >= len(words):
        return None
    quote = _quote_before(clause, cue.first)
    bare = "c" in cue.verb.takes and cue.first > _CLAUSE_WORDS_MIN and words[cue.first - 1].text == ","
    if quote is None and (not bare or skip_aside(words, cue.first) < cue.first):
        return None  # "A doctor, who gave no name, confirmed two deaths": the subject stands before
    told = cue.verb.lemma == "tell"  # "“…,” Roe told Lowland Radio"
    named = _may_be_named(words[cue.last]) or (quote is not None and _may_be_described(words[cue.last]))
    if told or not named or not (speaker := phrase_after(words, cue.last)):
        return None
    if not _at_rest(words, speaker.last):
        return None
    if quote is None:
        return Complement(((_content_start(words), trim(words, 0, cue.first)),), speaker)
    return Complement(_with_second_quote(clause, quote, speaker.last), speaker)


def _after_subject(clause: _Clause, speaker: Phrase | None) -> Complement | None:
    _, words, cue = clause
    left = speaker.first if speaker else cue.first
    told, index = _told(clause)
    if not ("p" in cue.verb.takes and _brings_content(words, index)):
        index = skip_adjunct(words, index)
    quote = _quote_before(clause, left)
    if quote is not None and speaker and cue.verb.form != "gerund":
        return Complement(_with_second_quote(clause, quote, index), speaker, told)
    if content := _governed(clause, index):
        return Complement((content,), speaker, told)
    if (
        speaker
        and "c" in cue.verb.takes
        and left > _CLAUSE_WORDS_MIN
        and words[left - 1].text in {",", QUOTATION}
    ):
        return _around(words, left, index, speaker, told)
    return None


def _around(
    words: Sequence[Token], left: int, index: int, speaker: Phrase, told: Range | None
) -> Complement | None:
    """The clause before "Roe said", which may go on after it."""
    before = (_content_start(words), left - 1 if words[left - 1].text == "," else left)
    if index >= len(words) or is_stop(words[index]):
        return Complement((before,), speaker, told)
    if words[index].text == "," and index + _CLAUSE_WORDS_MIN < len(words) and not turns(words, index):
        return Complement((before, (index + 1, clause_end(words, index + 1))), speaker, told)
    return Complement((before,), speaker, told) if words[index].text == "," else None


def _brings_content(words: Sequence[Token], index: int) -> bool:
    """ "called on both armies", but "complained on Friday that"."""
    if index + 1 >= len(words) or words[index].lower not in _CONTENT_PREPOSITIONS:
        return False
    return not is_month_or_day(words[index + 1].lower)


def _governed(clause: _Clause, index: int) -> Range | None:
    """What the verb governs to its right, from `index` on."""
    _, words, cue = clause
    takes = cue.verb.takes
    while index < len(words) and words[index].text in {",", ":"} and words[index + 1 : index + 2] != ():
        if words[index + 1].text != QUOTATION and words[index].text == ",":
            return None
        index += 1
    if index >= len(words):
        return None
    word = words[index]
    if word.text == QUOTATION and takes & {"q", "n"}:
        return index, _quotation_end(words, index)
    if word.lower == "that" and takes & {"t", "c"}:
        first = index + 2 if words[index + 1 : index + 2] and words[index + 1].text == "," else index + 1
        if (content := _long_enough(first, clause_end(words, first))) or "n" not in takes:
            return content  # else "dispute that account"
    if word.lower in _QUESTION_WORDS and takes & {"t", "w", "c"}:
        return _long_enough(index, clause_end(words, index))
    return _governed_bare(words, cue, index)


def _governed_bare(words: Sequence[Token], cue: Cue, index: int) -> Range | None:
    """A clause without "that", an object or what a preposition brings in."""
    takes, word = cue.verb.takes, words[index]
    end = clause_end(words, index)
    if is_kind(word.lower, "preposition"):
        infinitive = word.lower == "to" and "i" in takes
        governed = infinitive or ("p" in takes and word.lower in _CONTENT_PREPOSITIONS)
        return _long_enough(index, end) if governed else None
    if not is_word(word) or is_kind(word.lower, "conjunction"):
        return None
    if "n" in takes:
        return (index, _dubbed_end(words, index, end)) if end > index else None
    return _long_enough(index, end) if takes & {"c", "i"} else None


def _dubbed_end(words: Sequence[Token], index: int, end: int) -> int:
    for quote in range(index, min(end, index + _DUBBED_WORDS_MAX)):
        if words[quote].text == QUOTATION:
            return quote + 1
    return end


def _quotation_end(words: Sequence[Token], index: int) -> int:
    """A quotation is the whole content, unless our own words carry the sentence on after it."""
    after = index + 1
    goes_on = after < len(words) and is_word(words[after]) and not is_kind(words[after].lower, "adjunct")
    return clause_end(words, index) if goes_on and words[after].lower not in {"and", "but"} else after


def _told(clause: _Clause) -> tuple[Range | None, int]:
    """The person told and where the content may begin: "told | reporters in the capital | that"."""
    _, words, cue = clause
    index = cue.last
    if "a" not in cue.verb.takes or "i" in cue.verb.takes:
        return None, index
    while index < min(len(words), cue.last + _TOLD_WORDS_MAX) and _is_told(words, cue.last, index):
        index += 1
    told = index > cue.last and (cue.verb.lemma == "tell" or _introduces(words, index))
    return ((cue.last, index), index) if told else (None, cue.last)


def _introduces(words: Sequence[Token], index: int) -> bool:
    return index < len(words) and words[index].lower in {"that", ":", ",", QUOTATION}


def _is_told(words: Sequence[Token], first: int, index: int) -> bool:
    word = words[index]
    if word.text == QUOTATION or not (is_word(word) or word.text in "-’'" or word.lower in {"’s", "'s"}):
        return False
    if index == first:
        return not is_kind(word.lower, "preposition") and word.lower not in {"that", *_QUESTION_WORDS}
    before = words[index - 1]
    if is_kind(before.lower, "pronoun") and before.lower not in {"his", "her"}:
        return False
    if is_kind(word.lower, "determiner") or is_kind(word.lower, "pronoun") or is_month_or_day(word.lower):
        return False
    if is_capital(word) and not is_capital(before) and not is_kind(before.lower, "determiner"):
        return word.lower not in {"i"} and before.text in "-’'"
    return not any(
        is_kind(word.lower, kind) for kind in ("preposition", "subordinator", "auxiliary", "modal")
    )


def skip_adjunct(words: Sequence[Token], index: int) -> int:
    """Past "on Friday" or "in a statement", if content, a comma or the end follows it."""
    if index >= len(words) or not _begins_adjunct(words[index]):
        return index
    if (after := _past_day(words, index)) > index:
        return after
    for after in range(index + 1, min(len(words), index + _ADJUNCT_WORDS_MAX)):
        word = words[after]
        if word.lower == "that" or word.text in {":", ",", QUOTATION} or is_stop(word):
            return after
    return index


def _past_day(words: Sequence[Token], index: int) -> int:
    """Past "on Friday" where what was said begins right after it: "said on Friday | the road was shut"."""
    day = index + 1 if words[index].lower in {"on", "late", "early", "last"} else index
    dated = day + 1 < len(words) and words[day].text.isdigit() and is_month_or_day(words[day + 1].lower)
    if day + 1 >= len(words) or not (dated or is_month_or_day(words[day].lower)):
        return index
    after = day + 1
    while after + 1 < len(words) and (words[after].text.isdigit() or is_month_or_day(words[after].lower)):
        after += 1
    begins = is_kind(words[after].lower, "determiner") or is_kind(words[after].lower, "pronoun")
    return (
        after if begins or (is_capital(words[after]) and not is_month_or_day(words[after].lower)) else index
    )


def _begins_adjunct(word: Token) -> bool:
    return is_kind(word.lower, "adjunct") or is_month_or_day(word.lower)


def _quote_before(clause: _Clause, index: int) -> int | None:
    """The quotation that ends right before `index`, if it ends like a sentence and not like a quoted word."""
    text, words, _ = clause
    comma = index > 1 and words[index - 1].text == ","
    quote = index - 2 if comma else index - 1
    if quote < 0 or words[quote].text != QUOTATION or (quote > 0 and is_word(words[quote - 1])):
        return None  # "He had “no choice,” he said": a phrase of his inside our sentence
    last_sign = text[words[quote].start : words[quote].end].rstrip("\"”»’›' ")[-1:]
    return quote if comma or quote == 0 or last_sign in ",.?!…—-" else None


def _with_second_quote(clause: _Clause, quote: int, index: int) -> tuple[Range, ...]:
    """The quotation before the cue, and one that follows the cue's comma: `“…,” Roe said, “…”`."""
    words = clause.words
    for other in range(index, min(len(words), index + _ADJUNCT_WORDS_MAX)):
        if words[other].text == QUOTATION and words[other - 1].text in {",", ":", "."}:
            return (quote, quote + 1), (other, other + 1)
        if words[other].lower in speech_verbs() or is_kind(words[other].lower, "subordinator"):
            break
    return ((quote, quote + 1),)


def _may_be_named(word: Token) -> bool:
    return is_capital(word) or is_kind(word.lower, "determiner") or is_kind(word.lower, "pronoun")


def _may_be_described(word: Token) -> bool:
    """ "“…,” said | retired captain Jane Roe": an adjective or an office in lower case."""
    closed = (
        "preposition",
        "subordinator",
        "conjunction",
        "auxiliary",
        "modal",
        "negation",
        "adverb",
        "adjunct",
    )
    return word.text.isalpha() and not any(is_kind(word.lower, kind) for kind in closed)


def _at_rest(words: Sequence[Token], index: int) -> bool:
    """Whether nothing but an adjunct follows, so that the words before were a speaker and not a new clause."""
    if index >= len(words) or is_stop(words[index]) or words[index].text in {",", ":", ";", "(", QUOTATION}:
        return True
    return is_kind(words[index].lower, "preposition") or is_dash(words[index]) or words[index].lower == "who"


def _content_start(words: Sequence[Token]) -> int:
    sign = not is_word(words[0]) and words[0].text != QUOTATION
    return 1 if sign or words[0].lower in {"and", "but"} else 0


def _long_enough(first: int, last: int) -> Range | None:
    return (first, last) if last - first >= _CLAUSE_WORDS_MIN else None
