"""An assessment's life: one table of what may be done when and by whom, and one function that reads it.

    open -> second reading -> finished
      ^          |
      +----------+  returned with a reason

Four eyes: whoever judged a criterion cannot be its second reader. A finished assessment never changes; the next one of the
same situation and framework carries on from it. Nothing here touches the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices

from tocsin.errors import Conflict, NotAllowed, TocsinError, WrongUse

#: the names of Django's groups
ANALYST, REVIEWER, LAWYER, ISSUER = "analyst", "reviewer", "lawyer", "issuer"
_DESK = frozenset({ANALYST, REVIEWER, LAWYER, ISSUER})
_SECOND = frozenset({REVIEWER, LAWYER, ISSUER})


class State(TextChoices):
    OPEN = "open"
    SECOND_READING = "second reading"
    FINISHED = "finished"


class Action(StrEnum):
    #: keep what the reading's rules propose as evidence
    PROPOSE = "propose"
    #: accept, refuse or add evidence
    WEIGH = "weigh"
    #: say what the evidence comes to for one criterion
    JUDGE = "judge"
    #: answer a question of jurisdiction
    ANSWER = "answer"
    SUBMIT = "submit"
    #: agree or disagree with somebody else's judgement of one criterion
    READ = "read"
    RETURN = "return"
    FINISH = "finish"
    PUBLISH = "publish"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    #: from which state to which
    steps: Mapping[State, State]
    roles: frozenset[str]
    #: what was done, as the log says it
    past: str
    #: not by whoever wrote what it is about
    four_eyes: bool = False
    needs_reason: bool = False


def _within(*states: State) -> dict[State, State]:
    return {state: state for state in states}


RULES: Mapping[Action, Rule] = {
    Action.PROPOSE: Rule(steps=_within(State.OPEN), roles=_DESK, past="proposed"),
    Action.WEIGH: Rule(steps=_within(State.OPEN), roles=_DESK, past="weighed"),
    Action.JUDGE: Rule(steps=_within(State.OPEN), roles=_DESK, past="judged"),
    Action.ANSWER: Rule(steps=_within(State.OPEN), roles=_DESK, past="answered"),
    Action.SUBMIT: Rule(steps={State.OPEN: State.SECOND_READING}, roles=_DESK, past="submitted"),
    Action.READ: Rule(steps=_within(State.SECOND_READING), roles=_SECOND, past="read", four_eyes=True),
    Action.RETURN: Rule(
        steps={State.SECOND_READING: State.OPEN}, roles=_SECOND, past="returned", needs_reason=True
    ),
    Action.FINISH: Rule(steps={State.SECOND_READING: State.FINISHED}, roles=_SECOND, past="finished"),
    Action.PUBLISH: Rule(steps=_within(State.FINISHED), roles=frozenset({ISSUER}), past="published"),
}

_NEXT: Mapping[State, str] = {
    State.OPEN: "submit it for its second reading first",
    State.SECOND_READING: "return it with a reason, or finish it",
    State.FINISHED: "begin the next one, which carries on from it",
}


def decide(
    state: State,
    action: Action,
    *,
    roles: frozenset[str],
    login_id: int,
    written_by: frozenset[int] = frozenset(),
    reason: str = "",
) -> State:
    """The state after the action. Raises NotAllowed, Conflict or WrongUse, each with the next step.

    `written_by` are the logins that wrote what the action is about.
    """
    rule = RULES[action]
    if rule.roles.isdisjoint(roles):
        allowed = ", ".join(sorted(rule.roles))
        raise NotAllowed(
            f"this login may not {action} here", f"ask somebody with one of these roles: {allowed}"
        )
    if rule.four_eyes and login_id in written_by:
        raise NotAllowed("whoever judged a criterion cannot be its second reader", "ask another person")
    if state not in rule.steps:
        raise Conflict(f"nothing is {rule.past} in an assessment that is {state}", _NEXT[state])
    if rule.needs_reason and not reason.strip():
        raise WrongUse(f"an assessment cannot be {rule.past} without a reason", "write the reason")
    return rule.steps[state]


def allowed(state: State, *, roles: frozenset[str], login_id: int) -> tuple[Action, ...]:
    """What this person may do now: the buttons that a page shows."""
    return tuple(action for action in Action if not _refusal(state, action, roles, login_id))


def _refusal(state: State, action: Action, roles: frozenset[str], login_id: int) -> TocsinError | None:
    try:
        decide(state, action, roles=roles, login_id=login_id, reason="given")
    except TocsinError as error:
        return error
    return None


def role_for(action: Action, roles: frozenset[str]) -> str:
    """The role in which somebody with these roles does this, the first by name; empty where none does."""
    return min(RULES[action].roles & roles, default="")
