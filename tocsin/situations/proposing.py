"""Which reports to look at for a situation, and why: a rule over what its gathered reports name, and nothing else.

Nobody's choice changes the rule. What an analyst gathers is part of the profile from then on; what they set aside is not,
and neither teaches it anything that the page does not show.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import log
from typing import Literal

NameKind = Literal["places", "actors", "people"]
#: in the order in which reasons are told: places named, who speaks or acts, whom figures count
NAME_KINDS: tuple[NameKind, ...] = ("places", "actors", "people")
ReasonKind = Literal["tied feed", "copy", "places", "actors", "people", "feed", "time"]

#: points of a proposal at least. A place that every gathered report names, and one in ten of 300 others too, gives 2.3;
#: so does one that half of the gathered name and of the others hardly one. What a tenth of them name in passing does not
SCORE_MIN = 2.0
#: as if so many reports without the name had been looked at too: a store of few reports says little of what is common
PRIOR_REPORTS = 10
#: names of one kind that count, the strongest: a long list of towns is no stronger a reason than five of them
NAMES_MAX = 5
#: a name shared by chance gives less than this and is not told
NAME_SCORE_MIN = 0.1
#: a copy or a person's rule is a reason by itself; the same feed or the same weeks only beside another one
COPY_SCORE = 10.0
TIED_SCORE = 5.0
FEED_SCORE = 0.5
TIME_SCORE = 0.5
#: days before the first and after the last gathered report that still are its time
TIME_MARGIN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """What is known of a report as far as proposing needs it. Names are folded; `Names.shown` has them as printed."""

    report_id: int
    names: Mapping[NameKind, frozenset[str]] = field(default_factory=dict)
    #: printed day of publication; None where unknown
    day: date | None = None
    feeds: frozenset[int] = frozenset()
    group: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What the gathered reports have in common."""

    reports: int
    #: kind -> name -> how many of the reports have it
    names: Mapping[NameKind, Counter[str]]
    first_day: date | None
    last_day: date | None
    #: feed -> how many of the reports came by it
    feeds: Counter[int]
    #: group of copies -> a report of it that is gathered
    groups: Mapping[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """A name that a report has in common with gathered ones."""

    name: str
    #: gathered reports that have it
    gathered: int
    #: of the other reports that were looked at, those beside this one that have it
    others: int
    score: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    kind: ReasonKind
    score: float
    #: for names: the strongest first
    shared: tuple[Shared, ...] = ()
    #: for a copy: the gathered report; for a feed: its number
    number: int | None = None
    #: for a feed: how many gathered reports came by it
    count: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    report_id: int
    score: float
    reasons: tuple[Reason, ...]

    @property
    def tied(self) -> bool:
        return any(reason.kind == "tied feed" for reason in self.reasons)


def profile_of(gathered: Sequence[Traits]) -> Profile:
    days = sorted(each.day for each in gathered if each.day)
    return Profile(
        reports=len(gathered),
        names=_counted(gathered),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        feeds=Counter(feed for each in gathered for feed in each.feeds),
        groups={each.group: each.report_id for each in gathered if each.group is not None},
    )


def propose(profile: Profile, others: Sequence[Traits], tied: frozenset[int] = frozenset()) -> list[Proposal]:
    """Of the others those with reason enough, those of feeds that a person tied to the situation first.

    `others` are also the measure of what is common: a name that most of them have says little.
    """
    common = _counted(others)
    made = [_proposal(each, profile, common, len(others), tied) for each in others]
    worth = [one for one in made if one.score >= SCORE_MIN]
    return sorted(worth, key=lambda one: (not one.tied, -one.score, -one.report_id))


def _counted(reports: Iterable[Traits]) -> dict[NameKind, Counter[str]]:
    counted: dict[NameKind, Counter[str]] = {kind: Counter() for kind in NAME_KINDS}
    for report in reports:
        for kind, names in report.names.items():
            counted[kind].update(names)
    return counted


def _proposal(
    report: Traits,
    profile: Profile,
    common: Mapping[NameKind, Counter[str]],
    looked: int,
    tied: frozenset[int],
) -> Proposal:
    reasons = [*_by_feed(report, profile, tied), *_by_copy(report, profile)]
    for kind in NAME_KINDS:
        shared = [
            _shared(name, profile, kind, common[kind][name], looked)
            for name in report.names.get(kind, frozenset()) & profile.names[kind].keys()
        ]
        reasons += _by_names(kind, shared)
    if reasons and (timely := _by_time(report, profile)):
        reasons.append(timely)
    return Proposal(
        report_id=report.report_id, score=sum(reason.score for reason in reasons), reasons=tuple(reasons)
    )


def _shared(name: str, profile: Profile, kind: NameKind, others: int, looked: int) -> Shared:
    """The share of gathered reports that have the name, times how rare it is among the others (natural logarithm).

    `others` counts the report itself, which has the name.
    """
    gathered = profile.names[kind][name]
    rare = log((PRIOR_REPORTS + looked) / (1 + others))
    return Shared(name=name, gathered=gathered, others=others - 1, score=gathered / profile.reports * rare)


def _by_names(kind: NameKind, shared: Iterable[Shared]) -> list[Reason]:
    telling = [one for one in shared if one.score >= NAME_SCORE_MIN]
    best = sorted(telling, key=lambda one: (-one.score, one.name))[:NAMES_MAX]
    return [Reason(kind=kind, score=sum(one.score for one in best), shared=tuple(best))] if best else []


def _by_feed(report: Traits, profile: Profile, tied: frozenset[int]) -> list[Reason]:
    if own := sorted(report.feeds & tied):
        return [Reason(kind="tied feed", score=TIED_SCORE, number=own[0])]
    if same := sorted(report.feeds & profile.feeds.keys()):
        return [Reason(kind="feed", score=FEED_SCORE, number=same[0], count=profile.feeds[same[0]])]
    return []


def _by_copy(report: Traits, profile: Profile) -> list[Reason]:
    if report.group is None or report.group not in profile.groups:
        return []
    return [Reason(kind="copy", score=COPY_SCORE, number=profile.groups[report.group])]


def _by_time(report: Traits, profile: Profile) -> Reason | None:
    if report.day is None or profile.first_day is None or profile.last_day is None:
        return None
    inside = profile.first_day - TIME_MARGIN <= report.day <= profile.last_day + TIME_MARGIN
    return Reason(kind="time", score=TIME_SCORE) if inside else None
