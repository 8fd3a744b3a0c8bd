"""Every state x every act x every role, against the table as it is written down here a second time."""

import itertools
from contextlib import nullcontext

import pytest

from tocsin.errors import MoneyRefused, NotAllowed
from tocsin.relief.spending.deciding import allowed, check_free, check_proposer, decide
from tocsin.relief.spending.lifecycle import Action, State

PROPOSER, OTHER = 1, 2
ROLES = ("analyst", "reviewer", "lawyer", "issuer", "treasurer", "auditor", "administrator", None)
BOTH = {"treasurer", "issuer"}
#: from, act -> to, and whose role allows it
LIFE = {
    ("proposed", "approve"): ("approved", BOTH),
    ("proposed", "refuse"): ("refused", BOTH),
    ("proposed", "withdraw"): ("withdrawn", {"treasurer"}),
    ("approved", "end"): ("ended", BOTH),
    ("approved", "spend down"): ("spent down", set(ROLES)),
    ("spent down", "come back"): ("approved", set(ROLES)),
}
FOUR_EYES, OWN = {"approve", "refuse"}, {"withdraw"}
NEEDS_REASON = {"refuse", "withdraw", "end"}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_only_what_the_table_allows(state: State, action: Action) -> None:
    """For every role, proposer or not, with or without a reason: allowed where all say so, else refused in words."""
    to, roles = LIFE.get((state.value, action.value), (None, set()))
    for role, login, reason in itertools.product(ROLES, (PROPOSER, OTHER), ("", " \n", "known")):
        may = (
            role in roles
            and not (action in FOUR_EYES and login == PROPOSER)
            and not (action in OWN and login != PROPOSER)
            and (reason == "known" or action not in NEEDS_REASON)
        )
        left = {"spend down": 0, "come back": 5}.get(action)
        facts = {"roles": frozenset({role} if role else ()), "login_id": login, "proposed_by": PROPOSER}
        if may:
            assert decide(state, action, **facts, reason=reason, minor=5, free=5, left=left) == to
            continue
        with pytest.raises((MoneyRefused, NotAllowed)) as refusal:
            decide(state, action, **facts, reason=reason, minor=5, free=5, left=left)
        assert refusal.value.remedy


def test_a_role_more_never_takes_four_eyes_away() -> None:
    """Somebody with every role still cannot approve what they proposed."""
    everything = frozenset(role for role in ROLES if role)
    with pytest.raises(NotAllowed, match="whoever proposed"):
        decide(
            State.PROPOSED, Action.APPROVE, roles=everything, login_id=PROPOSER, proposed_by=PROPOSER, free=1
        )


def test_payments_alone_say_what_payments_say() -> None:
    """No role spends an allocation down by saying so, and none does while something of it is left."""
    facts = {"roles": frozenset({"treasurer"}), "login_id": OTHER, "proposed_by": PROPOSER}
    for state, action, left in (
        (State.APPROVED, Action.SPEND_DOWN, None),
        (State.APPROVED, Action.SPEND_DOWN, 1),
        (State.SPENT_DOWN, Action.COME_BACK, None),
        (State.SPENT_DOWN, Action.COME_BACK, 0),
    ):
        with pytest.raises(MoneyRefused):
            decide(state, action, **facts, left=left)


def test_the_buttons_are_what_decide_allows() -> None:
    """A page offers the proposer the withdrawal, and another the approval and the refusal."""
    treasurer = frozenset({"treasurer"})
    assert allowed(State.PROPOSED, roles=treasurer, login_id=PROPOSER, proposed_by=PROPOSER) == (
        Action.WITHDRAW,
    )
    assert allowed(State.PROPOSED, roles=treasurer, login_id=OTHER, proposed_by=PROPOSER) == (
        Action.APPROVE,
        Action.REFUSE,
    )
    assert allowed(State.APPROVED, roles=frozenset({"analyst"}), login_id=OTHER, proposed_by=PROPOSER) == ()
    assert allowed(State.SPENT_DOWN, roles=treasurer, login_id=OTHER, proposed_by=PROPOSER) == ()


def test_never_above_what_is_free() -> None:
    """One minor unit too much is too much, and a fund that owes has nothing free."""
    check_free(5, 5)
    for minor, free in ((6, 5), (1, -7)):
        with pytest.raises(MoneyRefused, match=str(max(free, 0))):
            check_free(minor, free)


@pytest.mark.parametrize("role", ROLES)
def test_who_proposes(role: str | None) -> None:
    """A treasurer alone."""
    refused = nullcontext() if role == "treasurer" else pytest.raises(NotAllowed)
    with refused:
        check_proposer(frozenset({role} if role else ()))
