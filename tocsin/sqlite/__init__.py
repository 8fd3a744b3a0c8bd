"""SQLite as Django speaks to it, and one thing more: last steps of a transaction, which its commit stores as well."""

from collections.abc import Callable
from typing import TypeVar

Call = TypeVar("Call", bound=Callable[[], None])
#: the name under which a call for `on_commit` holds its last step
LAST_STEP = "last_step"


def last_step(step: Callable[[], object]) -> Callable[[Call], Call]:
    """Of a call for `on_commit`: what SQLite's one writer does before the commit instead, which saves another one.

    The step opens atomic blocks of its own. Where it fails it is undone, and the call is made as everywhere else.
    """

    def with_step(call: Call) -> Call:
        call.__dict__[LAST_STEP] = step
        return call

    return with_step
