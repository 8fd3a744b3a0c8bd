"""A sheet of figures at the desk: sealed as it comes, previewed with what its columns hold, loaded as it was previewed."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin import record, reports
from tocsin import situations as step
from tocsin.errors import Conflict, NotFound, ReportRefused, TocsinError, WrongUse
from tocsin.reading.findings import Reading
from tocsin.reading.sheet_columns import SheetMapping, Unmeant
from tocsin.reading.sheets import Layout, layout_of, read_sheet
from tocsin.record.loading import loaded_before, reader_of, sheet_text
from tocsin.record.models import Finding, KeptMapping
from tocsin.reports.models import Report, ReportText
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.desk_take_in import arrival_of
from tocsin.web.numbers import whole
from tocsin.web.sheet_forms import FIELDS, column_rows, seal_of, sent
from tocsin.web.sight import unseen

#: of each, the first; how many there are stands beside
FIGURES_SHOWN = 20
PROBLEMS_SHOWN = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sheet:
    report: Report
    text: ReportText
    layout: Layout
    mapping: SheetMapping
    found: Reading
    #: the mapping that the sheet's shape brought to mind
    known: KeptMapping | None


@desk()
def sheets(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a file; what is sent is sealed, and not read before somebody has seen how."""
    row = get_object_or_404(Situation, slug=slug)
    if request.method == "POST":
        by = insist(request, "take in").get_username()
        with told(request):
            return redirect("desk_sheet", slug=slug, report_id=_sealed(request, by))
    context = {"here": "situations", "situation": row, "typed": request.POST}
    return desk_page(
        request, "tocsin/desk/sheets.html", context, status=400 if request.method == "POST" else 200
    )


def _sealed(request: HttpRequest, by: str) -> int:
    file = request.FILES.get("file")
    if file is None:
        raise WrongUse(_("no file was chosen"), _("choose a CSV or XLSX file"))
    said = {name: request.POST.get(name, "").strip()[:200] for name in ("publisher", "encoding")}
    (taken,) = reports.take_in(
        [arrival_of(file)], by=by, now=timezone.now(), publisher=said["publisher"], encoding=said["encoding"] or None
    )  # fmt: skip
    if taken.report_id is None:
        raise ReportRefused(str(taken.trouble))
    for note in taken.notes:
        messages.info(request, note)
    return taken.report_id


@desk()
def sheet(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """How the sheet would be read; with a POST, read otherwise, or loaded."""
    row = get_object_or_404(Situation, slug=slug)
    report = get_object_or_404(Report, pk=report_id)
    if (page_instead := unseen(request, report, whole=True)) is not None:
        return page_instead
    if request.method != "POST":
        return _preview(request, row, _read(report, None, request.GET.get("worksheet", "")))
    by = insist(request, "review")
    shown = _read(report, request, "")
    if request.POST.get("act") != "load":
        return _preview(request, row, shown)
    try:
        if request.POST.get("previewed") != seal_of(report.sha256, shown.mapping):
            raise Conflict(_("this is not what you previewed"), _("look at the preview below, then load it"))
        return _load(request, row, shown, by)
    except TocsinError as error:
        messages.error(request, str(error))
        return _preview(request, row, shown, status=409 if isinstance(error, Conflict) else 400)


def _read(report: Report, request: HttpRequest | None, worksheet: str) -> _Sheet:
    """As the form says, else as sheets of that shape were read before, else as the headings propose."""
    text = sheet_text(report.pk)
    layout = layout_of(text.text, request.POST.get("worksheet", "") if request else worksheet)
    if layout is None:
        raise NotFound(f"report {report.pk} holds no row", "take in a sheet with headings and figures")
    known = record.mapping_for(layout.headings, report.publisher)
    mapping = replace(
        SheetMapping.of(known.mapping) if known else layout.proposed, worksheet=layout.proposed.worksheet
    )
    try:
        if request is not None:
            mapping = sent(request.POST, layout)
        found = read_sheet(text.text, mapping)
    except Unmeant as error:
        assert request
        messages.error(request, str(error))
        found = Reading()
    return _Sheet(report=report, text=text, layout=layout, mapping=mapping, found=found, known=known)


def _load(request: HttpRequest, row: Situation, shown: _Sheet, by: Any) -> HttpResponse:
    name, now = request.POST.get("save_as", "").strip(), timezone.now()
    accepted_by = by if request.POST.get("accept") else None
    findings = record.load_figures(
        shown.report.pk, by=by.get_username(), now=now, accepted_by=accepted_by, mapping=shown.mapping
    )
    step.gather(row, [shown.report.pk], by=by.get_username(), now=now, reason="a sheet of figures")
    count = sum(1 for each in findings if each.kind == Finding.Kind.FIGURE)
    loaded = ngettext("%(n)s figure is loaded.", "%(n)s figures are loaded.", count) % {"n": count}
    messages.success(
        request, loaded if findings else _("This sheet was loaded before: nothing is added twice.")
    )
    if name:
        with told(request):
            record.save_mapping(
                name,
                replace(shown.mapping, worksheet=""),
                headings=shown.layout.headings,
                publisher=shown.report.publisher,
                by=by,
                now=now,
                seen=whole(request.POST.get("seen", "")),
            )
    return redirect("desk_situation", slug=row.slug)


def _preview(request: HttpRequest, row: Situation, shown: _Sheet, status: int = 200) -> HttpResponse:
    problems = [
        {"line": shown.text.text.count("\n", 0, each.start) + 1, "reason": each.reason}
        for each in shown.found.problems[:PROBLEMS_SHOWN]
    ]
    known = KeptMapping.objects.filter(
        name=request.POST.get("save_as", "").strip(), superseded_by=None
    ).first()
    context = {
        "here": "situations",
        "situation": row,
        "report": shown.report,
        "layout": shown.layout,
        "mapping": shown.mapping,
        "known": shown.known,
        "columns": column_rows(shown.layout, shown.mapping),
        "fields": list(FIELDS.items()),
        "figures": shown.found.figures[:FIGURES_SHOWN],
        "count": len(shown.found.figures),
        "problems": problems,
        "problem_count": len(shown.found.problems),
        "previewed": seal_of(shown.report.sha256, shown.mapping),
        "loaded": loaded_before(shown.text, reader_of(shown.text.text, shown.mapping)),
        "save_as": request.POST.get("save_as", ""),
        "seen": (known or shown.known).pk if known or shown.known else "",  # type: ignore[union-attr]
    }
    return desk_page(request, "tocsin/desk/sheet.html", context, status=status)
