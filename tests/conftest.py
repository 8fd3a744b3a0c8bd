"""Fixtures of the whole suite, and the choice of the store.

`TOCSIN_TEST_STORE=postgresql` runs the tests that need a store over the server at `TOCSIN_TEST_POSTGRESQL`;
where that is not set they are skipped by name. `TOCSIN_TEST_EXAMPLES=same` has property tests try the same examples
each time, so that a change is judged by what it changed; without it each run tries others, and finds more.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests import settings

if TYPE_CHECKING:
    from tocsin.alerts.key_pair import KeyPair
    from tocsin.alerts.models import SigningKey

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

if (
    os.environ.get("TOCSIN_TEST_EXAMPLES") == "same"
):  # before any test is imported: its settings start from these
    hypothesis.settings.load_profile("ci")


#: what they look at is made from rows that are the same over either store, and they are the longest: axe in a browser
#: over every page, and dossiers broken thousands of times before verifiers that need no store
SAME_OVER_EITHER = frozenset({"test_accessibility.py", "test_tampering.py", "test_checking_fuzz.py"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only tests of the store run: the others have run on SQLite already."""
    if not settings.ON_POSTGRESQL:
        return
    no_server = pytest.mark.skip(reason="no PostgreSQL server: set TOCSIN_TEST_POSTGRESQL to its URL")
    kept, left = [], []
    for item in items:
        of_the_store = _opens_a_store(item) and item.path.name not in SAME_OVER_EITHER
        (kept if of_the_store else left).append(item)
        if not settings.POSTGRESQL_URL:
            item.add_marker(no_server)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def _opens_a_store(item: pytest.Item) -> bool:
    """By its mark, or by a fixture that it or one of its fixtures asks for."""
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(asked & {"db", "transactional_db"})


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes are not named by what is in them, nor by their length: they may hold when they were packed, or chance.

    The processes that share the tests each collect them, and have to find the same names.
    """
    return "bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of acceptance material beside the project; the test is skipped where it is absent, and never in CI."""
    if not SHARED.is_dir():
        assert not os.environ.get("CI"), "the folder ../shared is not here, and in CI it must be"
        pytest.skip("the folder ../shared is not here")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def empty_the_append_only_tables() -> Iterator[None]:
    """Between tests with `transaction=True` Django empties every table, which the log's and the ledger's triggers refuse.

    They are taken off for that moment, in the flush's own transaction, and put back.
    """
    from django.db.backends.base.operations import BaseDatabaseOperations

    from tests.test_guards import guarding
    from tocsin import guards

    names = ("0002_append_only", "0003_branches")
    append_only = [import_module(f"tocsin.custody.migrations.{name}") for name in names]
    kept = [
        guard
        for name in guarding()
        for guard in import_module(f"tocsin.{name}").GUARDS
        if guard.event in ("DELETE", "TRUNCATE")
    ]
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_released(self: BaseDatabaseOperations, statements: list[str]) -> None:
        vendor = self.connection.vendor
        held = [line for each in append_only for line in each.hold_statements(vendor)]
        released = [line for each in append_only for line in each.release_statements(vendor)]
        held += guards.hold_statements(kept, vendor)
        released += guards.release_statements([guard.name for guard in kept], vendor)
        flush(self, [*released, *statements, *held])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_released)
        yield


#: when the tests' signing key was made and taken into use: before anything that a test issues
KEY_SINCE = datetime(2000, 1, 1, tzinfo=UTC)


@cache
def run_key() -> "KeyPair":
    """One key for all tests of a run: making one takes a tenth of a second and more."""
    from tocsin.alerts import key_pair

    return key_pair.made(
        organisation="Tests", site="http://127.0.0.1:8000", days=36_500, demonstration=False, now=KEY_SINCE
    )


@pytest.fixture(autouse=True)
def a_signing_key(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test issues an alert and has taken no key into use, it is signed by the run's own, which is then in use.

    A test that asks for `no_signing_key` finds the store as it is.
    """
    if request.node.get_closest_marker("django_db") is None or "no_signing_key" in request.fixturenames:
        return
    from tocsin.alerts import key_acts, keys

    assert key_acts.in_use is keys.in_use  # it has the real one before this one is replaced
    found = keys.in_use

    def found_or_taken() -> "SigningKey | None":
        key = found() or key_acts.take_into_use(
            run_key(), by="command line", now=KEY_SINCE, reason="for tests"
        )
        _keep(key.fingerprint)
        return key

    monkeypatch.setattr(keys, "in_use", found_or_taken)


@pytest.fixture
def no_signing_key() -> None:
    """No key is in use before the test takes one."""


def _keep(fingerprint: str) -> None:
    """The run's own key lies where the test's settings look for it; they may have moved."""
    from tocsin.alerts import key_files

    if fingerprint == run_key().certificate.fingerprint and not key_files.path_of(fingerprint).exists():
        key_files.keep(run_key())
