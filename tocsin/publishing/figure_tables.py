"""Figures of a situation as tables for other programs: plain CSV, HXL, and rows in IDMC's terms.

Every row names its publisher, its passage and the sealed bytes behind it. The plain table has the columns that
`tocsin situation load-figures` reads, so that what goes out can come in again elsewhere.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from io import StringIO

from tocsin.situations.brief import Brief
from tocsin.situations.figures import FigureRow
from tocsin.situations.gathered import ReportRow
from tocsin.situations.steps import type_of

#: column -> hashtag of HXL 1.1 (hxlstandard.org) with attributes
COLUMNS = {
    "as_of": "#date+as_of",
    "precision": "#date+as_of+precision",
    "measure": "#indicator+measure",
    "kind": "#indicator+kind",
    "value": "#indicator+value",
    "quantifier": "#indicator+quantifier",
    "unit": "#indicator+unit",
    "population": "#population+label",
    "since": "#date+start",
    "until": "#date+end",
    "from": "#loc+origin+name",
    "to": "#loc+destination+name",
    "place": "#loc+at+name",
    "speaker": "#contact+speaker",
    "publisher": "#org+publisher",
    "finding": "#meta+id",
    "part_of": "#meta+id+total",
    "parts_complete": "#meta+total+complete",
    "passage": "#description+passage",
    "passage_url": "#meta+url",
    "report_sha256": "#meta+sha256",
    "preferred_because": "#meta+preferred+reason",
    "change": "#meta+change+type",
    "change_because": "#meta+change+reason",
}
IDMC_COLUMNS = (
    "Figure ID", "Figure category", "Figure term", "Quantifier", "Reported figure", "Unit",
    "Start date", "End date", "Displacement origin", "Displacement destination", "Publisher", "Source",
    "Source excerpt", "Link",
    # not of IDMC: whoever reads the table again need not guess it from the category
    "Stock or flow",
)  # fmt: skip
#: our measure -> IDMC's figure term; what it has no term for is no displacement figure and stays out
IDMC_TERMS = {
    "displaced": "Displaced",
    "evacuated": "Evacuated",
    "forced_to_flee": "Forced to flee",
    "relocated": "Relocated",
    "sheltered": "Sheltered",
    "in_relief_camp": "In relief camp",
    "destroyed_housing": "Destroyed housing",
    "partially_destroyed_housing": "Partially destroyed housing",
    "uninhabitable_housing": "Uninhabitable housing",
    "homeless": "Homeless",
    "affected": "Affected",
    "returns": "Returns",
    "multiple_or_other": "Multiple/Other",
    "crossed": "Multiple/Other",
}
IDMC_QUANTIFIERS = {
    "exact": "Exact",
    "about": "Approximately",
    "more_than": "More than or equal",
    "at_least": "More than or equal",
    "less_than": "Less than or equal",
    "up_to": "Less than or equal",
    "range": "Unknown",
}
#: signs with which a cell would become a formula in a spreadsheet
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_csv(brief: Brief, site: str) -> str:
    """The columns above, one row a figure; `site` is the site's address without a last slash."""
    return _table([list(COLUMNS)], brief, site, _cells)


def hxl_csv(brief: Brief, site: str) -> str:
    """The same with the row of hashtags that HXL asks for below the header."""
    return _table([list(COLUMNS), list(COLUMNS.values())], brief, site, _cells)


def idmc_csv(brief: Brief, site: str) -> str:
    """Displacement figures alone, in IDMC's terms, categories and quantifiers."""
    return _table([list(IDMC_COLUMNS)], brief, site, _idmc_cells)


FORMS: Mapping[str, Callable[[Brief, str], str]] = {"csv": plain_csv, "hxl": hxl_csv, "idmc": idmc_csv}

#: of a figure: why the desk goes by it, why its count changed, and what is known of that; None where nobody said it
_Said = tuple[str | None, str | None, str | None]
_Cells = Callable[[FigureRow, ReportRow, str, _Said], list[object] | None]


def _table(heads: list[list[str]], brief: Brief, site: str, cells: _Cells) -> str:
    reports = {report.report_id: report for report in brief.reports}
    said = _said(brief)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(heads)
    for row in _rows(brief):
        report = reports.get(row.report_id)  # None where it was restricted at this very moment
        url = f"{site}/passages/{row.finding_id}/"
        line = cells(row, report, url, said(row.finding_id)) if report else None
        if line is not None:
            writer.writerow([harmless(cell) for cell in line])
    return out.getvalue()


def _said(brief: Brief) -> Callable[[int], _Said]:
    steps = brief.steps(brief.series)

    def of(finding: int) -> _Said:
        preferred, step = brief.preferred.get(finding), steps.get(finding)
        reason = step.reason if step else None
        return (
            preferred.reason if preferred else None,
            str(type_of(reason)) if reason else None,
            reason.reason if reason else None,
        )

    return of


def _rows(brief: Brief) -> Iterator[FigureRow]:
    for series in brief.series:
        yield from series.rows


def harmless(cell: object) -> object:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it.

    >>> harmless("=1+1"), harmless(-5), harmless(None), harmless("−5 °C")
    ("'=1+1", -5, '', '−5 °C')
    """
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _cells(row: FigureRow, report: ReportRow, url: str, said: _Said) -> list[object]:
    return [
        row.as_of,
        row.instant.precision.replace("minute", "hour") if row.instant else None,
        row.measure,
        row.kind,
        _number(row),
        row.quantifier.replace("_", " "),
        row.unit,
        row.population,
        row.since,
        row.until,
        row.origin,
        row.destination,
        row.place,
        row.speaker,
        row.publisher,
        row.finding_id,
        row.part_of,
        {"complete": "yes", "partial": "no"}.get(row.breakdown or ""),
        " ".join(row.quote.split()),
        url,
        report.sha256,
        *said,
    ]


def _number(row: FigureRow) -> object:
    if row.value is None and row.low is not None and row.high is not None:
        return f"{row.low}-{row.high}"
    return row.shown


def _idmc_cells(row: FigureRow, _report: ReportRow, url: str, _said: _Said) -> list[object] | None:
    if row.measure not in IDMC_TERMS or row.unit not in ("person", "household", "house"):
        return None
    stock = row.kind == "stock"
    return [
        row.finding_id,
        _idmc_category(row.measure, stock=stock),
        IDMC_TERMS[row.measure],
        IDMC_QUANTIFIERS[row.quantifier],
        _number(row),
        "Person" if row.unit == "person" else "Household",
        row.since,
        row.as_of if stock else row.until or row.as_of,
        row.origin,
        row.destination,
        row.publisher,
        row.speaker,
        " ".join(row.quote.split()),
        url,
        row.kind,
    ]


def _idmc_category(measure: str, *, stock: bool) -> str:
    if measure == "crossed":
        return "Cross-border flight"
    if measure == "returns":
        return "Returnees" if stock else "Return flow"
    return "IDPs" if stock else "Internal displacements"
