"""How much work some code does, without a clock: the calls that it makes, of Python's own and of compiled functions.

The same code on the same input makes the same number of calls on any machine, however busy. What a single compiled call
does inside (a regular expression that backtracks, say) is not seen: `make conformance` holds that by the clock.
"""

import os
import sys
from collections.abc import Callable
from time import process_time

#: set by `make conformance`
BY_CLOCK = os.environ.get("TOCSIN_TEST_CLOCK") == "1"


def work(act: Callable[[], object]) -> float:
    """Calls made, or processor seconds (at least a hundredth of one) where `make conformance` asks for them."""
    return _seconds(act) if BY_CLOCK else _calls(act)


def _seconds(act: Callable[[], object]) -> float:
    start = process_time()
    act()
    return max(process_time() - start, 0.01)


def _calls(act: Callable[[], object]) -> int:
    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count
