"""Opening a situation, gathering its reports, publishing it."""

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.reports.models import Report
from tocsin.situations.models import Gathering, Situation


def open_situation(
    slug: str,
    *,
    title: str,
    by: str,
    now: datetime,
    summary: str = "",
    time_zone: str = "UTC",
    demonstration: bool = False,
) -> Situation:
    """A new situation, not public. Raises WrongUse for a slug or zone that cannot be, Conflict for a slug taken."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 80:
        raise WrongUse(
            f"{slug!r} cannot be a situation's address",
            "use up to 80 small letters, digits and single hyphens",
        )
    if not title.strip():
        raise WrongUse("a situation needs a title", "give one with --title")
    _check_zone(time_zone)
    try:
        with transaction.atomic():
            situation = Situation.objects.create(
                slug=slug,
                title=title,
                summary=summary,
                time_zone=time_zone,
                opened_by=by,
                opened_at=now,
                demonstration=demonstration,
            )
            custody.log([_act(situation, "opened", by, now, after=committed(situation))])
    except IntegrityError:
        raise Conflict(f"there is a situation {slug!r} already", "choose another address") from None
    return situation


def gather(
    situation: Situation, report_ids: Iterable[int], *, by: str, now: datetime, reason: str = ""
) -> int:
    """Gathers reports for the situation; returns how many were not in it before."""
    wanted = list(dict.fromkeys(report_ids))
    with transaction.atomic():
        known = set(Report.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if missing := [pk for pk in wanted if pk not in known]:
            raise NotFound(f"there is no report {missing[0]}", "list them with `tocsin report list`")
        present = set(situation.gatherings.values_list("report_id", flat=True))
        fresh = [pk for pk in wanted if pk not in present]
        Gathering.objects.bulk_create(
            (
                Gathering(situation=situation, report_id=pk, added_by=by, added_at=now, reason=reason)
                for pk in fresh
            ),
            ignore_conflicts=True,  # another person may gather the same report at this very moment
        )
        if fresh:
            act = _act(situation, "gathered", by, now, after={"reports": list(fresh)}, reason=reason)
            custody.log([act])
    return len(fresh)


def publish(situation: Situation, *, by: User, now: datetime) -> Situation:
    """Makes the situation public: from now on everybody sees its accepted findings. Publishing twice changes nothing."""
    with transaction.atomic():
        current = Situation.objects.select_for_update().get(pk=situation.pk)
        if current.published_at is None:
            current.published_at, current.published_by = now, by
            current.save(update_fields=["published_at", "published_by"])
            custody.log([_act(current, "published", by.get_username(), now, after=committed(current))])
    return current


def committed(situation: Situation) -> dict[str, Json]:
    """What the custody log commits to of a situation."""
    return {
        "slug": situation.slug,
        "title": situation.title,
        "summary": situation.summary,
        "time_zone": situation.time_zone,
        "demonstration": situation.demonstration,
        "public": situation.published_at is not None,
    }


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongUse(f"there is no time zone {name!r}", "use an IANA name such as Asia/Yerevan") from None


def _act(
    situation: Situation,
    action: str,
    by: str,
    now: datetime,
    *,
    after: dict[str, Json],
    reason: str = "",
) -> custody.Act:
    return custody.Act(
        item=f"situation:{situation.pk}", action=action, actor=by, at=now, reason=reason, after=after
    )
