"""Situations by the words of title and summary; what people said about figures and calls by its words."""

from collections.abc import Sequence

from tocsin.holding import Page, holding, page_of
from tocsin.question import Term
from tocsin.situations.models import Decision, Outcome, Situation


def search(terms: Sequence[Term], *, most: int = 20, before: int | None = None) -> Page[Situation]:
    return page_of(Situation.objects.filter(holding(Situation, terms)), most=most, before=before)


def search_decisions(terms: Sequence[Term], *, most: int = 20, before: int | None = None) -> Page[Decision]:
    """Decisions whose reason, or what they are about, holds all terms."""
    rows = Decision.objects.filter(holding(Decision, terms)).select_related("situation", "by")
    return page_of(rows, most=most, before=before)


def search_outcomes(terms: Sequence[Term], *, most: int = 20, before: int | None = None) -> Page[Outcome]:
    rows = Outcome.objects.filter(holding(Outcome, terms)).select_related("call", "by")
    return page_of(rows, most=most, before=before)
