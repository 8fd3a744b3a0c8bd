"""Reasons that tell of what is erased: of judgements about it, and wherever else they name it or somebody it told of.

A reason is people's free words. Where a judgement is about the erased item, its reason goes whatever it says, and the
judgement stays; elsewhere only a reason goes that says "report 12", or names a private person whom nothing else that is
held still names. In a finished assessment too: the database lets nothing else of it change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import ForeignKey, Model, Q, QuerySet

from tocsin import custody
from tocsin.alerts.models import Act
from tocsin.alerts.persons import private_persons
from tocsin.assessment.models import Step
from tocsin.custody import forgetting
from tocsin.custody.models import Entry
from tocsin.record.models import Finding, Review
from tocsin.relief.models import BankLine
from tocsin.reports.models import Report, ReportText
from tocsin.situations.models import Decision, Gathering
from tocsin.whole_store.verifying import PLAIN

#: rows with a reason that the log commits to as an act alone, and no field of theirs
_ACTS: tuple[type[Model], ...] = (Review, Gathering, Step, Act)
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


def going(told: Told) -> int:
    """How many reasons go."""
    rows = sum(len(_rows(noun, told)) for noun in _nouns())
    return rows + sum(len(_naming(model, told)) for model in _ACTS)


def empty_reasons(told: Told, *, mark: str, by: str, now: datetime, why: str) -> None:
    """Within the erasing transaction. The judgements stay, each with the mark in place of its reason."""
    for noun in _nouns():
        for row in _rows(noun, told):
            _empty(noun, row, mark=mark, by=by, now=now, why=why)
    for model in _ACTS:
        model._default_manager.filter(pk__in=_naming(model, told)).update(reason=mark)
    forgetting.forget(Entry.objects.filter(pk__in=_naming(Entry, told)), lambda _entry, _paths: {"reason"})


def _nouns() -> Iterator[str]:
    for noun, (model, _fields) in PLAIN.items():
        if noun not in _KEPT and any(each.name == "reason" for each in model._meta.get_fields()):
            yield noun


def _rows(noun: str, told: Told) -> list[Any]:
    """About what is erased, or naming it."""
    model = PLAIN[noun][0]
    found = set(_naming(model, told))
    for asked in _about(model, told):
        found |= set(asked.values_list("pk", flat=True))
    rows = model._default_manager.filter(pk__in=found).order_by("pk")
    return list(rows.exclude(by=None) if noun == "evidence" else rows)


def _about(model: type[Model], told: Told) -> Iterator[QuerySet[Any]]:
    """Rows that point to the items: by a foreign key, by the item's name, or, of a contradiction, by its findings."""
    rows = model._default_manager.all()
    fields = model._meta.get_fields()
    to = {each.name: each.related_model for each in fields if isinstance(each, ForeignKey)}
    for target, numbers in ((Report, told.reports), (Finding, told.findings), (BankLine, told.bank_lines)):
        for part in _parts(numbers):
            for name in (name for name, model_of in to.items() if model_of is target):
                yield rows.filter(**{f"{name}__in": part})
    if any(each.name == "item" for each in fields):
        for items in _parts(told.items):
            yield rows.filter(item__in=items)
    if model is Decision and told.findings:
        held, known = set(told.findings), Decision.objects.values_list("pk", "finding_ids")
        yield rows.filter(pk__in=[pk for pk, findings in known if held & set(findings)])


def _naming(model: type[Model], told: Told) -> list[int]:
    """Rows whose reason names an erased person, or the item as people write it: "report 12"."""
    found = set[int]()
    for words in [*told.names, *(each.replace(":", " ") for each in told.items[:_ASKED_MAX])]:
        asked = Q(reason__icontains=words) | Q(reason__icontains=words.replace(" ", ":", 1))
        whole = re.compile(rf"(?<!\w){re.escape(words).replace(chr(92) + ' ', '[ :]')}(?!\w)", re.IGNORECASE)
        rows = model._default_manager.filter(asked).values_list("pk", "reason")
        found |= {pk for pk, reason in rows if whole.search(reason)}
    return sorted(found)


def _empty(noun: str, row: Any, *, mark: str, by: str, now: datetime, why: str) -> None:
    """What the row says from now on is logged, so that nobody brings words back unseen."""
    fields, item = PLAIN[noun][1], f"{noun}:{row.pk}"
    before = fields(row)
    row.reason = mark
    if isinstance(row, Decision):
        row.what = mark
    row.save(update_fields=["reason", *(["what"] if isinstance(row, Decision) else [])])
    after = fields(row)
    changed = {name for name in after if after[name] != before[name]}
    gone = {"reason", *(f"{side}.{name}" for side in ("before", "after") for name in changed)}
    forgetting.forget(Entry.objects.filter(item=item), lambda _entry, paths: gone.intersection(paths))
    custody.log([custody.Act(item=item, action="erased", actor=by, at=now, reason=why, after=after)])


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[first : first + _ASKED_MAX] for first in range(0, len(values), _ASKED_MAX))
