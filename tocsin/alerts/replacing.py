"""Replacing an issued alert: one act drafts its update or its cancel, which then goes through review as any draft."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.alerts.acts import current, second_of, writers_of
from tocsin.alerts.areas import copies_of
from tocsin.alerts.deciding import decide
from tocsin.alerts.drafting import SECTIONS, DraftSentence
from tocsin.alerts.evidence import resting_on
from tocsin.alerts.lifecycle import Action, State
from tocsin.alerts.models import Alert
from tocsin.alerts.translating import copy_to
from tocsin.alerts.wording import instant, one_line
from tocsin.alerts.writing import store_draft
from tocsin.errors import AlertRefused, Conflict
from tocsin.login_roles import roles_of
from tocsin.situations.models import Situation


def update(alert: Alert, *, by: User, now: datetime, seen: int | None = None, reason: str = "") -> Alert:
    """Drafts an update of an issued alert, with its sentences; the alert itself stays in force until that is issued."""
    with transaction.atomic():
        old = _replaceable(alert, Action.UPDATE, by=by, seen=seen, reason=reason)
        new = store_draft(
            _replacing(old, Alert.MessageType.UPDATE, by, now),
            list(_copied(old)),
            areas=copies_of(old),
            by=by,
            now=now,
            reason=reason,
        )
        copy_to(new, old, by=by, now=now)
        return new


def cancel(alert: Alert, *, by: User, now: datetime, reason: str, seen: int | None = None) -> Alert:
    """Drafts a cancel of an issued alert; its first sentence gives the reason, which everybody will read.

    Sentences whose footnotes no longer hold are left out, so that an alert that proved wrong can be cancelled at once.
    """
    with transaction.atomic():
        old = _replaceable(alert, Action.CANCEL, by=by, seen=seen, reason=reason)
        assert old.issued_at is not None, old.pk
        text = f"The alert of {instant(old.issued_at)} is cancelled: {one_line(reason)}"
        said = DraftSentence(section="happened", text=text)
        standing = [sentence for sentence in _copied(old) if _holds(old.situation, sentence)]
        new = _replacing(old, Alert.MessageType.CANCEL, by, now)
        return store_draft(new, [said, *standing], areas=copies_of(old), by=by, now=now, reason=reason)


def _replaceable(alert: Alert, action: Action, *, by: User, seen: int | None, reason: str) -> Alert:
    """The alert as it stands, where this person may begin to replace it."""
    old = current(alert)
    if seen is not None and seen != old.version:
        raise Conflict(f"somebody else acted on this alert: it is {old.state} now", "look at it again")
    decide(
        State(old.state),
        action,
        roles=roles_of(by),
        login_id=by.pk,
        written_by=writers_of(old),
        reason=reason,
        second=second_of(old),
    )
    return old


def _replacing(old: Alert, message_type: Alert.MessageType, by: User, now: datetime) -> Alert:
    return Alert(
        situation=old.situation,
        scheme=old.scheme,
        level=old.level,
        status=old.status,
        message_type=message_type,
        headline=old.headline,
        area=old.area,
        language=old.language,
        expires_at=old.expires_at if old.expires_at and old.expires_at > now else None,
        # what replaces an alert that nobody may know of yet must wait with it; no other replacement waits
        not_before=old.not_before if old.not_before and old.not_before > now else None,
        replaces=old,
        drafted_by=by,
        drafted_at=now,
    )


def _copied(old: Alert) -> Iterable[DraftSentence]:
    for sentence in old.sentences.prefetch_related("footnotes"):
        yield DraftSentence(
            section=next(section for section in SECTIONS if section == sentence.section),
            text=sentence.text,
            finding_ids=tuple(footnote.finding_id for footnote in sentence.footnotes.all()),
        )


def _holds(situation: Situation, sentence: DraftSentence) -> bool:
    try:
        resting_on(situation, sentence.finding_ids)
    except AlertRefused:
        return False
    return True
