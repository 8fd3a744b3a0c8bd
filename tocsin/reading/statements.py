"""Who said what: quotations and reported speech, each with speaker, cue, content and how sure it is.

1. Quotations are folded (folding.py), so that "he said" is seen beside a page of quoted text.
2. In each folded sentence every cue gives a draft (drafts.py).
3. A quotation that fills its sentences without a cue carries on the one before it, or is introduced by the
   sentence before it ("What follows is the whole text published by ...").
4. Drafts become statements; pronouns and short names become full names (resolution.py).
5. Denials are tied to what they deny (denials.py), and what a later sentence doubts is unconfirmed (doubts.py).

A statement is direct when its content begins with a quotation; a quoted phrase inside our own words is not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tocsin.reading.certainty import certainty_in
from tocsin.reading.clause_ends import Range
from tocsin.reading.datelines import sentence_start
from tocsin.reading.denials import tie_denials
from tocsin.reading.document import Document, Token
from tocsin.reading.doubts import mark_doubted
from tocsin.reading.drafts import Draft
from tocsin.reading.findings import Certainty, Span, Statement, Time
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import QUOTATION, is_capital, is_name_word, is_stop
from tocsin.reading.labels import find_label, name_label, repeated_labels
from tocsin.reading.names import Name
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.passages import within
from tocsin.reading.quotes import Quote
from tocsin.reading.resolution import Discourse, follow_subject, name_speaker
from tocsin.reading.roster import Roster, open_roster
from tocsin.reading.said_at import said_at
from tocsin.reading.subjects import subject_of_sentence
from tocsin.reading.syntax import Tree
from tocsin.reading.syntax_drafts import draft_with_tree

#: a shorter quotation with no cue is a name or an irony, not something somebody said
_UNCUED_WORDS_MIN = 6

#: a hedge stands so many characters before the cue at most: "unconfirmed and partly contradictory reports of"
_HEDGE_REACH = 40


@dataclass(slots=True)
class _Text:
    """One document while its statements are found."""

    doc: Document
    quotes: tuple[Quote, ...]
    folded: Sequence[FoldedSentence]
    roster: Roster
    times: Sequence[Time]
    discourses: dict[int | None, Discourse] = field(default_factory=lambda: {None: Discourse()})
    found: list[Statement] = field(default_factory=list)
    #: quotations that already are the content of a statement
    taken: set[int] = field(default_factory=set)
    #: what opens more than one paragraph before a colon
    labels: frozenset[str] = frozenset()
    #: the last statement at each level of quotation, an index in `found`
    spoken: dict[int | None, int] = field(default_factory=dict)


def find_statements(
    doc: Document,
    quotes: tuple[Quote, ...],
    folded: Sequence[FoldedSentence],
    times: Sequence[Time],
    names: Sequence[Name],
    trees: Mapping[int, Tree] | None = None,
) -> tuple[Statement, ...]:
    """All statements in text order. The other arguments are findings of the same document.

    `trees` are those of some of the folded sentences, by index; without one, the words alone are read.
    """
    text = _Text(doc, quotes, folded, open_roster(doc, names), times, labels=repeated_labels(doc))
    previous: dict[int | None, FoldedSentence] = {}
    for index, sentence in enumerate(text.folded):
        _read_sentence(text, sentence, previous.get(sentence.within), (trees or {}).get(index))
        previous[sentence.within] = sentence
    tied = tie_denials(doc, text.folded, text.found, _quoted_names(text), text.roster)
    return mark_doubted(doc, text.folded, tied)


def _read_sentence(
    text: _Text, sentence: FoldedSentence, before: FoldedSentence | None, tree: Tree | None
) -> None:
    discourse = text.discourses.setdefault(sentence.within, Discourse())
    drafts = _after_dateline(sentence.words, draft_with_tree(text.doc.text, sentence.words, tree))
    drafts = [_called_on(sentence.words, draft) for draft in drafts]
    first = len(text.found)
    if sentence.within is None and (before is None or before.paragraph != sentence.paragraph):
        _read_label(text, sentence, discourse)
    text.found += [_statement(text, sentence, draft, discourse, drafts) for draft in drafts]
    if len(text.found) > first:
        direct = (index for index in range(first, len(text.found)) if text.found[index].direct)
        text.spoken[sentence.within] = next(direct, first)
    if _is_bare_quotation(sentence):
        _read_bare_quotation(text, sentence, before, discourse)
    elif not drafts:
        follow_subject(text.doc.text, sentence.words, text.roster, discourse)


def _read_label(text: _Text, sentence: FoldedSentence, discourse: Discourse) -> None:
    """A paragraph that a label opens is said by who is named there; "I" in it is the same."""
    words = sentence.words
    label = find_label(text.doc.text, words, text.roster, text.labels)
    discourse.quoted = name_label(text.doc.text, words, label, text.roster) if label else None
    if not label or not discourse.quoted:
        return
    discourse.follow_person(discourse.quoted)
    speaker = _span(words, label.speaker[:2])
    if words[label.content].text == QUOTATION:
        content = _content_spans(text, words, (label.content, label.content + 1), discourse.quoted)
    else:
        content = [Span(start=words[label.content].start, end=text.doc.paragraphs[sentence.paragraph].end)]
    start, end = _around([speaker, *content])
    text.found.append(
        Statement(
            start=start,
            end=end,
            speakers=(speaker,),
            content=tuple(content),
            direct=label.verbatim or words[label.content].text == QUOTATION,
            speaker_name=discourse.quoted,
        )
    )


def _after_dateline(words: Sequence[Token], drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without the dateline or the dot of a list in what was said."""
    start = sentence_start(words)
    trimmed = (
        draft._replace(
            content=tuple((max(first, start), last) for first, last in draft.content if last > start)
        )
        for draft in drafts
    )
    return [draft for draft in trimmed if draft.content]


