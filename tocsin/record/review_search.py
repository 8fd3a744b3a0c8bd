"""Reviews by the words of their reasons."""

from collections.abc import Sequence

from tocsin.holding import Page, holding, page_of
from tocsin.question import Term
from tocsin.record.models import Review


def search_reviews(terms: Sequence[Term], *, most: int = 20, before: int | None = None) -> Page[Review]:
    rows = Review.objects.filter(holding(Review, terms)).select_related("finding", "reviewer")
    return page_of(rows, most=most, before=before)
