"""An alert as a page shows it: sections, sentences with the numbers of their notes, the notes, its chain, who signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tocsin.alerts.area_models import Area
from tocsin.alerts.chains import chain_item, issued_of_series, latest_of_each
from tocsin.alerts.fixed_words import SECTION_TITLES, words_of, written_in
from tocsin.alerts.kicker import kicker
from tocsin.alerts.languages import is_rtl, name_of
from tocsin.alerts.models import Alert, EarlierAlert, Sentence, Translation
from tocsin.alerts.notes import NoteView, notes_of
from tocsin.alerts.numbering import earlier_of_series
from tocsin.alerts.schemes import level_shown
from tocsin.alerts.shown import (
    AlertView,
    AreaView,
    EarlierView,
    LanguageView,
    SectionView,
    SentenceView,
    Signature,
)
from tocsin.alerts.translations import in_force
from tocsin.errors import NotFound


def alert_view(alert: Alert, language: str = "", *, public_by: datetime | None = None) -> AlertView:
    """The alert as it stands, draft or issued, in a fixed number of queries; in its own language where none is named.

    `public_by`: of its chain and series only what is public by then; all of it where None, for the desk. Raises NotFound
    for a language that it is not written in.
    """
    views = {view.language: view for view in alert_views(alert, public_by=public_by)}
    view = views.get(language or alert.language)
    if view is None:
        raise NotFound(f"the alert is not written in {language!r}", f"choose one of {', '.join(views)}")
    return view


def alert_views(
    alert: Alert, *, public_by: datetime | None = None, alone: bool = False
) -> tuple[AlertView, ...]:
    """The alert in every language that it is written in, the original first.

    `alone` leaves out chain, series and who signed: a message tells none of them.
    """
    translations = in_force(alert)
    languages = (_original_language(alert), *map(_language, translations))
    original = _original(alert, languages, public_by, alone=alone)
    return (original, *(_translated(original, each) for each in translations))


def _original_language(alert: Alert) -> LanguageView:
    code = alert.language
    return LanguageView(code=code, name=name_of(code), rtl=is_rtl(code), original=True)


def _language(translation: Translation) -> LanguageView:
    return LanguageView(
        code=translation.language,
        name=name_of(translation.language),
        rtl=is_rtl(translation.language),
        original=False,
        made_by=translation.made_by,
        translator=translation.translator,
        role=translation.role,
        checked_role=translation.checked_role,
    )


def _translated(original: AlertView, translation: Translation) -> AlertView:
    """The same alert with other words: sentences keep their notes, in their order."""
    texts = iter([text for _of, text in translation.sentences])
    return replace(
        original,
        language=translation.language,
        headline=translation.headline,
        area=translation.area,
        event=translation.event,
        phrases=translation.phrases,
        phrases_in=translation.language,
        sections=tuple(
            replace(
                section,
                title=translation.phrases.get(section.section, section.title),
                # a draft may have more sentences by now than were translated: those stay as they were written
                sentences=tuple(replace(said, text=next(texts, said.text)) for said in section.sentences),
            )
            for section in original.sections
        ),
    )


def _original(
    alert: Alert, languages: Sequence[LanguageView], public_by: datetime | None, *, alone: bool
) -> AlertView:
    level = level_shown(alert.scheme, alert.level)
    notes = notes_of(alert)
    issued = [] if alone else issued_of_series(alert, public_by)
    return AlertView(
        id=alert.pk,
        identifier=alert.identifier,
        headline=alert.headline,
        kicker=kicker(level.title, alert.number, alert.message_type),
        level=level,
        scheme=alert.scheme,
        status=alert.status,
        message_type=alert.message_type,
        state=alert.state,
        number=alert.number,
        area=alert.area,
        areas=tuple(_area(row) for row in alert.areas.select_related("unit__of")),
        language=alert.language,
        situation_slug=alert.situation.slug,
        situation_title=alert.situation.title,
        issued_at=alert.issued_at,
        expires_at=alert.expires_at,
        sections=_sections(alert, notes),
        notes=tuple(notes.values()),
        chain=tuple(chain_item(row, alert) for row in issued if row.number == alert.number),
        series=latest_of_each(issued, alert),
        replaced_by=next((chain_item(row, alert) for row in issued if row.replaces_id == alert.pk), None),
        replaces=alert.replaces.identifier if alert.replaces else None,
        signatures=() if alone else _signatures(alert),
        languages=tuple(languages),
        phrases=words_of(alert.language),
        phrases_in=written_in(alert.language),
        event=words_of(alert.language)["event"],
        not_before=alert.not_before,
        second_signature=alert.second_signature,
        second_due_at=alert.second_due_at,
        earlier=() if alone else _earlier_of(alert),
    )


def _earlier_of(alert: Alert) -> tuple[EarlierView, ...]:
    rows = earlier_of_series(alert.situation, alert.scheme, alert.level, alert.status)
    return tuple(map(_earlier, rows.select_related("report")))


def _earlier(row: EarlierAlert) -> EarlierView:
    return EarlierView(
        number=row.number,
        headline=row.headline,
        issued_on=row.issued_on,
        link=row.link,
        reference=row.reference,
        sha256=row.report.sha256 if row.report else "",
    )


def _sections(alert: Alert, notes: Mapping[int, NoteView]) -> tuple[SectionView, ...]:
    rows = list(alert.sentences.prefetch_related("footnotes"))
    sections = (
        SectionView(
            section=str(section),
            title=words_of(alert.language)[section],
            sentences=tuple(_sentence(row, notes) for row in rows if row.section == section),
        )
        for section in SECTION_TITLES
    )
    return tuple(section for section in sections if section.sentences)


def _sentence(row: Sentence, notes: Mapping[int, NoteView]) -> SentenceView:
    resting = {notes[footnote.finding_id].number: footnote.finding_id for footnote in row.footnotes.all()}
    return SentenceView(text=row.text, notes=tuple(notes[resting[number]] for number in sorted(resting)))


def _signatures(alert: Alert) -> tuple[Signature, ...]:
    acts = alert.acts.filter(login__isnull=False)
    return tuple(Signature(action=act.action, role=act.role, at=act.at) for act in acts)


def _area(row: Area) -> AreaView:
    is_circle = row.lat is not None and row.lon is not None and row.radius_km is not None
    return AreaView(
        position=row.position,
        name=row.name,
        made=row.made,
        polygons=tuple(tuple((lat, lon) for lat, lon in ring) for ring in row.polygons),
        circle=(row.lat, row.lon, row.radius_km) if is_circle else None,  # type: ignore[arg-type]
        geocodes=tuple((scheme, code) for scheme, code in row.geocodes),
        within_m=row.within_m,
        given_points=row.given_points,
        given_sha256=row.given_sha256,
        credit=f"{row.unit.of.source}, {row.unit.of.licence}" if row.unit else "",
    )
