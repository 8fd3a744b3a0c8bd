"""Findings that bear on each other: a person's word with its reason. No link changes the state of a finding."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import WrongUse
from tocsin.lines import supersede
from tocsin.record.items import finding_named
from tocsin.record.models import Finding
from tocsin.record.verification_models import Link
from tocsin.reports.publishers import said


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A link that nobody has said anything of, and that reading gives a reason for."""

    first_id: int
    second_id: int
    kind: str
    reason: str


def link(
    first_id: int,
    second_id: int,
    kind: str,
    *,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    verdict: str = Link.Verdict.LINKED,
) -> Link:
    """Says that the first finding corroborates or refutes the second, or that both tell of one event; or takes that back.

    `seen` is the last word on this link that the person saw (None for none); where another stands by now, Conflict
    says so. Raises NotFound for a finding that is not there.
    """
    _check(first_id, second_id, kind, verdict)
    if kind == Link.Kind.SAME_EVENT:
        first_id, second_id = sorted((first_id, second_id))
    reason = said(reason, "findings are not linked, or parted, without a reason")
    first, second = (finding_named(f"finding:{pk}") for pk in (first_id, second_id))
    what = f"whether finding {first_id} bears on finding {second_id}"
    with transaction.atomic():
        row = Link(first=first, second=second, kind=kind, verdict=verdict, reason=reason, by=by, at=now)
        line = Link.objects.filter(first=first, second=second, kind=kind, superseded_by=None)
        last = line.first()
        if verdict == Link.Verdict.WITHDRAWN and (last is None or last.verdict == verdict):
            raise WrongUse(f"no such link stands between findings {first_id} and {second_id}", "look again")
        supersede(row, last=line.first, seen=seen, what=what)
        custody.log([custody.judged("link", row, row.verdict, committed_link(row))])
    return row


def links_of(finding_ids: Iterable[int]) -> QuerySet[Link]:
    """The links in force from or to these findings, with the findings at both ends."""
    ids = list(finding_ids)
    rows = Link.objects.filter(Q(first__in=ids) | Q(second__in=ids), superseded_by=None)
    ends = (
        "first__report",
        "first__review",
        "first__mask",
        "second__report",
        "second__review",
        "second__mask",
    )
    return rows.filter(verdict=Link.Verdict.LINKED).select_related("by", *ends)


def proposals_for(finding: Finding) -> list[Proposal]:
    """What reading gives a reason for: a statement that denies another one of its text. None that a person spoke of."""
    if finding.kind != Finding.Kind.STATEMENT or finding.run_id is None:
        return []
    same = Finding.objects.filter(run=finding.run_id, kind=Finding.Kind.STATEMENT)
    found = [
        (each, finding.pk)
        for each in same.filter(fields__denies=finding.ordinal).values_list("pk", flat=True)
    ]
    if finding.fields.get("denies") is not None:
        denied = same.filter(ordinal=finding.fields["denies"]).values_list("pk", flat=True)
        found += [(finding.pk, each) for each in denied]
    spoken = set(
        Link.objects.filter(Q(first=finding) | Q(second=finding), kind=Link.Kind.REFUTES).values_list(
            "first", "second"
        )
    )
    return [
        Proposal(
            first_id=first,
            second_id=second,
            kind=Link.Kind.REFUTES,
            reason=f"the report has it that statement {first} denies statement {second}",
        )
        for first, second in found
        if (first, second) not in spoken
    ]


def committed_link(row: Link) -> dict[str, Json]:
    """What the custody log commits to of a link."""
    return {
        "first": row.first_id,
        "second": row.second_id,
        "kind": row.kind,
        "verdict": row.verdict,
        "why": row.reason,
    }


def _check(first_id: int, second_id: int, kind: str, verdict: str) -> None:
    if kind not in Link.Kind.values:
        raise WrongUse(f"{kind[:20]!r} is no kind of link", f"choose one of {', '.join(Link.Kind.values)}")
    if verdict not in Link.Verdict.values:
        raise WrongUse(f"{verdict[:20]!r} says nothing", f"choose one of {', '.join(Link.Verdict.values)}")
    if first_id == second_id:
        raise WrongUse(f"finding {first_id} cannot bear on itself", "name another finding")
