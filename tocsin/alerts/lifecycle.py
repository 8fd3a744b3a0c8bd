"""An alert's life: one table of what may follow what, and one function that reads it.

    draft -> in review -> approved -> issued -> updated | cancelled | expired
      ^          |            |         ^
      |          v            v         |   (emergency: one person, from any state before approval,
      +------ returned <------+ --------+    where the organisation switched it on)

A returned alert is edited and submitted again. Four eyes: whoever drafted, edited or translated an alert cannot
approve it. An alert issued in an emergency owes a second signature, of a person who neither wrote nor issued it.
Nothing here touches the store.
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


class Second(TextChoices):
    """What became of the second signature of an alert that one person issued alone."""

    OWED = "owed"
    #: its time has passed
    OVERDUE = "overdue"
    CONFIRMED = "confirmed"
    #: the alert owes an update or a cancel
    OBJECTED = "objected"


class Action(StrEnum):
    EDIT = "edit"
    #: writes it in a further language; voids an approval
    TRANSLATE = "translate"
    #: compares what a program translated with what was written
    CHECK = "check"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    ISSUE = "issue"
    #: issued by one person alone
    EMERGENCY = "emergency"
    #: the second signature: that the alert was rightly issued, or was not
    CONFIRM = "confirm"
    OBJECT = "object"
    #: begun by drafting the update or cancel; the state holds once that draft is issued
    UPDATE = "update"
    CANCEL = "cancel"
    #: by the clock alone
    OVERDUE = "overdue"
    EXPIRE = "expire"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    #: from which state to which
    steps: Mapping[State, State]
    #: any of these roles; None where the clock acts
    roles: frozenset[str] | None
    #: what was done, as the log says it
    past: str
    #: whoever wrote the alert, or issued it alone, may not do it
    four_eyes: bool = False
    needs_reason: bool = False
    #: only where the organisation switched the emergency path on
    needs_switch: bool = False
    #: what it makes of the second signature (None: none is owed); empty where it has nothing to do with it
    second: Mapping[Second | None, Second] | None = None


_OUT = (State.ISSUED, State.UPDATED, State.CANCELLED, State.EXPIRED)
_STAYS_OUT = {state: state for state in _OUT}

RULES: Mapping[Action, Rule] = {
    Action.EDIT: Rule(
        steps={State.DRAFT: State.DRAFT, State.RETURNED: State.RETURNED}, roles=_WRITERS, past="edited"
    ),
    Action.TRANSLATE: Rule(
        steps={
            State.DRAFT: State.DRAFT,
            State.RETURNED: State.RETURNED,
            State.IN_REVIEW: State.IN_REVIEW,
            State.APPROVED: State.IN_REVIEW,
        },
        roles=_WRITERS,
        past="translated",
    ),
    Action.CHECK: Rule(
        steps={
            State.DRAFT: State.DRAFT,
            State.RETURNED: State.RETURNED,
            State.IN_REVIEW: State.IN_REVIEW,
        },
        roles=_WRITERS,
        past="checked in translation",
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
    Action.EMERGENCY: Rule(
        steps={
            State.DRAFT: State.ISSUED,
            State.RETURNED: State.ISSUED,
            State.IN_REVIEW: State.ISSUED,
        },
        roles=frozenset({ISSUER}),
        past="issued by one person in an emergency",
        needs_reason=True,
        needs_switch=True,
        second={None: Second.OWED},
    ),
    Action.CONFIRM: Rule(
        steps=_STAYS_OUT,
        roles=frozenset({ISSUER}),
        past="confirmed by a second person",
        four_eyes=True,
        second={Second.OWED: Second.CONFIRMED, Second.OVERDUE: Second.CONFIRMED},
    ),
    Action.OBJECT: Rule(
        steps=_STAYS_OUT,
        roles=frozenset({ISSUER}),
        past="objected to by a second person",
        four_eyes=True,
        needs_reason=True,
        second={Second.OWED: Second.OBJECTED, Second.OVERDUE: Second.OBJECTED},
    ),
    Action.UPDATE: Rule(steps={State.ISSUED: State.UPDATED}, roles=_WRITERS, past="updated"),
    Action.CANCEL: Rule(
        steps={State.ISSUED: State.CANCELLED}, roles=_WRITERS, past="cancelled", needs_reason=True
    ),
    Action.OVERDUE: Rule(
        steps=_STAYS_OUT,
        roles=None,
        past="left without its second signature",
        second={Second.OWED: Second.OVERDUE},
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
    second: Second | None = None,
    emergency_on: bool = False,
) -> State:
    """The state after the action. Raises NotAllowed or AlertRefused, each with the next step.

    `written_by` are the logins that drafted, edited or translated the alert, or issued it alone; `due` says that the
    time has come for what the clock does; `second` is how its second signature stands (None where none is owed);
    `emergency_on` says that the organisation lets one person issue alone.
    """
    rule = RULES[action]
    _check_person(action, rule, roles, login_id, written_by)
    if rule.needs_switch and not emergency_on:
        raise NotAllowed(
            "no alert is issued by one person alone in this organisation",
            "have it approved by a second person; TOCSIN_EMERGENCY_PATH=on would allow it",
        )
    if state not in rule.steps:
        raise AlertRefused(f"an alert that is {state} cannot be {rule.past}", _NEXT[state])
    if rule.second is not None and second not in rule.second:
        raise AlertRefused(*_NO_SECOND[second])
    if rule.needs_reason and not reason.strip():
        raise AlertRefused(f"an alert cannot be {rule.past} without a reason", "write the reason")
    if rule.roles is None and not due:
        raise AlertRefused(f"the time has not come at which this alert is {rule.past}", _NOT_YET[action])
    return rule.steps[state]


#: what is said where the second signature does not stand as the act needs it
_NO_SECOND: Mapping[Second | None, tuple[str, str]] = {
    None: ("two people signed this alert before it was issued", "no further signature is owed"),
    Second.OWED: ("the alert was issued by one person already", "its second signature is owed"),
    Second.OVERDUE: ("the alert's second signature is overdue already", "confirm the alert, or object to it"),
    Second.CONFIRMED: ("a second person confirmed this alert", "no further signature is owed"),
    Second.OBJECTED: ("a second person objected to this alert", "update it or cancel it"),
}
_NOT_YET: Mapping[Action, str] = {
    Action.EXPIRE: "wait for its time of expiry, or draft a cancel of it",
    Action.OVERDUE: "have it signed in time",
}


def second_after(action: Action, second: Second | None) -> Second | None:
    """How the second signature stands after an action that `decide` allowed.

    >>> second_after(Action.CONFIRM, Second.OVERDUE), second_after(Action.EXPIRE, None)
    (Second.CONFIRMED, None)
    """
    change = RULES[action].second
    return second if change is None else change[second]


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
            f"whoever drafted or edited an alert, or issued it alone, cannot {action} it",
            "ask another person with the role issuer, who did not write in it",
        )


def allowed(
    state: State,
    *,
    roles: frozenset[str],
    login_id: int,
    written_by: frozenset[int],
    second: Second | None = None,
    emergency_on: bool = False,
) -> tuple[Action, ...]:
    """What this person may do now, given a reason where one is needed: the buttons that a page shows."""
    facts = _Facts(roles, login_id, written_by, second, emergency_on)
    return tuple(action for action in Action if not _refusal(state, action, facts))


@dataclass(frozen=True, slots=True)
class _Facts:
    roles: frozenset[str]
    login_id: int
    written_by: frozenset[int]
    second: Second | None
    emergency_on: bool


def _refusal(state: State, action: Action, facts: _Facts) -> TocsinError | None:
    try:
        decide(
            state,
            action,
            roles=facts.roles,
            login_id=facts.login_id,
            written_by=facts.written_by,
            reason="given",
            second=facts.second,
            emergency_on=facts.emergency_on,
        )
    except (AlertRefused, NotAllowed) as error:
        return error
    return None


def role_for(action: Action, roles: frozenset[str]) -> str:
    """The role in which somebody with these roles does this, the first by name; empty where none does.

    >>> role_for(Action.APPROVE, frozenset({"analyst", "issuer"}))
    'issuer'
    """
    return min((RULES[action].roles or frozenset()) & roles, default="")
