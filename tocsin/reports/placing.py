"""What people say of a report's copies: that it stands apart, or with another one. The comparison never takes it back."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.reports.comparing import hold_groups
from tocsin.reports.grouping import Placed, Verdict, groups
from tocsin.reports.models import GroupMember, Likeness, Placing, Report


def place(
    report_id: int,
    *,
    verdict: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    beside: int | None = None,
) -> Placing:
    """Sets a report apart from its copies, puts it with another report, or leaves it to the comparison again.

    `seen` is the word on it that the person had before their eyes (None for none): where another stands by now,
    nothing is stored and Conflict says so.
    """
    _refuse(report_id, verdict, reason, beside)
    with transaction.atomic():
        hold_groups()
        named = {report_id, beside or report_id}
        if missing := named - set(Report.objects.filter(pk__in=named).values_list("pk", flat=True)):
            raise NotFound(f"there is no report {min(missing)}", "list them with `tocsin report list`")
        placing = Placing(
            report_id=report_id, verdict=verdict, beside_id=beside, reason=reason, by=by, at=now
        )
        supersede(
            placing, last=lambda: in_force([report_id]).get(report_id), seen=seen, what=f"report {report_id}"
        )
        regroup({report_id, *neighbours(report_id), *([beside] if beside else [])})
        custody.log([_act(placing)])
    return placing


def _refuse(report_id: int, verdict: str, reason: str, beside: int | None) -> None:
    if verdict not in Placing.Verdict.values:
        raise WrongUse(f"{verdict!r} is no place", f"choose one of {', '.join(Placing.Verdict.values)}")
    if not reason.strip():
        raise WrongUse("a place needs a reason", "say in a few words what you saw in the two texts")
    if (verdict == Placing.Verdict.WITH) != (beside is not None):
        raise WrongUse(f"{verdict!r} came with the wrong report", "name one to stand with, and only then")
    if beside == report_id:
        raise WrongUse(f"report {report_id} cannot stand with itself", "name another report")


def in_force(report_ids: Iterable[int]) -> dict[int, Placing]:
    """The last word on each of these reports that has one."""
    rows = Placing.objects.filter(report__in=list(report_ids), superseded_by=None)
    return {placing.report_id: placing for placing in rows.select_related("by")}


def neighbours(report_id: int) -> set[int]:
    """Reports that likenesses or people tie to this one, whether that counts now or not."""
    links = Likeness.objects.filter(Q(first=report_id) | Q(second=report_id)).values_list("first", "second")
    said = Placing.objects.filter(Q(report=report_id) | Q(beside=report_id)).values_list("report", "beside")
    return {each for pair in (*links, *said) for each in pair if each is not None}


def regroup(touched: set[int]) -> None:
    """Makes the groups of these reports anew, from every link and every word on their members."""
    old = set(GroupMember.objects.filter(pk__in=touched).values_list("group_id", flat=True))
    members = touched | set(GroupMember.objects.filter(group__in=old).values_list("pk", flat=True))
    near = Q(first__membership__group__in=old) | Q(first__in=touched) | Q(second__in=touched)
    links = [
        pair for pair in Likeness.objects.filter(near).values_list("first", "second") if members >= {*pair}
    ]
    made = groups(links, _words_on(members))
    GroupMember.objects.filter(group__in=old).delete()
    GroupMember.objects.bulk_create(GroupMember(pk=pk, group_id=group) for pk, group in made.items())


def _words_on(members: set[int]) -> dict[int, Placed]:
    """The last word on each member, and on each report that a member was put with."""
    rows = Placing.objects.filter(superseded_by=None)
    own = list(rows.filter(Q(report__in=members) | Q(beside__in=members)))
    others = rows.filter(report__in={row.beside_id for row in own if row.beside_id} - members)
    return {
        row.report_id: Placed(order=row.pk, verdict=cast("Verdict", row.verdict), beside=row.beside_id)
        for row in (*own, *others)
    }


def committed(placing: Placing) -> dict[str, Json]:
    """What the custody log commits to of a placing."""
    return {
        "report": placing.report_id,
        "verdict": placing.verdict,
        "beside": placing.beside_id,
        "why": placing.reason,
    }


def _act(placing: Placing) -> custody.Act:
    return custody.judged("placing", placing, "placed", committed(placing))
