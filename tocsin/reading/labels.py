"""Labels that open a line and say who speaks in it: "MODERATOR: ...", "Q: ...", "Mayor: bridge to stay shut".

A label of a transcript comes back; one that stands alone must name an office or somebody named elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reading.document import Document, Token
from tocsin.reading.grammar import is_capital, is_kind, is_name_word
from tocsin.reading.names import name_of
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.roster import Roster

_LABEL_CHARS_MAX = 60
_LABEL_WORDS_MAX = 7
#: "Q" and "A" of an interview
_TURNS = {"q", "a", "question", "answer", "reporter", "moderator", "interviewer", "host", "anchor"}


class Label(NamedTuple):
    speaker: Phrase
    #: the first word after the colon
    content: int
    #: the words are the speaker's own; a headline's are not
    verbatim: bool


def repeated_labels(doc: Document) -> frozenset[str]:
    """What stands before a colon at the start of more than one paragraph, as printed."""
    heads = Counter(
        doc.text[paragraph.start : colon]
        for paragraph in doc.paragraphs
        if (
            colon := doc.text.find(
                ":", paragraph.start, min(paragraph.end, paragraph.start + _LABEL_CHARS_MAX)
            )
        )
        > 0
    )
    return frozenset(head for head, count in heads.items() if count > 1)


def find_label(text: str, words: Sequence[Token], roster: Roster, repeated: frozenset[str]) -> Label | None:
    """The label that opens the paragraph whose first sentence is `words`."""
    colon = next((index for index, word in enumerate(words[: _LABEL_WORDS_MAX + 1]) if word.text == ":"), 0)
    if not colon or colon + 1 >= len(words) or words[colon].end == words[colon + 1].start:
        return None
    label = words[:colon]
    if not is_capital(label[0]) or any(_is_no_name(word) for word in label):
        return None
    head = text[label[0].start : label[-1].end]
    turn = label[0].lower in _TURNS and (colon == 1 or head in repeated)
    if not turn and not _is_somebody(head, label, roster):
        return None
    verbatim = turn or head.isupper() or (head in repeated and all(map(_is_name_part, label)))
    return Label(Phrase(0, colon), colon + 1, verbatim=verbatim)


def name_label(text: str, words: Sequence[Token], label: Label, roster: Roster) -> str:
    """The fullest name of whom the label names: "Mayor", "KOVAL" and "Mayor Koval" as Petro Koval."""
    tokens = words[label.speaker.first : label.speaker.last]
    holders = roster.holders(tokens[-1].lower, {token.lower for token in tokens[:-1]})
    if len(holders) == 1:
        return holders[0]
    if tokens[0].lower in _TURNS:
        return text[tokens[0].start : tokens[-1].end]
    return roster.fullest(name_of(text, tokens).text)


def _is_no_name(word: Token) -> bool:
    return any(
        is_kind(word.lower, kind) for kind in ("auxiliary", "modal", "subordinator", "pronoun", "conjunction")
    )


def _is_name_part(word: Token) -> bool:
    return is_capital(word) or not word.text.isalpha()


def _is_somebody(head: str, label: Sequence[Token], roster: Roster) -> bool:
    """Whether the label is an office, or a name that the text gives in full somewhere."""
    last = label[-1].lower
    office = any(
        is_name_word(last, kind) or is_name_word(last.removesuffix("s"), kind) for kind in ("role", "title")
    )
    return office or roster.is_person(roster.fullest(head)) or bool(roster.by_surname.get(last))
