"""A report's content taken out of the store: what stays is that there was one, and the mark that says what became of it.

Called by the shell that erases, within its transaction, together with what later steps hold of the report.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.reports.fields import check_fields_of, fields_of, text_fields_of, text_of
from tocsin.reports.models import ERASED, ArchiveCheck, Band, Likeness, Report, ReportText
from tocsin.reports.placing import neighbours, regroup

#: fields that may be erased alone, and those of its origins that say the same
SINGLE_FIELDS: dict[str, tuple[str, ...]] = {"title": (), "publisher": ("publisher",)}


def sealed_file(report: Report) -> list[str]:
    """The name below TOCSIN_HOME of the file with its bytes; none where they stand in a row."""
    return [] if report.sealed.content is not None else [f"sealed/{report.sha256[:2]}/{report.sha256}"]


def empty_report(report: Report, mark: str) -> None:
    """Bytes, texts, fields, arrivals and whatever was made of them to find copies. `mark` takes the place of words."""
    leave_group(report)
    report.texts.update(text=mark)
    report.sealed.content = b""
    report.sealed.save(update_fields=["content"])
    report.origins.update(address="", hops=[], publisher="")
    report.sha256, report.sha512, report.size_bytes = f"{ERASED}{report.pk}", "", 0
    report.title, report.publisher = mark, ""
    report.published_at, report.published_precision, report.published_offset_min = None, "", None
    report.save()


def empty_fields(report: Report, names: Collection[str], mark: str) -> None:
    """These fields alone: a title says that it was erased, a publisher is as if it had never been printed."""
    for name in names:
        setattr(report, name, mark if name == "title" else "")
        for of_origin in SINGLE_FIELDS[name]:
            report.origins.update(**{of_origin: ""})
    report.save(update_fields=sorted(names))


def empty_archive_checks(report: Report) -> list[ArchiveCheck]:
    """What the check of an archive told names what is in it. That it was checked, and held or not, stays."""
    checks = list(ArchiveCheck.objects.filter(report=report))
    for check in checks:
        check.faults, check.warnings, check.unchecked = [], [], []
        check.signed_by, check.key_sha256, check.signed_at = "", "", None
        check.save()
    return checks


def act_of_check(check: ArchiveCheck, *, by: str, now: datetime, reason: str) -> custody.Act:
    """The same of what the check of an archive told."""
    after = check_fields_of(check)
    return custody.Act(
        item=f"archive-check:{check.pk}", action="erased", actor=by, at=now, reason=reason, after=after
    )


def paths_of_fields(names: Collection[str]) -> set[str]:
    """Where entries about a report committed to these fields."""
    origin = {f"origin_{name}" for field in names for name in SINGLE_FIELDS[field]}
    return {f"{side}.{name}" for side in ("before", "after") for name in {*names, *origin}}


def act_of(report: Report, *, by: str, now: datetime, reason: str, with_text: bool = False) -> custody.Act:
    """What the report is from now on: the log commits to it, so that nobody brings content back unseen."""
    after: dict[str, Json] = fields_of(report)
    return custody.Act(
        item=f"report:{report.pk}",
        action="erased",
        actor=by,
        at=now,
        reason=reason,
        after=after,
        text=text_of(report) if report.is_erased or with_text else None,
    )


def act_of_text(text: ReportText, *, by: str, now: datetime, reason: str) -> custody.Act:
    """The same of a transcript or a translation."""
    return custody.Act(
        item=f"text:{text.pk}",
        action="erased",
        actor=by,
        at=now,
        reason=reason,
        after=text_fields_of(text),
        text=text.text,
    )


def leave_group(report: Report) -> None:
    """Out of its copies and its story: what is like it and what is one story with it tells what it said."""
    touched = {report.pk, *neighbours(report.pk)}
    Band.objects.filter(text__report=report).delete()
    Likeness.objects.filter(Q(first=report) | Q(second=report)).delete()
    regroup(touched)
