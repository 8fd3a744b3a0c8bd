"""What an entry of the log may have committed to, by the noun of its item and the field's name.

The log holds commitments. What was committed to at the time of an act is what its row says now, or one of the few
values that a field ever had: a state, an earlier version, the fields before a correction. Each is tried against the
commitment with its salt, so that nothing is opened on anybody's word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any, TypeAlias

from tocsin import delivery, situations
from tocsin.alerts.acts import committed as alert_fields
from tocsin.alerts.earlier import committed as earlier_alert_fields
from tocsin.alerts.models import Alert
from tocsin.alerts.translating import committed as translation_fields
from tocsin.assessment.acts import committed as assessment_fields
from tocsin.assessment.framework_versions import committed as framework_fields
from tocsin.assessment.judging import committed as judgement_fields
from tocsin.assessment.judging import committed_reading as second_reading_fields
from tocsin.assessment.jurisdiction import committed as answer_fields
from tocsin.assessment.models import Assessment
from tocsin.assessment.weighing import committed as evidence_fields
from tocsin.custody.commitments import Json
from tocsin.record.commitment import as_text, committed
from tocsin.record.crediting import committed_credibility
from tocsin.record.keeping import committed_reading
from tocsin.record.linking import committed_link
from tocsin.record.models import Finding, Review
from tocsin.record.taking_back import committed_taken_back
from tocsin.reports.capturing import committed as committed_capture
from tocsin.reports.content_judging import committed as content_fields
from tocsin.reports.fields import fields_of, origin_fields_of, text_fields_of
from tocsin.reports.models import Report
from tocsin.reports.placing import committed as placing_fields
from tocsin.reports.recapturing import committed as recapture_fields
from tocsin.situations.answering import committed as outcome_fields
from tocsin.situations.deciding import committed as decision_fields
from tocsin.situations.explaining import committed as change_fields
from tocsin.situations.models import Situation
from tocsin.situations.naming import committed as people_fields
from tocsin.situations.preferring import committed as preference_fields
from tocsin.situations.setting_aside import committed as aside_fields

#: by the field's name, the values that may have stood there
Candidates: TypeAlias = Mapping[str, Sequence[Json]]

#: nouns whose rows never change after they are logged
_FINAL: dict[str, Callable[[Any], Mapping[str, Json]]] = {
    "text": text_fields_of,
    "placing": placing_fields,
    "recapture": recapture_fields,
    "content-check": content_fields,
    "link": committed_link,
    "credibility": committed_credibility,
    "taken-back": committed_taken_back,
    "decision": decision_fields,
    "outcome": outcome_fields,
    "change": change_fields,
    "preference": preference_fields,
    "people": people_fields,
    "aside": aside_fields,
    "framework": framework_fields,
    "evidence": evidence_fields,
    "judgement": judgement_fields,
    "second-reading": second_reading_fields,
    "jurisdiction": answer_fields,
    "translation": translation_fields,
    "earlier-alert": earlier_alert_fields,
    "message": delivery.committed,
}


def of(noun: str, row: Any) -> Candidates:
    """The candidates of each field of the row's entries."""
    if noun in _CHANGING:
        return _CHANGING[noun](row)
    found = {name: [value] for name, value in _FINAL[noun](row).items()}
    return found | {"settled": [None, *found["settled"]]} if noun == "message" else found


def _report(row: Report) -> Candidates:
    """Arrivals are logged one by one; a reading commits to each finding that it made, in full."""
    found: dict[str, list[Json]] = {name: [value] for name, value in fields_of(row).items()}
    found["sensitivity"] = list(Report.Sensitivity.values)
    for origin in row.origins.select_related("capture"):
        for name, value in origin_fields_of(origin).items():
            found.setdefault(name, []).append(value)
        if (capture := getattr(origin, "capture", None)) is not None:
            for name, value in committed_capture(capture).items():
                found.setdefault(name, []).append(value)
    counts: list[Json] = []
    for text in row.texts.all():
        found.setdefault("text", []).append(text.pk)
        for run in text.runs.all():
            found.setdefault("reader", []).append(run.reader)
            counts.append(run.findings.count())
            for name, value in committed_reading(run).items():
                found.setdefault(name, []).append(value)
    return found | {"findings": counts}


def read_findings(findings: Iterable[Finding]) -> Candidates:
    """What the entry of a reading says of each of these findings."""
    return {f"finding:{each.pk}": [_read(each)] for each in findings if each.run_id is not None}


def _read(row: Finding) -> dict[str, Json]:
    said = committed(kind=row.kind, start=row.start, end=row.end, quote=row.quote, fields=row.fields)
    return dict(said)


def _finding(row: Finding) -> Candidates:
    reviews = list(row.reviews.all())
    texts = [as_text(row.fields), *(as_text(each.fields) for each in reviews if each.fields is not None)]
    return {name: [value] for name, value in _read(row).items()} | {
        "fields": list(dict.fromkeys(texts)),
        "state": [*Finding.State.values, *Review.Decision.values],
        "review": [each.pk for each in reviews],
    }


def _situation(row: Situation) -> Candidates:
    gathered = row.gatherings.order_by("added_at", "added_by", "pk")
    times = groupby(gathered.values_list("added_at", "added_by", "report_id"), key=lambda each: each[:2])
    found: dict[str, list[Json]] = {name: [value] for name, value in situations.committed(row).items()}
    return found | {"public": [False, True], "reports": [[each[2] for each in group] for _, group in times]}


def _assessment(row: Assessment) -> Candidates:
    """What rules proposed is committed to with the assessment."""
    found: dict[str, list[Json]] = {name: [value] for name, value in assessment_fields(row).items()}
    for each in row.evidence.filter(by=None):
        found[f"evidence:{each.pk}"] = [evidence_fields(each)]
    return found | {
        "state": list(Assessment.State.values),
        "version": list(range(row.version + 1)),
        "public": [False, True],
    }


def _alert(row: Alert) -> Candidates:
    found: dict[str, list[Json]] = {name: [value] for name, value in alert_fields(row).items()}
    for name in ("number", "identifier", "cap_sha256"):
        found[name] = [None, *found[name]]
    times = {"not_before": row.not_before, "second_due_at": row.second_due_at, "expires_at": row.expires_at}
    for name, at in times.items():
        found[name] = [None if at is None else at.isoformat()]
    if row.cap_xml is not None:
        found["cap_sha256"] = [None, sha256(row.cap_xml).hexdigest()]
    return found | {
        "state": list(Alert.State.values),
        "version": list(range(row.version + 1)),
        "second_signature": list(Alert.Second.values),
    }


_CHANGING: dict[str, Callable[[Any], Candidates]] = {
    "report": _report,
    "finding": _finding,
    "situation": _situation,
    "assessment": _assessment,
    "alert": _alert,
}
