"""Who may be the second person, and a second person saying yes or no to what waits for one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from tocsin.errors import NotAllowed, WrongUse
from tocsin.login_roles import roles_of
from tocsin.relief.models.by_two import ByTwo

#: roles of those who may say yes or no to what somebody else asked for
DECIDERS = frozenset({"treasurer", "issuer"})
REASON_LENGTH_MAX = 2000


def others_can_decide(by: User) -> bool:
    """Whether there is anybody else who may say yes or no."""
    deciders = User.objects.filter(is_active=True, groups__name__in=DECIDERS)
    return deciders.exclude(pk=by.pk).exists()


def check_second(what: str, *, first: int, by: User, approved: bool, reason: str) -> None:
    """`first`: id of the login that asked.

    Raises NotAllowed for a yes of that one and for other roles, WrongUse for a no without a reason.
    """
    if DECIDERS.isdisjoint(roles_of(by)):
        raise NotAllowed(f"this login may not decide {what}", "ask a treasurer or an issuer")
    if approved and by.pk == first:
        raise NotAllowed(
            f"whoever asked for {what} cannot approve it",
            "ask another person with the role treasurer or issuer",
        )
    if not approved and not reason.strip():
        raise WrongUse(f"{what} cannot be refused without a reason", "write the reason")


def set_second(row: ByTwo, *, by: User, now: datetime, approved: bool, reason: str) -> None:
    """On the row, which the caller saves."""
    row.second_by, row.second_at, row.approved = by, now, approved
    row.second_reason = reason.strip()[:REASON_LENGTH_MAX]
