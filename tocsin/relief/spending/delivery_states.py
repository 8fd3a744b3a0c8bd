"""What became of a payment: one table of what may be said after what. Pure.

    planned -> sent -> received | received with issues | not received | returned

People correct one another: what was said to be received may turn out not to be. A return is final, for it books money.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from tocsin.errors import MoneyRefused, WrongUse


class Delivered(TextChoices):
    #: on a list that was not sent, or left out of it
    PLANNED = "planned"
    SENT = "sent"
    RECEIVED = "received"
    NOT_RECEIVED = "not received"
    WITH_ISSUES = "received with issues"
    RETURNED = "returned"


_SENT_ON = frozenset({Delivered.RECEIVED, Delivered.NOT_RECEIVED, Delivered.WITH_ISSUES, Delivered.RETURNED})
#: what people may say of a payment that stands so; planned and sent follow from its list
MAY_FOLLOW: Mapping[Delivered, frozenset[Delivered]] = {
    Delivered.PLANNED: frozenset(),
    Delivered.SENT: _SENT_ON,
    Delivered.RECEIVED: _SENT_ON - {Delivered.RECEIVED},
    Delivered.NOT_RECEIVED: _SENT_ON - {Delivered.NOT_RECEIVED},
    Delivered.WITH_ISSUES: _SENT_ON,  # other issues may follow
    Delivered.RETURNED: frozenset(),
}
#: states that say nothing without a word of what is known
NEEDS_REASON = frozenset({Delivered.NOT_RECEIVED, Delivered.WITH_ISSUES, Delivered.RETURNED})


def follow(stands: Delivered, said: str, *, reason: str) -> Delivered:
    """What holds of the payment after `said`. Raises WrongUse or MoneyRefused, each with the next step."""
    if said not in Delivered.values:
        raise WrongUse(f"{said!r} says nothing of a payment", f"choose one of {', '.join(sorted(_SENT_ON))}")
    state = Delivered(said)
    if state not in MAY_FOLLOW[stands]:
        raise MoneyRefused(f"a payment that is {stands} cannot be {state}", _next(stands))
    if state in NEEDS_REASON and not reason.strip():
        raise MoneyRefused(
            f"a payment cannot be {state} without a word why", "say what is known, and from whom"
        )
    return state


def returned(sent: int, came_back: int) -> int:
    """What came back of a payment, in minor units: some of it or all, and never more. Raises MoneyRefused."""
    if not 0 < came_back <= sent:
        raise MoneyRefused(
            f"{came_back} minor units cannot come back of {sent}",
            "give what the bank statement says, at most all of it",
        )
    return came_back


def _next(stands: Delivered) -> str:
    if stands is Delivered.PLANNED:
        return "send its list first"
    if stands is Delivered.RETURNED:
        return "its money is booked back: pay again on another list"
    return f"say one of {', '.join(sorted(MAY_FOLLOW[stands]))}"
