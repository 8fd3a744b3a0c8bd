"""An alert as a page shows it: sections, sentences with the numbers of their notes, the notes, its chain, who signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext, gettext_lazy

from tocsin.alerts.area_models import Area
from tocsin.alerts.chains import ChainItem, chain_item, issued_of_series, latest_of_each
from tocsin.alerts.languages import is_rtl, name_of
from tocsin.alerts.lifecycle import State
from tocsin.alerts.models import Alert, EarlierAlert, Sentence, Translation
from tocsin.alerts.notes import NoteView, notes_of
from tocsin.alerts.numbering import earlier_of_series
from tocsin.alerts.schemes import Level, level_of
from tocsin.alerts.translating import in_force
from tocsin.errors import NotFound
from tocsin.reports.independence import independent, stories

SECTION_TITLES = {
    Sentence.Section.HAPPENED: gettext_lazy("What has happened"),
    Sentence.Section.UNCLEAR: gettext_lazy("What is not clear"),
    Sentence.Section.AT_RISK: gettext_lazy("Who is at risk"),
    Sentence.Section.ASKED: gettext_lazy("What we ask"),
}
_ORDINALS = (
    gettext_lazy("first"),
    gettext_lazy("second"),
    gettext_lazy("third"),
    gettext_lazy("fourth"),
    gettext_lazy("fifth"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SentenceView:
    text: str
    notes: tuple[NoteView, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(note.number for note in self.notes)

    @property
    def judgement(self) -> bool:
        """Without a note it is the organisation's own judgement."""
        return not self.notes

    @property
    def unconfirmed(self) -> bool:
        return any(note.unconfirmed for note in self.notes)


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionView:
    #: "happened", "unclear", "at risk", "asked"
    section: str
    title: str
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """That a person did something with the alert. No name: who signs may be in danger."""

    #: "draft", "edit", "submit", "approve", "issue" ...
    action: str
    role: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageView:
    """A language that the alert is written in."""

    code: str
    #: what its speakers call it
    name: str
    rtl: bool
    #: the alert was written in it
    original: bool
    #: "person" or "machine"; empty for the original
    made_by: str = ""
    #: who translated, as readers are told; may be empty
    translator: str = ""
    #: the role of who translated or stored it, and of who checked what a program said; empty where nobody did
    role: str = ""
    checked_role: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierView:
    """An alert of the series that was issued elsewhere, before ours."""

    number: int
    headline: str
    issued_on: date
    #: empty where it cannot be read anywhere
    link: str
    reference: str
    #: of its bytes, where they were taken in
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaView:
    position: int
    name: str
    #: "drawn", "circle" or "outline"
    made: str
    #: closed rings of (latitude, longitude) in degrees
    polygons: tuple[tuple[tuple[float, float], ...], ...]
    #: latitude and longitude of the middle in degrees, and kilometres; None for polygons
    circle: tuple[float, float, float] | None
    #: scheme and code
    geocodes: tuple[tuple[str, str], ...]
    #: metres that the edge may lie off what was given; 0 where nothing was simplified
    within_m: int
    #: points of what was given; None for a circle
    given_points: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertView:
    id: int
    #: None until issued
    identifier: str | None
    headline: str
    #: "SOS Alert · second for this situation"
    kicker: str
    level: Level
    scheme: str
    #: "Actual", "Exercise" or "Test"
    status: str
    #: "Alert", "Update" or "Cancel"
    message_type: str
    state: str
    #: None until issued
    number: int | None
    area: str
    #: with shapes, beside the words of `area`
    areas: tuple[AreaView, ...]
    language: str
    situation_slug: str
    situation_title: str
    #: None until issued
    issued_at: datetime | None
    #: None where it holds until it is updated or cancelled
    expires_at: datetime | None
    #: those with a sentence, in their order
    sections: tuple[SectionView, ...]
    notes: tuple[NoteView, ...]
    #: the first alert with its updates and cancel, the oldest first; empty until issued
    chain: tuple[ChainItem, ...]
    #: the numbered alerts of the series, each as it stands last in its chain, the newest first
    series: tuple[ChainItem, ...]
    #: the message that took this one's place; None while there is none
    replaced_by: ChainItem | None
    #: identifier of the message whose place this one took or is to take; None for a first alert
    replaces: str | None
    signatures: tuple[Signature, ...]
    #: all that it is written in, the original first
    languages: tuple[LanguageView, ...]
    #: what the fixed words are in this language, by `translating.PHRASES`; empty for the original
    phrases: Mapping[str, str] = field(default_factory=dict)
    #: what CAP calls `event`, in this language; empty for the original, where it is always the same
    event: str = ""
    #: embargo: public from then on; None where it is public once issued
    not_before: datetime | None = None
    #: "owed", "overdue", "confirmed" or "objected" where one person issued it alone; else None
    second_signature: str | None = None
    second_due_at: datetime | None = None
    #: of its series, issued elsewhere
    earlier: tuple[EarlierView, ...] = ()

    @property
    def rtl(self) -> bool:
        return is_rtl(self.language)

    @property
    def shown_language(self) -> LanguageView:
        return next(each for each in self.languages if each.code == self.language)

    @property
    def public_since(self) -> datetime | None:
        """When readers could first see it; None until issued."""
        if self.issued_at is None or self.not_before is None:
            return self.issued_at
        return max(self.issued_at, self.not_before)

    @property
    def in_force(self) -> bool:
        return self.state == State.ISSUED and self.message_type != Alert.MessageType.CANCEL

    @property
    def publishers(self) -> int:
        """How many publishers the notes name."""
        return len({note.publisher for note in self.notes if note.publisher})

    @property
    def independent(self) -> int:
        """How many of them did not only carry what others wrote, as far as copies are known by now."""
        return len(independent(stories(self.notes)))


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


