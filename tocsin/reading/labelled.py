"""What a paragraph that a label opens says: "MODERATOR: ...", by whom the label names (labels.py)."""

from __future__ import annotations

from tocsin.reading.findings import Span, Statement
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import QUOTATION
from tocsin.reading.labels import find_label, name_label
from tocsin.reading.resolution import Discourse
from tocsin.reading.said_contents import Reading, around, content_spans, passage


def read_label(text: Reading, sentence: FoldedSentence, discourse: Discourse) -> None:
    """A paragraph that a label opens is said by who is named there; "I" in it is the same."""
    words = sentence.words
    label = find_label(text.doc.text, words, text.roster, text.labels)
    discourse.quoted = name_label(text.doc.text, words, label, text.roster) if label else None
    if not label or not discourse.quoted:
        return
    discourse.follow_person(discourse.quoted)
    speaker = passage(words, label.speaker[:2])
    if words[label.content].text == QUOTATION:
        content = content_spans(text, words, (label.content, label.content + 1), discourse.quoted)
    else:
        content = [Span(start=words[label.content].start, end=text.doc.paragraphs[sentence.paragraph].end)]
    start, end = around([speaker, *content])
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
