"""Forgetting what opens entries: all of an entry but who acted, or some paths. Their bytes stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tocsin.custody.acts import Act
from tocsin.custody.commitments import Json
from tocsin.custody.kept_salts import opener_of, remaining
from tocsin.custody.models import Entry, Erasure, KeptSalt
from tocsin.custody.proving import commitments_of
from tocsin.custody.writer import log
from tocsin.rows import insert_rows

#: entries held in memory at once
_CHUNK = 200
#: values in one IN (...)
_ASKED_MAX = 500

#: from the paths of an entry to those that are forgotten
Forgets = Callable[[Entry, Collection[str]], Collection[str]]


def all_but_actor(_: Entry, paths: Collection[str]) -> Collection[str]:
    """Who acted is no part of what is erased: without it nobody could be asked why."""
    return [path for path in paths if path != "actor"]


def forget(entries: QuerySet[Entry], forgets: Forgets = all_but_actor) -> int:
    """Forgets for good; returns how many entries are no longer wholly open by it. Within the acting transaction."""
    assert transaction.get_connection().in_atomic_block, "forget() outside transaction.atomic()"
    count = 0
    for chunk in _chunks(entries):
        count += sum(_forget(entry, forgets) for entry in chunk)
    return count


def entries_of(items: Iterable[str]) -> list[QuerySet[Entry]]:
    """What the log has of these items, in parts that a database takes."""
    named = list(items)
    parts = (named[at : at + _ASKED_MAX] for at in range(0, len(named), _ASKED_MAX))
    return [Entry.objects.filter(item__in=part) for part in parts]


def record_erasure(
    item: str, *, fields: Collection[str], reason: str, by: str, now: datetime, files: Collection[str]
) -> Erasure:
    """The row that says it and its entry in the log. Within the acting transaction."""
    row = Erasure.objects.create(
        item=item, fields=sorted(fields), reason=reason, erased_by=by, at=now, files=sorted(files)
    )
    log(
        [
            Act(
                item=f"erasure:{row.pk}",
                action="erased",
                actor=by,
                at=now,
                reason=reason,
                after=committed(row),
            )
        ]
    )
    return row


def committed(row: Erasure) -> dict[str, Json]:
    """What the log commits to of an erasure."""
    return {"item": row.item, "fields": row.fields, "why": row.reason}


def kept_faults() -> Iterator[str]:
    """Whoever is shown as having acted, or why, must be the one that the entry committed to."""
    rows = KeptSalt.objects.filter(path__in=("actor", "reason")).select_related("entry")
    for row in rows.order_by("pk").iterator(chunk_size=_CHUNK):
        made = commitments_of(bytes(row.entry.canonical)).get(row.path)
        opener = opener_of(row.entry)
        if opener is None or not opener.opens(made, row.path, row.value):
            yield f"the {row.path} kept of log entry {row.entry_id} is not the one of the entry"


def _chunks(entries: QuerySet[Entry]) -> Iterator[list[Entry]]:
    """By their ids, for each is changed while the next are read."""
    ids = list(entries.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(ids), _CHUNK):
        part = Entry.objects.filter(pk__in=ids[at : at + _CHUNK])
        yield list(part.order_by("pk").prefetch_related("kept_salts"))


def _forget(entry: Entry, forgets: Forgets) -> bool:
    opener = opener_of(entry)
    if opener is None:
        return False
    paths = list(commitments_of(bytes(entry.canonical)))
    gone = set(forgets(entry, paths))
    if not any(opener.has(path) for path in gone & set(paths)):
        return False
    if entry.salt is None:
        entry.kept_salts.filter(path__in=gone).delete()
        return True
    told = {"actor": entry.actor, "reason": entry.reason}
    kept = remaining(opener, paths, gone)
    insert_rows(
        KeptSalt,
        (
            {"entry_id": entry.pk, "path": path, "salt": salt, "value": told.get(path, "")}
            for path, salt in kept.items()
        ),
    )
    Entry.objects.filter(pk=entry.pk).update(actor="", reason="", salt=None)
    return True
