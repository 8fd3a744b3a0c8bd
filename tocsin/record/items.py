"""Reports and findings by the names that the custody log gives them."""

import re

from tocsin.errors import NotFound, WrongUse
from tocsin.record.models import Finding
from tocsin.reports.models import Report

_ITEM = re.compile(r"(report|finding):([1-9]\d{0,17})", re.ASCII)


def finding_named(item: str) -> Finding:
    row = row_named(item)
    if not isinstance(row, Finding):
        raise WrongUse(f"{item} is no finding", "name it as finding:7")
    return row


def report_named(item: str) -> Report:
    row = row_named(item)
    if not isinstance(row, Report):
        raise WrongUse(f"{item} is no report", "name it as report:12")
    return row


def row_named(item: str) -> Report | Finding:
    """Raises WrongUse for another noun, NotFound where nothing stands under the number."""
    match = _ITEM.fullmatch(item)
    if match is None:
        raise WrongUse(f"{item[:80]!r} is no report or finding", "name it as report:12 or finding:7")
    found: Report | Finding | None
    if match[1] == "report":
        found = Report.objects.filter(pk=int(match[2])).first()
    else:
        found = Finding.objects.select_related("report", "review", "mask").filter(pk=int(match[2])).first()
    if found is None:
        raise NotFound(f"there is no {item.replace(':', ' ')}", "look at the desk again")
    return found
