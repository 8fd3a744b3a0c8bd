"""A log with a key and authorities that answer in the same process: a test says who is up and what time it is."""

from collections.abc import Callable
from datetime import timedelta

from tests.custody.stamping import AT, authority
from tocsin import custody
from tocsin.custody import log_keys
from tocsin.custody.timestamps import (
    faults,
    stamp_due,
)
from tocsin.custody.timestamps.authorities import Authority
from tocsin.custody.timestamps.local import LocalAuthority
from tocsin.errors import FetchFailed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class World:
    """Authorities by name. `down`: those that do not answer. `now`: what the clocks of all of them say."""

    def __init__(self, by: dict[str, LocalAuthority]) -> None:
        self.by, self.now = by, AT
        self.down: set[str] = set()
        self.asked: list[str] = []

    def ask(self, one: Authority, request: bytes) -> bytes:
        self.asked.append(one.name)
        if one.name in self.down:
            raise FetchFailed("the server took too long", "it is asked again later")
        return self.by[one.name].answer(request, self.now)

    def round(self, after: timedelta = timedelta(0)) -> list[str]:
        """What the worker does, so much later; who was asked."""
        self.now += after
        self.asked.clear()
        custody.number()
        stamp_due(now=self.now, how=self.ask)
        return sorted(self.asked)

    def faults(self) -> list[str]:
        return list(faults(self.now, lambda: None))


def aged_world(known: Callable[..., World]) -> World:
    """`old` runs out in two years, `new` in ten; one checkpoint, stamped by both."""
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    world = known(old=authority(end=AT + 730 * DAY), new=authority())
    assert world.round() == ["new", "old"]
    return world
