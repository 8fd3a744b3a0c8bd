"""Who may see a report: everybody, the desk, or only whom two people let. A person's decision, logged with its reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tocsin.custody import Act, log
from tocsin.errors import NotFound, WrongUse
from tocsin.reports.extracted import storable
from tocsin.reports.models import Report
from tocsin.reports.store_trouble import store_trouble

_ACTIONS = {
    Report.Sensitivity.RESTRICTED: "restricted",
    Report.Sensitivity.OPEN: "opened",
    Report.Sensitivity.HIGHLY: "made highly sensitive",
}


def set_sensitivity(report_id: int, sensitivity: str, *, by: str, now: datetime, reason: str) -> Report:
    """Set who may see a report. What it is already changes nothing and is not logged.

    Whether a level may be lowered is not asked here but by `tocsin.record.set_level`, which the shells call.

    Public pages ask anew each time. Of a restricted report they show nothing, save that the notes of alerts issued
    before keep its publisher, date and sha256, with the passage withheld; their CAP bytes are frozen. Raises WrongUse
    for another sensitivity or an empty reason, NotFound for a missing report.
    """
    reason = storable(reason)
    _refuse(sensitivity, reason)
    with store_trouble(), transaction.atomic():
        report = Report.objects.select_for_update().filter(pk=report_id).first()
        if report is None:
            raise NotFound(f"there is no report {report_id}", "`tocsin report list` shows them")
        before = report.sensitivity
        if before != sensitivity:
            report.sensitivity = sensitivity
            report.save(update_fields=["sensitivity"])
            log([_act(report, before, by, now, reason)])
    return report


def _act(report: Report, before: str, by: str, now: datetime, reason: str) -> Act:
    return Act(
        item=f"report:{report.pk}",
        action=_ACTIONS[Report.Sensitivity(report.sensitivity)],
        actor=by,
        at=now,
        reason=reason,
        before={"sensitivity": before},
        after={"sensitivity": report.sensitivity},
    )


def _refuse(sensitivity: str, reason: str) -> None:
    if sensitivity not in _ACTIONS:
        raise WrongUse(f"{sensitivity!r} is no sensitivity", f"choose {' or '.join(_ACTIONS)}")
    if not reason.strip():
        raise WrongUse("a report is not restricted or opened without a reason", "say why in a few words")
