"""A first draft of an alert's sentences, in a fixed form, from findings that a person chose.

Nothing is said in our own voice: each sentence says who said it or who printed it. A crime is never stated, only
who named it. What is unconfirmed or denied stands under "unclear". People then write over the draft.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.alerts.draft_nouns import NAME_CHARS_MAX, SECTIONS, DraftSentence, FindingView, Section
from tocsin.alerts.sentence_forms import FORMS
from tocsin.alerts.telling_once import Told, gathered
from tocsin.errors import AlertRefused

__all__ = ["NAME_CHARS_MAX", "SECTIONS", "DraftSentence", "FindingView", "Section", "draft_sentences"]


def draft_sentences(findings: Sequence[FindingView]) -> list[DraftSentence]:
    """What each finding says, in the order of the sections; what another sentence tells already is not told twice.

    Raises AlertRefused for a finding of a kind that says nothing by itself (a time, a place, a problem).
    """
    drafted = [
        DraftSentence(section=told.section, text=told.text, finding_ids=told.finding_ids)
        for told in gathered([_told(finding) for finding in findings])
    ]
    return sorted(drafted, key=lambda draft: SECTIONS.index(draft.section))


def _told(finding: FindingView) -> Told:
    form = FORMS.get(finding.kind)
    if form is None:
        raise AlertRefused(
            f"finding {finding.id} is a {finding.kind}, which says nothing by itself",
            f"choose findings of these kinds: {', '.join(FORMS)}",
        )
    return form(finding)
