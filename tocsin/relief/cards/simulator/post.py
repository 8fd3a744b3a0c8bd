"""The simulator's webhooks on their way: doubled, late, out of order or lost, as its faults say, and tried again."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta

from tocsin.relief.cards.simulator.faults import happens, wait
from tocsin.relief.cards.simulator.stripe_json import event
from tocsin.relief.cards.simulator.world import World
from tocsin.relief.cards.stripe_signature import signed

#: of one webhook, each try after twice as long as the one before
TRIES_MAX = 6
FIRST_AGAIN = timedelta(seconds=5)

#: takes the signature's header and the body; says whether it was taken (HTTP 2xx)
Send = Callable[[str, bytes], bool]


class Post:
    """`world.told` goes in, signed webhooks come out. Real providers send at least once; so does this."""

    def __init__(self, world: World, secret: str, page: str) -> None:
        self._world = world
        self._secret = secret
        self._page = page
        #: (when it is due, its place among all, tries so far, body)
        self._due: list[tuple[datetime, int, int, bytes]] = []
        self._made = 0

    def collect(self) -> None:
        """Takes what the world told since, and decides what becomes of each."""
        told, self._world.told = self._world.told, []
        faults, random = self._world.faults, self._world.random
        for kind, about, at in told:
            if happens(faults.lost, random):
                continue
            body = event(self._world, kind, about, at, self._page)
            for _ in range(2 if happens(faults.duplicate, random) else 1):
                self._push(at + wait(faults, random), 0, body)

    def deliver(self, now: datetime, send: Send) -> int:
        """Sends what is due, the earliest first; returns how many were taken."""
        taken = 0
        while self._due and self._due[0][0] <= now:
            due, _, tries, body = heapq.heappop(self._due)
            if send(signed(body, self._secret, int(now.timestamp())), body):
                taken += 1
            elif tries + 1 < TRIES_MAX:
                self._push(max(due, now) + FIRST_AGAIN * 2**tries, tries + 1, body)
        return taken

    @property
    def left(self) -> int:
        return len(self._due)

    def _push(self, due: datetime, tries: int, body: bytes) -> None:
        self._made += 1
        heapq.heappush(self._due, (due, self._made, tries, body))
