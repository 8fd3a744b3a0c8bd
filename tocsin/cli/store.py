"""Opening the store: settings, Django, and a database that is ready."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager


def open_store() -> None:
    """Sets Django up and prepares an empty or older database. Safe when several commands start at once."""
    set_up()
    from django.core.management import call_command

    if _is_ready():
        return
    with _one_at_a_time():
        if not _is_ready():
            call_command("migrate", interactive=False, verbosity=0)


def set_up() -> None:
    """Django, over a store that may be empty."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.settings")
    django.setup()


def _is_ready() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A lock beside the store, freed by the system even when the process is killed."""
    from django.conf import settings

    with (settings.TOCSIN_HOME / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
