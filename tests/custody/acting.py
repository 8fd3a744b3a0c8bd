"""Acts to log, for the tests of this folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.db import connection, transaction

from tocsin.custody import Act, log, number

AT = datetime(2023, 9, 29, 18, 0, tzinfo=UTC)
SCRIPTS = import_module("tocsin.custody.migrations.0002_append_only")


def act(index: int = 1, **changes: Any) -> Act:
    whole: dict[str, Any] = {
        "item": f"report:{index}",
        "action": "taken in",
        "actor": "ani",
        "at": AT,
        "reason": "seen on the road",
        "after": {"title": f"Report {index}", "publisher": "Example Wire"},
        "text": "First paragraph.\n\nSecond paragraph.",
    }
    return Act(**whole | changes)


def write(*acts: Act) -> list[int]:
    """Log the acts in one transaction, and number them."""
    with transaction.atomic():
        ids = log(acts)
    number()
    return ids


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@contextmanager
def tampering() -> Iterator[None]:
    """As somebody with the database's password: the triggers are off. What was done is undone at the end."""
    with transaction.atomic():
        connection.check_constraints()  # PostgreSQL drops no trigger while a check is due
        for statement in SCRIPTS.release_statements(connection.vendor):
            sql(statement)
        yield
        transaction.set_rollback(True)
