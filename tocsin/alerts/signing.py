"""Signing an alert: approving it, returning it, issuing it for good, and letting it expire."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation

from tocsin.alerts.acts import current, refuse_real_demonstration, take_step
from tocsin.alerts.announcing import announce
from tocsin.alerts.cap import cap_bytes, chain_of
from tocsin.alerts.embargo import check_embargo
from tocsin.alerts.enveloping import signed
from tocsin.alerts.evidence import check_sentences
from tocsin.alerts.expiring import check_expiry
from tocsin.alerts.keys import signer
from tocsin.alerts.lifecycle import RULES, Action, State
from tocsin.alerts.message import cap_alert
from tocsin.alerts.models import Alert
from tocsin.alerts.numbering import identity_of
from tocsin.alerts.schemes import level_of
from tocsin.alerts.shown import AlertView
from tocsin.alerts.translations import check_translations
from tocsin.alerts.view import alert_views
from tocsin.alerts.warned import tick
from tocsin.errors import AlertRefused, Conflict
from tocsin.login_roles import roles_of
from tocsin.situations.models import Situation


def approve(
    alert: Alert, *, by: User, now: datetime, seen: int | None = None, ticked: Collection[str] = ()
) -> Alert:
    """The second pair of eyes. Raises NotAllowed for whoever drafted or edited it, AlertRefused, Conflict.

    `ticked` are the keys of the warnings that the approver read: of all that `warnings_of` finds, or AlertRefused.
    """

    def sign(row: Alert) -> None:
        check_sentences(row)
        check_translations(row)
        tick(row, row.acts.filter(action=Action.APPROVE).latest("pk"), ticked)
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
    Raises AlertRefused where a sentence, the approval or the message no longer holds, or it cannot be signed; NotAllowed;
    Conflict.
    """

    def out(row: Alert) -> None:
        _check_approval(row, now)
        freeze(row, by=by, now=now)

    with transaction.atomic():
        lock_series(alert)
        return take_step(alert, Action.ISSUE, by=by, now=now, seen=seen, also=out)


def lock_series(alert: Alert) -> None:
    """One issue at a time in a situation: the next number is taken by one alert only."""
    Situation.objects.select_for_update().get(pk=alert.situation_id)


def freeze(row: Alert, *, by: User, now: datetime, second_due_at: datetime | None = None) -> None:
    """Sets what an issued alert says for good, and puts it in the place of what it replaces.

    `second_due_at` is by when a second signature is owed; None where two people signed already.
    """
    sent = now.replace(microsecond=0)  # CAP knows whole seconds, and the page must not say otherwise
    refuse_real_demonstration(row.situation.demonstration, row.status)
    level_of(row.scheme, row.level)
    _check_clock(row, sent)
    check_expiry(row.expires_at, now=sent)
    check_embargo(row.not_before, row.expires_at, now=now)
    check_sentences(row)
    check_translations(row)
    row.number, row.identifier = identity_of(row, now=now)
    row.issued_at, row.issued_by, row.second_due_at = sent, by, second_due_at
    if row.replaces:
        _replace(row.replaces, row, by=by, now=now)
    pair = signer(sent=sent, actual=row.status == Alert.Status.ACTUAL)
    with translation.override(row.language):
        views = alert_views(row, alone=True)
        row.cap_xml = signed(_message(row, views), pair, sent=sent)
    row.save(update_fields=["number", "identifier", "issued_at", "issued_by", "second_due_at", "cap_xml"])
    announce(row, views, now=now)


def _check_clock(alert: Alert, sent: datetime) -> None:
    """Nothing is sent before it was written, and no update before what it updates: receivers sort by `sent`."""
    before = {"this alert was drafted": alert.drafted_at}
    if alert.replaces and alert.replaces.issued_at:
        before["what it replaces was issued"] = alert.replaces.issued_at
    for what, at in before.items():
        if sent < at.replace(microsecond=0):
            raise AlertRefused(
                f"the clock stands before {what} ({at:%Y-%m-%d %H:%M:%S})",
                "set the clock of this machine right",
            )


def _check_approval(alert: Alert, now: datetime) -> None:
    sent = now.replace(microsecond=0)
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


def _message(alert: Alert, views: Sequence[AlertView]) -> bytes:
    """Its fixed words are in the language that is active."""
    assert alert.identifier is not None and alert.issued_at is not None, alert.pk
    references = chain_of(bytes(alert.replaces.cap_xml or b"")) if alert.replaces else ()
    message = cap_alert(
        views,
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
            "draft a new alert" if row.state == State.EXPIRED else "draft it anew from what took its place",
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
