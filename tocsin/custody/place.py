"""The kind of a column by which rows stand in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class Place(models.BigIntegerField):  # type: ignore[type-arg]  # at run time it takes none
    """A key that is no id of the database's own.

    SQLite keeps rows themselves in the order of an `integer` key; of a `bigint` one it keeps an index beside them.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)
