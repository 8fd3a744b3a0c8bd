"""What happened, in the event types of PLOVER: who did what to whom, where and when.

1. Triggers are data (data/event_triggers.tsv): nouns and verbs, some only beside certain words ("cut ... water").
2. What may happen, is feared or did not happen is no event.
3. Triggers of one type in a row ("airstrikes, drone attacks and the shelling of ...") are one event.
4. An event dated by two days ("on 20 and 21 September") is two events of one passage, one for each day.

A flight under attack ("exodus", "displaced") is coded as PLOVER codes expulsion: coerce.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tocsin.reading.attribution import Attribution
from tocsin.reading.call_ends import has_subject
from tocsin.reading.document import Document, Token
from tocsin.reading.event_roles import noun_roles, roles_of
from tocsin.reading.event_triggers import Trigger, find_triggers
from tocsin.reading.findings import Event, Place, Statement, Time
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import is_kind, is_possessive
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.passages import within
from tocsin.reading.tables import words as table_words

#: prepositions that say where; "into" and "from" say where to and from
_WHERE = {
    "in",
    "at",
    "near",
    "on",
    "across",
    "inside",
    "outside",
    "around",
    "over",
    "through",
    "throughout",
    "along",
    "within",
    "off",
}
#: "8 p.m. local time on Thursday" is as long as a time gets, in characters
_TIME_REACH = 48
#: characters between a trigger and the time of its own clause
_CLAUSE_REACH = 200
#: "in the small market town of Goma", in characters
_WHERE_REACH = 36
_JOINS = {"and", ",", ", and", "&", "or"}

#: "the first and deadliest strike": how far before a noun its article may stand
_ARTICLE_WORDS_MAX = 3


def find_events(
    doc: Document,
    folded: Sequence[FoldedSentence],
    statements: Sequence[Statement],
    times: Sequence[Time],
    places: Sequence[Place],
) -> tuple[Event, ...]:
    """All events in text order; the other arguments are findings of the same document."""
    attribution = Attribution(statements)
    found = [
        event
        for sentence in folded
        for trigger in find_triggers(sentence.words)
        if trigger.meaning.pos != "noun" or _is_told_of(sentence.words, trigger)
        for event in _events(doc, sentence, trigger, attribution, times, places)
    ]
    return tuple(sorted(found, key=lambda event: (event.start, event.end, event.when or "")))


def _is_told_of(words: Sequence[Token], trigger: Trigger) -> bool:
    """Whether a noun tells of a deed and not of a kind of deed: it is determined, owned, aimed, or one of several acts."""
    actor, target = noun_roles(words, trigger)
    several = words[trigger.last - 1].lower.endswith("s")
    if actor or target or (several and (trigger.first == 0 or trigger.meaning.type == "assault")):
        return True
    for index in range(trigger.first - 1, max(-1, trigger.first - 1 - _ARTICLE_WORDS_MAX), -1):
        if is_possessive(words[index]):
            return True  # "Sunday's ambush"
        if is_kind(words[index].lower, "determiner") or is_kind(words[index].lower, "preposition"):
            return is_kind(words[index].lower, "determiner")
    return False


def _events(
    doc: Document,
    sentence: FoldedSentence,
    trigger: Trigger,
    attribution: Attribution,
    times: Sequence[Time],
    places: Sequence[Place],
) -> Iterator[Event]:
    """One event for each day that dates the trigger; its passage takes in actor and target."""
    words = sentence.words
    actor, target = (_timeless(words, phrase, times) for phrase in roles_of(words, trigger))
    start, end = words[trigger.first].start, words[trigger.last - 1].end
    named = attribution.speaker(start, end) if _is_we(words, actor) else _printed(doc, words, actor, times)
    told = [phrase for phrase in (actor, target) if phrase]
    whens: list[str | None] = [*_days(doc, sentence, start, end, times)]
    for when in whens or [None]:
        yield Event(
            start=min([start, *(words[phrase.first].start for phrase in told)]),
            end=max([end, *(words[phrase.last - 1].end for phrase in told)]),
            type=trigger.meaning.type,
            actor=named,
            target=_printed(doc, words, target, times),
            place=_place(doc, sentence, start, end, places),
            when=when,
            certainty=attribution.certainty(doc, start, end, (sentence.start, sentence.end)),
        )


def _is_we(words: Sequence[Token], actor: Phrase | None) -> bool:
    return actor is not None and words[actor.first].lower in {"we", "i"}


def _timeless(words: Sequence[Token], phrase: Phrase | None, times: Sequence[Time]) -> Phrase | None:
    """The phrase without the time that opens it: "8 p.m. | 300 people"."""
    if phrase is None:
        return None
    start = words[phrase.first].start
    opening = [time.end for time in within(times, max(0, start - _TIME_REACH), start + 1) if time.end > start]
    first = phrase.first
    while opening and first < phrase.last and words[first].start < opening[-1]:
        first += 1
    return phrase._replace(first=first) if first < phrase.last else None


def _printed(
    doc: Document, words: Sequence[Token], phrase: Phrase | None, times: Sequence[Time]
) -> str | None:
    """A phrase as printed, up to the first time in it ("the port | last week")."""
    if phrase is None:
        return None
    start, end = words[phrase.first].start, words[phrase.last - 1].end
    inside = within(times, start, end)
    end = inside[0].start if inside else end
    return doc.text[start:end].strip() or None


def _days(doc: Document, sentence: FoldedSentence, start: int, end: int, times: Sequence[Time]) -> list[str]:
    """The days that date start:end: the next in its clause with those joined to it, else the last.

    One before it outranks one behind a comma: "at 8 p.m. 300 were sheltered, up from 200 on Monday".
    """
    begin, stop = _clause(doc, sentence, start, end)
    dated = [time for time in within(times, begin, stop) if time.type in {"DATE", "TIME"}]
    after = [time for time in dated if time.start >= end]
    if after and len(after) < len(dated) and "," in doc.text[end : min(after[0].start, end + _CLAUSE_REACH)]:
        dated, after = dated[: -len(after)], []
    chosen = after[:1] or dated[-1:]
    for time in after[1:]:
        if doc.text[chosen[-1].end : time.start].strip() not in _JOINS:
            break
        chosen.append(time)
    return list(dict.fromkeys(time.value for time in chosen))


def _clause(doc: Document, sentence: FoldedSentence, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence between semicolons in which start:end stands, up to a clause with a subject of its own."""
    before = doc.text.rfind(";", sentence.start, start)
    after = doc.text.find(";", end, sentence.end)
    stop = sentence.end if after < 0 else after
    return (sentence.start if before < 0 else before + 1), _other_clause(sentence.words, end, stop)


