"""data/index.html and index.pdf: the dossier for somebody who must weigh it, a lawyer above all.

One page, with nothing to load and no script. It is written part by part; the PDF, which must be set whole, holds as
many findings as fit in the time of one page, those that people accepted first, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine

from tocsin.publishing.dossier.contents import Head
from tocsin.publishing.dossier.plain_words import act_in_words, instant, link_in_words, published
from tocsin.publishing.dossier.told import FindingTold, ReportTold, Told

#: findings, and reports, in the PDF: it is set whole, and a process that sets it has half a minute
PDF_FINDINGS_MAX = 150
PDF_REPORTS_MAX = 60
_ENGINE = Engine(dirs=[str(Path(__file__).parent / "templates")])


def write_index(head: Head, told: Told, elements: Mapping[str, Any], entries: int, path: Path) -> None:
    with path.open("x", encoding="utf-8") as file:
        file.writelines(parts(head, told, elements, entries))


def parts(
    head: Head, told: Told, elements: Mapping[str, Any], entries: int, *, for_pdf: bool = False
) -> Iterator[str]:
    """The page, part by part."""
    left = PDF_FINDINGS_MAX if for_pdf else None
    reports = list(islice(told.reports(), PDF_REPORTS_MAX)) if for_pdf else told.reports()
    count = sum(1 for _ in told.reports())
    yield _part(
        "head.html", {**_said(head, told, elements), "reports": count, "entries": entries, "for_pdf": for_pdf}
    )
    for report in reports:
        yield _part("report.html", _report(report))
        shown = 0
        for finding in _ordered(told, report.item, for_pdf=for_pdf):
            if left is not None and left <= 0:
                break
            yield _part("finding.html", _finding(finding))
            shown += 1
            left = None if left is None else left - 1
        more = sum(1 for _ in told.findings(report.item)) - shown if for_pdf else 0
        yield _part("report_end.html", {"more": more})
    yield _part("tail.html", {"elements": _shown_elements(elements), "alerts": _alerts(told),
                              "more_reports": max(0, count - PDF_REPORTS_MAX) if for_pdf else 0})  # fmt: skip


def _part(name: str, values: Mapping[str, Any]) -> str:
    return str(_ENGINE.get_template(name).render(Context(dict(values))))


def _said(head: Head, told: Told, elements: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "head": head,
        "made_at": instant(head.made_at),
        "organisation": settings.TOCSIN_ORGANISATION,
        "counts": told.counts(),
        "assessments": len(elements["assessments"]),
    }


def _ordered(told: Told, report: str, *, for_pdf: bool) -> Iterator[FindingTold]:
    if not for_pdf:
        yield from told.findings(report)
        return
    yield from (each for each in told.findings(report) if each.stands)
    yield from (each for each in told.findings(report) if not each.stands)


def _report(report: ReportTold) -> dict[str, Any]:
    return {
        "report": report,
        "published": published(report.said),
        "acts": [{"said": act_in_words(act), "position": act["position"]} for act in report.acts],
        "address": report.said.get("origin_address", ""),
        "hops": report.said.get("origin_hops") or [],
    }


def _finding(finding: FindingTold) -> dict[str, Any]:
    acts = sorted([*finding.reviews, *finding.words], key=lambda row: int(row["position"]))
    return {
        "finding": finding,
        "number": finding.item.partition(":")[2],
        "reviews": [{"said": _in_words(row, finding.item), "position": row["position"]} for row in acts],
    }


def _in_words(row: dict[str, Any], item: str) -> str:
    return link_in_words(row, item) if row["item"].startswith("link:") else act_in_words(row)


def _shown_elements(elements: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Criteria with information or a judgement stand in full; of all others the number is told."""
    shown = []
    for each in elements["assessments"]:
        weighed = [one for one in each["criteria"] if one["for"] or one["against"] or one["judgement"]]
        sides = [{**one, "sides": [("For", one["for"]), ("Against", one["against"])]} for one in weighed]
        shown.append({**each, "criteria": sides, "silent": len(each["criteria"]) - len(weighed)})
    return shown


def _alerts(told: Told) -> list[dict[str, Any]]:
    issued = (
        row for row in told.acts("alerts") if row["action"] == "issued" and row["item"].startswith("alert:")
    )
    return [
        {"said": row["after"], "words": act_in_words(row), "sentences": row.get("text") or []}
        for row in issued
    ]
