"""Judgements that form a line: each supersedes the one that its author had before their eyes, and none is deleted."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import IntegrityError, models, transaction

from tocsin.errors import Conflict


class Judgement(models.Model):
    """What a person says of what stands. The next one of its line supersedes it, and it is kept."""

    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: one-to-one: together with one first row for each line, nobody can come between
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        abstract = True
        ordering = ("at", "id")


def one_first(name: str, *fields: str) -> models.UniqueConstraint:
    """One first row for each line: with `supersedes` being one-to-one, two people cannot both be first, or both next."""
    return models.UniqueConstraint(fields=fields, condition=models.Q(supersedes=None), name=name)


Row = TypeVar("Row", bound=Judgement)


def supersede(row: Row, *, last: Callable[[], Row | None], seen: int | None, what: str) -> None:
    """Stores the row behind the last one of its line. Call it within the acting transaction.

    `seen` is the last one that the author saw (None for none). Where another stands by now, or comes at this very
    moment, nothing is stored and Conflict names it; `what` says what both are about.
    """
    before = last()
    if (before.pk if before else None) != seen:
        raise _came_first(before, what)
    row.supersedes = before
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
