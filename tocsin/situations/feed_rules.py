"""Feeds tied to a situation by a person: their new reports are proposed first, or gathered as they arrive."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.reports.models import Feed, FeedEntry
from tocsin.situations.keeping import gather
from tocsin.situations.models import Aside, FeedRule, Situation

#: reports that one round gathers for one rule; the next round takes the next
ROUND_MAX = 500


def tie_feed(
    situation: Situation,
    feed_id: int,
    *,
    rule: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
) -> FeedRule:
    """Says what becomes of a feed's new reports. Raises WrongUse, NotFound, or Conflict where `seen` is not the last."""
    if rule not in FeedRule.Rule.values:
        raise WrongUse(f"{rule!r} is no rule for a feed", f"choose one of {', '.join(FeedRule.Rule.values)}")
    if not reason.strip():
        raise WrongUse("a rule for a feed needs a reason", "say in a few words what the feed brings")
    with transaction.atomic():
        if not Feed.objects.filter(pk=feed_id).exists():
            raise NotFound(f"there is no feed {feed_id}", "list them with `tocsin feed list`")
        tie = FeedRule(situation=situation, feed_id=feed_id, rule=rule, reason=reason, by=by, at=now)
        supersede(tie, last=lambda: in_force(situation).get(feed_id), seen=seen, what="this feed")
        custody.log([_act(tie)])
    return tie


def in_force(situation: Situation) -> dict[int, FeedRule]:
    """The last rule for each feed that has one, by feed."""
    rows = situation.feed_rules.filter(superseded_by=None).select_related("by", "feed").order_by("feed__url")
    return {rule.feed_id: rule for rule in rows}


def tied(situation: Situation) -> frozenset[int]:
    """Feeds whose reports are proposed first."""
    return frozenset(feed for feed, rule in in_force(situation).items() if rule.rule != FeedRule.Rule.NOTHING)


def gather_by_feeds(*, now: datetime) -> int:
    """Gathers what came by feeds since a person said that it shall be gathered; returns how many reports.

    A report that somebody set aside is left alone. The custody log has the rule as the reason.
    """
    rules = FeedRule.objects.filter(superseded_by=None, rule=FeedRule.Rule.GATHER).select_related("situation")
    return sum(
        gather(rule.situation, wanted, by="worker", now=now, reason=f"came by a feed, by feed rule {rule.pk}")
        for rule in rules
        if (wanted := _arrived(rule))
    )


def _arrived(rule: FeedRule) -> list[int]:
    """Reports of the feed since the rule, not gathered and not set aside."""
    said = Aside.objects.filter(
        situation=rule.situation, superseded_by=None, verdict=Aside.Verdict.ASIDE
    ).values("report")
    entries = FeedEntry.objects.filter(feed=rule.feed_id, seen_at__gte=rule.at, report__isnull=False)
    left = entries.exclude(report__in=rule.situation.gatherings.values("report")).exclude(report__in=said)
    return [pk for pk in left.order_by("pk").values_list("report", flat=True)[:ROUND_MAX] if pk is not None]


def committed(rule: FeedRule) -> dict[str, Json]:
    """What the custody log commits to of a rule."""
    return {"situation": rule.situation_id, "feed": rule.feed_id, "rule": rule.rule, "why": rule.reason}


def _act(rule: FeedRule) -> custody.Act:
    return custody.judged(
        "feed-rule",
        rule,
        "feed tied" if rule.rule != FeedRule.Rule.NOTHING else "feed untied",
        committed(rule),
    )
