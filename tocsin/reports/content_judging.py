"""What a person says of what a report's capture holds: a line of judgements that counts before the program's verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.reports.capture_models import Capture, ContentJudgement
from tocsin.reports.content_check import WALLS, Verdict
from tocsin.reports.extracted import storable
from tocsin.reports.models import Report


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What a report's first capture is held to hold, and on whose word."""

    verdict: Verdict
    #: of the program, one plain sentence each, or the person's own
    reasons: tuple[str, ...]
    #: None where it is the program's verdict
    judgement: ContentJudgement | None

    @property
    def is_wall(self) -> bool:
        return self.verdict in WALLS


def judge_content(
    report_id: int, *, verdict: str, reason: str, by: User, now: datetime, seen: int | None
) -> ContentJudgement:
    """Overrules the program's verdict, or an earlier word. `seen` is the word that the person had before their eyes.

    Raises WrongUse for another verdict or no reason, NotFound for a report without a capture, Conflict where somebody
    said something else in the meantime.
    """
    if verdict not in set(Verdict):
        raise WrongUse(f"{verdict!r} is no verdict", f"choose one of {', '.join(Verdict)}")
    reason = storable(reason)
    if not reason.strip():
        raise WrongUse("a verdict needs a reason", "say in a few words what the page shows")
    with transaction.atomic():
        if not Capture.objects.filter(origin__report=report_id).exists():
            raise NotFound(f"report {report_id} has no capture", "only what was fetched has one")
        row = ContentJudgement(report_id=report_id, verdict=verdict, reason=reason, by=by, at=now)
        supersede(row, last=lambda: said([report_id]).get(report_id), seen=seen, what=f"report {report_id}")
        custody.log([custody.judged("content-check", row, "judged", committed(row))])
    return row


def said(report_ids: Iterable[int]) -> dict[int, ContentJudgement]:
    """The last word on each of these reports that has one."""
    rows = ContentJudgement.objects.filter(report__in=list(report_ids), superseded_by=None)
    return {row.report_id: row for row in rows.select_related("by")}


def standing(report_ids: Iterable[int]) -> dict[int, Standing]:
    """Of each of these reports that was fetched: the last person's word, else what the program says of its first capture."""
    ids = list(report_ids)
    words = said(ids)
    found: dict[int, Standing] = {}
    for capture in Capture.objects.filter(origin__report__in=ids).select_related("origin").order_by("-pk"):
        report_id = capture.origin.report_id if capture.origin else 0
        found[report_id] = _standing(capture, words.get(report_id))
    return found


def _standing(capture: Capture, judgement: ContentJudgement | None) -> Standing:
    if judgement is not None:
        return Standing(verdict=Verdict(judgement.verdict), reasons=(judgement.reason,), judgement=judgement)
    return Standing(verdict=Verdict(capture.verdict), reasons=tuple(capture.reasons), judgement=None)


def committed(row: ContentJudgement) -> dict[str, Json]:
    """What the custody log commits to of a judgement."""
    return {"report": row.report_id, "verdict": row.verdict, "why": row.reason}


def captured_reports() -> Iterable[int]:
    """Reports that were fetched, each once."""
    return (
        Report.objects.filter(origins__capture__isnull=False)
        .order_by("pk")
        .distinct()
        .values_list("pk", flat=True)
    )
