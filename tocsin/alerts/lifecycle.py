"""An alert's life: one table of what may follow what, and one function that reads it.

    draft -> in review -> approved -> issued -> updated | cancelled | expired
      ^          |            |
      |          v            v
      +------ returned <------+       (a returned alert is edited and submitted again)

Four eyes: whoever drafted or edited an alert cannot approve it. Nothing here touches the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices

from tocsin.errors import AlertRefused, NotAllowed, TocsinError

# The roles that sign in to write and to sign; the names of Django's groups.
ANALYST, REVIEWER, LAWYER, ISSUER = "analyst", "reviewer", "lawyer", "issuer"
_WRITERS = frozenset({ANALYST, REVIEWER, LAWYER, ISSUER})


class State(TextChoices):
    DRAFT = "draft"
    IN_REVIEW = "in review"
    RETURNED = "returned"
    APPROVED = "approved"
    ISSUED = "issued"
    UPDATED = "updated"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Action(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    ISSUE = "issue"
    #: begun by drafting the update or cancel; the state holds once that draft is issued
    UPDATE = "update"
    CANCEL = "cancel"
    #: by the clock alone
    EXPIRE = "expire"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    #: from which state to which
    steps: Mapping[State, State]
    #: any of these roles; None where the clock acts
    roles: frozenset[str] | None
    #: what was done, as the log says it
    past: str
    #: whoever wrote the alert may not do it
    four_eyes: bool = False
    needs_reason: bool = False


RULES: Mapping[Action, Rule] = {
    Action.EDIT: Rule(
        steps={State.DRAFT: State.DRAFT, State.RETURNED: State.RETURNED}, roles=_WRITERS, past="edited"
    ),
    Action.SUBMIT: Rule(
        steps={State.DRAFT: State.IN_REVIEW, State.RETURNED: State.IN_REVIEW},
        roles=_WRITERS,
        past="submitted",
    ),
    Action.RETURN: Rule(
        steps={State.IN_REVIEW: State.RETURNED, State.APPROVED: State.RETURNED},
        roles=frozenset({REVIEWER, LAWYER, ISSUER}),
        past="returned",
        needs_reason=True,
    ),
    Action.APPROVE: Rule(
        steps={State.IN_REVIEW: State.APPROVED},
        roles=frozenset({ISSUER}),
        past="approved",
        four_eyes=True,
    ),
    Action.ISSUE: Rule(steps={State.APPROVED: State.ISSUED}, roles=frozenset({ISSUER}), past="issued"),
    Action.UPDATE: Rule(steps={State.ISSUED: State.UPDATED}, roles=_WRITERS, past="updated"),
    Action.CANCEL: Rule(
        steps={State.ISSUED: State.CANCELLED}, roles=_WRITERS, past="cancelled", needs_reason=True
    ),
    Action.EXPIRE: Rule(steps={State.ISSUED: State.EXPIRED}, roles=None, past="expired"),
}

#: what can be done next with an alert in this state
_NEXT: Mapping[State, str] = {
    State.DRAFT: "edit and submit it first",
    State.IN_REVIEW: "approve it or return it first",
    State.RETURNED: "edit and submit it again first",
    State.APPROVED: "issue it or return it first",
    State.ISSUED: "its bytes are frozen: draft an update or a cancel of it",
    State.UPDATED: "act on the update that took its place",
    State.CANCELLED: "draft a new alert where one is needed",
    State.EXPIRED: "draft a new alert where one is needed",
}


def decide(
    state: State,
    action: Action,
    *,
    roles: frozenset[str],
    login_id: int | None,
    written_by: frozenset[int],
    reason: str = "",
    due: bool = False,
) -> State:
    """The state after the action. Raises NotAllowed or AlertRefused, each with the next step.

    `written_by` are the logins that drafted or edited the alert; `due` says that its time of expiry has come.
    """
    rule = RULES[action]
    _check_person(action, rule, roles, login_id, written_by)
    if state not in rule.steps:
        raise AlertRefused(f"an alert that is {state} cannot be {rule.past}", _NEXT[state])
    if rule.needs_reason and not reason.strip():
        raise AlertRefused(f"an alert cannot be {rule.past} without a reason", "write the reason")
    if rule.roles is None and not due:
        raise AlertRefused("the alert has not come to its time of expiry", "wait, or draft a cancel of it")
    return rule.steps[state]


def _check_person(
    action: Action, rule: Rule, roles: frozenset[str], login_id: int | None, written_by: frozenset[int]
) -> None:
    if rule.roles is not None and rule.roles.isdisjoint(roles):
        allowed = ", ".join(sorted(rule.roles))
        raise NotAllowed(
            f"this login may not {action} an alert", f"ask somebody with one of these roles: {allowed}"
        )
    if rule.four_eyes and (login_id is None or login_id in written_by):
        raise NotAllowed(
            f"whoever drafted or edited an alert cannot {action} it",
            "ask another person with the role issuer, who did not write in it",
        )


def allowed(
    state: State, *, roles: frozenset[str], login_id: int, written_by: frozenset[int]
) -> tuple[Action, ...]:
    """What this person may do now, given a reason where one is needed: the buttons that a page shows."""
    return tuple(
        action
        for action in Action
        if not _refusal(state, action, roles=roles, login_id=login_id, written_by=written_by)
    )


def _refusal(
    state: State, action: Action, *, roles: frozenset[str], login_id: int, written_by: frozenset[int]
) -> TocsinError | None:
    try:
        decide(state, action, roles=roles, login_id=login_id, written_by=written_by, reason="given")
    except (AlertRefused, NotAllowed) as error:
        return error
    return None


def role_for(action: Action, roles: frozenset[str]) -> str:
    """The role in which somebody with these roles does this, the first by name; empty where none does.

    >>> role_for(Action.APPROVE, frozenset({"analyst", "issuer"}))
    'issuer'
    """
    return min((RULES[action].roles or frozenset()) & roles, default="")
