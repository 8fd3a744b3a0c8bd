"""All findings of one kind that stand in a situation, as a list that is read page by page.

What puts them in order is read of all of them, their contents only of those that a page shows.
"""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from tocsin.record.models import Finding
from tocsin.situations.figure_rows import Columns, columns_of
from tocsin.situations.finding_rows import Denials, FindingRow, denials_among, finding_row
from tocsin.situations.instants import instant_of
from tocsin.situations.models import Situation
from tocsin.situations.standing import standing

#: kind -> field that tells its time; of any other kind no time is told
_TIMES = {"statement": "said_at", "event": "when", "response": "when"}
_IN_FORCE = Coalesce("review__fields", "fields")


class ListedFindings:
    """The latest first, then those without a time. Taking a part of it reads that part."""

    def __init__(self, situation: Situation, kind: str, *, public: bool) -> None:
        self._zone = ZoneInfo(situation.time_zone)
        self._all = standing(situation, public=public).filter(kind=kind)
        self._numbers = _in_order(self._all, kind, self._zone)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, part: slice) -> list[FindingRow]:
        """At most three queries. What stands no more at this very moment is left out."""
        numbers = self._numbers[part]
        found = {columns.finding_id: columns for columns in columns_of(self._all.filter(pk__in=numbers))}
        denials = _denials_of(self._all, list(found.values()))
        return [finding_row(found[number], denials, self._zone) for number in numbers if number in found]


def _in_order(findings: QuerySet[Finding], kind: str, zone: tzinfo) -> list[int]:
    if kind not in _TIMES:
        return list(findings.order_by("pk").values_list("pk", flat=True))
    timed = (
        findings.annotate(now=_IN_FORCE).annotate(told=KT(f"now__{_TIMES[kind]}")).values_list("pk", "told")
    )
    dated, undated = [], []
    for number, told in timed.iterator(10_000):
        instant = instant_of(told, zone)  # SQLite gives the text "null" for a null, which is no time either
        if instant:
            dated.append((instant.at, number))
        else:
            undated.append(number)
    return [number for _, number in sorted(dated, reverse=True)] + sorted(undated)


def _denials_of(findings: QuerySet[Finding], shown: Sequence[Columns]) -> Denials:
    """By whatever statements, on any page, these are denied."""
    places: Any = [each.ordinal for each in shown if each.ordinal is not None]
    runs = {each.run_id for each in shown if each.run_id is not None}
    if not places:
        return {}
    denying = findings.filter(kind="statement", run_id__in=runs).annotate(now=_IN_FORCE)
    return denials_among(columns_of(denying.filter(now__denies__in=places)))
