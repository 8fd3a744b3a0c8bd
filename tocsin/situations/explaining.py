"""Why a count differs from the one before it: what people say of the steps along a series."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.situations.checking import figure_series
from tocsin.situations.contradictions import contradictions
from tocsin.situations.models import Change, Situation
from tocsin.situations.peoples import by_people
from tocsin.situations.steps import Step, falls_of, steps_of


def explain(
    situation: Situation,
    before: int,
    after: int,
    *,
    type: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
) -> Change:
    """Says why the figure `after` differs from the one before it in its series.

    `seen` is the change that the person had before their eyes (None for none): where another stands by now, nothing is
    stored and Conflict says so. A count that falls is a contradiction, and decided about there: WrongUse says it.
    """
    if type not in Change.Type.values:
        raise WrongUse(
            f"{type!r} is no reason for a change", f"choose one of {', '.join(Change.Type.values)}"
        )
    if not reason.strip():
        raise WrongUse("a reason for a change needs a sentence", "say what you know, and from where")
    _check(_step(situation, before, after))
    change = Change(
        situation=situation, before_id=before, after_id=after, type=type, reason=reason, by=by, at=now
    )
    with transaction.atomic():
        supersede(change, last=lambda: _last(change), seen=seen, what="this step")
        custody.log([_act(change)])
    return change


def _step(situation: Situation, before: int, after: int) -> Step:
    figures = figure_series(situation, accepted=True)
    falls = falls_of(contradictions(figures, ZoneInfo(situation.time_zone)))
    for one in by_people(figures):
        step = steps_of(one, falls=falls, decisions={}, changes=()).get(after)
        if step and step.before.finding_id == before:
            return step
    raise NotFound(
        f"no step leads from finding {before} to finding {after}",
        "look at the series again: another figure came between them, or one of them changed",
    )


def _check(step: Step) -> None:
    if step.falls:
        raise WrongUse(
            "this count falls, which is a contradiction",
            "decide about it there: your decision is this step's reason",
        )


def _last(change: Change) -> Change | None:
    line = Change.objects.filter(
        situation=change.situation_id, before=change.before_id, after=change.after_id
    )
    return line.filter(superseded_by=None).first()


def in_force(situation: Situation) -> tuple[Change, ...]:
    """What was last said of each step."""
    return tuple(situation.changes.filter(superseded_by=None).select_related("by"))


def committed(change: Change) -> dict[str, Json]:
    """What the custody log commits to of a change."""
    return {
        "situation": change.situation_id,
        "before": change.before_id,
        "after": change.after_id,
        "type": change.type,
        "why": change.reason,
    }


def _act(change: Change) -> custody.Act:
    return custody.judged("change", change, "explained", committed(change))
