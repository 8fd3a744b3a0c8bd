"""Masks of findings: made of what people said of levels and consents, and applied to what is shown."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from tocsin.record.levels import Viewer, blocked, hidden, higher, masks, may_see, without, words_of
from tocsin.record.models import Finding
from tocsin.record.verification_models import Consent, Mask, Sensitivity, Testimony
from tocsin.reports.models import Report

#: findings written by one statement
_BATCH = 500
_HIGHLY = Report.Sensitivity.HIGHLY


def public(prefix: str = "") -> Q:
    """Findings that the public may see: open themselves, of an open report. `prefix` leads to the finding."""
    kept = Mask.objects.exclude(level=Report.Sensitivity.OPEN).values("finding")
    return Q(**{f"{prefix}report__sensitivity": Report.Sensitivity.OPEN}) & ~_in(prefix, kept)


def at_desk(prefix: str = "") -> Q:
    """Findings that every list of the desk may show: not highly sensitive themselves, nor of such a report."""
    reports = Report.objects.filter(sensitivity=_HIGHLY).values("pk")
    return ~Q(**{f"{prefix}report__in": reports}) & ~_in(
        prefix, Mask.objects.filter(level=_HIGHLY).values("finding")
    )


def withheld_at_desk(field: str) -> Q:
    """Findings of which this field is highly sensitive by itself."""
    return _in("", Mask.objects.filter(**{f"fields__{field}": _HIGHLY}).values("finding"))


def searchable(prefix: str = "") -> Q:
    """Findings that a search or the queue may show with the text around them: of no report that is highly sensitive

    in whole or in part. Such a report is read on its own page.
    """
    part = Mask.objects.filter(highest=_HIGHLY).values("finding__report")
    return at_desk(prefix) & ~Q(**{f"{prefix}report__in": part})


def unsearchable_reports() -> list[int]:
    """Reports that no search finds by their words: all or part of them is highly sensitive. There are few."""
    whole = Report.objects.filter(sensitivity=_HIGHLY).values_list("pk", flat=True)
    part = Mask.objects.filter(highest=_HIGHLY).values_list("finding__report", flat=True)
    return sorted({*whole, *part})


def kept_to_desk(finding: Finding) -> bool:
    """Whether the public may not be shown it: for itself, or for its report."""
    return higher(finding.report.sensitivity, level_of(finding)) != Report.Sensitivity.OPEN


def mask_of(finding: Finding) -> Mask | None:
    found: Mask | None = getattr(finding, "mask", None)
    return found


def level_of(finding: Finding) -> str:
    """Of the finding by itself, whatever its report's is."""
    mask = mask_of(finding)
    return mask.level if mask else Report.Sensitivity.OPEN.value


def veil(finding: Finding, viewer: Viewer) -> Finding:
    """The same row, for a page and never to be stored: what the viewer may not see is withheld in its fields and quote.

    The words of masked fields are blocked in the passage, all letters of them.
    """
    mask = mask_of(finding)
    seen = may_see(higher(finding.report.sensitivity, level_of(finding)), viewer)
    if mask is None and seen:
        return finding
    names = (
        frozenset(finding.fields) - _PLACE
        if not seen
        else hidden(mask.fields, viewer)
        if mask
        else frozenset()
    )
    words = masked_words([finding], viewer) if seen else {finding.quote}
    finding.fields = without(finding.fields, names)
    if finding.review and finding.review.fields is not None:
        finding.review.fields = without(finding.review.fields, names)
    finding.quote = blocked(finding.quote, words)
    return finding


#: where a finding stands, and what makes it a figure, says nothing that its place in a text does not
_PLACE = frozenset({"start", "end", "kind", "quantifier", "places", "speakers", "content", "cue"})


def masked_words(findings: Iterable[Finding], viewer: Viewer) -> frozenset[str]:
    """The words that tell what is masked in these findings, as read and as corrected."""
    found = set[str]()
    for finding in findings:
        mask = mask_of(finding)
        if mask is None:
            continue
        if not may_see(mask.level, viewer):
            found.add(finding.quote)
        names = hidden(mask.fields, viewer)
        found |= words_of(finding.fields, names) | words_of(finding.current, names)
    return frozenset(found)


def masked_findings(report_id: int) -> list[Finding]:
    """Findings of the report that have a mask, with it and with their review; few have."""
    rows = Finding.objects.filter(report=report_id, mask__isnull=False)
    return list(rows.select_related("mask", "review"))


