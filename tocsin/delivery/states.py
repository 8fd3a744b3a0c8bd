"""What can become of one message to one recipient: one table of states, and one function from what happened to what next.

    queued -> sending -> sent | delivered                  the other side took it
                      -> retrying -> sending ...           it did not, for now
                      -> failed                            it never will
                      -> outcome unknown -> sending ...    it may have: repeated under the same id
    queued, retrying, outcome unknown -> given up          too many tries, too late, or nobody wants it any more

Nothing here touches the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import TextChoices

from tocsin.delivery.backoff import next_try


class State(TextChoices):
    QUEUED = "queued"
    #: handed over, or about to be: what stands so when a worker dies becomes UNKNOWN
    SENDING = "sending"
    #: somebody who passes it on took it: a mail server, a push service
    SENT = "sent"
    #: the recipient's own machine took it
    DELIVERED = "delivered"
    RETRYING = "retrying"
    UNKNOWN = "outcome unknown"
    #: the other side said: never
    FAILED = "failed"
    GIVEN_UP = "given up"


#: a worker takes these up when their time comes
WAITING = (State.QUEUED, State.RETRYING, State.UNKNOWN)
#: nothing more happens by itself
FINAL = (State.SENT, State.DELIVERED, State.FAILED, State.GIVEN_UP)
#: a person may ask for one more round of tries
RETRIABLE = (State.FAILED, State.GIVEN_UP)


class Result(StrEnum):
    """What a channel says of one try."""

    SENT = "sent"
    DELIVERED = "delivered"
    #: refused for now, or nobody answered before anything was handed over
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    #: handed over, and no answer came
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of handing one parcel over."""

    result: Result
    #: a code or a few words of ours, never an address nor what the other side wrote; at most 200 characters
    reason: str = ""
    #: the other side asks to wait so long; None where it says nothing
    retry_after_s: float | None = None
    #: nobody is there any more: the address's subscriptions end
    ends: bool = False
    #: the whole lane (mail server, host) does not answer, not only this recipient
    lane_down: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """The state that follows."""

    state: State
    #: when it is tried again; None where it is not
    next_at: datetime | None
    reason: str


_TAKEN = {Result.SENT: State.SENT, Result.DELIVERED: State.DELIVERED, Result.PERMANENT: State.FAILED}


def follow(outcome: Outcome, *, tries: int, now: datetime, seed: str, until: datetime, repeats: bool) -> Step:
    """What becomes of a dispatch after its `tries`-th try (from 1).

    `until`: no try is made after it. `repeats`: whether the channel may repeat what may have arrived.
    """
    if outcome.result in _TAKEN:
        return Step(state=_TAKEN[outcome.result], next_at=None, reason=outcome.reason)
    unknown = outcome.result is Result.UNKNOWN
    if unknown and not repeats:
        return Step(state=State.UNKNOWN, next_at=None, reason=outcome.reason)
    at = next_try(tries, now, seed, retry_after_s=outcome.retry_after_s)
    if at is None or at > until:
        return Step(state=State.GIVEN_UP, next_at=None, reason=_last_words(outcome, at is None))
    return Step(state=State.UNKNOWN if unknown else State.RETRYING, next_at=at, reason=outcome.reason)


def _last_words(outcome: Outcome, too_often: bool) -> str:
    why = "too many tries" if too_often else "too late"
    return f"{why}; last: {outcome.reason or outcome.result}"


def last_moment(queued_at: datetime, expires: datetime | None) -> datetime:
    """Until when a message is tried: it expires, or three days are over."""
    own = queued_at + KEPT_TRYING
    return own if expires is None else min(own, expires)


#: as long as mail servers commonly try (RFC 5321, 4.5.4.1: four to five days; a warning is stale before)
KEPT_TRYING = timedelta(days=3)
