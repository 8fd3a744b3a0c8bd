"""Which labels of people mean the same: said by a person, for one measure of one situation."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import WrongUse
from tocsin.lines import supersede
from tocsin.situations.figures import folded
from tocsin.situations.models import SamePeople, Situation

LABEL_MAX = 400


def same_people(
    situation: Situation,
    measure: str,
    label: str,
    *,
    means: str | None,
    same: bool,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
) -> SamePeople:
    """Takes a label for the same people as another label of the measure (None: as those whom no label names).

    Not `same` takes that back. `seen` is the word that the person had before their eyes (None for none): where another
    stands by now, nothing is stored and Conflict says so.
    """
    ours, theirs = folded(label) or "", folded(means)
    _check(ours, theirs, reason)
    said = SamePeople(
        situation=situation,
        measure=measure[:100],
        label=ours,
        means=theirs or "",
        same=same,
        reason=reason,
        by=by,
        at=now,
    )
    with transaction.atomic():
        supersede(said, last=lambda: _last(said), seen=seen, what="this label")
        custody.log([_act(said)])
    return said


def _check(ours: str, theirs: str | None, reason: str) -> None:
    if not ours or max(len(ours), len(theirs or "")) > LABEL_MAX:
        raise WrongUse(f"{ours[:40]!r} is no label of people", f"name one of 1 to {LABEL_MAX} letters")
    if ours == theirs:
        raise WrongUse(f"{ours!r} is the same label twice", "name another one that means the same people")
    if not reason.strip():
        raise WrongUse("that labels mean the same people needs a reason", "say from where you know it")


def _last(said: SamePeople) -> SamePeople | None:
    line = SamePeople.objects.filter(situation=said.situation_id, measure=said.measure, label=said.label)
    return line.filter(superseded_by=None).first()


def in_force(situation: Situation) -> tuple[SamePeople, ...]:
    """What was last said of each label, that it stands apart again among it."""
    return tuple(situation.same_people.filter(superseded_by=None).select_related("by"))


def same_of(situation: Situation) -> dict[tuple[str, str], str | None]:
    """Measure and label -> the label that it is taken for, at the end of its chain."""
    said = {(one.measure, one.label): one.means or None for one in in_force(situation) if one.same}
    return {(measure, label): _end(said, measure, label) for measure, label in said}


def _end(said: dict[tuple[str, str], str | None], measure: str, label: str) -> str | None:
    """Where two people closed a ring, all of it means its first label in order of letters."""
    passed = [label]
    while (measure, passed[-1]) in said:
        further = said[measure, passed[-1]]
        if further is None:
            return None
        if further in passed:
            return min(passed[passed.index(further) :])
        passed.append(further)
    return passed[-1]


def committed(said: SamePeople) -> dict[str, Json]:
    """What the custody log commits to of labels that are taken for the same people."""
    return {
        "situation": said.situation_id,
        "measure": said.measure,
        "label": said.label,
        "means": said.means,
        "same": said.same,
        "why": said.reason,
    }


def _act(said: SamePeople) -> custody.Act:
    return custody.judged(
        "people", said, "taken for the same" if said.same else "held apart again", committed(said)
    )
