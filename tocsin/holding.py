"""Rows of a table whose words hold all terms, the newest first. Which tables have an index: those that `word_index` made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from tocsin.question import Term, as_fts5, as_tsquery
from tocsin.word_index import VECTOR, index_of

#: rows of one page at most
FOUND_MAX = 200

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    #: the newest first
    rows: list[Row]
    #: ask again for those with smaller ids than this; None where there are no more
    older: int | None


def ids_holding(model: type[Model], terms: Sequence[Term]) -> RawSQL:
    """A subquery for `pk__in`: it is answered by the index alone, whatever it stands in."""
    table = model._meta.db_table
    if connection.vendor == "sqlite":
        index = index_of(table)
        return RawSQL(f"SELECT rowid FROM {index} WHERE {index} MATCH %s", [as_fts5(terms)])
    return RawSQL(
        f"SELECT id FROM {table} WHERE {VECTOR} @@ to_tsquery('simple', %s) OFFSET 0",
        [as_tsquery(terms)],
    )


def holding(model: type[Model], terms: Sequence[Term]) -> Q:
    return Q(pk__in=ids_holding(model, terms))


def page_of(rows: QuerySet[Row], *, most: int, before: int | None) -> Page[Row]:
    """The newest of the rows, with smaller ids than `before`; one more is asked for to know whether there are more."""
    wanted = min(most, FOUND_MAX)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: wanted + 1])
    more = len(found) > wanted
    return Page(found[:wanted], found[wanted - 1].pk if more else None)
