"""What an alert's sentences may rest on, checked when they are written and again before each signature."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tocsin.alerts.drafting import FindingView
from tocsin.alerts.models import Alert, Footnote
from tocsin.alerts.statements_around import StatementsAround, statements_around
from tocsin.alerts.wording import printed_date
from tocsin.errors import AlertRefused
from tocsin.reading.sentences import find_paragraphs, find_sentences
from tocsin.record.levels import Viewer, blocked
from tocsin.record.masking import kept_to_desk, masked_words, veil
from tocsin.record.models import Finding
from tocsin.reports.models import Report, ReportText
from tocsin.reports.plain import head_left_blank
from tocsin.situations.models import Situation

#: what a 64-bit column holds; a longer number was mistyped, and no finding has it
_ID_MAX = 2**63 - 1


def resting_on(situation: Situation, finding_ids: Iterable[int]) -> dict[int, Finding]:
    """The findings by id, locked against a review until the transaction ends.

    Raises AlertRefused, naming the first that does not stand, is not gathered for the situation, or is restricted.
    """
    wanted = list(dict.fromkeys(finding_ids))
    storable = [finding_id for finding_id in wanted if 0 < finding_id <= _ID_MAX]
    found = {
        finding.pk: finding
        for finding in Finding.objects.select_for_update(of=("self",))
        .select_related("report", "review", "mask")
        .filter(pk__in=storable)
    }
    gathered = set(
        situation.gatherings.filter(report__findings__in=storable).values_list("report_id", flat=True)
    )
    for finding_id in wanted:
        trouble = _trouble(found.get(finding_id), gathered)
        if trouble:
            raise AlertRefused(f"finding {finding_id} {trouble[0]}", trouble[1])
    return found


def _trouble(finding: Finding | None, gathered: set[int]) -> tuple[str, str] | None:
    """What is wrong and the next step; None where an alert may rest on the finding."""
    if finding is None:
        return "is not in the record", "choose one that is"
    if finding.report_id not in gathered:
        return (
            "is of a report that is not gathered for this situation",
            "gather the report, or choose another",
        )
    if finding.report.sensitivity != Report.Sensitivity.OPEN:
        return "is of a restricted report, which is never quoted in public", "choose another"
    if kept_to_desk(finding):
        return "is restricted, and is never quoted in public", "choose another"
    if not finding.stands:
        return f"does not stand ({finding.state})", "have it accepted or corrected, or take its footnote out"
    return None


def check_sentences(alert: Alert) -> None:
    """Raises AlertRefused where the alert says nothing, or a sentence rests on what stands no longer or was corrected."""
    if not alert.sentences.exists():
        raise AlertRefused("the alert has no sentence", "write one first")
    footnotes = Footnote.objects.filter(sentence__alert=alert).select_related("review")
    findings = resting_on(alert.situation, [footnote.finding_id for footnote in footnotes])
    for footnote in footnotes:
        finding = findings[footnote.finding_id]
        if fields_when_written(footnote, finding) != finding.current:
            raise AlertRefused(
                f"finding {finding.pk} was corrected after the sentence on it was written",
                "look at the sentence, and save it again",
            )


def fields_when_written(footnote: Footnote, finding: Finding) -> dict[str, Any]:
    """The finding's fields that were in force when the sentence was written."""
    corrected: dict[str, Any] | None = footnote.review.fields if footnote.review else None
    read: dict[str, Any] = finding.fields
    return read if corrected is None else corrected


def views(findings: Mapping[int, Finding], finding_ids: Sequence[int]) -> list[FindingView]:
    """The findings as drafting sees them, in the order of the ids."""
    sentences = _sentences({finding.text_id for finding in findings.values()})
    chosen = [findings[finding_id] for finding_id in finding_ids]
    around = statements_around(chosen)
    masked = _masked({finding.report_id for finding in chosen})
    return [
        _view(finding, sentences[finding.text_id], around, masked.get(finding.report_id, frozenset()))
        for finding in chosen
    ]


def _masked(report_ids: set[int]) -> dict[int, frozenset[str]]:
    """By report, words that the public may not read of any of its findings: one sentence can hold several."""
    rows = Finding.objects.filter(report__in=report_ids, mask__isnull=False).select_related("mask", "review")
    found: dict[int, frozenset[str]] = {}
    for row in rows:
        words = masked_words([row], Viewer.PUBLIC)
        found[row.report_id] = found.get(row.report_id, frozenset()) | words
    return found


#: the sentences of a text, each with where it begins, in text order
_Sentences = Sequence[tuple[int, str]]


def _sentences(text_ids: set[int]) -> dict[int, _Sentences]:
    """Each text is fetched and cut up once, however many findings stand in it."""
    texts = ReportText.objects.filter(pk__in=text_ids).values_list("pk", "text")
    return {
        pk: [
            (span.start, body[span.start : span.end]) for span in find_sentences(body, find_paragraphs(body))
        ]
        for pk, text in texts.iterator()
        for body in [head_left_blank(text)]
    }


def _view(
    finding: Finding, sentences: _Sentences, around: StatementsAround, masked_around: frozenset[str]
) -> FindingView:
    report = finding.report
    sentence_start, words = _around(finding, sentences)
    masked = masked_words([finding], Viewer.PUBLIC)
    return FindingView(
        id=finding.pk,
        kind=finding.kind,
        quote=blocked(finding.quote, masked | masked_around),
        fields=veil(finding, Viewer.PUBLIC).current if masked else finding.current,
        publisher=report.publisher,
        published=printed_date(report.published_at, report.published_precision, report.published_offset_min),
        start=finding.start,
        around=blocked(words, masked | masked_around),
        around_start=sentence_start,
        text_id=finding.text_id,
        quoted_of=around.quoted_of(finding),
        denials=around.denials_of(finding),
    )


def _around(finding: Finding, sentences: _Sentences) -> tuple[int, str]:
    """Where the sentence begins that the passage stands in, and its words; the passage where it runs over several."""
    index = bisect_right(sentences, finding.start, key=lambda sentence: sentence[0]) - 1
    start, words = sentences[index] if index >= 0 else (0, "")
    return (start, words) if finding.end <= start + len(words) else (finding.start, finding.quote)
