"""Reports and findings that were taken back: retracted by their publisher, or withdrawn by us. Nothing is deleted."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import WrongUse
from tocsin.lines import supersede
from tocsin.record.items import report_named, row_named
from tocsin.record.models import Finding
from tocsin.record.verification_models import TakenBack
from tocsin.reports.models import Report
from tocsin.reports.publishers import said


def take_back(
    item: str,
    verdict: str,
    *,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    said_in: int | None = None,
) -> TakenBack:
    """Says that a report or finding is retracted, withdrawn, or holds again.

    A retraction names the report in which its publisher says so (`said_in`), and only a retraction does. The item's
    review stays as it is: whatever rests on it is named and warned of. `seen` as for `link`.
    """
    if verdict not in TakenBack.Verdict.values:
        raise WrongUse(
            f"{verdict[:20]!r} says nothing", f"choose one of {', '.join(TakenBack.Verdict.values)}"
        )
    reason = said(reason, "nothing is taken back, or held to again, without a reason")
    row_named(item)
    with transaction.atomic():
        line = TakenBack.objects.filter(item=item, superseded_by=None)
        last = line.first()
        if verdict == TakenBack.Verdict.HOLDS and (last is None or last.verdict == verdict):
            raise WrongUse(f"{item.replace(':', ' ')} is not taken back", "there is nothing to take up again")
        row = TakenBack(
            item=item, verdict=verdict, said_in=_said_in(item, verdict, said_in), reason=reason, by=by, at=now
        )
        supersede(row, last=line.first, seen=seen, what=f"whether {item.replace(':', ' ')} was taken back")
        custody.log([custody.judged("taken-back", row, row.verdict, committed_taken_back(row))])
    return row


def taken_back(findings: Iterable[tuple[int, int]]) -> dict[int, TakenBack]:
    """Finding -> what took it back: of itself, else of its report. From (finding, report); one query."""
    pairs = list(findings)
    items = {f"finding:{finding}" for finding, _ in pairs} | {f"report:{report}" for _, report in pairs}
    known = in_force(items)
    told = {
        finding: known.get(f"finding:{finding}") or known.get(f"report:{report}") for finding, report in pairs
    }
    return {finding: row for finding, row in told.items() if row is not None}


def in_force(items: Iterable[str]) -> dict[str, TakenBack]:
    """Item -> what took it back, of those that do not hold. Asked the other way round where the items are many."""
    wanted = set(items)
    rows = TakenBack.objects.filter(superseded_by=None).exclude(verdict=TakenBack.Verdict.HOLDS)
    if len(wanted) <= _ASKED_MAX:
        rows = rows.filter(item__in=wanted)
    return {row.item: row for row in rows.select_related("by", "said_in") if row.item in wanted}


#: values in one question; few items of a store are ever taken back, so beyond this all of them are read
_ASKED_MAX = 500


def committed_taken_back(row: TakenBack) -> dict[str, Json]:
    """What the custody log commits to of such a word."""
    return {"item": row.item, "verdict": row.verdict, "said_in": row.said_in_id, "why": row.reason}


def _said_in(item: str, verdict: str, report_id: int | None) -> Report | None:
    if (report_id is None) == (verdict == TakenBack.Verdict.RETRACTED):
        raise WrongUse(
            f"{verdict} came with{'out' if report_id is None else ''} a report that says so",
            "name the report in which its publisher takes it back, with a retraction and only there",
        )
    if report_id is None:
        return None
    found = row_named(item)
    own = found.report_id if isinstance(found, Finding) else found.pk
    if report_id == own:
        raise WrongUse(f"report {report_id} cannot take itself back", "name the report that does")
    return report_named(f"report:{report_id}")
