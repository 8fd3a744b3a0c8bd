"""Quotations without a cue: they carry on the one before them, or the sentence before introduces them.

“We left.” Roe spoke softly. “Nobody stayed.”  |  What follows is the whole text published by the mission:
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.reading.document import Token
from tocsin.reading.findings import Span, Statement
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import QUOTATION, is_name_word, is_stop
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.resolution import Discourse, name_speaker
from tocsin.reading.said_contents import Reading, around, chain_of, content_spans, passage, quote_index, take
from tocsin.reading.subjects import subject_of_sentence

#: a shorter quotation with no cue is a name or an irony, not something somebody said
_UNCUED_WORDS_MIN = 6


def is_bare_quotation(sentence: FoldedSentence) -> bool:
    return sentence.words[0].text == QUOTATION and all(is_stop(word) for word in sentence.words[1:])


def read_bare_quotation(
    text: Reading, sentence: FoldedSentence, before: FoldedSentence | None, discourse: Discourse
) -> None:
    index = quote_index(text, sentence.words[0].start)
    if index in text.taken or _words_quoted(text, index) < _UNCUED_WORDS_MIN:
        return
    spoken = text.spoken.get(sentence.within)
    last = None if spoken is None else text.found[spoken]
    near = before if before and before.paragraph == sentence.paragraph else None
    if spoken is not None and last and last.direct and near and last.end > near.start:
        take(text, index, last.speaker_name)
        text.found[spoken] = _with_content(
            last, Span(start=sentence.words[0].start, end=sentence.words[0].end)
        )
        return
    introduced = _introduced(text, sentence, before, discourse)
    text.spoken[sentence.within] = len(text.found)
    text.found.append(introduced)


def _words_quoted(text: Reading, index: int) -> int:
    chain = [text.quotes[piece] for piece in chain_of(text.quotes, index)]
    return sum(len(text.doc.tokens_in(quote.start, quote.end)) for quote in chain)


def _with_content(statement: Statement, span: Span) -> Statement:
    return replace(statement, content=(*statement.content, span), end=max(statement.end, span.end))


def _introduced(
    text: Reading, sentence: FoldedSentence, before: FoldedSentence | None, discourse: Discourse
) -> Statement:
    """A quotation that stands alone: the author or the subject of the sentence before says it, or who spoke last."""
    author = _author(before.words) if before else None
    name, speakers = _carried(text, sentence, discourse)
    introducer = author or (_introducer(text, sentence, before) if before else None)
    if before and introducer:
        name = name_speaker(text.doc.text, before.words, introducer, text.roster, discourse) or name
        speakers = (passage(before.words, (introducer.first, introducer.last)),)
    content = content_spans(text, sentence.words, (0, 1), name)
    start, end = around([*(speakers if introducer else ()), *content])
    return Statement(
        start=start,
        end=end,
        speakers=speakers,
        content=tuple(content),
        act="stated" if author else "said",
        direct=True,
        speaker_name=name,
    )


def _introducer(text: Reading, sentence: FoldedSentence, before: FoldedSentence) -> Phrase | None:
    """Whose words the sentence before leads up to: "The envoy disagreed. “…”", "The envoy put it so:"."""
    spoken = text.spoken.get(sentence.within)
    said = spoken is not None and text.found[spoken].end > before.start
    leads = before.words[-1].text == ":" or before.paragraph == sentence.paragraph
    return subject_of_sentence(before.words) if leads and not said else None


def _carried(
    text: Reading, sentence: FoldedSentence, discourse: Discourse
) -> tuple[str | None, tuple[Span, ...]]:
    """Who spoke last at this level, where they are named and where; else whom the text was last about."""
    spoken = text.spoken.get(sentence.within)
    if spoken is None or not text.found[spoken].speakers:
        return discourse.last, ()
    return text.found[spoken].speaker_name, text.found[spoken].speakers


def _author(words: Sequence[Token]) -> Phrase | None:
    """Who issued the statement that a sentence introduces: "the whole statement published by the mission"."""
    document = next((i for i, word in enumerate(words) if is_name_word(word.lower, "document")), None)
    if document is None:
        return None
    for index in range(document + 1, len(words) - 1):
        if words[index].lower in {"by", "from", "of"}:
            return phrase_after(words, index + 1)
    return None
