"""Gathering what a dossier holds: rows of the store, the entries of the log about them, and what opens these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db.models import Model, QuerySet

from tocsin.alerts.models import Alert, EarlierAlert, Translation
from tocsin.assessment.models import (
    Assessment,
    CriterionJudgement,
    Evidence,
    FrameworkVersion,
    JurisdictionAnswer,
    SecondReading,
)
from tocsin.custody.commitments import paragraphs
from tocsin.delivery.models import Message
from tocsin.publishing.dossier import candidates
from tocsin.publishing.dossier.chosen import Chosen
from tocsin.publishing.dossier.draft import Draft
from tocsin.publishing.dossier.entries import CHUNK, Entries
from tocsin.publishing.dossier.opened import LEFT_OUT, Opened
from tocsin.publishing.dossier.report_part import ReportPart
from tocsin.publishing.dossier.said_of_findings import closed_words, words_on
from tocsin.record.models import Finding
from tocsin.record.verification_models import Link
from tocsin.reports.models import Report
from tocsin.situations.models import Aside, Change, Decision, Outcome, Preference, SamePeople, Situation

#: what people say within a situation, by what the log calls it
_OF_SITUATION: dict[str, type[Model]] = {
    "decision": Decision,
    "change": Change,
    "preference": Preference,
    "people": SamePeople,
    "aside": Aside,
}


def gather(chosen: Chosen, draft: Draft, *, size: int, names: bool, advance: Callable[[int], object]) -> None:
    """Everything that was chosen into the draft. `advance` is called after each report."""
    entries = Entries(draft, size=size, names=names)
    for first in range(0, len(chosen.reports), CHUNK):
        part = chosen.reports[first : first + CHUNK]
        for report in Report.objects.filter(pk__in=part).order_by("pk"):
            ReportPart(entries, report).add()
            advance(1)
    for name, noun, rows in chain(words_on(chosen.reports), _nouns(chosen)):
        for chunk in _chunks(rows):
            _add(entries, chosen, name, noun, chunk)
    entries.close()


def _nouns(chosen: Chosen) -> Iterator[tuple[str, str, QuerySet[Any]]]:
    """The record's file, what the log calls the noun, and its rows."""
    in_situation = {"situation__in": chosen.situations}
    yield "situations", "situation", Situation.objects.filter(pk__in=chosen.situations)
    for noun, model in _OF_SITUATION.items():
        yield "situations", noun, model._default_manager.filter(**in_situation)
    called = Outcome.objects.filter(call__report__gatherings__situation__in=chosen.situations)
    yield "situations", "outcome", called.exclude(call__report__in=chosen.left_out).distinct()
    assessed = {"assessment__in": chosen.assessments}
    yield (
        "assessments",
        "framework",
        FrameworkVersion.objects.filter(assessments__in=chosen.assessments).distinct(),
    )
    yield "assessments", "assessment", Assessment.objects.filter(pk__in=chosen.assessments)
    yield "assessments", "evidence", Evidence.objects.filter(**assessed).select_related("finding")
    yield "assessments", "judgement", CriterionJudgement.objects.filter(**assessed)
    read = SecondReading.objects.filter(judgement__assessment__in=chosen.assessments)
    yield "assessments", "second-reading", read
    yield "assessments", "jurisdiction", JurisdictionAnswer.objects.filter(**assessed)
    yield "alerts", "alert", Alert.objects.filter(pk__in=chosen.alerts)
    yield "alerts", "translation", Translation.objects.filter(alert__in=chosen.alerts)
    yield "alerts", "earlier-alert", EarlierAlert.objects.filter(**in_situation)
    issued = Alert.objects.filter(pk__in=chosen.alerts).values_list("identifier", flat=True)
    yield "alerts", "message", Message.objects.filter(key__in=[f"alert:{each}" for each in issued], to=None)


def _chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _add(entries: Entries, chosen: Chosen, name: str, noun: str, rows: Sequence[Any]) -> None:
    by_item = {f"{noun}:{row.pk}": row for row in rows}
    told = set()
    for one in entries.opened(
        {item: candidates.of(noun, row) for item, row in by_item.items()},
        spoken={item: _sentences(row) for item, row in by_item.items()},
        closed={item: _closed(row, chosen) for item, row in by_item.items()},
    ):
        entries.keep(one, name, _said(one), _by_hash(by_item[one.entry.item], one))
        told.add(one.entry.item)
    for item in by_item:
        if item in told:
            own = _own_files(by_item[item])
            for path, content in own.items():
                entries.draft.bag.add(path, content)
            entries.draft.add_item(item, [f"record/{name}.json", *own])


def _sentences(row: Any) -> Sequence[str]:
    """Of an alert, as its entries commit to them."""
    if not isinstance(row, Alert):
        return ()
    return paragraphs("\n".join(row.sentences.values_list("text", flat=True)))


def _said(one: Opened) -> dict[str, Any]:
    """Sentences of an alert, each in its place; what is closed leaves a gap."""
    said = {each.path: each.value for each in one.openings if each.path.startswith("text.")}
    count = len(said) + sum(path.startswith("text.") for path in one.masked)
    return {"text": [said.get(f"text.{place}") for place in range(count)]} if count else {}


def _closed(row: Any, chosen: Chosen) -> dict[str, str]:
    """Words that quote a report which is left out, by their path."""
    if isinstance(row, Link):
        return closed_words(row, chosen.reports)
    out = chosen.left_out
    if not out:
        return {}
    if isinstance(row, Evidence) and row.finding.report_id in out:
        return dict.fromkeys(("after.why", "reason"), LEFT_OUT)
    if isinstance(row, Decision) and Finding.objects.filter(pk__in=row.finding_ids, report__in=out).exists():
        return dict.fromkeys(("after.why", "after.what", "reason"), LEFT_OUT)
    if isinstance(row, Assessment):
        hidden = row.evidence.filter(by=None, finding__report__in=out).values_list("pk", flat=True)
        return {f"after.evidence:{each}": LEFT_OUT for each in hidden}
    return {}


def _by_hash(row: Any, one: Opened) -> dict[str, dict[str, str]]:
    """What an entry says of the bytes of a file is held against that file."""
    path = {Alert: "after.cap_sha256", FrameworkVersion: "after.sha256"}.get(type(row), "")
    if not path or one.value(path) is None:
        return {}
    [name] = _own_files(row)
    return {path: {"file": f"data/{name}", "hash": "sha256"}}


def _own_files(row: Any) -> dict[str, bytes]:
    """What belongs to the row alone: an alert's bytes as issued, a framework's text."""
    if isinstance(row, Alert) and row.cap_xml is not None:
        return {f"alerts/{row.identifier}.cap.xml": bytes(row.cap_xml)}
    if isinstance(row, FrameworkVersion):
        return {f"frameworks/{row.pk}.yml": row.text.encode()}
    return {}
