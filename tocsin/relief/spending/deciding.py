"""Whether a person may do something with an allocation now, and what state it then has: reads lifecycle.py. Pure."""

from __future__ import annotations

from tocsin.errors import MoneyRefused, NotAllowed
from tocsin.relief.spending.lifecycle import NEXT, PROPOSERS, RULES, Action, Rule, State


def decide(
    state: State,
    action: Action,
    *,
    roles: frozenset[str],
    login_id: int | None,
    proposed_by: int,
    reason: str = "",
    minor: int = 0,
    free: int | None = None,
    left: int | None = None,
) -> State:
    """The state after the action. Raises NotAllowed or MoneyRefused, each with the next step.

    `minor` is the allocation's money and `free` what the fund has free for it, both in minor units: needed where money
    is set aside. `left` is what of an approved allocation is not sent yet, where payments ask.
    """
    rule = RULES[action]
    _check_person(action, rule, roles, login_id, proposed_by)
    if state not in rule.steps:
        raise MoneyRefused(f"an allocation that is {state} cannot be {rule.past}", NEXT[state])
    if rule.needs_reason and not reason.strip():
        raise MoneyRefused(f"an allocation cannot be {rule.past} without a reason", "write the reason")
    if rule.roles is None and left is None:
        raise MoneyRefused(f"nobody says that an allocation is {rule.past}: its payments do", NEXT[state])
    if (action is Action.SPEND_DOWN and left) or (action is Action.COME_BACK and not left):
        raise MoneyRefused(f"{left} minor units of this allocation are left", NEXT[state])
    if rule.needs_free:
        assert free is not None, action
        check_free(minor, free)
    return rule.steps[state]


def check_free(minor: int, free: int) -> None:
    """Raises MoneyRefused where the fund has less free than is asked for."""
    if minor > free:
        raise MoneyRefused(
            f"{minor} minor units are more than the {max(free, 0)} that the fund has free for this",
            "propose less, end an allocation that is not needed, or wait for money",
        )


def _check_person(
    action: Action, rule: Rule, roles: frozenset[str], login_id: int | None, proposed_by: int
) -> None:
    if rule.roles is not None:
        check_role(f"{action} an allocation", rule.roles, roles)
    if rule.four_eyes and (login_id is None or login_id == proposed_by):
        raise NotAllowed(
            f"whoever proposed an allocation cannot {action} it",
            "ask another person with the role treasurer or issuer",
        )
    if rule.own and login_id != proposed_by:
        raise NotAllowed(f"an allocation is {rule.past} by whoever proposed it", "refuse it instead")


def check_role(act: str, allowed: frozenset[str], roles: frozenset[str]) -> None:
    """Raises NotAllowed where none of the roles is allowed the act."""
    if allowed.isdisjoint(roles):
        named = ", ".join(sorted(allowed))
        raise NotAllowed(f"this login may not {act}", f"ask somebody with one of these roles: {named}")


def check_proposer(roles: frozenset[str]) -> None:
    check_role("propose an allocation", PROPOSERS, roles)


def allowed(state: State, *, roles: frozenset[str], login_id: int, proposed_by: int) -> tuple[Action, ...]:
    """What this person may do now, given a reason and the money: the buttons that a page shows."""
    facts = {"roles": roles, "login_id": login_id, "proposed_by": proposed_by}
    return tuple(action for action in Action if _may(state, action, facts))


def _may(state: State, action: Action, facts: dict[str, object]) -> bool:
    try:
        decide(state, action, reason="given", minor=0, free=0, **facts)  # type: ignore[arg-type]
    except (MoneyRefused, NotAllowed):
        return False
    return True
