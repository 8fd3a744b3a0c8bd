"""Judgements that form a line: each supersedes the one that its author had before their eyes, and none is deleted."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model

from tocsin.errors import Conflict

#: of a model whose `supersedes` is one-to-one with itself, and whose first row a constraint holds unique
Row = TypeVar("Row", bound=Model)


def supersede(row: Row, *, last: Callable[[], Row | None], seen: int | None, what: str) -> None:
    """Stores the row behind the last one of its line. Call it within the acting transaction.

    `seen` is the last one that the author saw (None for none). Where another stands by now, or comes at this very
    moment, nothing is stored and Conflict names it; `what` says what both are about.
    """
    before = last()
    if (before.pk if before else None) != seen:
        raise _came_first(before, what)
    row.supersedes = before  # type: ignore[attr-defined]  # the bound cannot name a field
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise _came_first(last(), what) from None


def _came_first(last: object, what: str) -> Conflict:
    said = f" ({last})" if last else ""
    return Conflict(
        f"somebody else decided about {what} in the meantime{said}",
        "look at their decision, then decide again; nothing of yours was stored",
    )
