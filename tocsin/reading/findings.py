"""What reading returns: frozen findings, each with its passage.

A passage is `start` to `end`, half open, in code points of the text that was read:

>>> text = "About 3,000 people fled."
>>> text[0:18]
'About 3,000 people'

Dates and times are ISO 8601 (with a zone where one is known) or TIMEX3 values; `None` means that the text
does not say. The JSON form (`Reading.as_dict`) is the public contract; docs/reference/reading.md explains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

Quantifier = Literal["exact", "about", "more_than", "less_than", "at_least", "up_to", "range"]
Kind = Literal["stock", "flow"]
Role = Literal["origin", "destination", "at"]
Certainty = Literal["asserted", "attributed", "unconfirmed", "denied"]
PlaceForm = Literal["name", "adjective"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
FindingKind = Literal[
    "figures",
    "statements",
    "times",
    "places",
    "events",
    "calls",
    "responses",
    "qualifications",
    "appeals",
    "problems",
]
#: the lists of a reading, in their order
FINDING_KINDS: tuple[FindingKind, ...] = get_args(FindingKind)


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A piece of the text, half open."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FigurePlace:
    name: str
    #: ISO 3166-1 alpha-3, or None where no one country is meant or known
    country: str | None = None
    role: Role | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A quantity: the number with its quantifier and unit words."""

    start: int
    end: int
    #: the number as stated; None for a range, which has low and high
    value: int | float | None = None
    low: int | float | None = None
    high: int | float | None = None
    quantifier: Quantifier = "exact"
    #: person, household, house, vehicle ..., a currency (ISO 4217), a measure; None where no unit is said
    unit: str | None = None
    #: the measure: crossed, registered, displaced, killed ...; None where the text does not say
    term: str | None = None
    kind: Kind | None = None
    as_of: str | None = None
    since: str | None = None
    until: str | None = None
    places: tuple[FigurePlace, ...] = ()
    #: who gives the number; None where nobody in particular does
    speaker: str | None = None
    #: the people counted, as printed
    population: str | None = None
    #: index in `Reading.figures` of the total that this figure is a part of
    part_of: int | None = None
    change: Literal["up", "down"] | None = None
    #: whether the parts that are named make up the whole; None where nothing is said of it
    breakdown: Literal["complete", "partial"] | None = None
    #: who printed it, where one text gathers figures of several publishers, as a sheet does
    publisher: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """Somebody said something.

    `start` and `end` take in speaker, cue and content; a speaker carried on from an earlier statement stands before.
    """

    start: int
    end: int
    speakers: tuple[Span, ...] = ()
    #: the word that shows that somebody said it ("said", "according to"); None for an unmarked quotation
    cue: Span | None = None
    content: tuple[Span, ...] = ()
    #: speech act: said, denied, warned, demanded, threatened, claimed ...
    act: str = "said"
    direct: bool = False
    certainty: Certainty = "attributed"
    #: the fullest form of the speaker's name in the text
    speaker_name: str | None = None
    #: outlets told ("told Reuters")
    relayed_by: tuple[str, ...] = ()
    to: str | None = None
    said_at: str | None = None
    #: index in `Reading.statements` of the statement that this one denies
    denies: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Time:
    start: int
    end: int
    type: TimeType
    #: TIMEX3 value, anchored on the report's date
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    start: int
    end: int
    #: as printed
    name: str
    #: lat and lon are degrees, WGS 84; both None where unresolved
    lat: float | None = None
    lon: float | None = None
    #: ISO 3166-1 alpha-3
    country: str | None = None
    #: all names that we know for the place, rival names among them, in alphabetical order
    known_as: tuple[str, ...] = ()
    #: "adjective" for the "Armenian" of "Armenian villages": it belongs to the place and does not name it
    form: PlaceForm = "name"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    start: int
    end: int
    #: PLOVER event type in lower case: assault, coerce, protest, aid, consult ...
    type: str
    actor: str | None = None
    target: str | None = None
    place: str | None = None
    when: str | None = None
    certainty: Certainty = "asserted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """Who asks whom to do what."""

    start: int
    end: int
    speaker_name: str | None = None
    addressee: str | None = None
    action: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """What others did: a meeting, a resolution, a sanction, or that nothing was done."""

    start: int
    end: int
    body: str | None = None
    what: str = ""
    when: str | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Qualification:
    """A crime or element of a crime named by somebody, of some conduct. Never our own view."""

    start: int
    end: int
    #: genocide | crime_against_humanity | war_crime | forcible_transfer | persecution | torture |
    #: hostage_taking | starvation | incitement | complicity | aiding_and_abetting | ethnic_cleansing | other
    term: str
    by: str | None = None
    of: str | None = None
    certainty: Certainty = "attributed"


@dataclass(frozen=True, kw_only=True, slots=True)
class AppealAccount:
    #: the account number as printed
    number: str
    #: ISO 4217, or None where the text does not say
    currency: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    kind: Literal["bank_transfer", "card", "other"]
    #: ISO 4217 or "any"
    currency: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Appeal:
    """Who collects for whom, and how to give."""

    start: int
    end: int
    collector: str | None = None
    beneficiary: str | None = None
    accounts: tuple[AppealAccount, ...] = ()
    channels: tuple[Channel, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that looks like a finding and can't be read. Nothing is guessed silently."""

    start: int
    end: int
    reason: str


Finding = Figure | Statement | Time | Place | Event | Call | Response | Qualification | Appeal | Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """All findings of one text, each list in text order."""

    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    calls: tuple[Call, ...] = ()
    responses: tuple[Response, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    problems: tuple[Problem, ...] = ()
    #: the kinds that were asked for; the lists of the others are empty, and absent in JSON
    asked: tuple[FindingKind, ...] = FINDING_KINDS

    def as_dict(self) -> dict[str, Any]:
        """The JSON contract: a dict of lists of plain dicts, fields as named above."""
        return {kind: [_plain(finding) for finding in getattr(self, kind)] for kind in self.asked}


def _plain(value: Any) -> Any:
    """Dataclasses as dicts and tuples as lists; what `dataclasses.asdict` does, without its copies of plain values."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    names = getattr(value, "__dataclass_fields__", None)
    return {name: _plain(getattr(value, name)) for name in names} if names else value
