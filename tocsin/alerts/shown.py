"""An alert as a page or a message shows it: plain values, with the numbers of its notes. Read by view.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tocsin.alerts.chains import ChainItem
from tocsin.alerts.languages import is_rtl
from tocsin.alerts.lifecycle import State
from tocsin.alerts.models import Alert
from tocsin.alerts.notes import NoteView
from tocsin.alerts.schemes import Level
from tocsin.reports.independence import independent, kin_among, stories


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
    #: "drawn", "circle", "outline" or "unit"
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
    #: of what was given; empty for a circle
    given_sha256: str
    #: who made the boundary, and its licence; empty where it is nobody else's
    credit: str


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
    #: what the fixed words are in this language, by `fixed_words.PHRASES`: ours, or the translator's
    phrases: Mapping[str, str] = field(default_factory=dict)
    #: the language of the fixed words: English where nobody said them in that of the alert
    phrases_in: str = "en"
    #: what CAP calls `event`, in this language
    event: str
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
    def lacks_phrases(self) -> bool:
        """Its fixed words stand in another language than its sentences."""
        return self.phrases_in not in (self.language, self.language.split("-")[0])

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
        return len(independent(stories(self.notes), kin_among(self.notes)))
