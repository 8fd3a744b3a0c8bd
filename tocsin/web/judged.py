"""What people judged of a finding and of its publisher, side by side on a page and never reckoned together."""

from collections.abc import Iterable
from typing import Any

from tocsin.record.crediting import credibilities
from tocsin.record.models import Finding
from tocsin.record.taking_back import in_force, taken_back
from tocsin.reports.models import Report
from tocsin.reports.publishers import grades


def judged(row: Report | Finding) -> dict[str, Any]:
    """Reliability A to F, credibility 1 to 6, and what took it back; None where nobody said so. Three queries."""
    report = row if isinstance(row, Report) else row.report
    if isinstance(row, Report):
        back = in_force([f"report:{row.pk}"]).get(f"report:{row.pk}")
        credibility = None
    else:
        back = taken_back([(row.pk, row.report_id)]).get(row.pk)
        credibility = credibilities([row.pk]).get(row.pk)
    return {
        "reliability": grades([report.publisher]).get(report.publisher),
        "credibility": credibility,
        "taken_back": back.verdict if back else None,
    }


def judged_rows(rows: Iterable[tuple[int, int, str]]) -> dict[int, dict[str, Any]]:
    """The same of many, from (finding, report, publisher); three queries, however many there are."""
    listed = list(rows)
    reliability = grades(publisher for _, _, publisher in listed)
    credibility = credibilities(finding for finding, _, _ in listed)
    back = taken_back((finding, report) for finding, report, _ in listed)
    return {
        finding: {
            "reliability": reliability.get(publisher),
            "credibility": credibility.get(finding),
            "taken_back": back[finding].verdict if finding in back else None,
        }
        for finding, _, publisher in listed
    }
