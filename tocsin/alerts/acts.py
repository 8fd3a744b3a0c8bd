"""Carrying out one act on an alert: decide, write the state if nobody came first, and log who did it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from json import dumps

from django.conf import settings
from django.contrib.auth.models import User

from tocsin import custody
from tocsin.alerts.area_models import WarningTick
from tocsin.alerts.cap import fit_for_xml
from tocsin.alerts.deciding import decide, role_for, second_after
from tocsin.alerts.lifecycle import RULES, Action, Second, State
from tocsin.alerts.models import Act, Alert
from tocsin.custody.commitments import Json
from tocsin.errors import AlertRefused, Conflict, NotFound
from tocsin.login_roles import roles_of

#: the acts after which somebody is no second pair of eyes any more
_WRITING = ("draft", str(Action.EDIT), str(Action.TRANSLATE), str(Action.EMERGENCY))


def writers_of(alert: Alert) -> frozenset[int]:
    """Ids of the logins that drafted, edited or translated the alert, or issued it alone."""
    wrote = alert.acts.filter(action__in=_WRITING, login__isnull=False)
    return frozenset(wrote.values_list("login_id", flat=True)) | {alert.drafted_by_id}


def take_step(
    alert: Alert,
    action: Action,
    *,
    by: User | None,
    now: datetime,
    seen: int | None,
    reason: str = "",
    also: Callable[[Alert], None] | None = None,
) -> Alert:
    """Decides, writes the new state, does what belongs to it (`also`), and logs; returns the row as it is now.

    Must run inside a transaction: what `also` refuses undoes the whole act. `seen` is the version that the person
    saw (None for that of `alert`); Conflict where another stands by now. `by` is None where the clock acts.
    """
    reason = fit_for_xml(reason)  # PostgreSQL stores no NUL either
    expected = alert.version if seen is None else seen
    row = current(alert)
    if row.version != expected:
        raise _came_first(row)
    roles = roles_of(by) if by else frozenset()
    before = committed(row)
    state = _decided(row, action, by=by, roles=roles, now=now, reason=reason)
    # The version in the filter decides between two people who both passed the check above.
    second = second_after(action, second_of(row))
    won = Alert.objects.filter(pk=row.pk, version=expected).update(
        state=state, version=expected + 1, second_signature=second
    )
    if not won:
        raise _came_first(current(alert))
    role = role_for(action, roles)
    Act.objects.create(alert=row, action=action, login=by, role=role, at=now, reason=reason)
    if also:
        also(current(alert))
    after = current(alert)
    log_act(after, RULES[action].past, by=by, now=now, reason=reason, before=before)
    return after


def _decided(
    row: Alert, action: Action, *, by: User | None, roles: frozenset[str], now: datetime, reason: str
) -> State:
    return decide(
        State(row.state),
        action,
        roles=roles,
        login_id=by.pk if by else None,
        written_by=writers_of(row),
        reason=reason,
        due=_is_due(row, action, now),
        second=second_of(row),
        emergency_on=settings.TOCSIN_EMERGENCY_PATH,
    )


def second_of(alert: Alert) -> Second | None:
    return Second(alert.second_signature) if alert.second_signature else None


def _is_due(row: Alert, action: Action, now: datetime) -> bool:
    at = row.second_due_at if action == Action.OVERDUE else row.expires_at
    return at is not None and at <= now


def current(alert: Alert) -> Alert:
    """The alert as it stands in the store. Raises NotFound."""
    row = Alert.objects.select_related("situation", "replaces").filter(pk=alert.pk).first()
    if row is None:
        raise NotFound(f"there is no alert {alert.pk}", "`tocsin alert list` shows them")
    return row


def log_act(
    alert: Alert,
    action: str,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    before: Mapping[str, Json] | None = None,
) -> None:
    """The custody entry: the alert's fields before and after, and its sentences as they stand, one a line."""
    act = custody.Act(
        item=f"alert:{alert.pk}",
        action=action,
        actor=by.get_username() if by else "worker",
        at=now,
        reason=reason,
        before=before or {},
        after=committed(alert),
        text="\n".join(alert.sentences.values_list("text", flat=True)),
    )
    custody.log([act])


def committed(alert: Alert) -> dict[str, Json]:
    """What the custody log commits to of an alert; its sentences are committed one by one, as text."""
    sentences = alert.sentences.prefetch_related("footnotes")
    return (
        _areas(alert)
        | _where_set(alert)
        | _ticks(alert)
        | {
            "state": str(alert.state),
            "version": alert.version,
            "scheme": alert.scheme,
            "level": alert.level,
            "status": alert.status,
            "message_type": alert.message_type,
            "headline": alert.headline,
            "area": alert.area,
            "number": alert.number,
            "identifier": alert.identifier,
            # of each sentence, in order, the findings that it rests on
            "footnotes": [[note.finding_id for note in said.footnotes.all()] for said in sentences],
            "cap_sha256": None if alert.cap_xml is None else sha256(alert.cap_xml).hexdigest(),
        }
    )


def _areas(alert: Alert) -> dict[str, Json]:
    """Alerts logged before areas had shapes have no such field."""
    areas = alert.areas.values("name", "polygons", "lat", "lon", "radius_km", "geocodes", "within_m")
    said = [sha256(dumps(area, sort_keys=True).encode()).hexdigest() for area in areas]
    units = alert.areas.exclude(unit=None).values_list("position", "unit_id", "given_sha256")
    boundaries: list[Json] = [list(each) for each in units]
    return ({"areas": list(said)} if said else {}) | ({"boundaries": boundaries} if boundaries else {})


def _where_set(alert: Alert) -> dict[str, Json]:
    """Fields that most alerts never have: alerts logged before there was such a field have none either."""
    times = {"not_before": alert.not_before, "second_due_at": alert.second_due_at}
    if alert.cap_xml is None:  # what is issued says it itself
        times["expires_at"] = alert.expires_at
    said: dict[str, Json] = {name: at.isoformat() for name, at in times.items() if at is not None}
    return said | ({"second_signature": alert.second_signature} if alert.second_signature else {})


def _ticks(alert: Alert) -> dict[str, Json]:
    """The warnings that approvers had read, where there were any."""
    rows = WarningTick.objects.filter(act__alert=alert).values_list("act_id", "rule", "sentence", "reason")
    return {"ticks": [list(row) for row in rows]} if rows else {}


def _came_first(alert: Alert) -> Conflict:
    return Conflict(
        f"somebody else acted on this alert in the meantime: it is {alert.state} now",
        "look at it again, then decide; nothing of yours was stored",
    )


def refuse_real_demonstration(demonstration: bool, status: str) -> None:
    """What a demonstration says is never a real warning."""
    if demonstration and status == Alert.Status.ACTUAL:
        raise AlertRefused(
            "a demonstration's alert cannot have the status Actual", "draft it as Exercise or Test"
        )
