"""Signing an alert: approving it, returning it, issuing it for good, and letting it expire."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import translation

from tocsin.alerts.acts import current, refuse_real_demonstration, take_step
from tocsin.alerts.cap import cap_bytes, chain_of
from tocsin.alerts.evidence import check_sentences
from tocsin.alerts.identity import first_identifier, following_identifier
from tocsin.alerts.lifecycle import RULES, Action, State
from tocsin.alerts.message import cap_alert
from tocsin.alerts.models import Alert
from tocsin.alerts.view import alert_view
from tocsin.errors import AlertRefused, Conflict
from tocsin.login_roles import roles_of
from tocsin.situations.models import Situation


def approve(alert: Alert, *, by: User, now: datetime, seen: int | None = None) -> Alert:
    """The second pair of eyes. Raises NotAllowed for whoever drafted or edited it, AlertRefused, Conflict."""

    def sign(row: Alert) -> None:
        check_sentences(row)
        Alert.objects.filter(pk=row.pk).update(approved_by=by, approved_at=now)

    with transaction.atomic():
        return take_step(alert, Action.APPROVE, by=by, now=now, seen=seen, also=sign)


def return_(alert: Alert, *, by: User, now: datetime, reason: str, seen: int | None = None) -> Alert:
    """Sends an alert back to who writes it, with the reason; an approval given before is void."""

    def void(row: Alert) -> None:
        Alert.objects.filter(pk=row.pk).update(approved_by=None, approved_at=None)

    with transaction.atomic():
        return take_step(alert, Action.RETURN, by=by, now=now, seen=seen, reason=reason, also=void)


def issue(alert: Alert, *, by: User, now: datetime, seen: int | None = None) -> Alert:
    """Makes an approved alert public: number, identifier and CAP bytes are set and never change again.

    An update or cancel that is issued takes the place of the alert that it replaces, in the same transaction.
    Raises AlertRefused where a sentence, the approval or the message no longer holds; NotAllowed; Conflict.
    """
    sent = now.replace(microsecond=0)  # CAP knows whole seconds, and the page must not say otherwise

    def freeze(row: Alert) -> None:
        refuse_real_demonstration(row.situation.demonstration, row.status)
        _check_approval(row, sent)
        check_sentences(row)
        row.number, row.identifier = _identity(row)
        row.issued_at, row.issued_by = sent, by
        if row.replaces:
            _replace(row.replaces, row, by=by, now=now)
        row.cap_xml = _message(row)
        row.save(update_fields=["number", "identifier", "issued_at", "issued_by", "cap_xml"])

    with transaction.atomic():
        # One issue at a time in a situation: the next number is taken by one alert only.
        Situation.objects.select_for_update().get(pk=alert.situation_id)
        return take_step(alert, Action.ISSUE, by=by, now=now, seen=seen, also=freeze)


def _check_approval(alert: Alert, sent: datetime) -> None:
    assert alert.approved_by is not None and alert.approved_at is not None, alert.pk
    if (RULES[Action.APPROVE].roles or frozenset()).isdisjoint(roles_of(alert.approved_by)):
        raise AlertRefused(
            "whoever approved this alert may not approve any more", "return it and have it approved again"
        )
    if sent < alert.approved_at.replace(microsecond=0):
        raise AlertRefused(
            f"the clock stands before the approval ({alert.approved_at:%Y-%m-%d %H:%M:%S})",
            "set the clock of this machine right",
        )


def _identity(alert: Alert) -> tuple[int, str]:
    """The number and identifier that the alert gets: the next of its series, or those of the chain it follows."""
    if alert.replaces is None:
        series = Alert.objects.filter(
            situation=alert.situation_id, scheme=alert.scheme, level=alert.level, status=alert.status
        )
        number = (series.aggregate(last=Max("number"))["last"] or 0) + 1
        return number, first_identifier(alert.situation.slug, alert.level, alert.status, number)
    chain = _chain(alert.replaces)
    first = chain[-1]
    assert first.identifier is not None and first.number is not None, first.pk
    updates = sum(row.message_type == Alert.MessageType.UPDATE for row in chain)
    return first.number, following_identifier(first.identifier, alert.message_type, updates)


def _chain(alert: Alert) -> list[Alert]:
    """The alert and what it replaces, back to the first."""
    chain = [alert]
    while (earlier := chain[-1].replaces) is not None:
        chain.append(earlier)
    return chain


def _message(alert: Alert) -> bytes:
    assert alert.identifier is not None and alert.issued_at is not None, alert.pk
    references = chain_of(bytes(alert.replaces.cap_xml or b"")) if alert.replaces else ()
    with translation.override(alert.language):
        message = cap_alert(
            alert_view(alert),
            identifier=alert.identifier,
            sent=alert.issued_at,
            sender=settings.TOCSIN_SENDER,
            sender_name=settings.TOCSIN_ORGANISATION,
            site=settings.TOCSIN_SITE,
            references=references,
        )
    return cap_bytes(message)


def _replace(old: Alert, new: Alert, *, by: User, now: datetime) -> None:
    """The replaced alert's own step: nobody can have replaced or cancelled it in the meantime."""
    action = Action.UPDATE if new.message_type == Alert.MessageType.UPDATE else Action.CANCEL
    row = current(old)
    if row.state != State.ISSUED:
        raise AlertRefused(
            f"the alert that this one replaces is {row.state} by now",
            "draft it anew from what took its place",
        )
    take_step(row, action, by=by, now=now, seen=None, reason=f"{new.identifier} was issued")


def expire(*, now: datetime) -> int:
    """Lets every issued alert whose time has come expire; returns how many. The worker's clock does this."""
    due = Alert.objects.filter(state=State.ISSUED, expires_at__lte=now)
    count = 0
    for alert in due:
        try:
            with transaction.atomic():
                take_step(alert, Action.EXPIRE, by=None, now=now, seen=None)
        except Conflict:
            continue  # somebody updated or cancelled it this very moment
        count += 1
    return count
