"""Every state x every action x every role, against the table as it is written down here a second time."""

import itertools
from typing import Any

import pytest

from tocsin.alerts.deciding import allowed, decide, second_after
from tocsin.alerts.lifecycle import RULES, Action, Second, State
from tocsin.errors import AlertRefused, NotAllowed

WRITER, OTHER = 1, 2
ROLES = ("analyst", "reviewer", "lawyer", "issuer", "treasurer", "auditor", "administrator", None)
WRITERS = {"analyst", "reviewer", "lawyer", "issuer"}
OUT = ("issued", "updated", "cancelled", "expired")
#: from, action -> to, and whose role allows it
LIFE = {
    ("draft", "edit"): ("draft", WRITERS),
    ("returned", "edit"): ("returned", WRITERS),
    ("draft", "translate"): ("draft", WRITERS),
    ("returned", "translate"): ("returned", WRITERS),
    ("in review", "translate"): ("in review", WRITERS),
    ("approved", "translate"): ("in review", WRITERS),
    ("draft", "check"): ("draft", WRITERS),
    ("returned", "check"): ("returned", WRITERS),
    ("in review", "check"): ("in review", WRITERS),
    ("draft", "submit"): ("in review", WRITERS),
    ("returned", "submit"): ("in review", WRITERS),
    ("in review", "return"): ("returned", {"reviewer", "lawyer", "issuer"}),
    ("approved", "return"): ("returned", {"reviewer", "lawyer", "issuer"}),
    ("in review", "approve"): ("approved", {"issuer"}),
    ("approved", "issue"): ("issued", {"issuer"}),
    ("draft", "emergency"): ("issued", {"issuer"}),
    ("returned", "emergency"): ("issued", {"issuer"}),
    ("in review", "emergency"): ("issued", {"issuer"}),
    **{(state, "confirm"): (state, {"issuer"}) for state in OUT},
    **{(state, "object"): (state, {"issuer"}) for state in OUT},
    **{(state, "overdue"): (state, set(ROLES)) for state in OUT},
    ("issued", "update"): ("updated", WRITERS),
    ("issued", "cancel"): ("cancelled", WRITERS),
    ("issued", "expire"): ("expired", set(ROLES)),
}
FOUR_EYES = {"approve", "confirm", "object"}
#: action -> how the second signature stands before and after; where an action is not named, it does not matter
SECOND = {
    "emergency": {None: "owed"},
    "confirm": {"owed": "confirmed", "overdue": "confirmed"},
    "object": {"owed": "objected", "overdue": "objected"},
    "overdue": {"owed": "overdue"},
}
EVERYTHING = list(itertools.product(State, Action, ROLES, (WRITER, OTHER), (None, *Second), (False, True)))


def _facts(role: str | None, login_id: int, **more: Any) -> dict[str, Any]:
    roles = frozenset({role} if role else ())
    return {"roles": roles, "login_id": login_id, "written_by": frozenset({WRITER}), **more}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_only_what_the_table_allows(state: State, action: Action) -> None:
    """For every role, writer or not, second signature and switch: allowed where all of them say so, refused in words."""
    to, roles = LIFE.get((state.value, action.value), (None, set()))
    for _, _, role, login_id, second, on in (each for each in EVERYTHING if each[:2] == (state, action)):
        may = (
            role in roles
            and not (action in FOUR_EYES and login_id == WRITER)
            and (action not in SECOND or second in SECOND[action])
            and (action != "emergency" or on)
        )
        facts = _facts(role, login_id, reason="a reason", due=True, second=second, emergency_on=on)
        if may:
            assert decide(state, action, **facts) == to
            expected = SECOND[action][second] if action in SECOND else second
            assert second_after(action, second) == expected
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


@pytest.mark.parametrize(
    ("state", "action", "more"),
    [
        (State.IN_REVIEW, "return", {}),
        (State.ISSUED, "cancel", {}),
        (State.DRAFT, "emergency", {"emergency_on": True}),
        (State.ISSUED, "object", {"second": Second.OWED}),
    ],
)
def test_grave_acts_need_a_reason(state: State, action: str, more: dict[str, Any]) -> None:
    """White space is no reason."""
    with pytest.raises(AlertRefused, match="without a reason"):
        decide(state, Action(action), **_facts("issuer", OTHER, reason=" \n", **more))


@pytest.mark.parametrize(("action", "second"), [("expire", None), ("overdue", Second.OWED)])
def test_nobody_brings_the_clock_forward(action: str, second: Second | None) -> None:
    """Expiry and a second signature's time are the clock's: no role brings them about."""
    with pytest.raises(AlertRefused, match="time has not come"):
        decide(State.ISSUED, Action(action), **_facts("issuer", OTHER, second=second))


def test_the_emergency_path_is_off_unless_it_was_switched_on() -> None:
    """An issuer alone is told whom to ask and what would have to be switched on."""
    with pytest.raises(NotAllowed, match="TOCSIN_EMERGENCY_PATH"):
        decide(State.DRAFT, Action.EMERGENCY, **_facts("issuer", OTHER, reason="now"))


def test_the_buttons_are_what_decide_allows() -> None:
    """A page offers the writer of an alert in review its return and its translation, and no approval."""
    facts: dict[str, Any] = {"roles": frozenset({"issuer"}), "written_by": frozenset({WRITER})}
    words = (Action.TRANSLATE, Action.CHECK, Action.RETURN)
    assert allowed(State.IN_REVIEW, login_id=WRITER, **facts) == words
    assert allowed(State.IN_REVIEW, login_id=OTHER, **facts) == (*words, Action.APPROVE)
    assert allowed(State.CANCELLED, login_id=OTHER, **facts) == ()
    assert allowed(State.CANCELLED, login_id=OTHER, second=Second.OVERDUE, **facts) == (
        Action.CONFIRM,
        Action.OBJECT,
    )
    assert Action.EMERGENCY in allowed(State.DRAFT, login_id=WRITER, emergency_on=True, **facts)


def test_no_state_is_a_dead_end_before_issue() -> None:
    """From every state before issue, some chain of acts with four eyes leads to issued."""
    steps = [
        (start, end) for rule in RULES.values() if not rule.needs_switch for start, end in rule.steps.items()
    ]
    for state in (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED):
        reached = {state}
        for _ in State:
            reached |= {end for start, end in steps if start in reached}
        assert State.ISSUED in reached


def test_what_is_out_never_comes_back() -> None:
    """No act leads from an issued, replaced or expired alert to one that can be edited."""
    for rule in RULES.values():
        assert all(end in OUT for start, end in rule.steps.items() if start in OUT)
