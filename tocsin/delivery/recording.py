"""Writing down what came of tries: many in one transaction, each only where this worker still holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tocsin.delivery.channels import channel_of
from tocsin.delivery.models import Attempt
from tocsin.delivery.packing import Dropped, Held
from tocsin.delivery.states import Outcome, Result, State, Step, follow
from tocsin.delivery.subscribing import end_contact
from tocsin.rows import insert_rows

REASON_LENGTH_MAX = 200
Values = tuple[str | int | datetime | None, ...]
_SENDING = " AND kept.state='sending'"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """One begun dispatch after its try. `outcome` is None where it was not handed over after all."""

    held: Held
    outcome: Outcome | None
    at: datetime


def record(name: str, tried: Sequence[Tried]) -> None:
    """Must run inside a transaction."""
    done = [(each, each.outcome) for each in tried if each.outcome is not None]
    _record_done(name, done)
    _write(
        "state=tried.state, tries=kept.tries-1",
        ("state", "id", "held_by"),
        [(str(each.held.state), each.held.number, name) for each in tried if each.outcome is None],
        only=_SENDING,
    )
    insert_rows(
        Attempt,
        [
            {
                "dispatch_id": each.held.number,
                "at": each.at,
                "result": outcome.result.value,
                "reason": outcome.reason[:REASON_LENGTH_MAX],
            }
            for each, outcome in done
        ],
    )
    for each, outcome in done:
        if outcome.ends:
            end_contact(each.held.contact_id, why="the address is gone", now=each.at)


def record_dropped(name: str, dropped: Iterable[Dropped], now: datetime) -> None:
    at = connection.ops.adapt_datetimefield_value(now)
    _write(
        "state=tried.state, next_at=NULL, reason=tried.reason, changed_at=tried.at",
        ("state", "reason", "at", "id", "held_by"),
        [(State.GIVEN_UP.value, each.why, at, each.number, name) for each in dropped],
    )


def _record_done(name: str, done: Iterable[tuple[Tried, Outcome]]) -> None:
    """What is tried again, and what is not: a column of nothing but NULL would have no type on PostgreSQL."""
    adapt = connection.ops.adapt_datetimefield_value
    ended, again = [], []
    for each, outcome in done:
        step = _step(each, outcome)
        unknown, reason = int(outcome.result is Result.UNKNOWN), step.reason[:REASON_LENGTH_MAX]
        row = (step.state.value, reason, adapt(each.at), unknown, each.held.number, name)
        if step.next_at is None:
            ended.append(row)
        else:
            again.append((*row, adapt(step.next_at)))
    sets = "state=tried.state, reason=tried.reason, changed_at=tried.at, unknowns=kept.unknowns+tried.unknown"
    names = ("state", "reason", "at", "unknown", "id", "held_by")
    _write(f"{sets}, next_at=NULL", names, ended, only=_SENDING)
    _write(f"{sets}, next_at=tried.next_at", (*names, "next_at"), again, only=_SENDING)


def _step(each: Tried, outcome: Outcome) -> Step:
    return follow(
        outcome,
        tries=each.held.tries + 1,
        now=each.at,
        seed=each.held.parcel.stable_id,
        until=each.held.until,
        repeats=channel_of(each.held.channel).repeats_unknown,
    )


def _write(sets: str, names: Sequence[str], rows: Sequence[Values], *, only: str = "") -> None:
    """All rows in one statement, each where `held_by` still holds it: on PostgreSQL each of its own would be a journey."""
    if not rows:
        return
    one = f"({', '.join(['%s'] * len(names))})"
    statement = (
        f"WITH tried ({', '.join(names)}) AS (VALUES {', '.join([one] * len(rows))})"  # noqa: S608  our own names
        f" UPDATE delivery_dispatch AS kept SET {sets}, held_by='' FROM tried"
        f" WHERE kept.id=tried.id AND kept.held_by=tried.held_by{only}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])
