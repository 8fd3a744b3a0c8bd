"""Titles of reports for whoever looks: words that are masked in a report's findings are blocked in its title too."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from tocsin.record.levels import MASKABLE, Viewer, blocked, may_see, words_of
from tocsin.record.masking import kept_to_desk, mask_of, masked_words
from tocsin.record.models import Finding
from tocsin.record.verification_models import Mask
from tocsin.reports.models import Report

#: reports of one question to the store
_BATCH = 500


def veil_titles(reports: Iterable[Report], viewer: Viewer) -> None:
    """The same rows, for a page and never to be stored: one query for 500 reports."""
    rows = [row for row in reports if row.title]
    shown = titles_shown({row.pk: row.title for row in rows}, viewer)
    for row in rows:
        row.title = shown[row.pk]


def titles_shown(
    titles: Mapping[int, str], viewer: Viewer, among: QuerySet[Report] | None = None
) -> dict[int, str]:
    """Report -> title, or how its text begins, from the same as it was printed.

    `among` has all these reports, and makes it one query however many they are.
    """
    wanted = (
        _batches([pk for pk, title in titles.items() if title]) if among is None else [among.values("pk")]
    )
    masked = _masked_findings(wanted)
    return {
        pk: blocked(title, _words(masked[pk], viewer)) if pk in masked else title
        for pk, title in titles.items()
    }


def has_masked(report: str) -> Exists:
    """Whether anything is masked in the report that this field names: where not, its title is as it was printed."""
    return Exists(Mask.objects.filter(finding__report=OuterRef(report)))


def titles_beside(findings: Iterable[Finding]) -> dict[int, str]:
    """Finding -> title of its report, for all who may see the finding."""
    rows, found = list(findings), dict[int, str]()
    for viewer, kept in ((Viewer.PUBLIC, False), (Viewer.DESK, True)):
        own = [row for row in rows if kept_to_desk(row) == kept]
        shown = titles_shown({row.report_id: row.report.title for row in own}, viewer)
        found |= {row.pk: shown[row.report_id] for row in own}
    return found


def _batches(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH)]


def _masked_findings(batches: Iterable[Any]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for batch in batches:
        rows = Finding.objects.filter(report__in=batch, mask__isnull=False).order_by("pk")
        for row in rows.select_related("mask", "review"):
            found.setdefault(row.report_id, []).append(row)
    return found


def _words(findings: Sequence[Finding], viewer: Viewer) -> frozenset[str]:
    """Of a finding that the viewer may not see at all, also who or what it names: a title seldom quotes it whole."""
    found = set(masked_words(findings, viewer))
    for row in findings:
        mask = mask_of(row)
        if mask is not None and not may_see(mask.level, viewer):
            names = MASKABLE.get(row.kind, ())
            found |= words_of(row.fields, names) | words_of(row.current, names)
    return frozenset(found)
