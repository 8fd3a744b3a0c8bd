"""Alerts by the words of their headline and area, or of one of their sentences."""

from collections.abc import Sequence

from django.db.models import Q

from tocsin.alerts.models import Alert, Sentence
from tocsin.holding import Page, holding, ids_holding, page_of
from tocsin.question import Term


def search(terms: Sequence[Term], *, most: int = 20, before: int | None = None) -> Page[Alert]:
    """Drafts too: for the desk."""
    in_sentences = Sentence.objects.filter(pk__in=ids_holding(Sentence, terms)).order_by()
    rows = Alert.objects.filter(holding(Alert, terms) | Q(pk__in=in_sentences.values("alert_id")))
    return page_of(rows.select_related("situation"), most=most, before=before)
