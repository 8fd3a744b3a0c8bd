"""What people said of findings and reports beside reviewing them: links, how credible one is, that one was taken back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from tocsin.publishing.dossier.opened import LEFT_OUT
from tocsin.record.models import Finding
from tocsin.record.verification_models import Credibility, Link, TakenBack

#: reports in one question
_CHUNK = 500


def words_on(reports: Sequence[int]) -> Iterator[tuple[str, str, QuerySet[Any]]]:
    """The record's file, what the log calls the noun, and its rows. `reports` are numbers in ascending order."""
    for first in range(0, len(reports), _CHUNK):
        part = reports[first : first + _CHUNK]
        yield (
            "links",
            "link",
            Link.objects.filter(pk__in=_linked(part, reports)).select_related("first", "second"),
        )
        yield "judgements", "credibility", Credibility.objects.filter(finding__report__in=part)
    yield "judgements", "taken-back", TakenBack.objects.filter(pk__in=_taken_back(reports))


def closed_words(row: Link, reports: Sequence[int]) -> dict[str, str]:
    """By path, why they stay closed: a reason tells of both findings, of which one may not be in this dossier."""
    if all(_holds(reports, each.report_id) for each in (row.first, row.second)):
        return {}
    return dict.fromkeys(("after.why", "reason"), LEFT_OUT)


def _linked(part: Sequence[int], reports: Sequence[int]) -> list[int]:
    """Links from findings of these reports, and those to them that come from no report of the dossier: each once."""
    to = Link.objects.filter(second__report__in=part).values_list("pk", "first__report")
    found = set(Link.objects.filter(first__report__in=part).values_list("pk", flat=True))
    return sorted(found | {pk for pk, origin in to if not _holds(reports, origin)})


def _taken_back(reports: Sequence[int]) -> list[int]:
    """Few items of a store are ever taken back, so all of them are looked at."""
    items = dict(TakenBack.objects.values_list("pk", "item"))
    numbers = {int(item.removeprefix("finding:")) for item in items.values() if item.startswith("finding:")}
    of = {
        f"finding:{pk}": report
        for pk, report in Finding.objects.filter(pk__in=numbers).values_list("pk", "report")
    }
    of |= {f"report:{pk}": pk for pk in reports}
    return [pk for pk, item in items.items() if item in of and _holds(reports, of[item])]


def _holds(ordered: Sequence[int], number: int) -> bool:
    place = bisect_left(ordered, number)
    return place < len(ordered) and ordered[place] == number
