"""The tree and the checkpoints of the log, held against its leaves as they are swept over."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.custody.branches import STEP, WIDTH, Growing, Kept, Run
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.log_keys import verifiers
from tocsin.custody.models import Branch, KeptCheckpoint
from tocsin.custody.note import Note, verified
from tocsin.custody.tree import stored_run
from tocsin.errors import WrongUse

#: where something is wrong, and what
Trouble = tuple[int, str]


class TreeCheck:
    """Grows with the leaves that were found right, and compares what the store keeps of the tree."""

    def __init__(self, size: int) -> None:
        self._growing = Growing(size, stored_run if size else None)
        self._keys = verifiers()
        self.checkpoints = 0

    @property
    def head(self) -> bytes:
        return self._growing.head

    def resumed(self, head: bytes) -> str:
        """What is wrong with going on from here; empty for nothing."""
        return (
            ""
            if self.head == head
            else "the tree is not the one that was checked before: check from the first entry on"
        )

    def add(self, leaves: Sequence[bytes]) -> Trouble | None:
        """Leaves that were found right. Returns the first trouble with a part or a checkpoint that they complete."""
        begin, end = self._growing.size, self._growing.size + len(leaves)
        kept = list[Kept]()
        found: Trouble | None = None
        for point in KeptCheckpoint.objects.filter(size__gt=begin, size__lte=end):
            kept += self._growing.add(leaves[self._growing.size - begin : point.size - begin])
            found = found or self._checkpoint_trouble(point)
            self.checkpoints += 1
        kept += self._growing.add(leaves[self._growing.size - begin :])
        return _first(_branch_trouble(kept), found)

    def end(self) -> str:
        """What is kept of a longer log than this; empty for nothing."""
        size = self._growing.size
        beyond = KeptCheckpoint.objects.filter(size__gt=size).order_by("size").last()
        if beyond is not None:
            return f"the log was cut: a checkpoint covers {beyond.size} entries"
        return "" if Branch.objects.count() == _kept_of(size) else "more is kept of the tree than the log has"

    def _checkpoint_trouble(self, point: KeptCheckpoint) -> Trouble | None:
        at = point.size - 1
        if bytes(point.head) != self.head:
            return at, f"the entries up to here are not those of the checkpoint over {point.size}"
        try:
            note = Note.read(point.note.encode())
            said = Checkpoint.read(note.text)
            signed = verified(note, self._keys)
        except WrongUse as error:
            return at, f"the checkpoint over {point.size} entries: {error}"
        if not signed or (said.size, said.head) != (point.size, self.head):
            return at, f"the checkpoint over {point.size} entries is not the one that was signed"
        return None


def _branch_trouble(kept: Sequence[Kept]) -> Trouble | None:
    """The first part that the store keeps otherwise, or not at all."""
    found: Trouble | None = None
    for level in sorted({part.level for part in kept}):
        mine = [part for part in kept if part.level == level]
        stored = stored_run(Run(level, mine[0].place, len(mine)))
        if stored != [part.hash for part in mine]:
            wrong = next((i for i, part in enumerate(mine) if i >= len(stored) or stored[i] != part.hash))
            last = ((mine[wrong].place + 1) << (level * STEP)) - 1
            found = _first(
                found, (last, f"what is kept of the tree up to here, at level {level}, does not follow")
            )
    return found


def _first(one: Trouble | None, other: Trouble | None) -> Trouble | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _kept_of(size: int) -> int:
    """How many parts a log of this size keeps."""
    count = 0
    while size := size // WIDTH:
        count += size
    return count
