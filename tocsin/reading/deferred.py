"""A list that is worked out when it is first looked into: most texts never need their places to tell figures and times.

>>> found = Deferred(lambda: print("looked for") or ["Goris", "Tegh"])
>>> found[-1]
looked for
'Tegh'
>>> len(found)
2
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar, overload

Found = TypeVar("Found")


class Deferred(Sequence[Found]):
    """What `work` gives, once something is asked of it."""

    def __init__(self, work: Callable[[], Sequence[Found]]) -> None:
        self._work = work

    @cached_property
    def _list(self) -> Sequence[Found]:
        return self._work()

    def __len__(self) -> int:
        return len(self._list)

    def __iter__(self) -> Iterator[Found]:
        return iter(self._list)

    @overload
    def __getitem__(self, index: int) -> Found: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Found]: ...

    def __getitem__(self, index: int | slice) -> Found | Sequence[Found]:
        return self._list[index]
