"""Decisions on a bank line that need two people: one proposes, another approves or refuses; until then it stays held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound
from tocsin.relief.bank.deciding import carry_out, decide, drafted, last_said, second_person_for
from tocsin.relief.four_eyes import check_second, set_second
from tocsin.relief.models import BankDecision, BankLine, BankProposal, Fund


def say(
    line: BankLine,
    *,
    kind: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    detail: str = "",
    other: BankLine | None = None,
) -> BankDecision | BankProposal:
    """The decision, or where it needs a second person the proposal. As `deciding.decide` otherwise."""
    row = drafted(line, kind=kind, reason=reason, by=by, now=now, detail=detail, other=other)
    if not second_person_for(row):
        return decide(line, kind=kind, reason=reason, by=by, now=now, seen=seen, detail=detail, other=other)
    with transaction.atomic():
        Fund.objects.select_for_update().get(pk=line.account.fund_id)
        before = last_said(line)
        if (before.pk if before else None) != seen:
            raise Conflict(
                f"somebody else decided about bank line {line.pk} in the meantime", "look at it again"
            )
        _refuse_second(line, other)
        _try_out(
            drafted(line, kind=kind, reason=reason, by=by, now=now, detail=detail, other=other), seen=seen
        )
        made = BankProposal.objects.create(
            line=line,
            kind=row.kind,
            detail=row.detail,
            other=other,
            rests_on=before,
            reason=row.reason,
            by=by,
            at=now,
        )
        custody.log([_act(made, "proposed", by=by, at=now, reason=made.reason)])
    return made


def decide_proposal(
    line: BankLine, *, seen: int | None, approved: bool, reason: str, by: User, now: datetime
) -> BankProposal:
    """What waits on the line; approved, it is decided at once, as what whoever proposed it says.

    `seen`: id of the proposal that the person saw. Raises NotFound where none waits, Conflict for another one or where
    the line was decided since, NotAllowed for whoever proposed it, WrongUse for a no without a reason.
    """
    with transaction.atomic():
        Fund.objects.select_for_update().get(pk=line.account.fund_id)
        waits = waiting(line)
        if waits is None:
            raise NotFound(f"nothing that was proposed of bank line {line.pk} waits", "look at it again")
        if waits.pk != seen:
            raise Conflict("another proposal waits by now", "look at the line again; nothing was decided")
        check_second("this decision", first=waits.by_id, by=by, approved=approved, reason=reason)
        if approved:
            waits.decision = _made(waits, now)
        set_second(waits, by=by, now=now, approved=approved, reason=reason)
        waits.save()
        action = "approved" if approved else "refused"
        custody.log([_act(waits, action, by=by, at=now, reason=waits.second_reason)])
    return waits


def waiting(line: BankLine) -> BankProposal | None:
    """What waits for a second person."""
    return line.proposals.filter(second_by=None).select_related("by", "other").first()


def waiting_of(fund: Fund) -> Sequence[BankProposal]:
    """Those of a fund, the oldest first."""
    rows = BankProposal.objects.filter(second_by=None, line__account__fund=fund)
    return list(rows.select_related("line__account", "by").order_by("pk"))


def committed(row: BankProposal) -> dict[str, Json]:
    """What the custody log commits to of a proposal."""
    return {
        "line": row.line_id,
        "kind": row.kind,
        "detail": row.detail,
        "other": row.other_id,
        "rests_on": row.rests_on_id,
        "why": row.reason,
        "second_by": row.second_by_id,
        "approved": row.approved,
        "second_why": row.second_reason,
        "decision": row.decision_id,
    }


def _refuse_second(line: BankLine, other: BankLine | None) -> None:
    of_these = Q(line=line) if other is None else Q(line__in=(line, other)) | Q(other__in=(line, other))
    if BankProposal.objects.filter(of_these, second_by=None).exists():
        raise Conflict("another proposal of this line waits", "have that approved or refused first")


def _try_out(row: BankDecision, *, seen: int | None) -> None:
    """What cannot be booked is refused when it is proposed, not to whoever approves it."""
    with transaction.atomic():
        carry_out(row, seen=seen)
        transaction.set_rollback(True)


def _made(waits: BankProposal, now: datetime) -> BankDecision:
    row = drafted(
        waits.line,
        kind=waits.kind,
        reason=waits.reason,
        by=waits.by,
        now=now,
        detail=waits.detail,
        other=waits.other,
    )
    carry_out(row, seen=waits.rests_on_id)
    return row


def _act(row: BankProposal, action: str, *, by: User, at: datetime, reason: str) -> custody.Act:
    return custody.Act(
        item=f"bank-proposal:{row.pk}",
        action=action,
        actor=by.get_username(),
        at=at,
        reason=reason,
        after=committed(row),
    )
