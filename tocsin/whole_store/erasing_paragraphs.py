"""Erasing paragraphs of a report: their words, what was found in them, and whatever holds the report whole."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User

from tocsin import custody
from tocsin.custody import forgetting
from tocsin.custody.models import Entry
from tocsin.record import erasing as record_erasing
from tocsin.record.models import Finding
from tocsin.reports import erasing as reports_erasing
from tocsin.reports import erasing_captures
from tocsin.reports.erasing_paragraphs import BYTES_PATHS, empty_paragraphs, spans_of
from tocsin.reports.fields import text_of
from tocsin.reports.models import Report
from tocsin.whole_store.erasing_reasons import Told, empty_reasons, persons_of


def touched(report: Report, numbers: Collection[int]) -> list[int]:
    """Findings whose passage touches one of the paragraphs, and those of other texts: these go whole."""
    spans, found = spans_of(report, numbers), []
    rows = (
        Finding.objects.filter(report=report).order_by("pk").values_list("pk", "start", "end", "text__kind")
    )
    for pk, start, end, kind in rows:
        if kind != "original" or any(start < last and first < end for first, last in spans):
            found.append(pk)
    return found


def told_of(report: Report, numbers: Collection[int]) -> Told:
    """What reasons may say again of them."""
    text, spans = text_of(report) or "", spans_of(report, numbers)
    gone = [text[start:end] for start, end in spans]
    left = "".join(
        text[end:start]
        for (_, end), (start, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)], strict=True)
    )
    names = persons_of(gone, but=report.pk, left=left)
    return Told(findings=touched(report, numbers), names=names)


def erase_paragraphs(
    report: Report, numbers: Collection[int], told: Told, mark: str, why: str, by: User, now: datetime
) -> list[str]:
    """`told` is what `told_of` says of them. Returns the files with bytes that hold them. Within the erasing transaction."""
    who, item = by.get_username(), f"report:{report.pk}"
    files = reports_erasing.sealed_file(report) + erasing_captures.capture_files(report)
    others = list(report.texts.exclude(kind="original").order_by("pk"))
    _empty_findings(told.findings, {text.pk for text in others}, mark, by, now)
    looks = erasing_captures.empty_captures(report, mark)
    empty_paragraphs(report, spans_of(report, numbers), mark)
    checks = reports_erasing.empty_archive_checks(report)
    gone = {f"text.{number}" for number in numbers} | BYTES_PATHS
    gone |= {f"after.finding:{pk}" for pk in told.findings} | {
        "after.capture_reasons",
        "after.capture_certificates",
        "after.capture_picture",
    }
    _forget([item], gone)
    _forget(
        [f"text:{text.pk}" for text in others]
        + [f"finding:{pk}" for pk in told.findings]
        + [erasing_captures.item_of(row) for row in looks]
        + [f"archive-check:{check.pk}" for check in checks]
    )
    for text in others:
        text.refresh_from_db()
    findings = Finding.objects.filter(pk__in=told.findings).select_related("review").order_by("pk")
    custody.log(
        [
            reports_erasing.act_of(report, by=who, now=now, reason=why, with_text=True),
            *(reports_erasing.act_of_text(text, by=who, now=now, reason=why) for text in others),
            *(record_erasing.act_of(each, by=who, now=now, reason=why) for each in findings),
            *(erasing_captures.act_of(row, by=who, now=now, reason=why) for row in looks),
            *(reports_erasing.act_of_check(check, by=who, now=now, reason=why) for check in checks),
        ]
    )
    empty_reasons(told, mark=mark, by=who, now=now, why=why)
    return files


def _empty_findings(
    findings: Collection[int], of_other_texts: Collection[int], mark: str, by: User, now: datetime
) -> None:
    """Of other texts nothing but the mark is left."""
    whole = set(Finding.objects.filter(pk__in=findings, text__in=of_other_texts).values_list("pk", flat=True))
    for part, is_whole in ((sorted(set(findings) - whole), False), (sorted(whole), True)):
        record_erasing.refuse_and_empty(part, mark=mark, whole_text=is_whole, by=by, now=now)


def _forget(items: list[str], paths: Collection[str] | None = None) -> None:
    """These paths; without, all but who acted."""

    def forgets(entry: Entry, held: Collection[str]) -> Collection[str]:
        return forgetting.all_but_actor(entry, held) if paths is None else set(paths).intersection(held)

    for entries in forgetting.entries_of(items):
        forgetting.forget(entries, forgets)
