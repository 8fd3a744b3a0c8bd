"""Allocations: proposed by one person, approved or refused by another, never above what the fund has free."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, MoneyRefused, NotFound, WrongUse
from tocsin.login_roles import roles_of
from tocsin.relief.models.ledger import Fund
from tocsin.relief.models.spending import Allocation, AllocationAct, Programme
from tocsin.relief.money.money import Money, checked
from tocsin.relief.spending.deciding import check_proposer, decide
from tocsin.relief.spending.free import free
from tocsin.relief.spending.holdings import holdings_of, left_of
from tocsin.relief.spending.lifecycle import RULES, Action, State

DECISION_CHARS_MAX, AUTHORITY_CHARS_MAX = 20_000, 200


def propose(
    programme: Programme,
    money: Money,
    *,
    decision: str,
    authority: str,
    by: User,
    now: datetime,
) -> Allocation:
    """Money for a programme, for another person to approve."""
    check_proposer(roles_of(by))
    if checked(money).minor <= 0:
        raise MoneyRefused("an allocation of nothing sets nothing aside", "give a positive amount")
    row = Allocation(
        programme=programme,
        fund=programme.fund,
        minor=money.minor,
        currency=money.currency,
        decision=_words("decision", decision, DECISION_CHARS_MAX),
        authority=_words("authority", authority, AUTHORITY_CHARS_MAX),
        proposed_by=by,
        proposed_at=now,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        _keep(row, "propose", State.PROPOSED, by=by, now=now, reason="")
        _log(row, "proposed", by=by, now=now, reason="", before={})
    return row


def approve(allocation: Allocation, *, by: User, now: datetime, seen: int | None = None) -> Allocation:
    return step(allocation, Action.APPROVE, by=by, now=now, seen=seen)


def refuse(
    allocation: Allocation, *, reason: str, by: User, now: datetime, seen: int | None = None
) -> Allocation:
    return step(allocation, Action.REFUSE, by=by, now=now, seen=seen, reason=reason)


def withdraw(
    allocation: Allocation, *, reason: str, by: User, now: datetime, seen: int | None = None
) -> Allocation:
    return step(allocation, Action.WITHDRAW, by=by, now=now, seen=seen, reason=reason)


def end(
    allocation: Allocation, *, reason: str, by: User, now: datetime, seen: int | None = None
) -> Allocation:
    """What was not sent of it is free again."""
    return step(allocation, Action.END, by=by, now=now, seen=seen, reason=reason)


def step(
    allocation: Allocation,
    action: Action,
    *,
    by: User | None,
    now: datetime,
    seen: int | None = None,
    reason: str = "",
) -> Allocation:
    """Decides, writes the new state, and logs; returns the row as it is now.

    `seen` is the version that the person saw (None for that of `allocation`); Conflict where another stands by now.
    `by` is None where payments bring it about.
    """
    expected = allocation.version if seen is None else seen
    with transaction.atomic():
        fund = locked(allocation.fund_id)
        row = current(allocation.pk)
        if row.version != expected:
            raise _came_first(row)
        before = committed(row)
        state = decide(
            State(row.state),
            action,
            roles=roles_of(by) if by else frozenset(),
            login_id=by.pk if by else None,
            proposed_by=row.proposed_by_id,
            reason=reason,
            minor=row.minor,
            free=_free(fund, row) if RULES[action].needs_free else None,
            left=None if by else left_of(row),
        )
        # the version in the filter decides between two people who both passed the check above
        won = Allocation.objects.filter(pk=row.pk, version=expected)
        if not won.update(state=state, version=expected + 1):
            raise _came_first(current(row.pk))
        _keep(row, action, state, by=by, now=now, reason=reason)
        after = current(row.pk)
        _log(after, RULES[action].past, by=by, now=now, reason=reason, before=before)
    return after


def follow_payments(allocation: Allocation, *, now: datetime) -> Allocation:
    """The state that its payments bring about, where they do. Call it within the acting transaction."""
    left = left_of(allocation)
    if allocation.state == State.APPROVED and left == 0:
        return step(allocation, Action.SPEND_DOWN, by=None, now=now)
    if allocation.state == State.SPENT_DOWN and left:
        return step(allocation, Action.COME_BACK, by=None, now=now)
    return allocation


def locked(fund_id: int) -> Fund:
    """Whoever sets aside or sends money of a fund waits for whoever does so already."""
    return Fund.objects.select_for_update().get(pk=fund_id)


def current(number: int) -> Allocation:
    """The allocation as it stands in the store. Raises NotFound."""
    row = Allocation.objects.select_related("programme", "fund", "proposed_by").filter(pk=number).first()
    if row is None:
        raise NotFound(f"there is no allocation {number}", "`tocsin relief allocate list` shows them")
    return row


def _free(fund: Fund, row: Allocation) -> int:
    return free(holdings_of(fund, row.currency), row.programme.purpose)


def _words(what: str, text: str, most: int) -> str:
    tidy = text.strip().replace("\0", "")
    if not 0 < len(tidy) <= most:
        raise WrongUse(f"the {what} has {len(tidy):,} characters", f"write 1 to {most:,}")
    return tidy


def _keep(row: Allocation, action: str, state: State, *, by: User | None, now: datetime, reason: str) -> None:
    AllocationAct.objects.create(allocation=row, action=action, state=state, login=by, at=now, reason=reason)


def _log(
    row: Allocation,
    action: str,
    *,
    by: User | None,
    now: datetime,
    reason: str,
    before: dict[str, Json],
) -> None:
    act = custody.Act(
        item=f"allocation:{row.pk}",
        action=action,
        actor=by.get_username() if by else "worker",
        at=now,
        reason=reason,
        before=before,
        after=committed(row),
    )
    custody.log([act])


def committed(allocation: Allocation) -> dict[str, Json]:
    """What the custody log commits to of an allocation."""
    acts = allocation.acts.values_list("action", "state", "login_id", "reason")
    return {
        "programme": allocation.programme_id,
        "fund": allocation.fund_id,
        "minor": allocation.minor,
        "currency": allocation.currency,
        "decision": allocation.decision,
        "authority": allocation.authority,
        "state": str(allocation.state),
        "version": allocation.version,
        "acts": [list(act) for act in acts],
    }


def _came_first(row: Allocation) -> Conflict:
    return Conflict(
        f"somebody else acted on this allocation in the meantime: it is {row.state} now",
        "look at it again, then decide; nothing of yours was stored",
    )
