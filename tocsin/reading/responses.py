"""What others did about it: meetings, resolutions, sanctions, inquiries, or that nothing was done.

Cues and outcomes are data (data/response_cues.tsv, data/response_results.tsv). A response needs a body that acts: a
named institution or government, or a common noun for one; people who happen to meet are none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.clause_ends import trim
from tocsin.reading.clause_subjects import is_finite, subject_of, verb_group
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Response, Time
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import CLOSERS, is_capital, is_kind, is_name_word
from tocsin.reading.names import Name, capital_runs
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.passages import within
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import rows
from tocsin.reading.tables import words as marks

#: "the meeting", "that inquiry": what was told of before
_POINTING = {"the", "that", "this"}
_PASSIVE = {"is", "are", "was", "were", "be", "been", "being"}
#: so many names of bodies back, "the Council" is looked for
_BODIES_BACK = 32


class _Cue(NamedTuple):
    first: int
    last: int
    pos: str
    what: str


def find_responses(
    doc: Document, folded: Sequence[FoldedSentence], times: Sequence[Time], names: Sequence[Name]
) -> tuple[Response, ...]:
    """All responses in text order, one for each sentence that tells of one. `times` and `names` are the document's.

    "The meeting" of a sentence is the one told of before it in the paragraph: its body and its day are taken over.
    """
    bodies = [name for name in names if name.kind == "body"]
    found: list[Response] = []
    last: tuple[int, Response] | None = None
    for sentence in folded:
        before = last[1] if last and last[0] == sentence.paragraph else None
        told = list(_responses_of(doc, sentence, times, bodies, before))
        found.extend(told)
        last = (sentence.paragraph, told[-1]) if told else last
    return tuple(sorted(found, key=lambda response: (response.start, response.end)))


def _responses_of(
    doc: Document,
    sentence: FoldedSentence,
    times: Sequence[Time],
    bodies: Sequence[Name],
    before: Response | None,
) -> Iterator[Response]:
    """What the sentence tells of each body, by the first cue of each; another body stands in a clause of its own."""
    words = sentence.words
    told: list[tuple[_Cue, int, str]] = []
    for cue in _cues(words):
        body = _body(words, cue)
        if body:
            name = _fullest(bodies, _printed(doc, words, body), sentence.start)
            new = all(name != other for _, _, other in told)
            if new and (not told or _is_joined(words, told[-1][0].last, body.first)):
                told.append((cue, min(body.first, cue.first), name))
        elif not told and before and before.body and cue.first == 1 and words[0].lower in _POINTING:
            told.append((cue, 0, before.body))
    for index, (cue, first, name) in enumerate(told):
        begin, end = _clause(words, cue.first)
        begin = max(begin, first) if index else begin
        end = min(end, told[index + 1][1]) if index + 1 < len(told) else end
        yield _response(doc, sentence, (begin, end), cue, name, times, before)


def _is_joined(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether first:last leads from one clause to the next: ", and |", "; |", "while |"."""
    return any(word.text == ";" or word.lower in {"and", "but", "while"} for word in words[first:last])


def _cues(words: Sequence[Token]) -> Iterator[_Cue]:
    """What is told of as done, or as not done; what may or will be is neither."""
    for first, last, (_, pos, what, needs, *_) in phrasebook("response_cues").all(words, 0, len(words)):
        if needs and all(word.lower not in needs.split() for word in words):
            continue
        done_at = _doing_before(words, first) if pos == "noun" else first
        helpers = words[verb_group(words, done_at) : done_at]
        if not any(is_kind(word.lower, "modal") for word in helpers):
            yield _Cue(first, last, pos, what)


def _clause(words: Sequence[Token], index: int) -> tuple[int, int]:
    """The words between two semicolons around `index`."""
    first = next((i + 1 for i in range(index, -1, -1) if words[i].text == ";"), 0)
    return first, next((i for i in range(index, len(words)) if words[i].text == ";"), len(words))


def _response(
    doc: Document,
    sentence: FoldedSentence,
    clause: tuple[int, int],
    cue: _Cue,
    body: str,
    times: Sequence[Time],
    before: Response | None,
) -> Response:
    first, last = clause
    words = sentence.words[first:last]
    cue = cue._replace(first=cue.first - first, last=cue.last - first)
    dated = within(times, words[0].start, words[-1].end)
    dates = [time.value for time in dated if time.type in {"DATE", "TIME"}]
    goes_on = before is not None and before.body == body
    return Response(
        start=sentence.start,
        end=sentence.end,
        body=body,
        what=cue.what,
        when=dates[0] if dates else before.when if before and goes_on else None,
        result=_result(doc, words, cue),
    )


