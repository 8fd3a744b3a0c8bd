"""Writing acts into the log, in the transaction that carries them out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import transaction

from tocsin.custody.acts import Act, canonical_entry
from tocsin.custody.commitments import SECRET_BYTES
from tocsin.custody.models import Entry
from tocsin.custody.sequencer import number


def log(acts: Iterable[Act]) -> list[int]:
    """Write the acts, unnumbered, in the acting transaction; number them on its commit. Returns entry ids.

    The act and its entry are stored together or not at all. Raises WrongUse for text that has no UTF-8 form.
    """
    assert transaction.get_connection().in_atomic_block, "log() outside transaction.atomic()"
    written = Entry.objects.bulk_create([_entry(act) for act in acts])
    ids = [entry.pk for entry in written]
    if ids:
        _number_on_commit(ids[0])
    return ids


def _entry(act: Act) -> Entry:
    secret = secrets.token_bytes(SECRET_BYTES)
    return Entry(
        canonical=canonical_entry(act, secret),
        item=act.item,
        action=act.action,
        at=act.at,
        actor=act.actor,
        reason=act.reason,
        salt=secret,
    )


def _number_on_commit(first_id: int) -> None:
    """Number once per transaction. Robust: where it fails, the act stands, and a later call numbers its entry.

    The call that an earlier `log()` of this transaction left numbers our entries too, for its first id is lower.
    It is dropped only with the entries of that `log()`, when the savepoint that both were made in is rolled back.
    """

    def number_written() -> None:
        number(since=first_id)

    name = number_written.__qualname__  # a partial has none, and Django's report of a failure needs one
    waiting = transaction.get_connection().run_on_commit
    if not any(getattr(call, "__qualname__", "") == name for _, call, _ in waiting):
        transaction.on_commit(number_written, robust=True)