def holds_highly(row: Report | Finding) -> bool:
    """Whether the row, its report, or anything in it is highly sensitive."""
    if isinstance(row, Report):
        return row.sensitivity == _HIGHLY or in_part_highly(row)
    mask = mask_of(row)
    return row.report.sensitivity == _HIGHLY or (mask is not None and mask.highest == _HIGHLY)


def in_part_highly(report: Report) -> bool:
    """Whether a finding in it, or a field of one, is highly sensitive."""
    return Mask.objects.filter(finding__report=report, highest=_HIGHLY).exists()


def remask(findings: Iterable[Finding], today: date) -> None:
    """Makes the masks of these findings anew from what stands that day. Call it within the acting transaction."""
    rows = list(findings)
    if not rows:
        return
    made = {mask.finding_id: mask for mask in due(rows, today)}
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        Mask.objects.filter(finding__in=part).delete()
        Mask.objects.bulk_create(made[row.pk] for row in part if row.pk in made)


def mask_new(findings: Iterable[Finding], today: date) -> None:
    """Masks findings that were just kept, where people told us what they say. Call it within the acting transaction."""
    rows = list(findings)
    told = Testimony.objects.filter(
        report__in={row.report_id for row in rows}, superseded_by=None, told_us=True
    )
    if rows and told.exists():
        remask(rows, today)


def due(findings: Iterable[Finding], today: date) -> list[Mask]:
    """The masks that these findings should have by what stands that day; none for one of which all may be seen."""
    rows = list(findings)
    unnamed = _unnamed({row.report_id for row in rows}, today)
    said = _said([row.pk for row in rows])
    found = list[Mask]()
    for row in rows:
        words = said.get(row.pk, {})
        level = words.pop("", Report.Sensitivity.OPEN.value)
        fields = masks(row.kind, words, names_withheld=row.report_id in unnamed)
        if fields or level != Report.Sensitivity.OPEN:
            found.append(
                Mask(finding_id=row.pk, level=level, fields=fields, highest=higher(level, *fields.values()))
            )
    return found


def unlike(findings: Iterable[Finding], today: date) -> list[int]:
    """Those of these findings of which the mask is another one than it should be.

    A consent that ended with yesterday counts either way: the worker has the day to act on that.
    """
    rows = list(findings)
    wrong = unlike_that_day(rows, today)
    return (
        unlike_that_day([row for row in rows if row.pk in wrong], today - timedelta(days=1)) if wrong else []
    )


def unlike_that_day(rows: list[Finding], day: date) -> list[int]:
    """The same by that day alone."""
    made = {mask.finding_id: (mask.level, mask.fields, mask.highest) for mask in due(rows, day)}
    listed = Mask.objects.filter(finding__in=rows).values_list("finding", "level", "fields", "highest")
    stored = {pk: tuple(said) for pk, *said in listed}
    return sorted(row.pk for row in rows if made.get(row.pk) != stored.get(row.pk))


def _in(prefix: str, findings: object) -> Q:
    return Q(**{f"{prefix}pk__in": findings})


def _unnamed(report_ids: set[int], today: date) -> frozenset[int]:
    """Of these reports, what people told us who do not consent that day to be named."""
    told = Testimony.objects.filter(report__in=report_ids, superseded_by=None, told_us=True)
    told_us = set(told.values_list("report", flat=True))
    if not told_us:
        return frozenset()
    named = Consent.objects.filter(
        report__in=told_us, superseded_by=None, use=Consent.Use.NAME, verdict=Consent.Verdict.GIVEN
    ).exclude(until__lt=today)
    return frozenset(told_us - set(named.values_list("report", flat=True)))


def _said(finding_ids: list[int]) -> dict[int, dict[str, str]]:
    """Finding -> field -> the level in force; the whole finding's stands under the empty name."""
    found: dict[int, dict[str, str]] = {}
    for start in range(0, len(finding_ids), _BATCH):
        items = [f"finding:{pk}" for pk in finding_ids[start : start + _BATCH]]
        rows = Sensitivity.objects.filter(item__in=items, superseded_by=None)
        for item, field, level in rows.values_list("item", "field", "level"):
            found.setdefault(int(item.removeprefix("finding:")), {})[field] = level
    return found
