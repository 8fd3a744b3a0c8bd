"""Many rows of one model in one go.

`bulk_create` makes an object of every row and an expression of every value, which takes four times as long as the
database does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from types import NoneType
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BinaryField, JSONField, TextField

if TYPE_CHECKING:
    from django.db.models import Field, Model

#: what every database driver takes as it is
_PLAIN = frozenset({str, int, bool, bytes, NoneType})
#: rows in one statement on PostgreSQL, where a statement for each takes ten times as long; only where their size is
#: bounded by their columns, for the statement is made in memory
_AT_ONCE = 100


def insert_rows(model: type[Model], rows: Iterable[Mapping[str, object]]) -> None:
    """Insert rows that all have the same attributes (`report_id`, not `report`). No defaults, no signals, no ids back."""
    ready = list(rows)
    if not ready:
        return
    fields = [field for field in model._meta.concrete_fields if field.attname in ready[0]]
    unknown = ready[0].keys() - {field.attname for field in fields}
    assert not unknown, f"no such fields of {model.__name__}: {unknown}"
    columns = [_adapted(field, list(map(itemgetter(field.attname), ready))) for field in fields]
    _insert(model, fields, list(zip(*columns, strict=True)))


def insert_plain(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """The same for rows whose values, in the order of `names`, every driver takes as they are."""
    if rows:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        _insert(model, [fields[name] for name in names], rows)


def _insert(model: type[Model], fields: Sequence[Field[Any, Any]], values: Sequence[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "  # noqa: S608  our own names
    together = connection.vendor == "postgresql" and not any(map(_is_long, fields))
    with connection.cursor() as cursor:
        if not together:
            cursor.executemany(statement + places, values)
            return
        for part in _parts(values):
            every = ", ".join([places] * len(part))
            cursor.execute(statement + every, [value for row in part for value in row])


def _is_long(field: Field[Any, Any]) -> bool:
    return isinstance(field, TextField | BinaryField | JSONField)


def _parts(values: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _adapted(field: Field[Any, Any], values: Sequence[Any]) -> Sequence[Any]:
    """The values as the driver takes them."""
    types = set(map(type, values))
    if types <= _PLAIN and not isinstance(field, JSONField):
        return values
    if types <= {datetime, NoneType}:
        # Rows of one batch share the object that says when. Equal is not enough: an hour that clocks repeat is equal
        # to itself and is two instants.
        known = {id(value): value for value in values}
        adapt = connection.ops.adapt_datetimefield_value
        ready = {key: adapt(value) for key, value in known.items()}
        return [ready[id(value)] for value in values]
    if types <= {date, NoneType}:
        days = {value: connection.ops.adapt_datefield_value(value) for value in set(values)}
        return [days[value] for value in values]
    return [field.get_db_prep_save(value, connection) for value in values]
