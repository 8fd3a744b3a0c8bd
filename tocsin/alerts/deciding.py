"""Whether a person may do something with an alert now, and what state it then has: reads the table of lifecycle.py. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.alerts.lifecycle import NEXT, NO_SECOND, NOT_YET, RULES, Action, Rule, Second, State
from tocsin.errors import AlertRefused, NotAllowed, TocsinError


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
        raise AlertRefused(f"an alert that is {state} cannot be {rule.past}", NEXT[state])
    if rule.second is not None and second not in rule.second:
        raise AlertRefused(*NO_SECOND[second])
    if rule.needs_reason and not reason.strip():
        raise AlertRefused(f"an alert cannot be {rule.past} without a reason", "write the reason")
    if rule.roles is None and not due:
        raise AlertRefused(f"the time has not come at which this alert is {rule.past}", NOT_YET[action])
    return rule.steps[state]


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
