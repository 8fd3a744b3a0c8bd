"""Reasons that tell of what is erased: of judgements about it, and wherever else they name it or somebody it told of.

A reason is people's free words, and so is the answer to a question of jurisdiction or the decision behind an allocation.
Where a judgement is about the erased item, its words go whatever they say, and the judgement stays; elsewhere only words
go that say "report 12", or name a private person whom nothing else that is held still names. In finished assessments and
in the ledger too: the database lets nothing else of them change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import ForeignKey, Model, Q, QuerySet

from tocsin import custody
from tocsin.alerts.models import Act
from tocsin.alerts.persons import private_persons
from tocsin.assessment.models import Evidence, Step
from tocsin.custody import forgetting
from tocsin.custody.models import Entry
from tocsin.record.models import Finding, Review
from tocsin.relief.models import (
    AllocationAct,
    BankLine,
    CardRefund,
    CardRefundSecond,
    Donor,
    HitDecision,
    Transfer,
)
from tocsin.reports.models import Report, ReportText
from tocsin.situations.models import Decision, Gathering
from tocsin.whole_store.verifying import PLAIN

#: rows with a reason that the log commits to as an act alone, and no field of theirs
_ACTS: tuple[type[Model], ...] = (Review, Gathering, Step, Act, Transfer)
#: by noun, people's words in it beside its reason
_WORDS = {
    "decision": ("what",),
    "jurisdiction": ("answer",),
    "allocation": ("decision", "authority"),
    "bank-proposal": ("second_reason",),
    "refund-bound": ("second_reason",),
}
#: by noun, rows with reasons that belong to it, and how these name it
_BESIDE: dict[str, tuple[type[Model], str]] = {
    "allocation": (AllocationAct, "allocation_id"),
    "card-refund": (CardRefundSecond, "refund_id"),
}
#: that keep what they say: without them nobody knew what was erased, or who looks after the log
_KEPT = frozenset({"erasure", "timestamp", "log-key", "witness", "signing-key", "message", "contact"})
#: findings in one question
_ASKED_MAX = 500
_NAME_CHARS_MIN = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is erased, as reasons may tell of it."""

    reports: Sequence[int] = ()
    findings: Sequence[int] = ()
    bank_lines: Sequence[int] = ()
    donors: Sequence[int] = ()
    #: of private persons whom nothing else that is held names
    names: frozenset[str] = frozenset()

    @property
    def items(self) -> list[str]:
        return [f"report:{pk}" for pk in self.reports] + [f"finding:{pk}" for pk in self.findings]


def persons_of(texts: Collection[str], *, but: int, left: str = "") -> frozenset[str]:
    """Private persons named in these texts, and in no text of another report than `but`, nor in `left`."""
    named = {name for text in texts for name in private_persons(text) if len(name) >= _NAME_CHARS_MIN}
    others = ReportText.objects.exclude(report=but)
    return frozenset(
        name for name in named if name not in left and not others.filter(text__contains=name).exists()
    )


@dataclass(kw_only=True, slots=True)
class Telling:
    """One row that tells of what is erased."""

    noun: str
    pk: int
    #: which of its columns do
    columns: set[str] = field(default_factory=set)
    #: ids of rows that belong to it, whose reasons do
    beside: set[int] = field(default_factory=set)


def going(told: Told) -> int:
    """How many reasons go."""
    rows = sum(bool(row.columns) + len(row.beside) for noun in PLAIN for row in _telling(noun, told))
    return rows + sum(len(_naming(model, "reason", told)) for model in _ACTS)


def empty_reasons(told: Told, *, mark: str, by: str, now: datetime, why: str) -> None:
    """Within the erasing transaction. The judgements stay, each with the mark in place of its reason."""
    for noun in PLAIN:
        for row in _telling(noun, told):
            _empty(row, mark=mark, by=by, now=now, why=why)
    for model in _ACTS:
        model._default_manager.filter(pk__in=_naming(model, "reason", told)).update(reason=mark)
    named = Entry.objects.filter(pk__in=_naming(Entry, "reason", told))
    forgetting.forget(named, lambda _entry, _paths: {"reason"})


def _columns(noun: str) -> tuple[str, ...]:
    """Those of the noun with people's free words."""
    if noun in _KEPT:
        return ()
    has_reason = any(each.name == "reason" for each in PLAIN[noun][0]._meta.get_fields())
    return (*(("reason",) if has_reason else ()), *_WORDS.get(noun, ()))


