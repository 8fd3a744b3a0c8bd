"""Every state x every action x every role, against the table as it is written down here a second time."""

import itertools

import pytest

from tocsin.alerts.lifecycle import RULES, Action, State, allowed, decide
from tocsin.errors import AlertRefused, NotAllowed

WRITER, OTHER = 1, 2
ROLES = ("analyst", "reviewer", "lawyer", "issuer", "treasurer", "auditor", "administrator", None)
WRITERS = {"analyst", "reviewer", "lawyer", "issuer"}
#: from, action -> to, and whose role allows it
LIFE = {
    ("draft", "edit"): ("draft", WRITERS),
    ("returned", "edit"): ("returned", WRITERS),
    ("draft", "submit"): ("in review", WRITERS),
    ("returned", "submit"): ("in review", WRITERS),
    ("in review", "return"): ("returned", {"reviewer", "lawyer", "issuer"}),
    ("approved", "return"): ("returned", {"reviewer", "lawyer", "issuer"}),
    ("in review", "approve"): ("approved", {"issuer"}),
    ("approved", "issue"): ("issued", {"issuer"}),
    ("issued", "update"): ("updated", WRITERS),
    ("issued", "cancel"): ("cancelled", WRITERS),
    ("issued", "expire"): ("expired", set(ROLES)),
}


@pytest.mark.parametrize(
    ("state", "action", "role", "login_id"),
    list(itertools.product(State, Action, ROLES, (WRITER, OTHER))),
    ids=str,
)
def test_only_what_the_table_allows(state: State, action: Action, role: str | None, login_id: int) -> None:
    """An act is allowed where state and role say so, and approving never to whoever wrote the alert."""
    to, roles = LIFE.get((state.value, action.value), (None, set()))
    may = role in roles and not (action == Action.APPROVE and login_id == WRITER)
    facts = {
        "roles": frozenset({role} if role else ()),
        "login_id": login_id,
        "written_by": frozenset({WRITER}),
        "reason": "a reason",
        "due": True,
    }
    if may:
        assert decide(state, action, **facts) == to
    else:
        with pytest.raises((AlertRefused, NotAllowed)) as refusal:
            decide(state, action, **facts)
        assert refusal.value.remedy


def test_a_role_more_never_takes_four_eyes_away() -> None:
    """Somebody with every role still cannot approve what they wrote."""
    everything = frozenset(role for role in ROLES if role)
    with pytest.raises(NotAllowed, match="drafted or edited"):
        decide(
            State.IN_REVIEW,
            Action.APPROVE,
            roles=everything,
            login_id=WRITER,
            written_by=frozenset({WRITER, OTHER}),
        )


@pytest.mark.parametrize(("state", "action"), [(State.IN_REVIEW, "return"), (State.ISSUED, "cancel")])
def test_return_and_cancel_need_a_reason(state: State, action: str) -> None:
    """White space is no reason."""
    facts = {"roles": frozenset({"issuer"}), "login_id": OTHER, "written_by": frozenset({WRITER})}
    with pytest.raises(AlertRefused, match="without a reason"):
        decide(state, Action(action), reason=" \n", **facts)


def test_nobody_lets_an_alert_expire_before_its_time() -> None:
    """Expiry is the clock's act: no role brings it forward."""
    with pytest.raises(AlertRefused, match="time of expiry"):
        decide(
            State.ISSUED,
            Action.EXPIRE,
            roles=frozenset({"issuer"}),
            login_id=OTHER,
            written_by=frozenset({WRITER}),
        )


def test_the_buttons_are_what_decide_allows() -> None:
    """A page offers the writer of an alert in review its return, where the role allows it, and no approval."""
    facts = {"roles": frozenset({"issuer"}), "written_by": frozenset({WRITER})}
    assert allowed(State.IN_REVIEW, login_id=WRITER, **facts) == (Action.RETURN,)
    assert allowed(State.IN_REVIEW, login_id=OTHER, **facts) == (Action.RETURN, Action.APPROVE)
    assert allowed(State.CANCELLED, login_id=OTHER, **facts) == ()


def test_no_state_is_a_dead_end_before_issue() -> None:
    """From every state before issue, some chain of acts leads to issued."""
    steps = [(start, end) for rule in RULES.values() for start, end in rule.steps.items()]
    for state in (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED):
        reached = {state}
        for _ in State:
            reached |= {end for start, end in steps if start in reached}
        assert State.ISSUED in reached
