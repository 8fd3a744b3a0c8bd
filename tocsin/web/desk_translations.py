"""An alert's further languages at the desk: each sentence beside its translation, by whom, and what is still missing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import alerts as step
from tocsin.alerts.fixed_words import PHRASES
from tocsin.alerts.languages import checked_code, is_rtl, name_of
from tocsin.alerts.lifecycle import RULES, Action, State
from tocsin.alerts.models import Alert, Translation
from tocsin.alerts.translated_words import Words
from tocsin.alerts.translations import in_force, phrases_needed, remembered, troubles_of
from tocsin.errors import Conflict, TocsinError, WrongUse
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.numbers import whole

#: single lines of the form, with what they say in the original
_LINES = ("headline", "area", "event")


@desk()
def translation(request: HttpRequest, alert_id: int, language: str) -> HttpResponse:
    """The form of one language. Where storing fails, all that was typed is shown again."""
    row = _found(alert_id)
    if request.method != "POST":
        return _page(request, row, language)
    by = insist(request, "draft alert")
    try:
        step.translate(
            row,
            language,
            _words(request.POST, row),
            made_by=request.POST.get("made_by", ""),
            translator=request.POST.get("translator", ""),
            by=by,
            now=timezone.now(),
            seen=_seen(request),
        )
    except TocsinError as error:
        messages.error(request, str(error))
        status = 409 if isinstance(error, Conflict) else 400
        return _page(request, _found(alert_id), language, status=status, typed=request.POST)
    messages.success(request, _("The translation is stored."))
    return redirect("desk_alert", alert_id=alert_id)


@require_safe
@desk()
def new(request: HttpRequest, alert_id: int) -> HttpResponse:
    """The form of the language whose code was typed."""
    row = _found(alert_id)
    code = request.GET.get("language", "").strip()
    try:
        checked_code(code)
    except WrongUse as error:
        messages.error(request, str(error))
        return redirect("desk_alert", alert_id=alert_id)
    return _page(request, row, code)


@require_POST
@desk("draft alert")
def check(request: HttpRequest, alert_id: int, language: str) -> HttpResponse:
    """A person answers for what a program said."""
    row, by = _found(alert_id), insist(request, "draft alert")
    with told(request):
        step.check_translation(row, language, by=by, now=timezone.now(), seen=_seen(request))
        messages.success(request, _("The translation is checked."))
    return redirect("desk_alert", alert_id=alert_id)


@require_POST
@desk("draft alert")
def withdraw(request: HttpRequest, alert_id: int, language: str) -> HttpResponse:
    """Takes the language out."""
    row, by = _found(alert_id), insist(request, "draft alert")
    with told(request):
        reason = request.POST.get("reason", "")[:2000]
        step.withdraw_translation(
            row, language, by=by, now=timezone.now(), reason=reason, seen=_seen(request)
        )
        messages.success(request, _("The language is taken out."))
    return redirect("desk_alert", alert_id=alert_id)


def _page(
    request: HttpRequest,
    row: Alert,
    language: str,
    *,
    status: int = 200,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    stands = next((each for each in in_force(row) if each.language == language), None)
    suggested = _suggested(row, language, stands)
    said = [(text, suggested.get(text, "")) for text in row.sentences.values_list("text", flat=True)]
    context: dict[str, Any] = {
        "here": "alerts",
        "row": row,
        "language": language,
        "language_name": name_of(language),
        "rtl": is_rtl(language),
        "stands": stands,
        "trouble": troubles_of(row, [stands] if stands else []).get(language, ""),
        "lines": [
            (name, of, typed.get(name, "") if typed else _line(name, of, stands, suggested))
            for name, of in zip(_LINES, (row.headline, row.area, _("Risk of mass atrocity")), strict=True)
        ],
        "sentences": [
            (n, of, typed.get(f"sentence-{n}", "") if typed else text) for n, (of, text) in enumerate(said)
        ],
        "phrases": [
            (name, PHRASES[name], _phrase(name, stands, suggested, typed)) for name in phrases_needed(row)
        ],
        "made_by": typed.get("made_by", "") if typed else (stands.made_by if stands else "person"),
        "translator": typed.get("translator", "") if typed else (stands.translator if stands else ""),
        "editable": State(row.state) in RULES[Action.TRANSLATE].steps,
        "voids": row.state == State.APPROVED,
    }
    return desk_page(request, "tocsin/desk/translation.html", context, status=status)


def _suggested(row: Alert, language: str, stands: Translation | None) -> dict[str, str]:
    """What was said before of the same words; what stands wins."""
    return remembered(row, language) | (dict(stands.sentences) if stands else {})


def _line(name: str, of: str, stands: Translation | None, suggested: Mapping[str, str]) -> str:
    return str(getattr(stands, name)) if stands else suggested.get(of, "")


def _phrase(
    name: str, stands: Translation | None, suggested: Mapping[str, str], typed: Mapping[str, str] | None
) -> str:
    if typed is not None:
        return typed.get(f"phrase-{name}", "")
    return (stands.phrases.get(name) if stands else None) or suggested.get(str(PHRASES[name]), "")


def _words(posted: Mapping[str, str], row: Alert) -> Words:
    return Words(
        headline=posted.get("headline", ""),
        area=posted.get("area", ""),
        event=posted.get("event", ""),
        sentences=[posted.get(f"sentence-{n}", "") for n in range(row.sentences.count())],
        phrases={name: posted.get(f"phrase-{name}", "") for name in PHRASES},
    )


def _seen(request: HttpRequest) -> int:
    seen = whole(request.POST.get("seen", ""))
    return -1 if seen is None else seen


def _found(alert_id: int) -> Alert:
    return get_object_or_404(Alert.objects.select_related("situation"), pk=alert_id)
