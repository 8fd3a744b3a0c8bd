"""What others did about it: meetings, resolutions, sanctions, inquiries, or that nothing was done.

Cues and outcomes are data (data/response_cues.tsv, data/response_results.tsv). A response needs a body that acts: a
named institution or government, or a common noun for one; people who happen to meet are none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.clause_subjects import subject_of, verb_group
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Response, Time
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import is_capital, is_kind, is_name_word
from tocsin.reading.names import Name, capital_runs
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.passages import within
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import words as marks

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
        response = _response_of(doc, sentence, times, bodies, before)
        if response:
            found.append(response)
            last = sentence.paragraph, response
    return tuple(sorted(found, key=lambda response: (response.start, response.end)))


def _response_of(
    doc: Document,
    sentence: FoldedSentence,
    times: Sequence[Time],
    bodies: Sequence[Name],
    before: Response | None,
) -> Response | None:
    words = sentence.words
    lowered = [word.lower for word in words]
    for cue in _cues(words):
        doing = cue.pos != "noun" or any(word in marks("response_words", "doing") for word in lowered)
        body = _body(words, cue) if doing else None
        if body:
            name = _fullest(bodies, _printed(doc, words, body), sentence.start)
            return _response(doc, sentence, cue, name, times, before)
        if doing and before and before.body and cue.first == 1 and lowered[0] in {"the", "that", "this"}:
            return _response(doc, sentence, cue, before.body, times, before)
    return None


def _cues(words: Sequence[Token]) -> Iterator[_Cue]:
    """What is told of as done, or as not done; what may or will be is neither."""
    for first, last, (_, pos, what, needs, *_) in phrasebook("response_cues").all(words, 0, len(words)):
        if needs and all(word.lower not in needs.split() for word in words):
            continue
        done_at = _doing_before(words, first) if pos == "noun" else first
        helpers = words[verb_group(words, done_at) : done_at]
        if not any(is_kind(word.lower, "modal") for word in helpers):
            yield _Cue(first, last, pos, what)


def _response(
    doc: Document,
    sentence: FoldedSentence,
    cue: _Cue,
    body: str,
    times: Sequence[Time],
    before: Response | None,
) -> Response:
    words = sentence.words
    dates = [
        time.value for time in within(times, sentence.start, sentence.end) if time.type in {"DATE", "TIME"}
    ]
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
    if cue.last + 1 < len(words) and words[cue.last].lower in {"of", "by"}:
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
    """The verb that makes of a noun something done: "imposed | sanctions"."""
    doing = marks("response_words", "doing")
    return next((i for i in range(first - 1, 0, -1) if words[i].lower in doing), 0)


def _acts(words: Sequence[Token], phrase: Phrase) -> bool:
    """Whether the phrase names an institution, a state, or a common noun for one."""
    tokens = words[phrase.first : phrase.last]
    parties = marks("response_words", "party")
    if any(is_name_word(token.lower, "body") or token.lower in parties for token in tokens):
        return True
    return any(is_capital(token) for token in tokens) and any(capital_runs(tokens))


def _printed(doc: Document, words: Sequence[Token], phrase: Phrase) -> str:
    """The body without its article."""
    first = phrase.first + (
        words[phrase.first].lower in {"the", "a", "an"} and phrase.last - phrase.first > 1
    )
    return doc.text[words[first].start : words[phrase.last - 1].end]
