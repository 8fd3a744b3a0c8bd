"""The emergency path: one person issues an alert alone, in the open, and owes a second signature.

Only where the organisation switched it on (TOCSIN_EMERGENCY_PATH). Until a second person has confirmed the alert or
objected to it, every page of the desk says so, and so does the alert's own page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from tocsin.alerts.acts import take_step
from tocsin.alerts.lifecycle import Action, Second, State
from tocsin.alerts.models import Alert
from tocsin.alerts.signing import freeze, lock_series
from tocsin.alerts.warned import tick
from tocsin.errors import Conflict


def issue_alone(
    alert: Alert,
    *,
    by: User,
    now: datetime,
    reason: str,
    seen: int | None = None,
    ticked: Collection[str] = (),
) -> Alert:
    """Issues an alert that nobody approved. The reason stands in the log, and so does every warning, which is ticked.

    Raises NotAllowed where the organisation has not switched this on; AlertRefused, Conflict.
    """
    due = now + timedelta(hours=settings.TOCSIN_SECOND_SIGNATURE_HOURS)

    def out(row: Alert) -> None:
        tick(row, row.acts.filter(action=Action.EMERGENCY).latest("pk"), ticked)
        freeze(row, by=by, now=now, second_due_at=due)

    with transaction.atomic():
        lock_series(alert)
        return take_step(alert, Action.EMERGENCY, by=by, now=now, seen=seen, reason=reason, also=out)


def confirm(alert: Alert, *, by: User, now: datetime, seen: int | None = None) -> Alert:
    """The second signature: that the alert was rightly issued. Raises NotAllowed for who wrote or issued it."""
    with transaction.atomic():
        return take_step(alert, Action.CONFIRM, by=by, now=now, seen=seen)


def object_(alert: Alert, *, by: User, now: datetime, reason: str, seen: int | None = None) -> Alert:
    """The second signature refused, with the reason: the alert now owes an update or a cancel."""
    with transaction.atomic():
        return take_step(alert, Action.OBJECT, by=by, now=now, seen=seen, reason=reason)


@dataclass(frozen=True, kw_only=True, slots=True)
class Debt:
    """What an alert that one person issued alone still owes."""

    alert_id: int
    headline: str
    identifier: str
    #: "signature": a second person has not signed yet; "answer": one objected, and nothing took its place yet
    owes: str
    due_at: datetime
    overdue: bool


def debt(
    *,
    alert_id: int,
    headline: str,
    identifier: str,
    state: State,
    second: Second | None,
    due_at: datetime | None,
    now: datetime,
) -> Debt | None:
    """What the alert owes by now; None where nothing."""
    unsigned = second in (Second.OWED, Second.OVERDUE)
    unanswered = second == Second.OBJECTED and state == State.ISSUED
    if due_at is None or not (unsigned or unanswered):
        return None
    return Debt(
        alert_id=alert_id,
        headline=headline,
        identifier=identifier,
        owes="signature" if unsigned else "answer",
        due_at=due_at,
        overdue=due_at <= now,
    )


#: more would be a desk that lost its second person
DEBTS_SHOWN_MAX = 20


def debts(*, now: datetime) -> tuple[Debt, ...]:
    """What alerts issued alone still owe, what is due first before the others; in one query."""
    rows = Alert.objects.filter(
        second_signature__in=(Second.OWED, Second.OVERDUE, Second.OBJECTED), second_due_at__isnull=False
    ).exclude(second_signature=Second.OBJECTED, state__in=(State.UPDATED, State.CANCELLED, State.EXPIRED))
    listed = rows.only("headline", "identifier", "state", "second_signature", "second_due_at")
    return tuple(_owing(listed.order_by("second_due_at", "pk")[:DEBTS_SHOWN_MAX], now))


def _owing(rows: Iterable[Alert], now: datetime) -> Iterable[Debt]:
    for row in rows:
        owed = debt_of(row, now=now)
        if owed is not None:
            yield owed


def debt_of(row: Alert, *, now: datetime) -> Debt | None:
    return debt(
        alert_id=row.pk,
        headline=row.headline,
        identifier=row.identifier or "",
        state=State(row.state),
        second=Second(row.second_signature) if row.second_signature else None,
        due_at=row.second_due_at,
        now=now,
    )


def mark_overdue(*, now: datetime) -> tuple[Alert, ...]:
    """Logs every second signature whose time has passed, once each; returns those alerts. The worker's clock does it."""
    due = Alert.objects.filter(second_signature=Second.OWED, second_due_at__lte=now)
    marked = []
    for alert in due:
        try:
            with transaction.atomic():
                marked.append(take_step(alert, Action.OVERDUE, by=None, now=now, seen=None))
        except Conflict:
            continue  # somebody signed it this very moment
    return tuple(marked)
