"""A publisher's reliability, and whom it is not independent of: people's words, each with its reason, none overwritten."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Subquery

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.reports.extracted import storable
from tocsin.reports.models import Report
from tocsin.reports.publisher_models import NAME_CHARS_MAX, Kinship, Reliability


def rate(
    publisher: str, grade: str, *, reason: str, by: User, now: datetime, seen: int | None
) -> Reliability:
    """Judges how reliable a publisher is, A to F. What its single statements are worth is judged apart, of findings.

    `seen` is the last judgement that the person saw (None for none); where another stands by now, Conflict says so.
    """
    if grade not in Reliability.Grade.values:
        raise WrongUse(f"{grade[:20]!r} is no reliability", f"choose one of {', '.join(Reliability.Grade)}")
    publisher, reason = _known(publisher), said(reason, "a publisher is not judged without a reason")
    with transaction.atomic():
        row = Reliability(publisher=publisher, grade=grade, reason=reason, by=by, at=now)
        line = Reliability.objects.filter(publisher=publisher, superseded_by=None)
        supersede(row, last=line.first, seen=seen, what=f"how reliable {publisher} is")
        custody.log([custody.judged("reliability", row, "judged", committed_reliability(row))])
    return row


def relate(publisher: str, group: str, *, reason: str, by: User, now: datetime, seen: int | None) -> Kinship:
    """Puts a publisher into a group of such as are not independent of each other; an empty group takes it out.

    Wherever publishers are counted, a group counts once. `seen` as for `rate`.
    """
    group = storable(group).strip()
    if len(group) > NAME_CHARS_MAX:
        raise WrongUse("the name of the group is too long", f"use up to {NAME_CHARS_MAX} characters")
    publisher, reason = _known(publisher), said(reason, "publishers are not grouped without a reason")
    with transaction.atomic():
        row = Kinship(publisher=publisher, group=group, reason=reason, by=by, at=now)
        line = Kinship.objects.filter(publisher=publisher, superseded_by=None)
        supersede(row, last=line.first, seen=seen, what=f"whom {publisher} is not independent of")
        custody.log(
            [custody.judged("kinship", row, "grouped" if group else "parted", committed_kinship(row))]
        )
    return row


def reliabilities(publishers: Iterable[str]) -> dict[str, Reliability]:
    """The judgement in force of each of these publishers that has one. One query."""
    rows = Reliability.objects.filter(publisher__in=set(publishers), superseded_by=None).select_related("by")
    return {row.publisher: row for row in rows}


def grades(publishers: Iterable[str]) -> dict[str, str]:
    """Publisher -> A to F, of those that somebody judged. One query."""
    rows = Reliability.objects.filter(publisher__in=set(publishers), superseded_by=None)
    return dict(rows.values_list("publisher", "grade"))


def kin() -> Mapping[str, str]:
    """Publisher -> the group that it is of, of all that are of one. One query; a desk groups few."""
    rows = Kinship.objects.filter(superseded_by=None).exclude(group="")
    return dict(rows.values_list("publisher", "group"))


def group_of(publisher: str) -> Subquery:
    """The group of the publisher whose name stands at this path of a query, None or empty for none: for `annotate`."""
    rows = Kinship.objects.filter(publisher=OuterRef(publisher), superseded_by=None)
    return Subquery(rows.values("group")[:1])


def committed_reliability(row: Reliability) -> dict[str, Json]:
    """What the custody log commits to of such a judgement."""
    return {"publisher": row.publisher, "grade": row.grade, "why": row.reason}


def committed_kinship(row: Kinship) -> dict[str, Json]:
    """What the custody log commits to of such a word."""
    return {"publisher": row.publisher, "group": row.group, "why": row.reason}


def said(reason: str, refusal: str) -> str:
    """The reason as it can be stored. Raises WrongUse with the refusal where there is none."""
    reason = storable(reason).strip()
    if not reason:
        raise WrongUse(refusal, "say why in a few words")
    return reason


def _known(publisher: str) -> str:
    """The name, as it stands on a report."""
    if not publisher or not Report.objects.filter(publisher=publisher).exists():
        raise NotFound(
            f"no report names the publisher {publisher[:80]!r}", "write the name as its reports print it"
        )
    return publisher
