"""All that the page of an item's verification shows."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from tocsin.record.consenting import item_of
from tocsin.record.levels import LEVELS, MASKABLE, USES, Viewer, may_use
from tocsin.record.linking import links_of, proposals_for
from tocsin.record.masking import level_of, veil
from tocsin.record.models import Finding
from tocsin.record.sensitivity import level_words
from tocsin.record.verification_models import (
    Access,
    Consent,
    Credibility,
    Link,
    Sensitivity,
    TakenBack,
    Testimony,
    Viewing,
)
from tocsin.reports.models import Report
from tocsin.reports.publisher_models import Reliability
from tocsin.reports.publishers import reliabilities
from tocsin.web.resting_on import resting_on
from tocsin.web.verification_words import LEVEL_WORDS, LINK_WORDS, TAKEN_BACK_WORDS, USE_WORDS

#: rows of one line, the newest
LINE_MAX = 20


def shown(row: Report | Finding, item: str, *, now: datetime) -> dict[str, Any]:
    report = row if isinstance(row, Report) else row.report
    context = {
        "here": "inbox",
        "item": item,
        "noun": "report" if isinstance(row, Report) else "finding",
        "row": row,
        "report": report,
        "reliability": reliabilities([report.publisher]).get(report.publisher),
        "reliability_grades": Reliability.Grade.choices,
        "taken_back": _line(TakenBack.objects.filter(item=item).select_related("said_in")),
        "taken_back_words": TAKEN_BACK_WORDS,
        "resting": resting_on(row),
        "level": report.sensitivity,
        "levels": [(level, LEVEL_WORDS[level]) for level in LEVELS],
        "level_words": LEVEL_WORDS,
        "asked": _asked(item),
        "access_uses": Access.Use.values,
        "viewings": Viewing.objects.filter(item=item).select_related("viewer")[:LINE_MAX],
        "uses": [(USE_WORDS[use], may_use(item_of(row), use, now)) for use in USES],
        "consents": _consents(report),
        "consent_verdicts": Consent.Verdict.values,
        "testimony": Testimony.objects.filter(report=report, superseded_by=None).select_related("by").first(),
        "today": now.date(),
    }
    return context | (_of_finding(row) if isinstance(row, Finding) else {})


def _of_finding(row: Finding) -> dict[str, Any]:
    words = level_words(row.pk)
    links = list(links_of([row.pk]))
    for each in links:
        veil(each.first, Viewer.DESK)
        veil(each.second, Viewer.DESK)
    mask = getattr(row, "mask", None)
    return {
        "own_level": level_of(row),
        "whole_word": words.get(""),
        "fields": [
            (name, (mask.fields if mask else {}).get(name, "open"), words.get(name))
            for name in MASKABLE.get(row.kind, ())
        ],
        "masks": _line(Sensitivity.objects.filter(item=f"finding:{row.pk}")),
        "credibility": _line(Credibility.objects.filter(finding=row)),
        "credibility_grades": Credibility.Grade.choices,
        "links": [(each, LINK_WORDS[each.kind], each.first_id == row.pk) for each in links],
        "link_kinds": list(LINK_WORDS.items()),
        "links_before": _line(Link.objects.filter(first=row) | Link.objects.filter(second=row)),
        "proposals": proposals_for(row),
    }


def _line(rows: QuerySet[Any]) -> list[Any]:
    """The newest first: the first one is in force."""
    return list(rows.select_related("by").order_by("-at", "-pk")[:LINE_MAX])


def _asked(item: str) -> list[Model]:
    """What was asked of the item, as it stands last."""
    rows = Access.objects.filter(item=item, superseded_by=None).select_related("asker", "by")
    return list(rows.order_by("-at", "-pk")[:LINE_MAX])


def _consents(report: Report) -> list[tuple[str, str, Consent | None]]:
    rows = Consent.objects.filter(report=report, superseded_by=None).select_related("by")
    known = {row.use: row for row in rows}
    return [(use, str(USE_WORDS[use]), known.get(use)) for use in USES]
