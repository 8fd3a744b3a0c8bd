"""What findings beside figures name as a place: events with their scenes, and places that a person accepted."""

from collections.abc import Collection
from typing import Any

from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.geography import DOUBTFUL, Mention
from tocsin.situations.models import Situation
from tocsin.situations.standing import STANDING

#: of events and places that stand, the newest that are looked at
READ_MAX = 2000
#: statements that may hold one of the figures asked about
STATEMENTS_MAX = 500
#: as corrected, else as read
_IN_FORCE = Coalesce("review__fields", "fields")


def named_places(situation: Situation, *, public: bool) -> list[Mention]:
    """The newest first; of the fields only the four that are needed leave the store."""
    rows = (
        _standing(situation, public=public, kinds=(Finding.Kind.EVENT, Finding.Kind.PLACE))
        .annotate(now=_IN_FORCE)
        .annotate(
            name=KT("now__name"), scene=KT("now__place"), land=KT("now__country"), sure=KT("now__certainty")
        )
        .order_by("-pk")
        .values_list("pk", "kind", "name", "scene", "land", "sure")[:READ_MAX]
    )
    return [mention for pk, kind, *texts in rows if (mention := _mention(pk, kind, *map(_said, texts)))]


def _said(value: str | None) -> str | None:
    """SQLite gives a JSON null as the text "null"."""
    return None if value == "null" else value


def _mention(
    pk: int, kind: str, name: str | None, scene: str | None, country: str | None, certainty: str | None
) -> Mention | None:
    if kind == Finding.Kind.PLACE:
        return Mention(name=name, country=country, part="named", finding_id=pk) if name else None
    if not scene:
        return None
    return Mention(name=scene, country=None, part="event", finding_id=pk, certainty=certainty or "")


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
    return found.filter(report__sensitivity=Report.Sensitivity.OPEN) if public else found
