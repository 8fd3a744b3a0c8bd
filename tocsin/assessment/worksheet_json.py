"""A worksheet as JSON: the shape that docs/reference/worksheet.md describes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tocsin.assessment.frameworks import Part
from tocsin.assessment.qualifications import Named
from tocsin.assessment.sheet import CriterionRow, EvidenceRow, JudgementRow
from tocsin.assessment.worksheet import SIDES, Note, Question, Worksheet, accepted
from tocsin.situations.finding_rows import FindingRow

SHAPE = "tocsin-worksheet-1"
NOTICE = (
    "Information relevant to indicators and elements, for them and against them, as people judged it. "
    "This is no finding that a crime was committed: only a court can make one."
)
Json = dict[str, Any]


def as_json(sheet: Worksheet) -> Json:
    """Plain values. Times are ISO 8601 with their zone; notes are named by their numbers."""
    framework, row = sheet.framework, sheet.assessment
    return {
        "shape": SHAPE,
        "notice": NOTICE,
        "audience": "public" if sheet.public else "desk",
        "stands_at": _time(sheet.stands_at),
        "situation": {
            "slug": sheet.situation.slug,
            "title": sheet.situation.title,
            "time_zone": sheet.situation.time_zone,
            "demonstration": sheet.situation.demonstration,
        },
        "assessment": {
            "number": row.number,
            "state": str(row.state),
            "begun_at": _time(row.begun_at),
            "finished_at": _time(row.finished_at),
            "published_at": _time(row.published_at),
            "carries_on": row.carries_on.number if row.carries_on else None,
        },
        "framework": {
            "id": framework.id,
            "title": framework.title,
            "edition": framework.edition,
            "issuer": framework.issuer,
            "source": framework.source,
            "sha256": row.framework.sha256,
            "of": "law" if framework.of_law else "risk",
            "criteria": len(sheet.sheet.rows),
            "not_compared_with_the_original": sheet.not_compared,
        },
        "gaps": list(sheet.sheet.gaps),
        "parts": [_part(part, rows, sheet) for part, rows in sheet.parts],
        "jurisdiction": [_question(each, sheet) for each in sheet.questions],
        "qualifications": [_named(each, sheet.numbers) for each in sheet.qualifications],
        "notes": [_note(each) for each in sheet.notes],
    }


def _part(part: Part, rows: list[CriterionRow], sheet: Worksheet) -> Json:
    return {
        "id": part.id,
        "kind": part.kind,
        "title": part.title,
        "convention": part.convention or None,
        "complete": part.complete,
        "criteria": [_criterion(row, sheet) for row in rows],
    }


def _criterion(row: CriterionRow, sheet: Worksheet) -> Json:
    one = row.criterion
    return {
        "id": one.id,
        "kind": one.kind,
        "text": one.text,
        "note": one.note or None,
        "compared_with_the_original": one.checked,
        "gap": row.judgement is None,
        "judgement": _judgement(row.judgement, row, sheet) if row.judgement else None,
        **{side: _side(row, side, sheet) for side in SIDES},
        "withheld": row.withheld,
    }


def _judgement(said: JudgementRow, row: CriterionRow, sheet: Worksheet) -> Json:
    """`notes` are those of both sides: what the verdict rests on. Who judged is for the desk alone."""
    notes = sorted({sheet.numbers[each.finding_id] for side in SIDES for each in accepted(row, side)})
    told: Json = {
        "verdict": said.verdict,
        "confidence": said.confidence,
        "reason": said.reason,
        "at": _time(said.at),
        "carried_over": said.carried,
        "read_by_two": row.read_by_two,
        "evidence_came_after": row.stale,
        "notes": notes,
    }
    if sheet.public:
        return told
    return {**told, "by": said.by, "agreed": said.agreed, "second_reader": said.second_reader}


def _side(row: CriterionRow, side: str, sheet: Worksheet) -> Json:
    return {
        "independent_publishers": row.independent(side),
        "evidence": [_evidence(each, sheet) for each in accepted(row, side)],
    }


def _evidence(row: EvidenceRow, sheet: Worksheet) -> Json:
    told: Json = {
        "note": sheet.numbers[row.finding_id],
        "quote": row.quote,
        "rule": row.rule or None,
        "stands": not row.fallen,
    }
    return told if sheet.public else {**told, "reason": row.reason, "by": row.by, "at": _time(row.at)}


def _question(asked: Question, sheet: Worksheet) -> Json:
    return {
        "question": asked.question,
        "answer": asked.answer,
        "reason": asked.reason or None,
        "note": None if asked.finding_id is None else sheet.numbers[asked.finding_id],
    }


def _named(term: Named, numbers: Mapping[int, int]) -> Json:
    return {
        "term": term.term,
        "named": [_view(row, numbers) for row in term.named],
        "denied": [_view(row, numbers) for row in term.denied],
    }


def _view(row: FindingRow, numbers: Mapping[int, int]) -> Json:
    return {
        "by": row.fields.get("by"),
        "of": row.fields.get("of"),
        "certainty": row.fields.get("certainty"),
        "note": numbers[row.finding_id],
    }


def _note(note: Note) -> Json:
    return {
        "number": note.number,
        "finding": note.finding_id,
        "kind": note.kind,
        "state": note.state,
        "passage": {"start": note.start, "end": note.end},
        "quote": note.quote,
        "before": note.before,
        "after": note.after,
        "language": note.language or None,
        "report": note.report_id,
        "publisher": note.publisher or None,
        "published": _time(note.published_at),
        "published_precision": note.published_precision or None,
        "sha256": note.sha256,
        "restricted": note.restricted,
        "cited_by": list(note.cited_by),
    }


def _time(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
