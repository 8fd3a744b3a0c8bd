"""What an alert's sentences may rest on, checked when they are written and again before each signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tocsin.alerts.drafting import FindingView
from tocsin.alerts.models import Alert, Footnote
from tocsin.errors import AlertRefused
from tocsin.reading.sentences import find_paragraphs, find_sentences
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.models import Situation


def resting_on(situation: Situation, finding_ids: Iterable[int]) -> dict[int, Finding]:
    """The findings by id, locked against a review until the transaction ends.

    Raises AlertRefused, naming the first that does not stand, is not gathered for the situation, or is restricted.
    """
    wanted = list(dict.fromkeys(finding_ids))
    found = {
        finding.pk: finding
        for finding in Finding.objects.select_for_update(of=("self",))
        .select_related("report", "review", "text")
        .filter(pk__in=wanted)
    }
    gathered = set(
        situation.gatherings.filter(report__findings__in=wanted).values_list("report_id", flat=True)
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
    return [_view(findings[finding_id]) for finding_id in finding_ids]


def _view(finding: Finding) -> FindingView:
    report = finding.report
    return FindingView(
        id=finding.pk,
        kind=finding.kind,
        quote=finding.quote,
        fields=finding.current,
        publisher=report.publisher,
        published=published(report),
        start=finding.start,
        around=_sentence_of(finding),
    )


def _sentence_of(finding: Finding) -> str:
    """The sentence that the passage stands in; the passage where it runs over several."""
    text = finding.text.text
    return next(
        (
            text[span.start : span.end]
            for span in find_sentences(text, find_paragraphs(text))
            if span.start <= finding.start and finding.end <= span.end
        ),
        finding.quote,
    )


#: how much of an ISO 8601 date each precision leaves
_CHARS_KEPT = {"year": 4, "month": 7, "day": 10}


def published(report: Report) -> str | None:
    """When the report came out, in ISO 8601, no more precise than is known; a clock time is left to the note."""
    if report.published_at is None:
        return None
    return report.published_at.date().isoformat()[: _CHARS_KEPT.get(report.published_precision, 10)]
