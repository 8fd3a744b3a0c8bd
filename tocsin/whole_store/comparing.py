"""Rows held against the log: one sentence for each field that is not as the log says."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.custody.models import Entry

Row = TypeVar("Row", bound=Model)

#: rows held in memory at once
CHUNK = 200


def each(
    rows: QuerySet[Row], check: Callable[[Row], Iterator[str]], advance: Callable[[], object]
) -> Iterator[str]:
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield from check(row)
        advance()


def logged(noun: str) -> set[int]:
    items = Entry.objects.filter(item__startswith=f"{noun}:").values_list("item", flat=True).distinct()
    return {int(item.removeprefix(f"{noun}:")) for item in items}


def differences(item: str, expected: dict[str, Json], text: str | None) -> Iterator[str]:
    for name in custody.differs(item, expected, text):
        yield f"{item}: {name} is not what the log says"
