"""What erasing an item takes out of the store, and what it leaves: joined here, for no step knows all that holds it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody, delivery
from tocsin.custody import forgetting
from tocsin.custody.models import Erasure
from tocsin.delivery.models import Contact
from tocsin.errors import WrongUse
from tocsin.record import erasing as record_erasing
from tocsin.record.access import refuse_alone
from tocsin.record.models import Finding
from tocsin.record.verification_models import Access
from tocsin.relief.bank import forgetting as bank_forgetting
from tocsin.relief.models import BankLine, Donor
from tocsin.reports import erasing as reports_erasing
from tocsin.reports import erasing_captures
from tocsin.reports.erasing_paragraphs import numbers_of
from tocsin.reports.models import Report
from tocsin.whole_store import erasing_bank_lines, erasing_donors, erasing_paragraphs
from tocsin.whole_store.erasable import NAMES, Erasable, found, refuse_fields, single_fields, told_of
from tocsin.whole_store.erasing_reasons import empty_reasons
from tocsin.whole_store.erasure_plan import Plan, plan
from tocsin.whole_store.message_log import log_erasure

__all__ = ["REASON_LENGTH_MAX", "Plan", "carry_out", "plan"]

REASON_LENGTH_MAX = 200
#: a shorter name stands in too many words
_NAME_LENGTH_MIN = 3


def carry_out(item: str, fields: Collection[str], *, reason: str, by: User, now: datetime) -> Erasure:
    """All of it in one transaction. Files and free pages of the database are `scrubbing`'s, after it.

    Raises as `plan` does, and NotAllowed for what is highly sensitive unless another person let them.
    """
    with transaction.atomic():
        row = found(item, lock=True)
        if isinstance(row, Report | Finding):
            refuse_alone(row, Access.Use.ERASE, by, now)
        why = _checked(reason, row)
        mark = f"[erased on {now:%Y-%m-%d} for: {why}]"
        who, files = by.get_username(), list[str]()
        if isinstance(row, Report):
            files = _erase_report(row, fields, mark, why, by, now)
        elif isinstance(row, Finding):
            _erase_finding(row, fields, mark, why, by, now)
        elif isinstance(row, Donor):
            erasing_donors.erase(row, mark=mark, reason=why, by=by, now=now)
        elif isinstance(row, BankLine):
            erasing_bank_lines.erase(row, mark=mark, reason=why, by=by, now=now)
        else:
            delivery.erase(
                row.address,
                reason=why,
                now=now,
                log=lambda contact: log_erasure(contact, by=who, reason=why, now=now),
            )
        return forgetting.record_erasure(item, fields=fields, reason=why, by=who, now=now, files=files)


def _checked(reason: str, row: Erasable) -> str:
    """Reasons stand in pages and in the log for good: none may say again what is erased."""
    why = " ".join(reason.split())
    if not why or len(why) > REASON_LENGTH_MAX:
        raise WrongUse("no reason is given", f"say why in at most {REASON_LENGTH_MAX} letters")
    for name in _names_in(row):
        if len(name) >= _NAME_LENGTH_MIN and name.casefold() in why.casefold():
            raise WrongUse("the reason says again what is erased", "leave names out: reasons stay for good")
    return why


def _names_in(row: Erasable) -> set[str]:
    if isinstance(row, Contact):
        return {row.address}
    if isinstance(row, Donor):
        return erasing_donors.names(row)
    if isinstance(row, BankLine):
        return bank_forgetting.words_of(row)
    if isinstance(row, Report):
        all_fields = list(Finding.objects.filter(report=row).values_list("fields", flat=True))
    else:
        all_fields = [row.fields]
    held = [fields.get(name) for fields in all_fields for name in NAMES]
    lists = [each if isinstance(each, list) else [each] for each in held]
    own = {row.title, row.publisher} if isinstance(row, Report) else {row.quote}
    return own | {name for each in lists for name in each if isinstance(name, str)}


def _erase_report(
    report: Report, fields: Collection[str], mark: str, why: str, by: User, now: datetime
) -> list[str]:
    who, item = by.get_username(), f"report:{report.pk}"
    told = told_of(report, fields)
    numbers, fields = numbers_of(fields), single_fields(fields)
    if fields:
        refuse_fields(fields, reports_erasing.SINGLE_FIELDS, item)
        reports_erasing.empty_fields(report, fields, mark)
        gone = reports_erasing.paths_of_fields(fields)
        _forget([item], lambda _entry, paths: gone.intersection(paths))
        custody.log([reports_erasing.act_of(report, by=who, now=now, reason=why)])
    if numbers:
        return erasing_paragraphs.erase_paragraphs(report, numbers, told, mark, why, by, now)
    if fields:
        return []
    files = reports_erasing.sealed_file(report) + erasing_captures.capture_files(report)
    texts = list(report.texts.exclude(kind="original").order_by("pk"))
    findings = list(Finding.objects.filter(report=report).order_by("pk").values_list("pk", flat=True))
    record_erasing.refuse_and_empty(findings, mark=mark, whole_text=True, by=by, now=now)
    record_erasing.empty_mappings(report.pk)
    looks = erasing_captures.empty_captures(report, mark)
    reports_erasing.empty_report(report, mark)
    forgetting_items = [item, *(f"text:{text.pk}" for text in texts), *(f"finding:{pk}" for pk in findings)]
    forgetting_items += map(erasing_captures.item_of, looks)
    checks = reports_erasing.empty_archive_checks(report)
    forgetting_items += (f"archive-check:{check.pk}" for check in checks)
    _forget(forgetting_items)
    for text in texts:
        text.refresh_from_db()
    custody.log(
        [
            reports_erasing.act_of(report, by=who, now=now, reason=why),
            *(reports_erasing.act_of_text(text, by=who, now=now, reason=why) for text in texts),
            *_acts_of(findings, who, now, why),
            *(erasing_captures.act_of(row, by=who, now=now, reason=why) for row in looks),
            *(reports_erasing.act_of_check(check, by=who, now=now, reason=why) for check in checks),
        ]
    )
    empty_reasons(told, mark=mark, by=who, now=now, why=why)
    return files


def _erase_finding(
    finding: Finding, fields: Collection[str], mark: str, why: str, by: User, now: datetime
) -> None:
    told = told_of(finding, fields)
    own, of_reading = f"finding:{finding.pk}", f"after.finding:{finding.pk}"
    if fields:
        record_erasing.empty_fields(finding, fields, mark)
        gone = record_erasing.paths_of_fields(fields)
        _forget([own], lambda _entry, paths: gone.intersection(paths))
    else:
        record_erasing.refuse_and_empty([finding.pk], mark=mark, whole_text=False, by=by, now=now)
        _forget([own])
    _forget(
        [f"report:{finding.report_id}"], lambda _entry, paths: {of_reading} if of_reading in paths else set()
    )
    custody.log(_acts_of([finding.pk], by.get_username(), now, why))
    empty_reasons(told, mark=mark, by=by.get_username(), now=now, why=why)


def _forget(items: Sequence[str], forgets: forgetting.Forgets = forgetting.all_but_actor) -> None:
    for entries in forgetting.entries_of(items):
        forgetting.forget(entries, forgets)


def _acts_of(findings: Sequence[int], by: str, now: datetime, why: str) -> list[custody.Act]:
    rows = Finding.objects.filter(pk__in=findings).select_related("review").order_by("pk")
    return [record_erasing.act_of(each, by=by, now=now, reason=why) for each in rows.iterator(chunk_size=500)]
