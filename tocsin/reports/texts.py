"""Texts that a named person made of a report: a transcript of a picture or recording, a translation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tocsin.custody import Act, log
from tocsin.errors import NotFound, ReportRefused, WrongUse
from tocsin.reports.decoding import even_line_ends
from tocsin.reports.extracted import language_code, refuse_unbounded, storable
from tocsin.reports.fields import text_fields_of
from tocsin.reports.language import recognise_language
from tocsin.reports.models import Report, ReportText
from tocsin.reports.store_trouble import store_trouble

#: signs; longer ones are split as the recording or the book was
TEXT_MAX = 5_000_000
_ACTIONS = {ReportText.Kind.TRANSCRIPT: "transcribed", ReportText.Kind.TRANSLATION: "translated"}


def add_text(
    report_id: int, *, kind: str, text: str, written_by: str, by: str, now: datetime, language: str = ""
) -> ReportText:
    """Keep a transcript or a translation beside what the report holds. The same text twice is one.

    `written_by` names who made it, `by` who hands it in. Raises WrongUse for another kind, a missing name or a
    language that is none, NotFound for a missing report, ReportRefused for an empty or too long text.
    """
    clean = even_line_ends(storable(text))
    _refuse(kind, clean, written_by)
    code = language_code(language)
    if language and not code:
        raise WrongUse(
            f"the language {language!r} is no language tag", "write a code of ISO 639-1, such as en or hy"
        )
    with store_trouble(), transaction.atomic():
        report = Report.objects.select_for_update().filter(pk=report_id).first()
        if report is None:
            raise NotFound(f"there is no report {report_id}", "take it in first")
        same = report.texts.filter(kind=kind, text=clean, written_by=written_by).first()
        return same or _add(
            ReportText(
                report=report,
                kind=kind,
                language=code or recognise_language(clean),
                text=clean,
                written_by=written_by,
                made_at=now,
            ),
            by,
        )


def _add(text: ReportText, by: str) -> ReportText:
    text.save()
    log(
        [
            Act(
                # an item of its own: the report's own language and text stay those of the original
                item=f"text:{text.pk}",
                action=_ACTIONS[ReportText.Kind(text.kind)],
                actor=by,
                at=text.made_at,
                after=text_fields_of(text),
                text=text.text,
            )
        ]
    )
    return text


def _refuse(kind: str, text: str, written_by: str) -> None:
    if kind not in _ACTIONS:
        raise WrongUse(f"{kind!r} is no kind of added text", "write transcript or translation")
    if not written_by.strip() or len(written_by) > 150:
        raise WrongUse(f"nobody is named who made the {kind}", "name the person, in at most 150 signs")
    if not text.strip():
        raise ReportRefused(f"the {kind} is empty", "type what is said or written")
    if len(text) > TEXT_MAX:
        raise ReportRefused(f"the {kind} has more than {TEXT_MAX:,} signs", "split it")
    refuse_unbounded(text)