def _telling(noun: str, told: Told) -> list[Telling]:
    """Rows about what is erased, with all their words; others with those that name it."""
    model, columns = PLAIN[noun][0], _columns(noun)
    if not columns:
        return []
    found = defaultdict[int, Telling](lambda: Telling(noun=noun, pk=0))
    for column in columns:
        for pk in _naming(model, column, told):
            found[pk].columns.add(column)
    about = {pk for asked in _about(model, told) for pk in asked.values_list("pk", flat=True)}
    for pk in about:
        found[pk].columns.update(columns)
    for pk, beside in _beside(noun, about, told):
        found[pk].beside.add(beside)
    for pk, row in found.items():
        row.pk = pk
    if noun == "evidence":  # what a rule proposed tells a rule's words
        by_people = set(Evidence.objects.filter(pk__in=found).exclude(by=None).values_list("pk", flat=True))
        return [found[pk] for pk in sorted(by_people)]
    return [found[pk] for pk in sorted(found)]


def _beside(noun: str, about: Collection[int], told: Told) -> list[tuple[int, int]]:
    """(row, row that belongs to it): all of the first, and others whose reason names what is erased."""
    if noun not in _BESIDE:
        return []
    model, of = _BESIDE[noun]
    asked = Q(**{f"{of}__in": about}) | Q(pk__in=_naming(model, "reason", told))
    return list(model._default_manager.filter(asked).exclude(reason="").values_list(of, "pk"))


def _about(model: type[Model], told: Told) -> Iterator[QuerySet[Any]]:
    """Rows that point to the items: by a foreign key, by the item's name, or, of a contradiction, by its findings."""
    rows = model._default_manager.all()
    fields = model._meta.get_fields()
    to = {each.name: each.related_model for each in fields if isinstance(each, ForeignKey)}
    held_by: tuple[tuple[type[Model], Sequence[int]], ...] = (
        (Report, told.reports),
        (Finding, told.findings),
        (BankLine, told.bank_lines),
        (Donor, told.donors),
    )
    for target, numbers in held_by:
        for part in _parts(numbers):
            for name in (name for name, model_of in to.items() if model_of is target):
                yield rows.filter(**{f"{name}__in": part})
    if any(each.name == "item" for each in fields):
        for items in _parts(told.items):
            yield rows.filter(item__in=items)
    if model is CardRefund:
        yield rows.filter(payment__donor__in=told.donors)
    if model is HitDecision:
        yield rows.filter(hit__donor__in=told.donors)
    if model is Decision and told.findings:
        held, known = set(told.findings), Decision.objects.values_list("pk", "finding_ids")
        yield rows.filter(pk__in=[pk for pk, findings in known if held & set(findings)])


def _naming(model: type[Model], column: str, told: Told) -> list[int]:
    """Rows whose words name an erased person, or the item as people write it: "report 12"."""
    found = set[int]()
    for words in [*told.names, *(each.replace(":", " ") for each in told.items[:_ASKED_MAX])]:
        asked = Q(**{f"{column}__icontains": words})
        asked |= Q(**{f"{column}__icontains": words.replace(" ", ":", 1)})
        whole = re.compile(rf"(?<!\w){re.escape(words).replace(chr(92) + ' ', '[ :]')}(?!\w)", re.IGNORECASE)
        rows = model._default_manager.filter(asked).values_list("pk", column)
        found |= {pk for pk, said in rows if whole.search(said)}
    return sorted(found)


def _empty(telling: Telling, *, mark: str, by: str, now: datetime, why: str) -> None:
    """What the row says from now on is logged, so that nobody brings words back unseen."""
    (model, fields), item = PLAIN[telling.noun], f"{telling.noun}:{telling.pk}"
    row = model._default_manager.get(pk=telling.pk)
    before = fields(row)
    for column in telling.columns:
        setattr(row, column, mark[: getattr(model._meta.get_field(column), "max_length", None)])
    if telling.columns:
        row.save(update_fields=sorted(telling.columns))
    if telling.beside:
        _BESIDE[telling.noun][0]._default_manager.filter(pk__in=telling.beside).update(reason=mark)
    after = fields(model._default_manager.get(pk=telling.pk))
    changed = {name for name in after if after[name] != before[name]}
    gone = {"reason", *(f"{side}.{name}" for side in ("before", "after") for name in changed)}
    forgetting.forget(Entry.objects.filter(item=item), lambda _entry, paths: gone.intersection(paths))
    custody.log([custody.Act(item=item, action="erased", actor=by, at=now, reason=why, after=after)])


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[first : first + _ASKED_MAX] for first in range(0, len(values), _ASKED_MAX))