def _called_on(words: Sequence[Token], draft: Draft) -> Draft:
    """ "called on | both armies to hold fire" asks something of them; "called the raid a crime" does not."""
    (first, last), *others = draft.content
    particle = words[first].lower in {"on", "upon"} and draft.cue[1] == first and last - first > 1
    if draft.act != "called" or not particle:
        return draft
    return draft._replace(act="urged", content=((first + 1, last), *others))


def _statement(
    text: _Text, sentence: FoldedSentence, draft: Draft, discourse: Discourse, drafts: Sequence[Draft]
) -> Statement:
    words = sentence.words
    name = _names(text, words, draft.speakers, discourse)
    direct = words[draft.content[0][0]].text == QUOTATION
    content = [span for piece in draft.content for span in _content_spans(text, words, piece, name)]
    speakers = tuple(_span(words, (phrase.first, phrase.last)) for phrase in draft.speakers)
    cue = _span(words, draft.cue)
    start, end = _around([*speakers, cue, *content])
    told, outlets = _told(text, words, draft.told)
    return Statement(
        start=start,
        end=end,
        speakers=speakers,
        cue=cue,
        content=tuple(content),
        act=draft.act,
        direct=direct,
        certainty=_certainty(text, draft, sentence, cue),
        speaker_name=name,
        relayed_by=outlets,
        to=told,
        said_at=said_at(
            text.doc.text, sentence.words, within(text.times, sentence.start, sentence.end), draft, drafts
        ),
    )


def _names(
    text: _Text, words: Sequence[Token], phrases: Iterable[Phrase], discourse: Discourse
) -> str | None:
    names = [name_speaker(text.doc.text, words, phrase, text.roster, discourse) for phrase in phrases]
    distinct = list(dict.fromkeys(name for name in names if name))
    joined = " and ".join(distinct)
    if len(distinct) > 1:
        discourse.follow_many(joined)
    return joined or None


def _content_spans(text: _Text, words: Sequence[Token], piece: Range, name: str | None) -> list[Span]:
    """The passages of a piece of content; a quotation that goes on over paragraphs gives one passage for each."""
    for index in range(*piece):
        if words[index].text == QUOTATION:
            _take(text, _quote_index(text, words[index].start), name)
    if piece[1] - piece[0] == 1 and words[piece[0]].text == QUOTATION:
        chain = _chain(text.quotes, _quote_index(text, words[piece[0]].start))
        for index in chain:
            _take(text, index, name)
        return [Span(start=text.quotes[index].start, end=text.quotes[index].end) for index in chain]
    return [_span(words, piece)]


def _take(text: _Text, index: int, name: str | None) -> None:
    text.taken.add(index)
    text.discourses[index] = Discourse(quoted=name)


def _quote_index(text: _Text, start: int) -> int:
    return bisect_left(text.quotes, start, key=lambda quote: quote.start)


def _chain(quotes: tuple[Quote, ...], index: int) -> list[int]:
    """All pieces of the quotation over paragraphs that the quotation at `index` is a piece of, itself included."""
    chain = [index]
    while quotes[chain[0]].continues and (before := _peer(quotes, chain[0], -1)) is not None:
        chain.insert(0, before)
    while (after := _peer(quotes, chain[-1], 1)) is not None and quotes[after].continues:
        chain.append(after)
    return chain


