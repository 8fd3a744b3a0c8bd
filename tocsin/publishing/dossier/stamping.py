"""A dossier's own checkpoint, stamped by others while it is made: that all of it was there by then, on another's word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from tocsin.custody.models import KeptCheckpoint
from tocsin.custody.timestamps.asking import Ask, ask
from tocsin.custody.timestamps.authorities import configured
from tocsin.custody.timestamps.stamping import Stamping, stamp

#: signs a checkpoint, has it stamped at once, and says what came of asking each authority
Stamper = Callable[[], tuple[KeptCheckpoint, Sequence[Stamping]]]


def stamper(*, by: str, clock: Callable[[], datetime], how: Ask = ask) -> Stamper | None:
    """Asks every authority of the settings; None where there is none. Raises WrongUse for a setting that cannot be meant.

    `clock` is asked when the dossier is gathered, which may be long after it was begun: an authority's time is held
    against it.
    """
    return (lambda: stamp(now=clock(), by=by, how=how)) if configured() else None
