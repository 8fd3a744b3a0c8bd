"""From an alert as it is read to the CAP message that says the same."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext

from tocsin.alerts.cap import Area, CapAlert, Info
from tocsin.alerts.notes import NoteView
from tocsin.alerts.view import AlertView, SectionView, SentenceView
from tocsin.alerts.wording import moment

#: Security is CAP's word for what armed force and police do, Safety for what befalls people: a warning of mass
#: atrocity or forced displacement is about both. Receivers that filter by either one get it.
CATEGORIES = ("Security", "Safety")


def cap_alert(
    view: AlertView,
    *,
    identifier: str,
    sent: datetime,
    sender: str,
    sender_name: str,
    site: str,
    references: tuple[str, ...],
) -> CapAlert:
    """The message, in the language that is active; the caller activates the alert's own."""
    return CapAlert(
        identifier=identifier,
        sender=sender,
        sent=sent.astimezone(UTC),
        status=view.status,
        message_type=view.message_type,
        note=_note_on_status(view.status) or None,
        references=references,
        infos=(_info(view, sender_name=sender_name, web=f"{site}/alerts/{identifier}/"),),
    )


def _info(view: AlertView, *, sender_name: str, web: str) -> Info:
    asked = [section for section in view.sections if section.section == "asked"]
    told = [section for section in view.sections if section.section != "asked"]
    return Info(
        language=view.language,
        categories=CATEGORIES,
        event=gettext("Risk of mass atrocity"),
        urgency=view.level.urgency,
        severity=view.level.severity,
        certainty=view.level.certainty,
        expires=view.expires_at and view.expires_at.astimezone(UTC),
        sender_name=sender_name or None,
        headline=titled(view.headline, status=view.status, message_type=view.message_type),
        description="\n\n".join(_section_text(section) for section in told),
        instruction="\n".join(_sentence_text(said) for section in asked for said in section.sentences)
        or None,
        web=web,
        parameters=_parameters(view),
        areas=(Area(description=view.area),),
    )


def titled(headline: str, *, status: str, message_type: str) -> str:
    """The headline with what kind of message it is said first, so that an exercise or a cancel is never mistaken.

    >>> titled("People flee", status="Exercise", message_type="Cancel")
    'Exercise: Cancelled: People flee'
    """
    before = {"Exercise": gettext("Exercise"), "Test": gettext("Test")}.get(status)
    kind = {"Update": gettext("Update"), "Cancel": gettext("Cancelled")}.get(message_type)
    return ": ".join(part for part in (before, kind, headline) if part)


def _note_on_status(status: str) -> str:
    return {
        "Exercise": gettext("This is an exercise. It is not a warning."),
        "Test": gettext("This is a technical test. It is not a warning."),
    }.get(status, "")


def _section_text(section: SectionView) -> str:
    return "\n".join((f"{section.title}:", *(_sentence_text(said) for said in section.sentences)))


def _sentence_text(said: SentenceView) -> str:
    """The sentence with the numbers of its notes, or marked as our own judgement."""
    if said.judgement:
        return f"{said.text} ({gettext('our own judgement')})"
    return said.text + " " + "".join(f"[{number}]" for number in said.numbers)


def _parameters(view: AlertView) -> tuple[tuple[str, str], ...]:
    """Scheme, level, place in the series, and every note in full: the message can be checked without the site."""
    level = (("scheme", view.scheme), ("level", view.level.id), ("number", str(view.number)))
    return (*level, *(("note", _note_text(note)) for note in view.notes))


def _note_text(note: NoteView) -> str:
    words = f"“{note.quote}” " if note.quote else ""
    published = moment(note.published) or gettext("undated")
    unconfirmed = f", {gettext('unconfirmed')}" if note.unconfirmed else ""
    return (
        f"[{note.number}] {words}{note.publisher or gettext('publisher unknown')}, {published}, "
        f"{gettext('characters')} {note.start}–{note.end}, sha256 {note.sha256}{unconfirmed}"
    )
