"""An allocation's life: one table of what may follow what. `deciding.py` reads it.

    proposed -> approved | refused | withdrawn
    approved -> spent down | ended
    spent down -> approved       (money came back)

An allocation sets money of a fund aside for a programme, and moves none by itself. Four eyes: who proposed it approves
it never. Spent down it is once nothing of it is left to send. Nothing here touches the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices

# Roles of those who look after money; the names of Django's groups.
TREASURER, ISSUER = "treasurer", "issuer"


class State(TextChoices):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SPENT_DOWN = "spent down"
    #: what was not spent of it is free again
    ENDED = "ended"


class Action(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    END = "end"
    #: follow from payments alone
    SPEND_DOWN = "spend down"
    COME_BACK = "come back"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    #: from which state to which
    steps: Mapping[State, State]
    #: any of these roles; None where payments bring it about
    roles: frozenset[str] | None
    #: what was done, as the log says it
    past: str
    #: whoever proposed the allocation may not do it
    four_eyes: bool = False
    #: whoever proposed the allocation alone may do it
    own: bool = False
    needs_reason: bool = False
    #: never above what the fund has free
    needs_free: bool = False


#: who may propose, and send what was approved
PROPOSERS = frozenset({TREASURER})
_APPROVERS = frozenset({TREASURER, ISSUER})

RULES: Mapping[Action, Rule] = {
    Action.APPROVE: Rule(
        steps={State.PROPOSED: State.APPROVED},
        roles=_APPROVERS,
        past="approved",
        four_eyes=True,
        needs_free=True,
    ),
    Action.REFUSE: Rule(
        steps={State.PROPOSED: State.REFUSED},
        roles=_APPROVERS,
        past="refused",
        four_eyes=True,
        needs_reason=True,
    ),
    Action.WITHDRAW: Rule(
        steps={State.PROPOSED: State.WITHDRAWN},
        roles=PROPOSERS,
        past="withdrawn",
        own=True,
        needs_reason=True,
    ),
    Action.END: Rule(steps={State.APPROVED: State.ENDED}, roles=_APPROVERS, past="ended", needs_reason=True),
    Action.SPEND_DOWN: Rule(steps={State.APPROVED: State.SPENT_DOWN}, roles=None, past="spent down"),
    Action.COME_BACK: Rule(steps={State.SPENT_DOWN: State.APPROVED}, roles=None, past="opened by a return"),
}

#: what can be done next with an allocation in this state
NEXT: Mapping[State, str] = {
    State.PROPOSED: "have it approved, or withdraw it first",
    State.APPROVED: "send its payment lists, or end it",
    State.REFUSED: "propose another",
    State.WITHDRAWN: "propose another",
    State.SPENT_DOWN: "propose another: nothing of this one is left",
    State.ENDED: "propose another",
}
