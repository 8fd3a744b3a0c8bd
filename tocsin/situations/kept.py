"""Results kept in memory, each beside the whole of what it was made from.

Nothing is kept for a time, and nobody has to say that something changed: whoever asks brings what the result would be
made from now, and where that differs in anything, nothing is known.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

From = TypeVar("From")
Result = TypeVar("Result")


class Kept(Generic[From, Result]):
    """The last result under each name, as long as all of them together are not larger than `size_max`."""

    def __init__(self, size_max: int, size_of: Callable[[Result], int]) -> None:
        self._size_max, self._size_of = size_max, size_of
        self._results: OrderedDict[Hashable, tuple[From, Result]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: Hashable, made_from: From) -> Result | None:
        with self._lock:
            known = self._results.get(name)
            if known is None or known[0] != made_from:
                return None
            self._results.move_to_end(name)
            return known[1]

    def clear(self) -> None:
        """As in a process that has just begun."""
        with self._lock:
            self._results.clear()

    def put(self, name: Hashable, made_from: From, result: Result) -> None:
        """Whatever was not asked for longest makes room; what is too large by itself is not kept."""
        with self._lock:
            self._results[name] = (made_from, result)
            self._results.move_to_end(name)
            while sum(self._size_of(each) for _, each in self._results.values()) > self._size_max:
                self._results.popitem(last=False)
