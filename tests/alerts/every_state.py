"""An alert in every state, with every way in which a second signature can stand; and who may do what with it."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from django.contrib.auth.models import User

from tests.alerts.desk import approved, at, drafted, finding, issued, keys, login, situation, submitted
from tests.alerts.test_lifecycle import FOUR_EYES, LIFE, OUT, ROLES, SECOND
from tests.alerts.test_translating import translated
from tocsin import alerts
from tocsin.alerts.lifecycle import Action, Second, State
from tocsin.alerts.models import Alert

#: states that nobody has seen in public
INNER = ("draft", "returned", "in review", "approved")
#: every state, and how the second signature stands: None where two people signed as a rule
STANDS = [(state, None) for state in (*INNER, *OUT)] + [
    (state, str(second)) for state, second in product(OUT, Second)
]
#: what a person does; expiry and the end of the second signature's time are the clock's
BY_PEOPLE = [action for action in Action if action not in (Action.EXPIRE, Action.OVERDUE)]


class Try(NamedTuple):
    action: Action
    role: str | None
    #: whether the one who tries has written the alert
    wrote: bool
    #: the state after it; None where it must be refused
    to: str | None


def tries(state: str, second: str | None) -> Iterator[Try]:
    """Every action of every role, where four eyes count by the writer too, with what the written table says of it."""
    for action, role, wrote in product(BY_PEOPLE, ROLES, (False, True)):
        if wrote and action not in FOUR_EYES:
            continue
        to, roles = LIFE.get((state, action.value), (None, set()))
        may = (
            role in roles
            and not (action in FOUR_EYES and wrote)
            and (action not in SECOND or second in SECOND[action])
        )
        yield Try(action, role, wrote, to if may else None)


def stands(state: str, second: str | None) -> Alert:
    """Written by "writer"; the emergency path must be on where a second signature is to be owed."""
    crisis = situation()
    alert = drafted(crisis, finding(crisis), expires_at=at(10) if state == "expired" else None)
    if state in INNER:
        return _INNER[state](alert)
    alert = _alone(alert, second) if second else issued(alert)
    if state == "expired":
        alerts.expire(now=at(11))
    elif state != "issued":
        _replaced(alert, "update" if state == "updated" else "cancel")
    alert = Alert.objects.get(pk=alert.pk)
    assert (alert.state, alert.second_signature or None) == (state, second)
    return alert


def _alone(alert: Alert, second: str) -> Alert:
    alone = login("alone", "issuer")
    alert = alerts.issue_alone(alert, by=alone, now=at(3), reason="Nobody answers.", ticked=keys(alert))
    other = login("signer", "issuer")
    if second == "overdue":
        alerts.mark_overdue(now=at(60 * 25))
    elif second == "confirmed":
        alerts.confirm(alert, by=other, now=at(4))
    elif second == "objected":
        alerts.object_(alert, by=other, now=at(4), reason="It is not so.")
    return Alert.objects.get(pk=alert.pk)


def _replaced(alert: Alert, how: str) -> None:
    new = getattr(alerts, how)(alert, by=login("writer", "analyst"), now=at(6), reason="It was otherwise.")
    new = alerts.submit(new, by=login("writer", "analyst"), now=at(7))
    new = alerts.approve(new, by=login("signer", "issuer"), now=at(8), ticked=keys(new))
    alerts.issue(new, by=login("signer", "issuer"), now=at(9))


def _returned(alert: Alert) -> Alert:
    return alerts.return_(submitted(alert), by=login("signer", "issuer"), now=at(2), reason="Say since when.")


_INNER: dict[str, Callable[[Alert], Alert]] = {
    State.DRAFT: lambda alert: alert,
    State.RETURNED: _returned,
    State.IN_REVIEW: submitted,
    State.APPROVED: approved,
}


def who(each: Try) -> User:
    """With that one role, or none."""
    return login("writer" if each.wrote else "third", *([each.role] if each.role else []))


def made_ready(alert: Alert, each: Try) -> Alert:
    """There is something to check where a check is tried: words that a program translated."""
    if each.action is Action.CHECK and alert.state in ("draft", "returned", "in review"):
        return translated(alert, made_by="machine")
    return alert