def alert_views(alert: Alert, *, public_by: datetime | None = None) -> tuple[AlertView, ...]:
    """The alert in every language that it is written in, the original first."""
    translations = in_force(alert)
    original = _original(alert, (_original_language(alert), *map(_language, translations)), public_by)
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


def _original(alert: Alert, languages: Sequence[LanguageView], public_by: datetime | None) -> AlertView:
    level = level_of(alert.scheme, alert.level)
    notes = notes_of(alert)
    issued = issued_of_series(alert, public_by)
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
        areas=tuple(_area(row) for row in alert.areas.all()),
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
        signatures=_signatures(alert),
        languages=tuple(languages),
        not_before=alert.not_before,
        second_signature=alert.second_signature,
        second_due_at=alert.second_due_at,
        earlier=tuple(
            map(
                _earlier,
                earlier_of_series(alert.situation, alert.scheme, alert.level, alert.status).select_related(
                    "report"
                ),
            )
        ),
    )


def _earlier(row: EarlierAlert) -> EarlierView:
    return EarlierView(
        number=row.number,
        headline=row.headline,
        issued_on=row.issued_on,
        link=row.link,
        reference=row.reference,
        sha256=row.report.sha256 if row.report else "",
    )


def kicker(title: str, number: int | None, message_type: str) -> str:
    """What stands above the headline: the level, the place in the series, and whether it updates or cancels."""
    numbered = gettext("%(ordinal)s for this situation")
    place = gettext("draft") if number is None else numbered % {"ordinal": ordinal(number)}
    kind = {"Update": gettext("update"), "Cancel": gettext("cancelled")}.get(message_type)
    return " · ".join(part for part in (title, place, kind) if part)


def ordinal(number: int) -> str:
    """The number as an ordinal: in words up to five, then "no. 11".

    >>> ordinal(2), ordinal(21)
    ('second', 'no. 21')
    """
    if 1 <= number <= len(_ORDINALS):
        return str(_ORDINALS[number - 1])
    return gettext("no. %(number)s") % {"number": number}


def _sections(alert: Alert, notes: Mapping[int, NoteView]) -> tuple[SectionView, ...]:
    rows = list(alert.sentences.prefetch_related("footnotes"))
    sections = (
        SectionView(
            section=str(section),
            title=str(title),
            sentences=tuple(_sentence(row, notes) for row in rows if row.section == section),
        )
        for section, title in SECTION_TITLES.items()
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
    )
