"""Python's collector of cycles, at rest while many objects are made that are all kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """For a bounded act that makes no cycles: going over a million live objects again and again finds nothing.

    Memory is given back all the same, where the last one lets go of it. Of two threads, the first to end wakes it for both.
    """
    was_awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_awake:
            gc.enable()
