"""What became of a call, kept up by people: met, partly met, refused, or no answer so far."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.record.models import Finding
from tocsin.situations.models import Outcome


def answer(
    call_id: int,
    *,
    answer: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    shown_by: int | None = None,
) -> Outcome:
    """Says what became of a call, and perhaps by which finding that is shown.

    `seen` is the outcome that the person had before their eyes (None for none): where another stands by now, nothing is
    stored and Conflict says so.
    """
    if answer not in Outcome.Answer.values:
        raise WrongUse(f"{answer!r} is no outcome", f"choose one of {', '.join(Outcome.Answer.values)}")
    if not reason.strip():
        raise WrongUse("an outcome needs a reason", "say in a few words what you know, and from where")
    with transaction.atomic():
        call = Finding.objects.select_for_update().filter(pk=call_id, kind=Finding.Kind.CALL).first()
        if call is None:
            raise NotFound(f"finding {call_id} is no call", "look at the situation's calls again")
        if shown_by is not None and not Finding.objects.filter(pk=shown_by).exists():
            raise NotFound(f"there is no finding {shown_by}", "name the finding that shows it, or none")
        outcome = Outcome(call=call, answer=answer, reason=reason, by=by, at=now, shown_by_id=shown_by)
        if answer == Outcome.Answer.WITHDRAWN and call_id not in in_force([call_id]):
            raise WrongUse(
                "there is no outcome to take back", "look at the call again, then say what came of it"
            )
        supersede(outcome, last=lambda: last_said([call_id]).get(call_id), seen=seen, what="this call")
        custody.log([_act(outcome)])
    return outcome


def in_force(call_ids: Iterable[int]) -> dict[int, Outcome]:
    """The last outcome of each of these calls that has one; none where that was taken back."""
    said = last_said(call_ids)
    return {call: one for call, one in said.items() if one.answer != Outcome.Answer.WITHDRAWN}


def last_said(call_ids: Iterable[int]) -> dict[int, Outcome]:
    """The last row of each line, also where it takes the one before back: what a person must have seen to say more."""
    rows = Outcome.objects.filter(call_id__in=list(call_ids), superseded_by=None)
    return {outcome.call_id: outcome for outcome in rows.select_related("by")}


def committed(outcome: Outcome) -> dict[str, Json]:
    """What the custody log commits to of an outcome."""
    return {
        "call": outcome.call_id,
        "answer": outcome.answer,
        "shown by": outcome.shown_by_id,
        "why": outcome.reason,
    }


def _act(outcome: Outcome) -> custody.Act:
    return custody.judged("outcome", outcome, "answered", committed(outcome))
