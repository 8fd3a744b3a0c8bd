"""Findings whose words are taken out of the store. They are refused by whoever erases, and the reason says why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING
from dataclasses import fields as fields_of
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import WrongUse
from tocsin.record.commitment import as_text, committed
from tocsin.record.fields import NOUN_OF_KIND
from tocsin.record.models import Finding, ReadingRun, Review
from tocsin.record.putting import BATCH, Ruling, locked, put_in_force

#: of a finding, beside the fields of its kind
QUOTE = "quote"
#: without these no kind is what it is; they hold places in a text and no words
_KEPT = frozenset({"start", "end"})


def refuse_and_empty(
    finding_ids: Sequence[int], *, mark: str, whole_text: bool, by: User, now: datetime
) -> None:
    """Quotes, fields and corrections. `whole_text` says that the mark is all that is left of the text.

    First they are refused, for the search index knows a finding's words by the review in force.
    """
    for at in range(0, len(finding_ids), BATCH):
        part = list(locked().filter(pk__in=finding_ids[at : at + BATCH]).order_by("pk"))
        refusals = [
            Review(finding=each, decision=Review.Decision.REFUSED, reviewer=by, at=now, reason=mark)
            for each in part
        ]
        put_in_force([Ruling(review=each, state=each.decision) for each in refusals])
        for each in part:
            if whole_text:
                each.start, each.end = 0, len(mark)
            each.quote, each.fields = mark, emptied(each.kind, each.fields, None, each.start, each.end)
        Finding.objects.bulk_update(part, ["start", "end", "quote", "fields"], batch_size=BATCH)
        earlier = Review.objects.filter(finding__in=part).exclude(pk__in=[each.pk for each in refusals])
        earlier.update(fields=None, reason="")


def empty_mappings(report_id: int) -> None:
    """What the columns of a sheet were read as holds its headings."""
    ReadingRun.objects.filter(text__report=report_id, mapping__isnull=False).update(mapping={})


def empty_fields(finding: Finding, names: Collection[str], mark: str) -> None:
    """These fields alone, as read and in every correction. Raises WrongUse for one that the finding has not."""
    unknown = set(names) - {QUOTE} - (set(finding.fields) - _KEPT)
    if unknown:
        has = ", ".join([QUOTE, *sorted(set(finding.fields) - _KEPT)])
        raise WrongUse(f"finding {finding.pk} has no field {sorted(unknown)[0]!r}", f"it has {has}")
    in_force = finding.review
    if QUOTE in names:
        finding.quote = mark
    finding.fields = emptied(finding.kind, finding.fields, names, finding.start, finding.end)
    for review in finding.reviews.exclude(fields=None):
        review.fields = emptied(finding.kind, review.fields or {}, names, finding.start, finding.end)
        if in_force is not None and review.pk == in_force.pk:
            _with_index(finding, review)
        else:
            review.save(update_fields=["fields"])
    finding.save(update_fields=["quote", "fields"])


def emptied(
    kind: str, held: Mapping[str, Any], names: Collection[str] | None, start: int, end: int
) -> dict[str, Any]:
    """The fields with these as if reading had not found them; None for all.

    >>> emptied("call", {"start": 1, "end": 9, "speaker_name": "Ani", "action": "go"}, ["speaker_name"], 1, 9)
    {'start': 1, 'end': 9, 'speaker_name': None, 'action': 'go'}
    """
    defaults = {field.name: field.default for field in fields_of(NOUN_OF_KIND[kind])}
    made: dict[str, Any] = {"start": start, "end": end}
    for name, value in held.items():
        if name not in _KEPT:
            made[name] = value if names is not None and name not in names else _nothing(defaults.get(name))
    return made


def _nothing(default: Any) -> Any:
    """What stands where nothing was found; for a word that its kind always has, the empty one."""
    return "" if default is MISSING else list(default) if isinstance(default, tuple) else default


def _with_index(finding: Finding, review: Review) -> None:
    """The index forgets words by the fields that are in force when the finding changes: out, changed, in again."""
    Finding.objects.filter(pk=finding.pk).update(review=None)
    review.save(update_fields=["fields"])
    Finding.objects.filter(pk=finding.pk).update(review=review)


def act_of(finding: Finding, *, by: str, now: datetime, reason: str) -> custody.Act:
    """What the finding is from now on."""
    after: dict[str, Json] = dict(
        committed(
            kind=finding.kind,
            start=finding.start,
            end=finding.end,
            quote=finding.quote,
            fields=finding.current,
        )
    )
    after |= {"state": str(finding.state), "fields": as_text(finding.current), "review": finding.review_id}
    return custody.Act(
        item=f"finding:{finding.pk}", action="erased", actor=by, at=now, reason=reason, after=after
    )


def paths_of_fields(names: Collection[str]) -> set[str]:
    """Where entries about a finding committed to these fields: all fields but the quote are one value."""
    paths = {f"{side}.quote" for side in ("before", "after")} if QUOTE in names else set()
    if set(names) - {QUOTE}:
        paths |= {f"{side}.fields" for side in ("before", "after")}
    return paths
