"""Fixtures of the whole suite, and the choice of the store.

`TOCSIN_TEST_STORE=postgresql` runs the tests that need a store over the server at `TOCSIN_TEST_POSTGRESQL`;
where that is not set they are skipped by name.
"""

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests import settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only tests of the store run: the others have run on SQLite already."""
    if not settings.ON_POSTGRESQL:
        return
    no_server = pytest.mark.skip(reason="no PostgreSQL server: set TOCSIN_TEST_POSTGRESQL to its URL")
    kept, left = [], []
    for item in items:
        (kept if item.get_closest_marker("django_db") else left).append(item)
        if not settings.POSTGRESQL_URL:
            item.add_marker(no_server)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of acceptance material beside the project; the test is skipped where it is absent, and never in CI."""
    if not SHARED.is_dir():
        assert not os.environ.get("CI"), "the folder ../shared is not here, and in CI it must be"
        pytest.skip("the folder ../shared is not here")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def empty_the_append_only_tables() -> Iterator[None]:
    """Between tests with `transaction=True` Django empties every table, which the custody log's triggers refuse.

    They are taken off for that moment, in the flush's own transaction, and put back.
    """
    from django.db.backends.base.operations import BaseDatabaseOperations

    append_only = import_module("tocsin.custody.migrations.0002_append_only")
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_released(self: BaseDatabaseOperations, statements: list[str]) -> None:
        vendor = self.connection.vendor
        held = append_only.hold_statements(vendor)
        flush(self, [*append_only.release_statements(vendor), *statements, *held])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_released)
        yield