def _peer(quotes: tuple[Quote, ...], index: int, step: int) -> int | None:
    """The next quotation of level 1 in that direction."""
    index += step
    while 0 <= index < len(quotes) and quotes[index].within is not None:
        index += step
    return index if 0 <= index < len(quotes) else None


def _told(text: _Text, words: Sequence[Token], told: Range | None) -> tuple[str | None, tuple[str, ...]]:
    """The person told, or the outlets that relay it."""
    if told is None:
        return None, ()
    printed = text.doc.text[words[told[0]].start : words[told[1] - 1].end]
    outlet = any(
        is_name_word(word.lower, "outlet") or (is_name_word(word.lower, "outlet_word") and is_capital(word))
        for word in words[told[0] : told[1]]
    )
    return (None, (printed,)) if outlet else (printed, ())


def _certainty(text: _Text, draft: Draft, sentence: FoldedSentence, cue: Span) -> Certainty:
    if draft.act == "denied":
        return "denied"
    before = max(sentence.start, cue.start - _HEDGE_REACH)
    said_by = [
        _span(sentence.words, phrase[:2]) for phrase in draft.speakers
    ]  # "according to unconfirmed reports"
    spans = [Span(start=before, end=cue.end), *said_by]
    doubtful = draft.unconfirmed or any(
        certainty_in(text.doc, one.start, one.end) == "unconfirmed" for one in spans
    )
    return "unconfirmed" if doubtful else "attributed"


def _is_bare_quotation(sentence: FoldedSentence) -> bool:
    return sentence.words[0].text == QUOTATION and all(is_stop(word) for word in sentence.words[1:])


def _read_bare_quotation(
    text: _Text, sentence: FoldedSentence, before: FoldedSentence | None, discourse: Discourse
) -> None:
    index = _quote_index(text, sentence.words[0].start)
    if index in text.taken or _words_quoted(text, index) < _UNCUED_WORDS_MIN:
        return
    spoken = text.spoken.get(sentence.within)
    last = None if spoken is None else text.found[spoken]
    near = before if before and before.paragraph == sentence.paragraph else None
    if spoken is not None and last and last.direct and near and last.end > near.start:
        _take(text, index, last.speaker_name)
        text.found[spoken] = _with_content(
            last, Span(start=sentence.words[0].start, end=sentence.words[0].end)
        )
        return
    introduced = _introduced(text, sentence, before, discourse)
    text.spoken[sentence.within] = len(text.found)
    text.found.append(introduced)


def _words_quoted(text: _Text, index: int) -> int:
    chain = [text.quotes[piece] for piece in _chain(text.quotes, index)]
    return sum(len(text.doc.tokens_in(quote.start, quote.end)) for quote in chain)


def _with_content(statement: Statement, span: Span) -> Statement:
    return replace(statement, content=(*statement.content, span), end=max(statement.end, span.end))


def _introduced(
    text: _Text, sentence: FoldedSentence, before: FoldedSentence | None, discourse: Discourse
) -> Statement:
    """A quotation that stands alone: the author or the subject of the sentence before says it, or who spoke last."""
    author = _author(before.words) if before else None
    name, speakers = _carried(text, sentence, discourse)
    introducer = author or (_introducer(text, sentence, before) if before else None)
    if before and introducer:
        name = name_speaker(text.doc.text, before.words, introducer, text.roster, discourse) or name
        speakers = (_span(before.words, (introducer.first, introducer.last)),)
    content = _content_spans(text, sentence.words, (0, 1), name)
    start, end = _around([*(speakers if introducer else ()), *content])
    return Statement(
        start=start,
        end=end,
        speakers=speakers,
        content=tuple(content),
        act="stated" if author else "said",
        direct=True,
        speaker_name=name,
    )


def _introducer(text: _Text, sentence: FoldedSentence, before: FoldedSentence) -> Phrase | None:
    """Whose words the sentence before leads up to: "The envoy disagreed. “…”", "The envoy put it so:"."""
    spoken = text.spoken.get(sentence.within)
    said = spoken is not None and text.found[spoken].end > before.start
    leads = before.words[-1].text == ":" or before.paragraph == sentence.paragraph
    return subject_of_sentence(before.words) if leads and not said else None


def _carried(
    text: _Text, sentence: FoldedSentence, discourse: Discourse
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


def _quoted_names(text: _Text) -> dict[int | None, str | None]:
    return {within: discourse.quoted for within, discourse in text.discourses.items()}


def _span(words: Sequence[Token], piece: Range) -> Span:
    return Span(start=words[piece[0]].start, end=words[piece[1] - 1].end)


def _around(spans: list[Span]) -> tuple[int, int]:
    return min(span.start for span in spans), max(span.end for span in spans)
