"""The worker: takes up what is due, hands it over, writes down what came of it.

One thread talks to the store, many hand over. Every turn is one transaction: results are written down and the next
parcels are marked as being handed over, before they are. So a worker that dies leaves no more in doubt than its threads
had in their hands.
"""

from __future__ import annotations

import queue
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from django.db import transaction

from tocsin.delivery import holding
from tocsin.delivery.channels import channels
from tocsin.delivery.channels.face import Channel, Sender
from tocsin.delivery.lanes import CHUNK, IDLE_MAX, Lane, slots_for_sick
from tocsin.delivery.models import Dispatch, Worker
from tocsin.delivery.outbox import fan_out, left_to_fan_out
from tocsin.delivery.packing import Dropped, Held, pack
from tocsin.delivery.recording import Tried, record, record_dropped
from tocsin.delivery.states import Outcome, Result

#: seconds without anything to do before the store is asked again
LOOK_EVERY_S = 1.0
#: seconds from a result to its being written down, at most: a transaction for each would take longer than the try
GATHER_S = 0.1
#: lanes that are remembered; well ones without work are forgotten first
LANES_MAX = 500
#: queries of one turn and channel: each next one leaves out the lanes that the last one filled
_LOOKS = 4

Clock = Callable[[], datetime]
Begun = tuple[Lane, Sequence[Held]]


def drain(
    *,
    stopped: Callable[[], bool] = lambda: False,
    once: bool = True,
    meanwhile: Callable[[], None] = lambda: None,
    lease_s: float = holding.LEASE_S,
    clock: Clock = lambda: datetime.now(UTC),
) -> int:
    """Delivers what is due, and with `once=False` what comes to be due, until stopped; returns how many tries it made.

    `meanwhile` is called about once a second, between two turns.
    """
    if once and not anything_due(clock()):
        return 0
    worker, called = Drainer(lease_s=lease_s, clock=clock), 0.0
    try:
        while not stopped():
            worker.turn()
            if once and worker.done():
                break
            if time.monotonic() - called >= LOOK_EVERY_S:
                meanwhile()
                called = time.monotonic()
    finally:
        worker.close()
    return worker.tries


def anything_due(now: datetime) -> bool:
    """Whether a worker would find something to do."""
    ready = [name for name, channel in channels().items() if channel.ready()]
    due = Dispatch.objects.filter(channel__in=ready, held_by="", next_at__lte=now)
    return left_to_fan_out(now) or due.exists() or Worker.objects.filter(lease_until__lte=now).exists()


