"""From an alert as it is read to the CAP message that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from tocsin.alerts.cap import Area, CapAlert, Circle, Info, Point, zoned
from tocsin.alerts.fixed_words import FALLBACK, words_of
from tocsin.alerts.notes import NoteView
from tocsin.alerts.scheme_file import Level
from tocsin.alerts.shown import AlertView, AreaView, SectionView, SentenceView
from tocsin.alerts.wording import moment

#: Security is CAP's word for what armed force and police do, Safety for what befalls people: a warning of mass
#: atrocity or forced displacement is about both. Receivers that filter by either one get it.
CATEGORIES = ("Security", "Safety")


def cap_alert(
    views: Sequence[AlertView],
    *,
    identifier: str,
    sent: datetime,
    sender: str,
    sender_name: str,
    site: str,
    references: tuple[str, ...],
) -> CapAlert:
    """The message with an info block for each language, the original first; its note is in that of the original."""
    view = views[0]
    return CapAlert(
        identifier=identifier,
        sender=sender,
        sent=sent.astimezone(UTC),
        status=view.status,
        message_type=view.message_type,
        note=_note_on_status(view) or None,
        references=references,
        infos=tuple(
            _info(each, sender_name=sender_name, web=f"{site}{page_path(identifier, each)}", sent=sent)
            for each in views
        ),
    )


def page_path(identifier: str, view: AlertView) -> str:
    """Where the site shows the alert in that language."""
    further = "" if view.shown_language.original else f"{view.language}/"
    return f"/alerts/{identifier}/{further}"


def urgency(level: Level, message_type: str) -> str:
    """The level's; of a cancel `Past`, CAP 1.2's word for "responsive action is no longer required"."""
    return "Past" if message_type == "Cancel" else level.urgency


def _info(view: AlertView, *, sender_name: str, web: str, sent: datetime) -> Info:
    asked = [section for section in view.sections if section.section == "asked"]
    told = [section for section in view.sections if section.section != "asked"]
    return Info(
        language=view.language,
        categories=CATEGORIES,
        event=view.event,
        urgency=urgency(view.level, view.message_type),
        severity=view.level.severity,
        certainty=view.level.certainty,
        # under embargo the message is sent to the site alone, and holds from when it is public
        effective=view.not_before.astimezone(UTC) if view.not_before and view.not_before > sent else None,
        expires=view.expires_at and view.expires_at.astimezone(UTC),
        sender_name=sender_name or None,
        headline=titled(
            view.headline, status=view.status, message_type=view.message_type, phrases=view.phrases
        ),
        description="\n\n".join(_section_text(section, view) for section in told),
        instruction="\n".join(_sentence_text(said, view) for section in asked for said in section.sentences)
        or None,
        web=web,
        parameters=_parameters(view),
        areas=(Area(description=view.area), *map(_area, view.areas)),
    )


def _area(area: AreaView) -> Area:
    """Together with the words of the alert's own area: CAP takes the union of all."""
    circles = () if area.circle is None else (_circle(area.circle),)
    return Area(
        description=area.name,
        polygons=tuple(tuple(Point.of(*point) for point in ring) for ring in area.polygons),
        circles=circles,
        geocodes=area.geocodes,
    )


def _circle(circle: tuple[float, float, float]) -> Circle:
    lat, lon, radius_km = circle
    return Circle(centre=Point.of(lat, lon), radius_km=Decimal(repr(radius_km)))


def titled(headline: str, *, status: str, message_type: str, phrases: Mapping[str, str]) -> str:
    """The headline with what kind of message it is said first, so that an exercise or a cancel is never mistaken.

    >>> titled("People flee", status="Exercise", message_type="Cancel", phrases=words_of("en"))
    'Exercise: Cancelled: People flee'
    """
    said = {**words_of(FALLBACK), **phrases}
    return ": ".join(part for part in (said.get(status), said.get(message_type), headline) if part)


def _note_on_status(view: AlertView) -> str:
    return words_of(view.language).get(f"{view.status.lower()} note", "")


def _section_text(section: SectionView, view: AlertView) -> str:
    return "\n".join((f"{section.title}:", *(_sentence_text(said, view) for said in section.sentences)))


def _sentence_text(said: SentenceView, view: AlertView) -> str:
    """The sentence with the numbers of its notes, or marked as our own judgement."""
    if said.judgement:
        return f"{said.text} ({view.phrases.get('judgement') or words_of(view.language)['judgement']})"
    return said.text + " " + "".join(f"[{number}]" for number in said.numbers)


def _parameters(view: AlertView) -> tuple[tuple[str, str], ...]:
    """Scheme, level, place in the series, and every note in full: the message can be checked without the site."""
    level = (("scheme", view.scheme), ("level", view.level.id), ("number", str(view.number)))
    return (
        *level,
        *_of_translation(view),
        *_of_fixed_words(view),
        *_of_emergency(view),
        *(("note", _note_text(note, view.language)) for note in view.notes),
    )


def _of_translation(view: AlertView) -> tuple[tuple[str, str], ...]:
    """By whom this block was translated; nothing for the original."""
    language = view.shown_language
    if language.original:
        return ()
    who = f"{language.made_by}, {language.translator}" if language.translator else language.made_by
    checked = ", checked by a person" if language.checked_role else ""
    return (("translated-from", view.languages[0].code), ("translated-by", who + checked))


def _of_fixed_words(view: AlertView) -> tuple[tuple[str, str], ...]:
    """That titles and marks stand in another language than the block; nothing where they do not."""
    return (("fixed-words", view.phrases_in),) if view.lacks_phrases else ()


def _of_emergency(view: AlertView) -> tuple[tuple[str, str], ...]:
    """That one person issued it alone, and by when a second one must have signed; nothing where two signed before."""
    return (("second-signature-due", zoned(view.second_due_at)),) if view.second_due_at else ()


def _note_text(note: NoteView, language: str) -> str:
    said = words_of(language)
    words = f"“{note.quote}” " if note.quote else ""
    # months are put into words in English alone
    published = moment(note.published) if said is words_of(FALLBACK) else note.published
    unconfirmed = f", {said['unconfirmed']}" if note.unconfirmed else ""
    return (
        f"[{note.number}] {words}{note.publisher or said['publisher unknown']}, "
        f"{published or said['undated']}, {said['characters']} {note.start}–{note.end}, sha256 {note.sha256}{unconfirmed}"
    )
