"""Marking a passage that the reading missed: by selecting it, or by quoting its exact words."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin import record
from tocsin.errors import TocsinError, WrongUse
from tocsin.record.models import Finding
from tocsin.reports.models import ReportText
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.finding_forms import finding_form, typed_fields
from tocsin.web.finding_words import KINDS
from tocsin.web.marked_text import place_of
from tocsin.web.sight import unseen


@dataclass(frozen=True, kw_only=True, slots=True)
class Marking:
    """The form as far as a person has come: first a kind is chosen, then its fields are asked for."""

    text: ReportText
    kind: str
    quote: str
    occurrence: str
    #: None until a kind is chosen
    form: forms.Form | None
    kinds: dict[str, Any]
    reason: str = ""


def marking_form(text: ReportText, asked: QueryDict) -> Marking:
    """From the address: `mark` names the kind, `start` and `end` the passage that was selected."""
    kind = asked.get("mark", "")
    start, end = _whole(asked.get("start")), _whole(asked.get("end"))
    selected = text.text[start:end] if start is not None and end is not None and start < end else ""
    return Marking(
        text=text,
        kind=kind,
        quote=selected,
        occurrence=str(text.text.count(selected, 0, start) + 1) if selected else "1",
        form=finding_form(kind) if kind in KINDS else None,
        kinds=KINDS,
    )


@require_POST
@desk("review")
def mark(request: HttpRequest, text_id: int) -> HttpResponse:
    text = get_object_or_404(ReportText.objects.select_related("report"), pk=text_id)
    if (page_instead := unseen(request, text.report, whole=True)) is not None:
        return page_instead
    kind = request.POST.get("kind", "")
    if kind not in Finding.Kind.values:
        messages.error(request, _("Choose what kind of finding it is."))
        return redirect("desk_report", report_id=text.report_id)
    form = finding_form(kind, data=request.POST)
    try:
        finding = _marked(request, text, kind, form)
    except TocsinError as error:
        form.add_error(None, str(error))
        return desk_page(request, "tocsin/desk/mark.html", _refused(request, text, kind, form), status=400)
    messages.success(request, _("The finding is marked. It stands open until somebody reviews it."))
    return redirect(f"{reverse('desk_report', args=[text.report_id])}?text={text.pk}#finding-{finding.pk}")


def _marked(request: HttpRequest, text: ReportText, kind: str, form: forms.Form) -> Finding:
    start, end = _place(request, text)
    if not form.is_valid():
        raise WrongUse(_("a field cannot be read"), _("correct it below"))
    return record.mark(
        text.pk,
        kind=kind,
        start=start,
        end=end,
        fields=typed_fields(form, {}),
        by=person(request),
        now=timezone.now(),
        reason=request.POST.get("reason", ""),
    )


def _place(request: HttpRequest, text: ReportText) -> tuple[int, int]:
    # A browser sends line ends of a text area as CR LF, whatever they were.
    quote = request.POST.get("quote", "").replace("\r\n", "\n")
    occurrence = _whole(request.POST.get("occurrence") or "1") or 0
    place = place_of(text.text, quote, occurrence) or place_of(text.text, quote.strip(), occurrence)
    if place is None:
        raise WrongUse(
            _("these words do not stand in the text that often"),
            _("copy them exactly, and say which time they stand there is meant"),
        )
    return place


def _refused(request: HttpRequest, text: ReportText, kind: str, form: forms.Form) -> dict[str, Any]:
    """The page with all that was typed."""
    marking = Marking(
        text=text,
        kind=kind,
        quote=request.POST.get("quote", ""),
        occurrence=request.POST.get("occurrence", "1"),
        form=form,
        kinds=KINDS,
        reason=request.POST.get("reason", ""),
    )
    return {"here": "inbox", "report": text.report, "marking": marking}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
