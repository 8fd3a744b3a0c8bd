"""Writing acts into the log, in the transaction that carries them out."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import DatabaseError, IntegrityError, connection, transaction

from tocsin.custody.acts import Act, canonical_entry
from tocsin.custody.commitments import SECRET_BYTES
from tocsin.custody.models import Entry
from tocsin.custody.sequencer import number
from tocsin.rows import insert_tuples
from tocsin.sqlite import last_step

logger = logging.getLogger(__name__)


class Row(NamedTuple):
    """A finished entry as its table holds it."""

    canonical: bytes
    item: str
    action: str
    at: datetime
    actor: str
    reason: str
    salt: bytes


def log(acts: Iterable[Act]) -> list[int]:
    """Write the acts, unnumbered, in the acting transaction; number them on its commit. Returns entry ids.

    The act and its entry are stored together or not at all. Raises WrongUse for text that has no UTF-8 form.
    """
    assert transaction.get_connection().in_atomic_block, "log() outside transaction.atomic()"
    rows = [row_of(act) for act in acts]
    return keep(rows) if rows else []


def keep(rows: Sequence[Row]) -> list[int]:
    """Insert rows of `row_of`, to be numbered on commit. Returns their ids."""
    last = _last_id()
    insert_tuples(Entry, Row._fields, rows)
    ids = _ids_after(last, rows)
    _number_on_commit(ids[0])
    return ids


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(id) FROM {Entry._meta.db_table}")  # noqa: S608  our own name
        return cursor.fetchone()[0] or 0


def _ids_after(last: int, rows: Sequence[Row]) -> list[int]:
    if (
        connection.vendor == "sqlite"
    ):  # one writer at a time: its ids are in a row, for none is ever taken back
        newest = _last_id()
        if newest == last + len(rows):
            return list(range(last + 1, newest + 1))
    # other people's entries may have been committed meanwhile: the secret tells ours from theirs
    written = Entry.objects.filter(pk__gt=last).values_list("salt", "pk")
    id_of = {bytes(salt): pk for salt, pk in written if salt is not None}
    return [id_of[row.salt] for row in rows]


def row_of(act: Act) -> Row:
    """The entry of an act, finished, with a secret of its own."""
    secret = secrets.token_bytes(SECRET_BYTES)
    canonical = canonical_entry(act, secret)
    return Row(canonical, act.item, act.action, act.at, act.actor, act.reason, secret)


def _number_on_commit(first_id: int) -> None:
    """Number once per transaction. Robust: where it fails, the act stands, and a later call numbers its entry.

    The call that an earlier `log()` of this transaction left numbers our entries too, for its first id is lower.
    It is dropped only with the entries of that `log()`, when the savepoint that both were made in is rolled back.
    """

    @last_step(lambda: number(since=first_id))
    def number_written() -> None:
        try:
            number(since=first_id)
        except IntegrityError:
            raise  # two sequencers at once: a fault of ours
        except (
            DatabaseError
        ) as error:  # a full or failing disk, a lost server: one line, and no page of our own calls
            logger.warning(
                "entries from %d on are not numbered yet, a later act does it: %s", first_id, error
            )

    name = number_written.__qualname__  # a partial has none, and Django's report of a failure needs one
    waiting = transaction.get_connection().run_on_commit
    if not any(getattr(call, "__qualname__", "") == name for _, call, _ in waiting):
        transaction.on_commit(number_written, robust=True)
