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
Values = tuple[str | int | None, ...]
_BEGUN = (
    "UPDATE delivery_dispatch SET state=%s, next_at=%s, reason=%s, changed_at=%s, unknowns=unknowns+%s, held_by=''"
    " WHERE id=%s AND held_by=%s AND state='sending'"
)
_NOT_HANDED_OVER = (
    "UPDATE delivery_dispatch SET state=%s, tries=tries-1, held_by=''"
    " WHERE id=%s AND held_by=%s AND state='sending'"
)
_DROPPED = (
    "UPDATE delivery_dispatch SET state=%s, next_at=NULL, reason=%s, changed_at=%s, held_by=''"
    " WHERE id=%s AND held_by=%s"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """One begun dispatch after its try. `outcome` is None where it was not handed over after all."""

    held: Held
    outcome: Outcome | None
    at: datetime


def record(name: str, tried: Sequence[Tried]) -> None:
    """Must run inside a transaction."""
    done = [(each, each.outcome) for each in tried if each.outcome is not None]
    _write(_BEGUN, (_values(name, each, outcome) for each, outcome in done))
    _write(
        _NOT_HANDED_OVER,
        ((str(each.held.state), each.held.number, name) for each in tried if each.outcome is None),
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
    _write(_DROPPED, ((State.GIVEN_UP.value, each.why, at, each.number, name) for each in dropped))


def _values(name: str, each: Tried, outcome: Outcome) -> Values:
    step, adapt = _step(each, outcome), connection.ops.adapt_datetimefield_value
    return (
        step.state.value,
        adapt(step.next_at),
        step.reason[:REASON_LENGTH_MAX],
        adapt(each.at),
        int(outcome.result is Result.UNKNOWN),
        each.held.number,
        name,
    )


def _step(each: Tried, outcome: Outcome) -> Step:
    return follow(
        outcome,
        tries=each.held.tries + 1,
        now=each.at,
        seed=each.held.parcel.stable_id,
        until=each.held.until,
        repeats=channel_of(each.held.channel).repeats_unknown,
    )


def _write(statement: str, values: Iterable[Values]) -> None:
    rows = list(values)
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
