"""Many rows of one model in one go.

`bulk_create` makes an object of every row and an expression of every value, which takes four times as long as the
database does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, groupby
from operator import itemgetter
from types import NoneType
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BinaryField, JSONField, TextField

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Field, Model

#: what every database driver takes as it is
_PLAIN = frozenset({str, int, bool, bytes, NoneType})
#: rows in one statement. PostgreSQL takes ten times as long with a statement for each; SQLite five times, where the
#: table has a trigger: before each statement it copies every page that this one touches, to be able to take it back
_AT_ONCE = 100
#: more rows than these touch many pages of an index, and SQLite would copy them for every hundred: it is given more at
#: once, laid into a table of the connection's own and copied from there
_FEW = 1_000
_GATHERED = 50_000
#: characters and bytes of the rows of one statement, which are in memory; a single row may have more
_SIZE_MAX = 1_000_000
#: the same of those that are laid into that table, which SQLite keeps in a file where it grows
_GATHERED_SIZE_MAX = 20_000_000
#: of any size: others are bounded by their columns
_LONG = (TextField, BinaryField, JSONField)


def insert_rows(model: type[Model], rows: Iterable[Mapping[str, object]]) -> None:
    """Insert rows that all have the same attributes (`report_id`, not `report`). No defaults, no signals, no ids back."""
    ready = list(rows)
    if not ready:
        return
    fields = [field for field in model._meta.concrete_fields if field.attname in ready[0]]
    unknown = ready[0].keys() - {field.attname for field in fields}
    assert not unknown, f"no such fields of {model.__name__}: {unknown}"
    _insert_columns(model, fields, [list(map(itemgetter(field.attname), ready)) for field in fields])


def insert_tuples(model: type[Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """The same for rows whose values stand in the order of `names`."""
    columns = list(zip(*rows, strict=True))
    if columns:
        _insert_columns(model, _fields(model, names), columns)


def insert_plain(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """The same for rows whose values, in the order of `names`, every driver takes as they are."""
    if rows:
        _insert(model, _fields(model, names), rows)


def _fields(model: type[Model], names: Iterable[str]) -> list[Field[Any, Any]]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return [fields[name] for name in names]


def _insert_columns(
    model: type[Model], fields: Sequence[Field[Any, Any]], columns: Iterable[Sequence[Any]]
) -> None:
    ready = [_adapted(field, column) for field, column in zip(fields, columns, strict=True)]
    _insert(model, fields, list(zip(*ready, strict=True)))


def _insert(model: type[Model], fields: Sequence[Field[Any, Any]], values: Sequence[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    names = [quote(str(field.column)) for field in fields]
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)}) "
    places = f"({', '.join(['%s'] * len(fields))})"
    long = [place for place, field in enumerate(fields) if isinstance(field, _LONG)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite" and len(values) > _FEW:
            _gathered(cursor, into, names, values, long)
            return
        most = min(_AT_ONCE, (connection.features.max_query_params or _AT_ONCE * len(fields)) // len(fields))
        for length, parts in groupby(_parts(values, most, long, _SIZE_MAX), key=len):
            statement = f"{into}VALUES {', '.join([places] * length)}"
            every = [tuple(chain.from_iterable(part)) for part in parts]
            if length == most and connection.vendor == "sqlite":
                cursor.executemany(statement, every)  # its driver reads the statement once
                continue
            for one in every:
                cursor.execute(statement, one)


def _gathered(
    cursor: CursorWrapper,
    into: str,
    names: Sequence[str],
    values: Sequence[tuple[Any, ...]],
    long: Sequence[int],
) -> None:
    """On SQLite: a table without triggers takes a row by each statement at little cost, and of each what differs alone."""
    differ = _differing(values)
    columns = ", ".join(names[place] for place in differ)
    every = ", ".join(name if place in differ else "%s" for place, name in enumerate(names))
    shared = [value for place, value in enumerate(values[0]) if place not in differ]
    gather = f"INSERT INTO temp.gathered VALUES ({', '.join(['%s'] * len(differ))})"  # noqa: S608  our own names
    cursor.execute(f"CREATE TEMP TABLE gathered ({columns})")
    try:
        for part in _parts(values, _GATHERED, long, _GATHERED_SIZE_MAX):
            cursor.executemany(gather, _picked(part, differ) if shared else part)
            cursor.execute(f"{into}SELECT {every} FROM temp.gathered ORDER BY rowid", shared)  # noqa: S608
            cursor.execute("DELETE FROM temp.gathered")
    finally:
        cursor.execute("DROP TABLE temp.gathered")


def _differing(values: Sequence[tuple[Any, ...]]) -> list[int]:
    """Places at which not all rows have the same; one at the least."""
    ends = enumerate(zip(values[0], values[-1], strict=True))
    return [
        place
        for place, (one, other) in ends
        if one != other or [row[place] for row in values].count(one) < len(values)
    ] or [0]


def _picked(part: Sequence[tuple[Any, ...]], places: Sequence[int]) -> list[tuple[Any, ...]]:
    if len(places) == 1:
        return [(row[places[0]],) for row in part]
    return list(map(itemgetter(*places), part))


def _parts(
    values: Sequence[tuple[Any, ...]], most: int, long: Sequence[int], size_max: int
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """At most so many rows at once, and fewer where those at the places `long` hold much."""
    for start in range(0, len(values), most):
        part = values[start : start + most]
        if sum([_size_of_all([row[place] for row in part]) for place in long]) <= size_max:
            yield part
        else:
            yield from _smaller_parts(part, long, size_max)


def _smaller_parts(
    values: Sequence[tuple[Any, ...]], long: Sequence[int], size_max: int
) -> Iterator[Sequence[tuple[Any, ...]]]:
    start = size = 0
    for place, row in enumerate(values):
        its = sum([_size(row[each]) for each in long])
        if place > start and size + its > size_max:
            yield values[start:place]
            start, size = place, 0
        size += its
    yield values[start:]


def _size_of_all(values: Sequence[Any]) -> int:
    try:
        return sum(map(len, values))
    except TypeError:  # one has no length, as None
        return sum(map(_size, values))


def _size(value: object) -> int:
    if value is None:
        return 0
    # what a driver wraps by itself, as JSON is, does not tell its size: its row goes alone
    return len(value) if isinstance(value, str | bytes | memoryview) else _SIZE_MAX


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
