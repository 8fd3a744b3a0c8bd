"""Two people for what is highly sensitive: one asks with a reason, another grants it for a time, each viewing is logged."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotAllowed, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.record.items import row_named
from tocsin.record.masking import holds_highly
from tocsin.record.models import Finding
from tocsin.record.verification_models import Access, Viewing
from tocsin.reports.models import Report
from tocsin.reports.publishers import said

#: a longer need is asked anew, and looked at anew
HOURS_MAX = 14 * 24


def ask(item: str, use: str, *, reason: str, by: User, now: datetime) -> Access:
    """Asks to view, export, erase or lower the level of a highly sensitive item; somebody else grants or refuses it."""
    if use not in Access.Use.values:
        raise WrongUse(f"{use[:20]!r} is nothing to ask for", f"choose one of {', '.join(Access.Use.values)}")
    reason = said(reason, "what is highly sensitive is not asked for without a reason")
    row_named(item)
    waiting = Access.objects.filter(
        item=item, use=use, asker=by, state=Access.State.ASKED, superseded_by=None
    )
    if waiting.exists():
        raise WrongUse(f"you asked for this already ({use} {item})", "have another person answer it")
    with transaction.atomic():
        row = Access(item=item, use=use, state=Access.State.ASKED, asker=by, reason=reason, by=by, at=now)
        row.save(force_insert=True)
        custody.log([custody.judged("access", row, row.state, committed_access(row))])
    return row


def answer(
    access_id: int, state: str, *, reason: str, by: User, now: datetime, hours: int | None = None
) -> Access:
    """Grants or refuses what somebody asked, which they cannot do themselves, or ends what was granted.

    `access_id` is the row that the person saw: where another one stands by now, Conflict says so. `hours` are given with
    a grant, and only there.
    """
    reason = said(reason, "this is not answered without a reason")
    with transaction.atomic():
        before = Access.objects.select_related("asker").filter(pk=access_id).first()
        if before is None:
            raise NotFound(f"nobody asked for anything under {access_id}", "look at the list again")
        _refuse(before, state, by, hours)
        until = None if hours is None else now + timedelta(hours=hours)
        row = Access(
            item=before.item, use=before.use, state=state, asker=before.asker, until=until, reason=reason, by=by, at=now
        )  # fmt: skip
        supersede(
            row,
            last=lambda: _last(before),
            seen=before.pk,
            what=f"what {before.asker.get_username()} asked of {before.item.replace(':', ' ')}",
        )
        custody.log([custody.judged("access", row, row.state, committed_access(row))])
    return row


def running(item: str, person: User, use: str, now: datetime) -> Access | None:
    """The grant by which the person may do this now; None for none."""
    rows = Access.objects.filter(
        item=item, asker=person, use=use, state=Access.State.GRANTED, superseded_by=None, until__gt=now
    )
    return rows.order_by("-until").first()


def refuse_alone(row: Report | Finding, use: str, by: User, now: datetime) -> None:
    """Raises NotAllowed where the row is highly sensitive and nobody else let the person do this, to it or its report."""
    items = [f"report:{row.pk if isinstance(row, Report) else row.report_id}"]
    items += [] if isinstance(row, Report) else [f"finding:{row.pk}"]
    if holds_highly(row) and not any(running(item, by, use, now) for item in items):
        raise NotAllowed(
            f"{items[-1].replace(':', ' ')} is highly sensitive, and one person alone does not {use} it",
            f"ask (`tocsin access ask {items[-1]} {use}`, or its page of verification); another person grants it",
        )


def waiting() -> QuerySet[Access]:
    """What nobody answered yet, the oldest first."""
    rows = Access.objects.filter(state=Access.State.ASKED, superseded_by=None)
    return rows.select_related("asker", "by").order_by("at", "pk")


def note_viewing(item: str, viewer: User, now: datetime) -> None:
    """Logs that the person saw the item, once an hour: call it before anything of it is shown."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if Viewing.objects.filter(item=item, viewer=viewer, hour=hour).exists():
        return
    try:
        with transaction.atomic():
            row = Viewing.objects.create(item=item, viewer=viewer, hour=hour, at=now)
            custody.log(
                [
                    custody.Act(
                        item=f"viewing:{row.pk}",
                        action="viewed",
                        actor=viewer.get_username(),
                        at=now,
                        after=committed_viewing(row),
                    )
                ]
            )
    except IntegrityError:  # at this very moment in another window of theirs
        return


def committed_access(row: Access) -> dict[str, Json]:
    """What the custody log commits to of such a question or answer."""
    return {
        "item": row.item,
        "use": row.use,
        "state": row.state,
        "asker": row.asker_id,
        "until": row.until.isoformat(timespec="seconds") if row.until else None,
        "why": row.reason,
    }


def committed_viewing(row: Viewing) -> dict[str, Json]:
    """What the custody log commits to of a viewing."""
    return {"item": row.item, "viewer": row.viewer_id}


def _refuse(before: Access, state: str, by: User, hours: int | None) -> None:
    after = _AFTER.get(Access.State(before.state), ())
    if state not in after:
        raise WrongUse(
            f"what was {before.state} cannot be {state[:20]!r}", f"choose {' or '.join(after) or 'nothing'}"
        )
    if state != Access.State.ENDED and before.asker_id == by.pk:
        raise NotAllowed("whoever asks does not answer", "have another person look at it")
    if (hours is not None) != (state == Access.State.GRANTED):
        raise WrongUse(f"{state} came with the wrong hours", "give hours with a grant and only there")
    if hours is not None and not 0 < hours <= HOURS_MAX:
        raise WrongUse(f"{hours} hours cannot be granted", f"choose 1 to {HOURS_MAX}")


#: what may be said next; whoever asked may end it at any time
_AFTER = {
    Access.State.ASKED: (Access.State.GRANTED.value, Access.State.REFUSED.value, Access.State.ENDED.value),
    Access.State.GRANTED: (Access.State.ENDED.value,),
}


def _last(row: Access) -> Access:
    """The last row of its line: it has three at most."""
    while (after := Access.objects.filter(supersedes=row).first()) is not None:
        row = after
    return row
