"""Every state x every action x every role, against the table as it is written down here a second time."""

import itertools
from pathlib import Path

import pytest

from tocsin.assessment.lifecycle import RULES, Action, State, allowed, decide
from tocsin.errors import Conflict, NotAllowed, WrongUse

WRITER, OTHER = 1, 2
ROLES = ("analyst", "reviewer", "lawyer", "issuer", "treasurer", "auditor", "administrator", None)
DESK = {"analyst", "reviewer", "lawyer", "issuer"}
SECOND = {"reviewer", "lawyer", "issuer"}
#: from, action -> to, and whose role allows it
LIFE = {
    ("open", "propose"): ("open", DESK),
    ("open", "weigh"): ("open", DESK),
    ("open", "judge"): ("open", DESK),
    ("open", "answer"): ("open", DESK),
    ("open", "submit"): ("second reading", DESK),
    ("second reading", "read"): ("second reading", SECOND),
    ("second reading", "return"): ("open", SECOND),
    ("second reading", "finish"): ("finished", SECOND),
    ("finished", "publish"): ("finished", {"issuer"}),
}


@pytest.mark.parametrize(
    ("state", "action", "role", "login_id"),
    list(itertools.product(State, Action, ROLES, (WRITER, OTHER))),
    ids=str,
)
def test_only_what_the_table_allows(state: State, action: Action, role: str | None, login_id: int) -> None:
    """An act is allowed where state and role say so, and a second reading never to whoever judged."""
    to, roles = LIFE.get((state.value, action.value), (None, set()))
    may = role in roles and not (action == Action.READ and login_id == WRITER)
    facts = {
        "roles": frozenset({role} if role else ()),
        "login_id": login_id,
        "written_by": frozenset({WRITER}),
        "reason": "a reason",
    }
    if may:
        assert decide(state, action, **facts) == to
        assert action in allowed(state, roles=facts["roles"], login_id=login_id)
    else:
        with pytest.raises((Conflict, NotAllowed)) as refusal:
            decide(state, action, **facts)
        assert refusal.value.remedy


def test_a_return_needs_a_reason() -> None:
    """White space is none."""
    with pytest.raises(WrongUse, match="without a reason"):
        decide(State.SECOND_READING, Action.RETURN, roles=frozenset({"lawyer"}), login_id=OTHER, reason=" \n")


def test_the_reference_prints_this_table() -> None:
    """Every step as the rule says it, and no other."""
    rows = [
        f"| {action} | {', '.join(f'{old} → {new}' for old, new in rule.steps.items())} "
        f"| {', '.join(sorted(rule.roles))} | {'yes' if rule.four_eyes else ''} | {'yes' if rule.needs_reason else ''} |"
        for action, rule in RULES.items()
    ]
    page = Path(__file__).parents[2] / "docs" / "reference" / "assessment.md"
    _, _, after = page.read_text(encoding="utf-8").partition("## Its life\n")
    printed = [line for line in after.splitlines() if " → " in line]
    assert [line.replace("|  |", "||") for line in printed[1:]] == [row.replace("|  |", "||") for row in rows]
