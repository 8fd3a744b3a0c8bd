"""The level of a report, a finding or one of its fields: who may see it, by a person's word with its reason."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody, reports
from tocsin.custody.commitments import Json
from tocsin.errors import NotAllowed, WrongUse
from tocsin.lines import supersede
from tocsin.record.access import running
from tocsin.record.consenting import item_of
from tocsin.record.items import row_named
from tocsin.record.levels import LEVELS, MASKABLE, PERSON_FIELDS, may_use
from tocsin.record.masking import mask_of, remask
from tocsin.record.models import Finding
from tocsin.record.verification_models import Access, Sensitivity
from tocsin.reports.models import Report
from tocsin.reports.publishers import said


def set_level(
    item: str,
    level: str,
    *,
    reason: str,
    by: User | str,
    now: datetime,
    field: str = "",
    seen: int | None = None,
) -> Sensitivity | Report:
    """Who may see the report, the finding, or a field of it: everybody, the desk, or only whom two people let.

    What is highly sensitive is lowered only by somebody whom another person let do so, and what people told us is
    opened only with their consent. `seen` is the last word on the finding or field that the person saw.
    """
    if level not in LEVELS:
        raise WrongUse(f"{level[:20]!r} is no level", f"choose one of {', '.join(LEVELS)}")
    reason = said(reason, "no level is set without a reason")
    row = row_named(item)
    with transaction.atomic():
        _refuse_lowering(item, _level_of(row, field), level, by, now)
        if isinstance(row, Report):
            return _of_report(row, level, field, reason, by, now)
        return _of_finding(row, level, field, reason, by, now, seen)


def level_words(finding_id: int) -> dict[str, Sensitivity]:
    """Field -> the word in force on it; on the whole finding under the empty name."""
    rows = Sensitivity.objects.filter(item=f"finding:{finding_id}", superseded_by=None).select_related("by")
    return {row.field: row for row in rows}


def committed_sensitivity(row: Sensitivity) -> dict[str, Json]:
    """What the custody log commits to of such a word."""
    return {"item": row.item, "field": row.field, "level": row.level, "why": row.reason}


def _of_report(row: Report, level: str, field: str, reason: str, by: User | str, now: datetime) -> Report:
    if field:
        raise WrongUse(f"a report has no field {field[:40]!r} to mask", "mask it in its findings")
    if level == Report.Sensitivity.OPEN and not (
        answer := may_use(item_of(row, level="open"), "publish", now)
    ):
        raise NotAllowed(answer.reason, answer.remedy)
    who = by if isinstance(by, str) else by.get_username()
    return reports.set_sensitivity(row.pk, level, by=who, now=now, reason=reason)


def _of_finding(
    row: Finding, level: str, field: str, reason: str, by: User | str, now: datetime, seen: int | None
) -> Sensitivity:
    if isinstance(by, str):
        raise NotAllowed("a person must do this", "name a login")
    if field and field not in MASKABLE.get(row.kind, ()):
        able = ", ".join(MASKABLE.get(row.kind, ())) or "none; set the level of the whole finding"
        raise WrongUse(
            f"the field {field[:40]!r} of a {row.kind} cannot be masked", f"those that can be: {able}"
        )
    names = field in PERSON_FIELDS.get(row.kind, ()) and level == Report.Sensitivity.OPEN
    if names and not (answer := may_use(item_of(row), "name", now)):
        raise NotAllowed(answer.reason, answer.remedy)
    item = f"finding:{row.pk}"
    word = Sensitivity(item=item, field=field, level=level, reason=reason, by=by, at=now)
    line = Sensitivity.objects.filter(item=item, field=field, superseded_by=None)
    supersede(word, last=line.first, seen=seen, what=f"who may see {field or 'all'} of finding {row.pk}")
    custody.log([custody.judged("sensitivity", word, "level set", committed_sensitivity(word))])
    remask([row], now.date())
    return word


def _level_of(row: Report | Finding, field: str) -> str:
    if isinstance(row, Report):
        return row.sensitivity
    mask = mask_of(row)
    if mask is None:
        return Report.Sensitivity.OPEN
    return str(mask.fields.get(field, "open")) if field else mask.level


def _refuse_lowering(item: str, before: str, level: str, by: User | str, now: datetime) -> None:
    highly = Report.Sensitivity.HIGHLY
    if before != highly or level == highly:
        return
    if isinstance(by, str) or running(item, by, Access.Use.LOWER, now) is None:
        raise NotAllowed(
            f"{item.replace(':', ' ')} is highly sensitive, and nobody lowers that alone",
            "ask to lower it, and have another person grant it",
        )
