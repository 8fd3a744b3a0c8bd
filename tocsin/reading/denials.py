"""Which statement a denial denies: "The ministry denied the claim", "These claims are false"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tocsin.reading.certainty import certainty_in
from tocsin.reading.cues import speech_nouns
from tocsin.reading.denial_pointers import pointed_at, points_back
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Span, Statement
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import is_stop, is_word
from tocsin.reading.likeness import content_stems
from tocsin.reading.rejections import find_rejections
from tocsin.reading.roster import Roster

#: what may be false or denied; that somebody asks or promises is not
_ASSERTIVE = {"claimed", "stated", "said", "accused", "reported", "announced", "declared", "argued"}
_POINTERS = {"this", "that", "these", "those", "such", "the", "his", "her", "its", "their", "both", "all"}
_COPULAS = {"is", "are", "was", "were", "’s", "'s"}
#: "These long-repeated official claims are": how far the noun stands from the beginning
_NOUN_WORDS_MAX = 5
#: "This is a malicious lie by people who …": a longer content does more than call something false
_REBUTTAL_CHARS_MAX = 160
#: a denial in other words shares so many with what it denies, which stands so few statements back
_SHARED_MIN = 2
_ALIKE_MAX = 8
#: a denial answers something said at most so many characters before
_REACH = 2_000

#: a statement, and what it denies
_Tied = tuple[Statement, Statement | None]


def tie_denials(
    doc: Document,
    folded: Sequence[FoldedSentence],
    found: Sequence[Statement],
    quoted: Mapping[int | None, str | None],
    roster: Roster,
) -> tuple[Statement, ...]:
    """`found` in text order, with rebuttals added, and each denial tied to what it denies.

    "These claims are false" gives one denial for each claim of its paragraph, "a charge that the army rejects" one
    for what was said last. `quoted` names who is quoted in each quotation, `roster` whom by which name.
    """
    found = sorted(found, key=_place)
    rebuttals: list[_Tied] = [
        rebuttal
        for sentence in folded
        for rebuttal in _rebuttals(doc, sentence, found, quoted.get(sentence.within))
    ]
    rebuttals += (tied for sentence in folded for tied in _rejected(doc, sentence, found, roster))
    said: list[_Tied] = [(statement, _denied_by(doc, statement, found)) for statement in found]
    pairs = sorted(said + rebuttals, key=lambda pair: _place(pair[0]))
    index_of = {id(statement): index for index, (statement, _) in enumerate(pairs)}
    denied = {id(target) for _, target in pairs if target is not None}
    return tuple(
        replace(
            statement,
            denies=None if target is None else index_of[id(target)],
            certainty="denied" if id(statement) in denied else statement.certainty,
        )
        for statement, target in pairs
    )


def _rebuttals(
    doc: Document, sentence: FoldedSentence, found: Sequence[Statement], speaker: str | None
) -> Iterator[_Tied]:
    copula = _rebutting_copula(sentence.words)
    if copula is None or certainty_in(doc, sentence.words[copula].start, sentence.end) != "denied":
        return
    plural = sentence.words[copula].lower in {"are", "were"}
    since = max(doc.paragraphs[sentence.paragraph].start, sentence.start - _REACH)
    targets = [other for other in _before(found, sentence.start, since) if other.speaker_name != speaker]
    for target in targets if plural else targets[-1:]:
        yield _rebuttal(sentence, copula, speaker), target


def _rebutting_copula(words: Sequence[Token]) -> int | None:
    """The index of "are" in "These claims are ..."."""
    if words[0].lower not in _POINTERS:
        return None
    for index in range(1, min(len(words) - 1, _NOUN_WORDS_MAX)):
        if words[index].lower in speech_nouns() and words[index + 1].lower in _COPULAS:
            return index + 1
    return None


def _rebuttal(sentence: FoldedSentence, copula: int, speaker: str | None) -> Statement:
    words = sentence.words
    end = words[-2].end if is_stop(words[-1]) and len(words) > 1 else words[-1].end
    return Statement(
        start=sentence.start,
        end=end,
        cue=Span(start=words[copula].start, end=words[copula + 1].end),
        content=(Span(start=sentence.start, end=end),),
        act="denied",
        certainty="attributed" if speaker else "asserted",
        speaker_name=speaker,
    )


def _rejected(
    doc: Document, sentence: FoldedSentence, found: Sequence[Statement], roster: Roster
) -> Iterator[_Tied]:
    """The rejections of a sentence, each with what it rejects: said in the sentence before it, or in its paragraph."""
    words = sentence.words
    for one in find_rejections(words):
        who, verb, what = _span(words, one.who[:2]), _span(words, one.verb), _span(words, one.what)
        denial = Statement(
            start=words[one.first].start,
            end=words[one.last - 1].end,
            speakers=(who,),
            cue=verb,
            content=(what,),
            act="denied",
            certainty="denied",
            speaker_name=roster.fullest(_bare_name(doc.text[who.start : who.end])),
        )
        since = max(doc.paragraphs[sentence.paragraph].start, denial.start - _REACH)
        said = [other for other in _before(found, denial.start, since) if other.end <= denial.start]
        yield denial, said[-1] if said else None


def _bare_name(printed: str) -> str:
    """ "the Lowland Ministry" without its article; "the ministry" is no name and keeps it."""
    bare = printed.removeprefix("the ").removeprefix("The ")
    return bare if bare[:1].isupper() else printed


def _span(words: Sequence[Token], piece: tuple[int, int]) -> Span:
    return Span(start=words[piece[0]].start, end=words[piece[1] - 1].end)


def _denied_by(doc: Document, statement: Statement, found: Sequence[Statement]) -> Statement | None:
    """What somebody else said and this statement denies, if it is a denial or a rebuttal.

    1. "denied a report | that the mill burned": the claim stands inside the denial.
    2. "denied it", "rejected the accusation", "called the claim false": it points back (denial_pointers.py).
    3. "denied burning the mill": it was said before in much the same words.
    """
    denial = statement.act == "denied"
    if not denial and not _calls_false(doc, statement):
        return None
    content = statement.content[0]
    if denial and (inside := _claim_inside(statement, found)):
        return inside
    earlier = _before(found, statement.start, statement.start - _REACH)
    others = [target for target in earlier if target.speaker_name != statement.speaker_name]
    if points_back(doc, content):
        return pointed_at(doc, statement, others, own=_has_denied(doc, statement, found))
    return _said_alike(doc, content, others) if denial else None


def _has_denied(doc: Document, statement: Statement, found: Sequence[Statement]) -> bool:
    """ "denied that its jets flew, | calling the reports a lie": the same speaker has just denied something told."""
    sentence = doc.sentence_at(statement.start)
    if sentence is None:
        return False
    first = bisect_left(found, sentence.start, key=lambda other: other.start)
    last = bisect_left(found, _place(statement), key=_place)
    return any(
        other.act == "denied"
        and other.speaker_name == statement.speaker_name
        and not points_back(doc, other.content[0])
        for other in found[first:last]
        if other is not statement
    )


def _calls_false(doc: Document, statement: Statement) -> bool:
    """Whether the content says of an earlier claim that it is false: "this was not true", "the claim | baseless"."""
    if statement.cue is None or not statement.content:
        return False
    content = statement.content[0]
    first = next((token.lower for token in doc.tokens_in(content.start, content.end) if is_word(token)), "")
    short = content.end - content.start <= _REBUTTAL_CHARS_MAX
    return (
        short
        and first in _POINTERS | {"it"}
        and points_back(doc, content)
        and certainty_in(doc, content.start, content.end) == "denied"
    )


def _claim_inside(statement: Statement, found: Sequence[Statement]) -> Statement | None:
    """The claim told by a noun within the denial: "denied a report that …"."""
    content = statement.content[0]
    first = bisect_left(found, content.start, key=lambda other: other.start)
    last = bisect_left(found, content.end, key=lambda other: other.start)
    inside = (
        one for one in found[first:last] if one is not statement and one.act in _ASSERTIVE and not one.direct
    )
    return next((one for one in inside if one.speaker_name != statement.speaker_name), None)


def _said_alike(doc: Document, content: Span, others: Sequence[Statement]) -> Statement | None:
    """The last of `others` that shares its words with what is denied; of a short denial one word is enough."""
    denied = _stems(doc, content)
    enough = 1 if len(denied) == 1 else _SHARED_MIN
    for target in reversed(others[-_ALIKE_MAX:]):
        shared = denied & {stem for span in target.content for stem in _stems(doc, span)}
        if len(shared) >= enough:
            return target
    return None


def _stems(doc: Document, span: Span) -> frozenset[str]:
    return content_stems(doc.tokens_in(span.start, span.end))


def _place(statement: Statement) -> tuple[int, int]:
    """Text order; of two by one speaker, the one whose cue stands first."""
    return statement.start, statement.cue.start if statement.cue else statement.start


def _before(found: Sequence[Statement], offset: int, since: int) -> Iterator[Statement]:
    """What was claimed between `since` and `offset`; `found` is in text order."""
    first = bisect_left(found, since, key=lambda statement: statement.start)
    last = bisect_left(found, offset, key=lambda statement: statement.start)
    return (statement for statement in found[first:last] if statement.act in _ASSERTIVE)
