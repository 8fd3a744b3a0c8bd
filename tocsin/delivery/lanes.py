"""A lane: what fails together (one mail server, one host), with its waiting parcels and its open connections.

Which lanes may hand over how much is decided here, purely; threads and the store belong to draining.py.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tocsin.delivery.channels.face import Channel, Sender
from tocsin.delivery.packing import Held
from tocsin.delivery.states import Outcome

#: parcels that one thread gets at once: all of them are unknown if the worker dies meanwhile
CHUNK = 8
#: the pause after a lane failed once, doubled each time
PAUSE_FIRST_S, PAUSE_MAX_S = 5.0, 300.0
#: connections that wait for the next parcel, in one lane
IDLE_MAX = 4


@dataclass
class Lane:
    name: str
    channel: Channel
    waiting: deque[Held] = field(default_factory=deque)
    #: connections that nobody uses now
    idle: list[Sender] = field(default_factory=list)
    #: threads at work
    busy: int = 0
    #: failures of the whole lane in a row; 0: it is well
    downs: int = 0
    #: nothing is handed over before; None: no pause
    paused_until: datetime | None = None

    def held_max(self) -> int:
        """Parcels that are fetched ahead: as much as its threads take in two rounds."""
        return CHUNK * self.channel.at_once_in_lane * 2 if not self.downs else 1

    def fits(self) -> bool:
        return len(self.waiting) < self.held_max()

    def takes_more(self, now: datetime) -> bool:
        """Asked for more only when half empty: not in every turn for a few."""
        return not self.paused(now) and len(self.waiting) < max(1, self.held_max() // 2)

    def paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until

    def next_chunk(self, now: datetime, free: int, free_for_sick: int) -> int:
        """How many parcels to hand to one more thread: 0 for none. A lane that failed is tried with one."""
        if not self.waiting or self.paused(now) or free <= 0:
            return 0
        if self.downs:
            return 1 if self.busy == 0 and free_for_sick > 0 else 0
        if self.busy >= self.channel.at_once_in_lane:
            return 0
        # shared out among the lane's threads: a few parcels are not left to one of them
        return min(CHUNK, -(-len(self.waiting) // self.channel.at_once_in_lane))

    def note(self, outcome: Outcome, now: datetime) -> None:
        """What an outcome says of the lane."""
        if not outcome.lane_down:
            self.downs, self.paused_until = 0, None
        elif not self.paused(now):  # several threads that fail at once are one failure
            self.downs += 1
            self.paused_until = now + timedelta(seconds=pause_s(self.downs, outcome.retry_after_s))


def pause_s(downs: int, asked_s: float | None) -> float:
    """
    >>> [pause_s(downs, None) for downs in (1, 2, 3, 20)], pause_s(1, 60)
    ([5.0, 10.0, 20.0, 300.0], 60.0)
    """
    own = min(PAUSE_FIRST_S * float(2 ** min(downs - 1, 10)), PAUSE_MAX_S)
    return max(own, min(float(asked_s or 0), PAUSE_MAX_S))


def slots_for_sick(at_once: int) -> int:
    """Threads of a channel that lanes which failed may hold up together; the others never wait for them."""
    return max(1, at_once // 4)