def _result(doc: Document, words: Sequence[Token], cue: _Cue) -> str | None:
    """ "reached no consensus", "adopted neither a resolution nor a statement", "has not met", "87 votes to nine"."""
    for index in range(1, len(words)):
        doing = words[index - 1].lower in marks("response_words", "doing")
        if words[index].lower == "neither" and doing:
            return _to_clause_end(doc, words, index - 1)
        if words[index].lower == "votes" and index + 1 < len(words) and words[index + 1].lower == "to":
            return _to_clause_end(doc, words, index - 1)
    result = next(phrasebook("response_results").all(words, 0, len(words)), None)
    if result:
        return doc.text[words[result[0]].start : words[result[1] - 1].end]
    group = verb_group(words, cue.first) if cue.pos == "verb" else cue.first
    negated = any(is_kind(word.lower, "negation") for word in words[group : cue.first])
    return doc.text[words[group].start : words[cue.last - 1].end] if negated else None


def _to_clause_end(doc: Document, words: Sequence[Token], first: int) -> str:
    end = next((i for i in range(first, len(words)) if words[i].text in ".;:!?"), len(words))
    end = trim(words, first, end - (words[end - 1].lower in {"and", "but", "while"}))
    return doc.text[words[first].start : words[end - 1].end]


def _fullest(bodies: Sequence[Name], printed: str, offset: int) -> str:
    """The last body named before `offset` that "the Council" may stand for."""
    if " " in printed:
        return printed
    last = bisect_left(bodies, offset, key=lambda name: name.start)
    for name in reversed(bodies[max(0, last - _BODIES_BACK) : last]):
        if name.text.endswith(f" {printed}"):
            return name.text
    return printed


def _body(words: Sequence[Token], cue: _Cue) -> Phrase | None:
    """Who responded: "a meeting of the council", "a session held by the council", "the council met"."""
    done = cue.pos != "noun" or any(word.lower in marks("response_words", "doing") for word in words)
    if done and cue.last + 1 < len(words) and words[cue.last].lower in {"of", "by"}:
        after = phrase_after(words, cue.last + 1)
        if after and _acts(words, after):
            return after
    verb = _doing_before(words, cue.first) if cue.pos == "noun" else cue.first
    group = verb_group(words, verb)
    if cue.pos == "verb" and any(word.lower in _PASSIVE for word in words[group:verb]):
        agent = phrase_after(words, cue.last + 1) if words[cue.last : cue.last + 1] else None
        by = agent is not None and words[cue.last].lower == "by" and _acts(words, agent)
        return agent if by else None
    before = subject_of(words, verb) if verb else None
    return before if before and _acts(words, before) else None


def _doing_before(words: Sequence[Token], first: int) -> int:
    """The verb that makes of a noun something done: "imposed | sanctions"; 0 where another verb or clause comes between."""
    doing = marks("response_words", "doing")
    for index in range(first - 1, 0, -1):
        if words[index].lower in doing:
            return index
        if is_kind(words[index].lower, "subordinator") or words[index].text in CLOSERS:
            return 0
        if is_finite(words, index) and words[index].lower not in _PASSIVE:
            return 0
    return 0


def _acts(words: Sequence[Token], phrase: Phrase) -> bool:
    """Whether the phrase names an institution, a state, or a common noun for one."""
    tokens = words[phrase.first : phrase.last]
    if phrase == (0, 1, False) and tokens[0].lower.endswith("s") and tokens[0].text not in _states_in_s():
        return is_name_word(tokens[0].lower, "body")  # "Villagers | met"
    parties = marks("response_words", "party")
    if any(is_name_word(token.lower, "body") or token.lower in parties for token in tokens):
        return True
    return any(is_capital(token) for token in tokens) and any(capital_runs(tokens))


@cache
def _states_in_s() -> frozenset[str]:
    """ "Honduras", "Cyprus"."""
    return frozenset(name for row in rows("countries") for name in row[0].split("|") if name.endswith("s"))


def _printed(doc: Document, words: Sequence[Token], phrase: Phrase) -> str:
    """The body without its article."""
    first = phrase.first + (
        words[phrase.first].lower in {"the", "a", "an"} and phrase.last - phrase.first > 1
    )
    return doc.text[words[first].start : words[phrase.last - 1].end]
