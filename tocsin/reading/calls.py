"""Who asks whom to do what.

1. Verbs and nouns of asking (asking.py): "urges both armies to hold fire", "its call for a truce".
2. What somebody says should or must be done (duties.py): "the council should insist ...", "it is time for ... to act".
3. Imperatives in somebody's mouth (imperatives.py): “Open the crossing now.”

A call that names nobody ("civilians must be given access") is addressed to whoever was asked last in its paragraph,
an imperative to whoever was told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tocsin.reading.asking import draft_asked
from tocsin.reading.attribution import Attribution
from tocsin.reading.call_drafts import CallDraft
from tocsin.reading.document import Document, Token
from tocsin.reading.duties import draft_duties
from tocsin.reading.findings import Call, Statement
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.imperatives import draft_imperatives
from tocsin.reading.noun_phrases import Phrase


def find_calls(
    doc: Document, folded: Sequence[FoldedSentence], statements: Sequence[Statement]
) -> tuple[Call, ...]:
    """All calls in text order."""
    attribution = Attribution(statements)
    by_cue = {one.cue.end: one.speaker_name for one in statements if one.cue and one.speaker_name}
    found: list[Call] = []
    paragraph = -1
    for sentence in folded:
        asked = found[-1].addressee if found and sentence.paragraph == paragraph else None
        for draft in _drafts(sentence, attribution):
            call = _call(doc, sentence.words, draft, by_cue, attribution)
            asked = call.addressee or asked
            found.append(call if call.addressee else replace(call, addressee=asked))
            paragraph = sentence.paragraph
    return tuple(sorted(found, key=lambda call: (call.start, call.end)))


def _drafts(sentence: FoldedSentence, attribution: Attribution) -> Iterator[CallDraft]:
    yield from draft_asked(sentence.words)
    yield from draft_duties(sentence.words, attribution)
    if sentence.within is not None:
        yield from draft_imperatives(sentence.words, attribution)


def _call(
    doc: Document,
    words: Sequence[Token],
    draft: CallDraft,
    by_cue: Mapping[int, str],
    attribution: Attribution,
) -> Call:
    """The call, asked by whoever the verb's statement names, or in whose statement it stands."""
    start, end = words[draft.first].start, words[draft.last - 1].end
    action_start, action_end = words[draft.action[0]].start, words[draft.action[1] - 1].end
    if draft.verb_end is None:  # a duty ends where what somebody says ends: "it should act, | the envoy said"
        end = min(end, attribution.piece_end(start) or end)
        action_end = min(action_end, end)
    told = attribution.around(start, end)
    addressee = _printed(doc, words, draft.addressee)
    return Call(
        start=start,
        end=end,
        speaker_name=_speaker(doc, words, draft, by_cue) or attribution.speaker(start, end),
        addressee=addressee or (told.to if told and draft.imperative else None),
        action=doc.text[action_start:action_end],
    )


def _speaker(
    doc: Document, words: Sequence[Token], draft: CallDraft, by_cue: Mapping[int, str]
) -> str | None:
    """Who asks: the speaker of the statement whose cue the verb is, or whoever the call names."""
    verb_ends = () if draft.verb_end is None else (words[draft.first].end, words[draft.verb_end - 1].end)
    named = next((by_cue[cue] for cue in verb_ends if cue in by_cue), None)
    printed = _printed(doc, words, draft.speaker)
    return named or (_uncapitalized(printed) if printed else None)


def _uncapitalized(printed: str) -> str:
    """The phrase with its article in lower case, wherever it stood."""
    return printed[0].lower() + printed[1:] if printed.startswith(("The ", "A ", "An ")) else printed


def _printed(doc: Document, words: Sequence[Token], phrase: Phrase | None) -> str | None:
    return doc.text[words[phrase.first].start : words[phrase.last - 1].end] if phrase else None
