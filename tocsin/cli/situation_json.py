"""What stands in a situation as plain values, for `--json`."""

from typing import Any

from tocsin.situations.brief import Brief
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.finding_rows import FindingRow
from tocsin.situations.gathered import ReportRow
from tocsin.situations.models import Change, Decision


def as_json(brief: Brief) -> dict[str, Any]:
    """The whole brief."""
    situation = brief.situation
    return {
        "slug": situation.slug,
        "title": situation.title,
        "summary": situation.summary,
        "demonstration": situation.demonstration,
        "published_at": situation.published_at,
        "reports": [_report(row) for row in brief.reports],
        "publishers": list(brief.publishers),
        "publishers_with_own_text": sorted(brief.independent),
        "series": [_series(series) for series in brief.series],
        "contradictions": [_contradiction(one, brief.decisions.get(one.key)) for one in brief.contradictions],
        "changes": [_change(change) for change in brief.changes],
        "preferred": sorted(brief.preferred),
        "findings": {kind: [_finding(row) for row in rows] for kind, rows in brief.rows.items()},
        "counts": dict(brief.counts),
    }


def _report(row: ReportRow) -> dict[str, Any]:
    return {
        "report": row.report_id,
        "title": row.title,
        "publisher": row.publisher,
        "published_at": row.published_at,
        "sha256": row.sha256,
        "story": row.group_id or row.report_id,
    }


def _series(series: Series) -> dict[str, Any]:
    return {
        "measure": series.measure,
        "unit": series.unit,
        "kind": series.kind,
        "people": series.population,
        "figures": [figure_json(row) for row in series.rows],
    }


def figure_json(row: FigureRow) -> dict[str, Any]:
    return {
        "finding": row.finding_id,
        "report": row.report_id,
        "publisher": row.publisher,
        "published_at": row.published_at,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "quantifier": row.quantifier,
        "as_of": row.as_of,
        "since": row.since,
        "until": row.until,
        "from": row.origin,
        "to": row.destination,
        "place": row.place,
        "population": row.population,
        "speaker": row.speaker,
        "quote": row.quote,
        "part_of": row.part_of,
        "breakdown": row.breakdown,
    }


def _contradiction(one: Contradiction, decided: Decision | None) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "measure": one.measure,
        "as_of": one.as_of,
        "values": list(one.values),
        "what": one.what,
        "findings": list(one.finding_ids),
        "decision": _decision(decided),
    }


def _decision(decided: Decision | None) -> dict[str, Any] | None:
    """What a person decided about a contradiction; who it was, the custody log knows."""
    if decided is None:
        return None
    return {
        "verdict": decided.verdict,
        "reason": decided.reason,
        "preferred": decided.preferred_id,
        "at": decided.at.isoformat(timespec="seconds"),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "before": change.before_id,
        "after": change.after_id,
        "type": change.type,
        "reason": change.reason,
    }


def _finding(row: FindingRow) -> dict[str, Any]:
    return {
        "finding": row.finding_id,
        "report": row.report_id,
        "publisher": row.publisher,
        "quote": row.quote,
        **row.fields,
    }