class Drainer:
    def __init__(self, *, lease_s: float, clock: Clock) -> None:
        self.name = secrets.token_hex(16)
        self.tries = 0
        self._lease_s, self._clock = lease_s, clock
        self._lanes: dict[str, Lane] = {}
        self._results: queue.SimpleQueue[tuple[Lane, Tried] | tuple[Lane, Sender]] = queue.SimpleQueue()
        self._threads: dict[str, ThreadPoolExecutor] = {}
        #: by time.monotonic: nothing is handed over after it
        self._sure_until = self._beaten = self._looked = 0.0
        #: whether the last look found nothing more that is due
        self._empty = False
        #: by channel: lanes beside which nothing was due, and when (monotonic). To look beside lanes that are full means
        #: to pass over all that waits in them
        self._nothing_beside: dict[str, tuple[frozenset[str], float]] = {}
        #: when messages were last looked for (monotonic); 0: some are left to fan out
        self._fanned = 0.0
        holding.enlist(self.name, clock(), lease_s)

    # -- one turn

    def turn(self) -> None:
        results = self._collected()
        self._keep_alive()
        now = self._clock()
        look = self._wants_more(now)
        if look:
            self._fan_out(now)
        with transaction.atomic():
            record(self.name, results)
            if look:
                self._look(now)
            begun = self._begun(now)
        for lane, part in begun:
            self._hand_over(lane, part)

    def done(self) -> bool:
        """Nothing is on its way, nothing is due."""
        return self._empty and not self._busy() and not left_to_fan_out(self._clock())

    def close(self) -> None:
        """Waits for what is on its way, writes it down, lets go of the rest."""
        while self._busy():
            results = self._collected()
            self._keep_alive()
            with transaction.atomic():
                record(self.name, results)
        for pool in self._threads.values():
            pool.shutdown()
        for lane in self._lanes.values():
            for sender in lane.idle:
                sender.close()
        holding.retire(self.name)

    # -- results

    def _collected(self) -> list[Tried]:
        """The results that are there. Waits for a thread to be free where there is nothing else to do, not for each try."""
        tried: list[Tried] = []
        wait_s = LOOK_EVERY_S if self._busy() or self._empty else 0.0
        until = time.monotonic() + wait_s
        while True:
            try:
                lane, one = self._results.get(timeout=wait_s) if wait_s > 0 else self._results.get_nowait()
            except queue.Empty:
                return tried
            if isinstance(one, Tried):
                tried.append(one)
                self._count(lane, one)
                until = min(until, time.monotonic() + GATHER_S)
            else:
                lane.busy -= 1
                self._keep_open(lane, one)
                until = 0.0
            wait_s = until - time.monotonic()

    def _count(self, lane: Lane, one: Tried) -> None:
        if one.outcome is not None:
            self.tries += 1
            self._note(lane, one.outcome)

    def _note(self, lane: Lane, outcome: Outcome) -> None:
        now = self._clock()
        lane.note(outcome, now)
        if lane.paused(now) and lane.waiting:
            holding.let_go(self.name, [held.number for held in lane.waiting])
            lane.waiting.clear()

    def _keep_open(self, lane: Lane, sender: Sender) -> None:
        if lane.downs or len(lane.idle) >= IDLE_MAX:
            sender.close()
        else:
            lane.idle.append(sender)

    # -- the lease

    def _keep_alive(self) -> None:
        began = time.monotonic()
        if began - self._beaten < self._lease_s / 4:
            return
        now = self._clock()
        # its own lease first: whoever was merely slow, and whom nobody took for dead, still holds what it holds
        if not holding.beat(self.name, now, self._lease_s):
            for lane in self._lanes.values():  # taken for dead: what was held is somebody else's by now
                lane.waiting.clear()
            holding.enlist(self.name, now, self._lease_s)
        holding.free_the_dead(now)
        self._beaten = began
        self._sure_until = began + self._lease_s * 0.75

    # -- new work

    def _wants_more(self, now: datetime) -> bool:
        if self._empty:
            return time.monotonic() - self._looked >= LOOK_EVERY_S
        return any(lane.takes_more(now) for lane in self._lanes.values()) or not self._busy()

    def _fan_out(self, now: datetime) -> None:
        """In every look while messages are left, else once in a while."""
        if time.monotonic() - self._fanned < LOOK_EVERY_S:
            return
        if fan_out(now):
            self._nothing_beside.clear()
        self._fanned = 0.0 if left_to_fan_out(now) else time.monotonic()

    def _look(self, now: datetime) -> None:
        self._looked = time.monotonic()
        self._forget_lanes()
        found = [self._look_in(channel, now) for channel in channels().values() if channel.ready()]
        # where parcels wait, a lane may have been left out for want of room
        self._empty = not any(found) and not any(lane.waiting for lane in self._lanes.values())

    def _look_in(self, channel: Channel, now: datetime) -> bool:
        """Takes up what the channel's lanes have room for; whether there was anything."""
        found = False
        for _ in range(_LOOKS):
            full = self._full_lanes(channel, now)
            if self._is_known_empty(channel, full):
                break
            rows = holding.take(
                self.name, channel.name, room=CHUNK * channel.at_once_in_lane, busy_lanes=full, now=now
            )
            if not rows:
                self._nothing_beside[channel.name] = full, time.monotonic()
                break
            found = True
            self._sort_in(channel, pack(rows, now), now)
        return found

    def _full_lanes(self, channel: Channel, now: datetime) -> frozenset[str]:
        lanes = self._lanes.items()
        return frozenset(name for name, lane in lanes if lane.channel is channel and not lane.takes_more(now))

    def _is_known_empty(self, channel: Channel, full: frozenset[str]) -> bool:
        """Whether a moment ago nothing was due beside these lanes, or beside fewer."""
        known, at = self._nothing_beside.get(channel.name, (None, 0.0))
        return known is not None and known <= full and time.monotonic() - at < LOOK_EVERY_S

    def _sort_in(self, channel: Channel, packed: Sequence[Held | Dropped], now: datetime) -> None:
        record_dropped(self.name, [each for each in packed if isinstance(each, Dropped)], now)
        over = []
        for each in packed:
            if isinstance(each, Dropped):
                continue
            lane = self._lanes.setdefault(each.lane, Lane(each.lane, channel))
            if lane.fits() and not lane.paused(now):
                lane.waiting.append(each)
            else:
                over.append(each.number)
        holding.let_go(self.name, over)

    def _forget_lanes(self) -> None:
        if len(self._lanes) <= LANES_MAX:
            return
        for name, lane in list(self._lanes.items()):
            if not lane.busy and not lane.waiting and not lane.downs:
                for sender in lane.idle:
                    sender.close()
                del self._lanes[name]

    # -- handing over

    def _begun(self, now: datetime) -> list[Begun]:
        """Shares out the free threads, lane by lane, and marks what they get."""
        begun: list[Begun] = []
        for channel in channels().values():
            lanes = [lane for lane in self._lanes.values() if lane.channel is channel]
            free = channel.at_once - sum(lane.busy for lane in lanes)
            sick = slots_for_sick(channel.at_once) - sum(lane.busy for lane in lanes if lane.downs)
            for lane in sorted(lanes, key=lambda one: one.busy):
                while size := lane.next_chunk(now, free, sick):
                    part = [lane.waiting.popleft() for _ in range(size)]
                    begun.append((lane, part))
                    lane.busy += 1
                    free -= 1
                    sick -= bool(lane.downs)
        if not begun:
            return []
        mine = holding.begin(self.name, [held.number for _, part in begun for held in part], now)
        return [(lane, [held for held in part if held.number in mine]) for lane, part in begun]

    def _hand_over(self, lane: Lane, part: Sequence[Held]) -> None:
        pool = self._threads.setdefault(
            lane.channel.name, ThreadPoolExecutor(lane.channel.at_once, thread_name_prefix=lane.channel.name)
        )
        sender = lane.idle.pop() if lane.idle else lane.channel.open()
        pool.submit(self._run, lane, sender, part)

    def _run(self, lane: Lane, sender: Sender, part: Sequence[Held]) -> None:
        """In a thread of its own: no store here. What follows a failure of the lane is not handed over."""
        down = False
        for held in part:
            over = down or time.monotonic() >= self._sure_until
            outcome = None if over else _sent(sender, held)
            down = down or (outcome is not None and outcome.lane_down)
            self._results.put((lane, Tried(held=held, outcome=outcome, at=self._clock())))
        self._results.put((lane, sender))

    def _busy(self) -> bool:
        return any(lane.busy for lane in self._lanes.values())


def _sent(sender: Sender, held: Held) -> Outcome:
    try:
        return sender.send(held.parcel)
    except Exception as error:  # a plugin's fault must not stop the others; what it did before is not known
        return Outcome(result=Result.UNKNOWN, reason=f"fault of the channel ({type(error).__name__})")
