"""An alert's life: one table of what may follow what. `deciding.py` reads it.

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
NEXT: Mapping[State, str] = {
    State.DRAFT: "edit and submit it first",
    State.IN_REVIEW: "approve it or return it first",
    State.RETURNED: "edit and submit it again first",
    State.APPROVED: "issue it or return it first",
    State.ISSUED: "its bytes are frozen: draft an update or a cancel of it",
    State.UPDATED: "act on the update that took its place",
    State.CANCELLED: "draft a new alert where one is needed",
    State.EXPIRED: "draft a new alert where one is needed",
}
#: what is said where the second signature does not stand as the act needs it
NO_SECOND: Mapping[Second | None, tuple[str, str]] = {
    None: ("two people signed this alert before it was issued", "no further signature is owed"),
    Second.OWED: ("the alert was issued by one person already", "its second signature is owed"),
    Second.OVERDUE: ("the alert's second signature is overdue already", "confirm the alert, or object to it"),
    Second.CONFIRMED: ("a second person confirmed this alert", "no further signature is owed"),
    Second.OBJECTED: ("a second person objected to this alert", "update it or cancel it"),
}
NOT_YET: Mapping[Action, str] = {
    Action.EXPIRE: "wait for its time of expiry, or draft a cancel of it",
    Action.OVERDUE: "have it signed in time",
}
