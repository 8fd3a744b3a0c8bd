"""Fixtures of the whole suite, and the choice of the store.

`TOCSIN_TEST_STORE=postgresql` runs the tests that need a store over the server at `TOCSIN_TEST_POSTGRESQL`;
where that is not set they are skipped by name.
"""

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


@pytest.fixture
def shared() -> Path:
    """The folder of acceptance material beside the project; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared is not here")
    return SHARED
