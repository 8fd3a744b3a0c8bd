"""Submitting an assessment for its second reading, returning it, finishing it for good, publishing it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.assessment.acts import current, take_step
from tocsin.assessment.lifecycle import Action
from tocsin.assessment.models import Assessment
from tocsin.assessment.obstacles import obstacles
from tocsin.assessment.sheet import sheet_of
from tocsin.errors import Conflict


def submit(assessment: Assessment, *, by: User, now: datetime, seen: int | None = None) -> Assessment:
    with transaction.atomic():
        return take_step(assessment, Action.SUBMIT, by=by, now=now, seen=seen)


def return_(
    assessment: Assessment, *, by: User, now: datetime, reason: str, seen: int | None = None
) -> Assessment:
    """Opens it again for those who judge; second readings given so far stay with their judgements."""
    with transaction.atomic():
        return take_step(assessment, Action.RETURN, by=by, now=now, seen=seen, reason=reason)


def finish(assessment: Assessment, *, by: User, now: datetime, seen: int | None = None) -> Assessment:
    """Closes it for good. Raises Conflict, naming each judgement that two people have not agreed on."""
    with transaction.atomic():
        row = take_step(assessment, Action.FINISH, by=by, now=now, seen=seen)
        if left := obstacles(sheet_of(current(row))):
            more = f"; and {len(left) - 5} more" if len(left) > 5 else ""
            raise Conflict(
                f"this assessment is not at its end: {'; '.join(left[:5])}{more}", "see to these first"
            )
    return row


def publish(assessment: Assessment, *, by: User, now: datetime, seen: int | None = None) -> Assessment:
    """Makes a finished assessment public, with the situation that it is of. Raises Conflict where that one is not public."""
    with transaction.atomic():
        if assessment.situation.published_at is None:
            raise Conflict("its situation is not public", "publish the situation first")
        return take_step(assessment, Action.PUBLISH, by=by, now=now, seen=seen)