def _other_clause(words: Sequence[Token], end: int, stop: int) -> int:
    """Where after `end` ", while drones hit ..." or ", and the army took ..." begins; else `stop`."""
    first = bisect_left(words, end, key=lambda word: word.start)
    for index in range(first, len(words) - 1):
        if words[index].start >= stop:
            break
        follows = words[index + 1].lower
        joined = follows in {"and", "but"} and has_subject(words, index + 2, len(words))
        if words[index].text == "," and (follows in {"while", "whereas"} or joined):
            return words[index].start
    return stop


def _place(
    doc: Document, sentence: FoldedSentence, start: int, end: int, places: Sequence[Place]
) -> str | None:
    """The first place after the trigger that a preposition brings in, else the one that opens its clause."""
    begin, stop = _clause(doc, sentence, start, end)
    for place in within(places, end, stop):
        if _is_where(doc, sentence, place):
            return place.name
    opening = within(places, begin, start)[:1]
    return next((place.name for place in opening if _opens_with(doc, begin, place)), None)


def _is_where(doc: Document, sentence: FoldedSentence, place: Place) -> bool:
    """ "in Goma", "in the town of Goma"; not "in Goma's"."""
    before = doc.tokens_in(max(sentence.start, place.start - _WHERE_REACH), place.start)
    after = doc.tokens_in(place.end, min(sentence.end, place.end + 2))
    if not before or (after and is_possessive(after[0])):
        return False
    named = len(before) > 1 and before[-1].lower == "of" and before[-2].lower in _place_nouns()
    return before[-1].lower in _WHERE or (named and any(token.lower in _WHERE for token in before[:-2]))


def _place_nouns() -> frozenset[str]:
    return table_words("place_nouns", "both") | table_words("place_nouns", "before")


def _opens_with(doc: Document, begin: int, place: Place) -> bool:
    """ "In Goma, rebels ...": the place stands right behind the preposition that opens the clause."""
    opening = doc.tokens_in(begin, place.start)
    return len(opening) == 1 and opening[0].lower in _WHERE
