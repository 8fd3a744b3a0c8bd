"""Who looks after what: a report, a finding, a contradiction. The last assignment of an item is in force."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.record.models import Assignment, Finding
from tocsin.reports.models import Report

#: what may be assigned; a call is a finding
_ITEM = re.compile(r"(report|finding):([1-9]\d{0,17})|contradiction:[0-9a-f]{64}", re.ASCII)
NOTE_CHARS_MAX = 2000
#: in force for one person that are looked at; whoever has more is asked too much
MINE_MAX = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Mine:
    """What is assigned to one person."""

    reports: frozenset[int]
    findings: frozenset[int]
    contradictions: frozenset[str]

    def __len__(self) -> int:
        return len(self.reports) + len(self.findings) + len(self.contradictions)


def assign(
    item: str, *, to: User | None, by: User, now: datetime, seen: int | None, due: date | None = None, note: str = ""
) -> Assignment:  # fmt: skip
    """Assigns an item to somebody, or releases it (`to` is None).

    `seen` is the assignment that the person had before their eyes (None for none): where another stands by now,
    nothing is stored and Conflict says so. Raises WrongUse for what cannot be assigned, NotFound for what is not there.
    """
    _check(item)
    with transaction.atomic():
        return _store(
            item, lambda: in_force([item]).get(item), to=to, by=by, now=now, seen=seen, due=due, note=note
        )


def assign_many(
    seen: Mapping[str, int | None], *, to: User, by: User, now: datetime, due: date | None = None, note: str = ""
) -> tuple[list[Assignment], list[str]]:  # fmt: skip
    """Assigns all these items in one transaction. `seen` as for `assign`; those that changed since are left, and named."""
    done, left = list[Assignment](), list[str]()
    with transaction.atomic():
        present = in_force(seen)
        for item, before in seen.items():
            try:
                last = partial(present.get, item)
                done.append(_store(item, last, to=to, by=by, now=now, seen=before, due=due, note=note))
            except Conflict:
                left.append(item)
    return done, left


def in_force(items: Iterable[str]) -> dict[str, Assignment]:
    """The last assignment of each of these items that has one, released ones too."""
    rows = Assignment.objects.filter(item__in=list(items), superseded_by=None).select_related("to", "by")
    return {row.item: row for row in rows}


def mine(person: User) -> Mine:
    """What is assigned to the person now."""
    rows = Assignment.objects.filter(to=person, superseded_by=None).order_by("-pk")
    items = [item.partition(":") for item in rows.values_list("item", flat=True)[:MINE_MAX]]
    return Mine(
        reports=frozenset(int(name) for noun, _, name in items if noun == "report"),
        findings=frozenset(int(name) for noun, _, name in items if noun == "finding"),
        contradictions=frozenset(name for noun, _, name in items if noun == "contradiction"),
    )


def how_many(person: User) -> int:
    """So much is assigned to the person."""
    return Assignment.objects.filter(to=person, superseded_by=None).count()


def committed(assignment: Assignment) -> dict[str, Json]:
    """What the custody log commits to of an assignment."""
    return {
        "item": assignment.item,
        "to": assignment.to_id,
        "due": assignment.due.isoformat() if assignment.due else None,
        "note": assignment.reason,
    }


def _check(item: str) -> None:
    match = _ITEM.fullmatch(item)
    if match is None:
        raise WrongUse(f"{item[:80]!r} cannot be assigned", "name a report, a finding or a contradiction")
    model = {"report": Report, "finding": Finding}.get(match[1] or "")
    if model is not None and not model._default_manager.filter(pk=int(match[2])).exists():
        raise NotFound(f"there is no {item.replace(':', ' ')}", "look at the desk again")


def _store(
    item: str,
    last: Callable[[], Assignment | None],
    *,
    to: User | None,
    by: User,
    now: datetime,
    seen: int | None,
    due: date | None,
    note: str,
) -> Assignment:
    if to is None and ((present := last()) is None or present.to_id is None):
        raise WrongUse(f"{item.replace(':', ' ')} is assigned to nobody", "there is nothing to release")
    assignment = Assignment(item=item, to=to, due=due, reason=note[:NOTE_CHARS_MAX], by=by, at=now)
    supersede(assignment, last=last, seen=seen, what=item.replace(":", " "))
    custody.log([_act(assignment)])
    return assignment


def _act(assignment: Assignment) -> custody.Act:
    return custody.judged(
        "assignment", assignment, "assigned" if assignment.to_id else "released", committed(assignment)
    )
