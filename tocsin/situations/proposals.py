"""Reports proposed for a situation: what the rule is given, in a fixed number of queries, and what it says."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from tocsin.record.levels import Viewer
from tocsin.record.titles import titles_shown, veil_titles
from tocsin.reports.models import Feed, GroupMember, Report
from tocsin.reports.openings import openings_of
from tocsin.situations import feed_rules
from tocsin.situations.models import Aside, Gathering, Situation
from tocsin.situations.proposing import Profile, Proposal, profile_of, propose
from tocsin.situations.traits import traits_of

#: gathered reports that make the profile, the last ones gathered
PROFILE_MAX = 200
#: reports that are not gathered, the newest: what else came in long ago is found by search
LOOKED_MAX = 200
#: beside them, however old: copies of gathered reports, and what came by a feed that is tied to the situation
BESIDE_MAX = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposed:
    report: Report
    proposal: Proposal
    #: what somebody said of it before; None where nobody did
    before: Aside | None
    #: how its text begins, for a report without a title; else empty
    opening: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposals:
    profile: Profile
    #: folded name -> as printed
    shown: dict[str, str]
    #: feed -> its address, for the feeds of reasons
    feeds: dict[int, str]
    #: how many reports were looked at
    looked: int
    rows: tuple[Proposed, ...]


def proposals_of(situation: Situation) -> Proposals:
    gathered = list(
        situation.gatherings.order_by("-added_at", "-pk").values_list("report_id", flat=True)[:PROFILE_MAX]
    )
    tied = feed_rules.tied(situation)
    others = _others(situation, tied)
    named = traits_of([*gathered, *others])
    profile = profile_of([named.traits[pk] for pk in gathered if pk in named.traits])
    made = propose(profile, [named.traits[pk] for pk in others if pk in named.traits], tied)
    reports = Report.objects.in_bulk([one.report_id for one in made])
    before = in_force(situation)
    openings = openings_of([report.pk for report in reports.values() if not report.title])
    openings = titles_shown(openings, Viewer.DESK)
    veil_titles(reports.values(), Viewer.DESK)
    return Proposals(
        profile=profile,
        shown=named.shown,
        feeds=dict(Feed.objects.filter(pk__in=_feeds_of(made)).values_list("pk", "url")),
        looked=len(others),
        rows=tuple(
            Proposed(
                report=reports[one.report_id],
                proposal=one,
                before=before.get(one.report_id),
                opening=openings.get(one.report_id, ""),
            )
            for one in made
        ),
    )


def in_force(situation: Situation) -> dict[int, Aside]:
    """The last word on each report that has one, by report."""
    rows = situation.asides.filter(superseded_by=None).select_related("by")
    return {aside.report_id: aside for aside in rows}


def is_copy_of_gathered(situation: Situation, report_id: int) -> bool:
    return GroupMember.objects.filter(pk=report_id, group__in=_gathered_groups(situation)).exists()


def _others(situation: Situation, tied: frozenset[int]) -> list[int]:
    """Not gathered and not set aside; one set aside comes back when it is found to be a copy of a gathered one since."""
    own = Gathering.objects.filter(situation=situation, report=OuterRef("pk"))
    aside = Aside.objects.filter(
        situation=situation, report=OuterRef("pk"), superseded_by=None, verdict=Aside.Verdict.ASIDE
    )
    waiting = Report.objects.filter(~Exists(own)).exclude(sensitivity=Report.Sensitivity.HIGHLY)
    waiting = waiting.order_by("-fetched_at", "-pk")
    fresh = waiting.filter(~Exists(aside))
    copies = waiting.filter(membership__group__in=_gathered_groups(situation))
    copies = copies.filter(~Exists(aside.filter(as_copy=True)))
    by_feed = fresh.filter(Exists(_entries(tied))) if tied else fresh.none()
    found = [
        *fresh.values_list("pk", flat=True)[:LOOKED_MAX],
        *copies.values_list("pk", flat=True)[:BESIDE_MAX],
        *by_feed.values_list("pk", flat=True)[:BESIDE_MAX],
    ]
    return list(dict.fromkeys(found))


def _entries(tied: frozenset[int]) -> QuerySet[Feed]:
    return Feed.objects.filter(Q(entries__report=OuterRef("pk")), pk__in=tied)


def _gathered_groups(situation: Situation) -> QuerySet[GroupMember, int]:
    return GroupMember.objects.filter(report__gatherings__situation=situation).values_list(
        "group_id", flat=True
    )


def _feeds_of(made: list[Proposal]) -> set[int]:
    return {
        reason.number
        for one in made
        for reason in one.reasons
        if reason.kind in ("feed", "tied feed") and reason.number is not None
    }
