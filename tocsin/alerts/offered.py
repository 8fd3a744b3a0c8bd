"""What an alert of a situation may rest on, and the short choice of it that a first draft takes."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet

from tocsin.alerts.choosing import short_choice
from tocsin.alerts.evidence import resting_on, views
from tocsin.alerts.sentence_forms import FORMS
from tocsin.record.models import Finding
from tocsin.situations.models import Situation
from tocsin.situations.standing import standing

#: findings that a short choice is made among, those printed last
LOOKED_AT_MAX = 2_000


def offered(situation: Situation) -> QuerySet[Finding]:
    """What stands in it and says something by itself, without what is restricted; in the order of the record."""
    return standing(situation, public=True).filter(kind__in=FORMS).order_by("pk")


def short_choice_of(situation: Situation) -> list[int]:
    """The findings that a short alert rests on; see `choosing`."""
    newest_first = offered(situation).order_by(F("report__published_at").desc(nulls_last=True), "-pk")
    ids = sorted(newest_first.values_list("pk", flat=True)[:LOOKED_AT_MAX])
    with transaction.atomic():
        return short_choice(views(resting_on(situation, ids), ids))
