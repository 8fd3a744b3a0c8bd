"""What findings beside figures name as a place: events with their scenes, and places that a person accepted."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from tocsin.record import masking
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.geography import DOUBTFUL, Mention
from tocsin.situations.models import Gathering, Situation
from tocsin.situations.standing import STANDING

#: reports, those gathered last, whose events and places are looked at
REPORTS_MAX = 100
#: of their events and places that stand, the newest that are looked at
READ_MAX = 500
#: statements that may hold one of the figures asked about
STATEMENTS_MAX = 500
#: as corrected, else as read
_IN_FORCE = Coalesce("review__fields", "fields")


def named_places(situation: Situation, *, public: bool) -> list[Mention]:
    """Of the reports gathered last; so it costs the same however large the situation is."""
    gathered = Gathering.objects.filter(situation=situation)
    if public:
        gathered = gathered.filter(report__sensitivity=Report.Sensitivity.OPEN)
    newest = gathered.order_by("-pk").values("report_id")[:REPORTS_MAX]
    rows = Finding.objects.filter(
        report_id__in=newest, state__in=STANDING, kind__in=(Finding.Kind.EVENT, Finding.Kind.PLACE)
    ).order_by("-pk")
    rows = rows.filter(masking.public() if public else masking.at_desk())
    # a place that is masked is named in no list, whoever looks
    rows = rows.exclude(mask__fields__has_key="place")
    listed = rows.values_list("pk", "kind", "fields", "review__fields")[:READ_MAX]
    return [
        mention
        for pk, kind, read, corrected in listed
        if (mention := _mention(pk, kind, read if corrected is None else corrected))
    ]


def printed_names(situation: Situation) -> tuple[str, ...]:
    """Names of places as its open reports print them, in alphabetical order."""
    return tuple(sorted({each.name for each in named_places(situation, public=True)}))


def _mention(pk: int, kind: str, fields: Mapping[str, Any]) -> Mention | None:
    if kind == Finding.Kind.PLACE:
        return Mention(name=fields["name"], country=fields["country"], part="named", finding_id=pk)
    if not fields["place"]:
        return None
    return Mention(
        name=fields["place"], country=None, part="event", finding_id=pk, certainty=fields["certainty"]
    )


def doubted(situation: Situation, finding_ids: Collection[int], *, public: bool) -> dict[int, str]:
    """Of the findings those within a statement that stands as unconfirmed or denied, with which of the two."""
    asked = Finding.objects.filter(pk__in=finding_ids).values_list("pk", "text_id", "start", "end")
    places = list(asked)
    statements = (
        _standing(situation, public=public, kinds=(Finding.Kind.STATEMENT,))
        .filter(text_id__in={text for _pk, text, _start, _end in places})
        .annotate(now=_IN_FORCE)
        .filter(now__certainty__in=DOUBTFUL)
        .annotate(sure=KT("now__certainty"))
        .values_list("text_id", "start", "end", "sure")[:STATEMENTS_MAX]
    )
    around = list(statements)
    return {
        pk: sure
        for pk, text, start, end in places
        for in_text, first, last, sure in around
        if in_text == text and first <= start and end <= last
    }


def _standing(situation: Situation, *, public: bool, kinds: Collection[str]) -> Any:
    found = Finding.objects.filter(
        report__gatherings__situation=situation, state__in=STANDING, kind__in=kinds
    )
    return found.filter(masking.public() if public else masking.at_desk())
