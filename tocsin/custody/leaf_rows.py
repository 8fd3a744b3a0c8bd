"""Leaves and their entries as a check reads them: a chunk at a time, so that no writer waits for a long reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection
from django.db.models import QuerySet

from tocsin.custody.acts import timestamp
from tocsin.custody.entry_trouble import UNREADABLE, Stored
from tocsin.custody.models import Entry, Leaf

#: before every position that a database can hold
LOWEST = -(2**63)
#: what says that a value is not of its column's kind, in SQLite, which lets a column hold anything
ODD_VALUE = (TypeError, ValueError, AttributeError, OperationalError)

_OF_LEAF = "leaf.leaf_hash, leaf.chain_hash, entry.canonical"
_OF_ENTRY = "entry.item, entry.action, {at}, entry.actor, entry.reason, entry.salt"
#: the time as SQLite holds it; else the driver makes an object of each
_AT = {"sqlite": "'' || entry.at", "postgresql": "entry.at"}


@contextmanager
def plain_rows(first: int, last: int, *, columns: bool) -> Iterator[Iterator[tuple[Any, ...]]]:
    """Both hashes and entry of the leaves at these positions; then the columns, with the time as `told_at` reads it.

    As the driver hands them over, without a layer of ours for each: nothing says that a value is of its kind, and one
    that can't be read raises one of ODD_VALUE.
    """
    chosen = f"{_OF_LEAF}, {_OF_ENTRY.format(at=_AT[connection.vendor])}" if columns else _OF_LEAF
    statement = (
        f"SELECT {chosen} FROM {Leaf._meta.db_table} AS leaf "  # noqa: S608  our own names
        f"JOIN {Entry._meta.db_table} AS entry ON entry.id = leaf.entry_id "
        "WHERE leaf.position BETWEEN %s AND %s ORDER BY leaf.position"
    )
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute(statement, [first, last])
        yield iter(cursor.cursor)


def told_at(at: str | datetime) -> str:
    """From SQLite's own form, 2023-10-01 00:00:00, and six digits more where they are not zeros; or from a time."""
    if isinstance(at, datetime):
        return timestamp(at)
    return f"{at[:10]}T{at[11:]}{'.000000' if len(at) == 19 else ''}Z"


def stored_after(position: int, limit: int) -> list[Stored]:
    """The leaves that follow, each value of its kind. The list ends with UNREADABLE where one can't be read."""
    try:
        return _stored_after(position, limit)
    except ODD_VALUE as error:
        raise_unless_odd(error)
    found = list[Stored]()
    while len(found) < limit:
        try:
            one = _stored_after(found[-1].position if found else position, 1)
        except ODD_VALUE as error:
            raise_unless_odd(error)
            one = [UNREADABLE]
        found += one
        if not one or one[0] is UNREADABLE:
            break
    return found


def raise_unless_odd(error: Exception) -> None:
    """Raises the error of a store that refused; not one of ODD_VALUE that only says what a column holds."""
    if isinstance(error, OperationalError) and "decode" not in str(error):
        raise error  # the store itself refused


def _stored_after(position: int, limit: int) -> list[Stored]:
    return [_as_stored(row) for row in _rows_after(position)[:limit]]


def _rows_after(position: int) -> QuerySet[Leaf, tuple[Any, ...]]:
    names = ("position", "leaf_hash", "chain_hash", *(f"entry__{name}" for name in Stored._fields[3:]))
    return Leaf.objects.filter(position__gt=position).order_by("position").values_list(*names)


def _as_stored(row: tuple[Any, ...]) -> Stored:
    """Raises TypeError for a value that its column can't rightly hold. `bytes(5)` would be five zeros."""
    position, leaf, chained, canonical, item, action, at, actor, reason, salt = row
    if not type(item) is type(action) is type(actor) is type(reason) is str or not isinstance(at, datetime):
        raise TypeError("a column holds another kind of value than its own")
    return Stored(
        position,
        _bytes(leaf),
        _bytes(chained),
        _bytes(canonical),
        item,
        action,
        at,
        actor,
        reason,
        None if salt is None else _bytes(salt),
    )


def _bytes(value: Any) -> bytes:
    """psycopg hands over memoryviews."""
    return value if type(value) is bytes else memoryview(value).tobytes()
