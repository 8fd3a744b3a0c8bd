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

from collections.abc import Iterable, Mapping, Sequence

from tocsin.reading.bare_quotations import is_bare_quotation, read_bare_quotation
from tocsin.reading.certainty import certainty_in
from tocsin.reading.clause_ends import Range
from tocsin.reading.datelines import sentence_start
from tocsin.reading.denials import tie_denials
from tocsin.reading.document import Document, Token
from tocsin.reading.doubts import mark_doubted
from tocsin.reading.drafts import Draft
from tocsin.reading.findings import Certainty, Span, Statement, Time
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import QUOTATION, is_capital, is_name_word
from tocsin.reading.labelled import read_label
from tocsin.reading.labels import repeated_labels
from tocsin.reading.names import Name
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.passages import within
from tocsin.reading.quotes import Quote
from tocsin.reading.resolution import Discourse, follow_subject, name_speaker
from tocsin.reading.roster import open_roster
from tocsin.reading.said_at import said_at
from tocsin.reading.said_contents import Reading, around, content_spans, passage
from tocsin.reading.syntax import Tree
from tocsin.reading.syntax_drafts import draft_with_tree

#: a hedge stands so many characters before the cue at most: "unconfirmed and partly contradictory reports of"
_HEDGE_REACH = 40


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
    text = Reading(doc, quotes, folded, open_roster(doc, names), times, labels=repeated_labels(doc))
    previous: dict[int | None, FoldedSentence] = {}
    for index, sentence in enumerate(text.folded):
        _read_sentence(text, sentence, previous.get(sentence.within), (trees or {}).get(index))
        previous[sentence.within] = sentence
    tied = tie_denials(doc, text.folded, text.found, _quoted_names(text), text.roster)
    return mark_doubted(doc, text.folded, tied)


def _read_sentence(
    text: Reading, sentence: FoldedSentence, before: FoldedSentence | None, tree: Tree | None
) -> None:
    discourse = text.discourses.setdefault(sentence.within, Discourse())
    drafts = _after_dateline(sentence.words, draft_with_tree(text.doc.text, sentence.words, tree))
    drafts = [_called_on(sentence.words, draft) for draft in drafts]
    first = len(text.found)
    if sentence.within is None and (before is None or before.paragraph != sentence.paragraph):
        read_label(text, sentence, discourse)
    text.found += [_statement(text, sentence, draft, discourse, drafts) for draft in drafts]
    if len(text.found) > first:
        direct = (index for index in range(first, len(text.found)) if text.found[index].direct)
        text.spoken[sentence.within] = next(direct, first)
    if is_bare_quotation(sentence):
        read_bare_quotation(text, sentence, before, discourse)
    elif not drafts:
        follow_subject(text.doc.text, sentence.words, text.roster, discourse)


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
    text: Reading, sentence: FoldedSentence, draft: Draft, discourse: Discourse, drafts: Sequence[Draft]
) -> Statement:
    words = sentence.words
    name = _names(text, words, draft.speakers, discourse)
    direct = words[draft.content[0][0]].text == QUOTATION
    content = [span for piece in draft.content for span in content_spans(text, words, piece, name)]
    speakers = tuple(passage(words, (phrase.first, phrase.last)) for phrase in draft.speakers)
    cue = passage(words, draft.cue)
    start, end = around([*speakers, cue, *content])
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
    text: Reading, words: Sequence[Token], phrases: Iterable[Phrase], discourse: Discourse
) -> str | None:
    names = [name_speaker(text.doc.text, words, phrase, text.roster, discourse) for phrase in phrases]
    distinct = list(dict.fromkeys(name for name in names if name))
    joined = " and ".join(distinct)
    if len(distinct) > 1:
        discourse.follow_many(joined)
    return joined or None


def _told(text: Reading, words: Sequence[Token], told: Range | None) -> tuple[str | None, tuple[str, ...]]:
    """The person told, or the outlets that relay it."""
    if told is None:
        return None, ()
    printed = text.doc.text[words[told[0]].start : words[told[1] - 1].end]
    outlet = any(
        is_name_word(word.lower, "outlet") or (is_name_word(word.lower, "outlet_word") and is_capital(word))
        for word in words[told[0] : told[1]]
    )
    return (None, (printed,)) if outlet else (printed, ())


def _certainty(text: Reading, draft: Draft, sentence: FoldedSentence, cue: Span) -> Certainty:
    if draft.act == "denied":
        return "denied"
    before = max(sentence.start, cue.start - _HEDGE_REACH)
    said_by = [
        passage(sentence.words, phrase[:2]) for phrase in draft.speakers
    ]  # "according to unconfirmed reports"
    spans = [Span(start=before, end=cue.end), *said_by]
    doubtful = draft.unconfirmed or any(
        certainty_in(text.doc, one.start, one.end) == "unconfirmed" for one in spans
    )
    return "unconfirmed" if doubtful else "attributed"


def _quoted_names(text: Reading) -> dict[int | None, str | None]:
    return {within: discourse.quoted for within, discourse in text.discourses.items()}
