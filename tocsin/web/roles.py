"""Who may do what: one table, read by the desk, the command line and the docs. Roles are Django groups.

Acts on an alert or an assessment have their own, stricter rules in each one's `lifecycle`; this table only opens the
door to them.
"""

from collections.abc import Set as AbstractSet
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from tocsin.errors import NotAllowed


class Role(StrEnum):
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    LAWYER = "lawyer"
    ISSUER = "issuer"
    TREASURER = "treasurer"
    #: reads everything, changes nothing
    AUDITOR = "auditor"
    #: looks after logins and feeds, and signs nothing
    ADMINISTRATOR = "administrator"


_DESK = frozenset(Role) - {Role.AUDITOR, Role.TREASURER, Role.ADMINISTRATOR}

ACTS: dict[str, frozenset[Role]] = {
    "see desk": frozenset(Role),
    "read log": frozenset({Role.ISSUER, Role.AUDITOR, Role.ADMINISTRATOR}),
    "take in": _DESK | {Role.ADMINISTRATOR},
    "review": _DESK,
    "download captures": _DESK | {Role.AUDITOR},
    "open situation": _DESK,
    "publish": frozenset({Role.REVIEWER, Role.LAWYER, Role.ISSUER}),
    "assess": _DESK,
    "read second": frozenset({Role.REVIEWER, Role.LAWYER, Role.ISSUER}),
    "publish assessment": frozenset({Role.ISSUER}),
    "add framework": frozenset({Role.REVIEWER, Role.LAWYER, Role.ISSUER}),
    "take in boundaries": frozenset({Role.REVIEWER, Role.LAWYER, Role.ISSUER, Role.ADMINISTRATOR}),
    "draft alert": _DESK,
    "ask for access": _DESK,
    "grant access": frozenset({Role.REVIEWER, Role.LAWYER, Role.ISSUER}),
    "sign alert": frozenset({Role.ISSUER}),
    "keep books": frozenset({Role.TREASURER}),
    "retry delivery": frozenset({Role.ISSUER, Role.ADMINISTRATOR}),
    "erase address": frozenset({Role.ISSUER, Role.ADMINISTRATOR}),
    "erase": frozenset({Role.ISSUER, Role.ADMINISTRATOR}),
    "see bank lines": frozenset({Role.TREASURER, Role.ISSUER, Role.AUDITOR}),
    "back up": frozenset({Role.ADMINISTRATOR}),
    "export dossier": frozenset({Role.LAWYER, Role.ISSUER}),
    "decide funds": frozenset({Role.TREASURER, Role.ISSUER}),
    "state need": _DESK | {Role.TREASURER},
    "manage keys": frozenset({Role.ADMINISTRATOR}),
    "manage logins": frozenset({Role.ADMINISTRATOR}),
}


def may(roles: AbstractSet[str], act: str) -> bool:
    """Whether any of the roles allows the act.

    >>> may({"auditor"}, "see desk"), may({"auditor"}, "review")
    (True, False)
    """
    return not ACTS[act].isdisjoint(roles)


def roles_of(login: AbstractBaseUser | AnonymousUser) -> frozenset[str]:
    """The roles of a signed-in, active login; none for everybody else."""
    if not isinstance(login, User) or not login.is_active:
        return frozenset()
    return frozenset(login.groups.values_list("name", flat=True))


def require(login: AbstractBaseUser | AnonymousUser, act: str) -> frozenset[str]:
    """The login's roles, or NotAllowed where none of them allows the act."""
    roles = roles_of(login)
    if not may(roles, act):
        allowed = ", ".join(sorted(ACTS[act]))
        raise NotAllowed(
            f"this login may not do this ({act})", f"ask somebody with one of these roles: {allowed}"
        )
    return roles
