"""Reports by the words of their texts, or of title and publisher; and which reports a filter means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from tocsin.errors import WrongUse
from tocsin.holding import Page, holding, ids_holding, page_of
from tocsin.question import Term
from tocsin.reports.models import Report, ReportText


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportFilter:
    """What narrows reports down; what is empty or None narrows nothing."""

    #: part of the name, in any case
    publisher: str = ""
    #: ISO 639-1
    language: str = ""
    sensitivity: str = ""
    #: first and last day, in UTC; a report whose day is unknown lies between no days
    published_since: date | None = None
    published_until: date | None = None
    taken_in_since: date | None = None
    taken_in_until: date | None = None


def reports_of(asked: ReportFilter) -> QuerySet[Report] | None:
    """The reports that are meant; None for all. Raises WrongUse for a sensitivity that is none."""
    if asked.sensitivity and asked.sensitivity not in Report.Sensitivity.values:
        raise WrongUse(
            f"{asked.sensitivity!r} is no sensitivity", f"choose {' or '.join(Report.Sensitivity.values)}"
        )
    given = Q()
    if asked.publisher:
        given &= Q(publisher__icontains=asked.publisher)
    if asked.language:
        given &= Q(language=asked.language)
    if asked.sensitivity:
        given &= Q(sensitivity=asked.sensitivity)
    given &= _between("published_at", asked.published_since, asked.published_until)
    given &= _between("fetched_at", asked.taken_in_since, asked.taken_in_until)
    return Report.objects.filter(given) if given else None


def search(
    terms: Sequence[Term],
    *,
    among: QuerySet[Report] | None = None,
    most: int = 20,
    before: int | None = None,
) -> Page[Report]:
    """The reports of which one text holds all terms, or title and publisher do, as they were taken in, newest first."""
    rows = Report.objects.all() if among is None else among
    return page_of(rows.filter(_holding(terms)) if terms else rows, most=most, before=before)


def count(terms: Sequence[Term], *, among: QuerySet[Report] | None, most: int) -> int:
    """How many there are; `most` where there are as many or more."""
    rows = Report.objects.all() if among is None else among
    ids = (rows.filter(_holding(terms)) if terms else rows).order_by().values_list("pk", flat=True)
    return ids[:most].count()


def _holding(terms: Sequence[Term]) -> Q:
    in_texts = ReportText.objects.filter(pk__in=ids_holding(ReportText, terms)).order_by()
    return Q(pk__in=in_texts.values("report_id")) | holding(Report, terms)


def _between(field: str, since: date | None, until: date | None) -> Q:
    given = Q()
    if since:
        given &= Q(**{f"{field}__gte": _midnight(since)})
    if until:
        given &= Q(**{f"{field}__lt": _midnight(until) + timedelta(days=1)})
    return given


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
