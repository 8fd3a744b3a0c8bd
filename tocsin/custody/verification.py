"""Checking the whole log: numbering, chain, tree and checkpoints, and each entry with what stands beside it.

What this can prove: nobody changed, removed, added or reordered an entry before a chain hash or a checkpoint that
somebody keeps elsewhere. Whoever may write to the whole store could cut entries off its end, or make every later hash
anew: against that only a checkpoint helps that stands where they cannot write.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tocsin.custody.models import Entry, Leaf
from tocsin.custody.sweep import Mark, Sweep

#: leaves after which the tree is looked at, and progress told
CHUNK = 16_384


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What became of a check. `holds` where `trouble` is empty."""

    #: leaves that were found right, from the first on
    checked: int
    #: of these, entries whose actor, reason and secret were erased; None where only the log by itself was checked
    erased: int | None
    #: entries that wait for their number: normal for a moment after an act
    unnumbered: int
    #: of the last leaf found right, in hexadecimal; note it down elsewhere
    chain_hash: str
    #: of the tree over the leaves found right, in hexadecimal
    head: str
    #: checkpoints that the log was held against
    checkpoints: int
    #: of the first leaf that fails; None where all hold
    position: int | None = None
    #: what is wrong there; empty where all hold
    trouble: str = ""

    @property
    def holds(self) -> bool:
        return not self.trouble


def verify(
    progress: Callable[[int, int], object] | None = None,
    *,
    since: Mark | None = None,
    mark: Callable[[Mark], object] | None = None,
    columns: bool = True,
) -> Verdict:
    """Check every leaf from the first on; stop at the first that fails. Memory does not grow with the log.

    Without `columns` only the log by itself is checked, several times as fast: numbering, hashes, chain, tree and
    checkpoints, so that no entry was changed; not each entry's form, nor what is shown beside it.

    `progress` is called with the leaves done and all leaves, `mark` with how far the check has come; `since` goes on
    from such a mark. Entries added meanwhile are left for the next check.
    """
    sweep = Sweep(since, columns=columns)
    total = Leaf.objects.count()
    while not sweep.trouble and sweep.position < total and sweep.advance(min(CHUNK, total - sweep.position)):
        if progress is not None:
            progress(sweep.position, total)
        if mark is not None:
            mark(sweep.mark)
    if not sweep.trouble:
        sweep.end(total)
    return Verdict(
        checked=sweep.position,
        erased=sweep.erased,
        unnumbered=max(0, Entry.objects.count() - Leaf.objects.count()),
        chain_hash=sweep.before.hex(),
        head=sweep.tree.head.hex(),
        checkpoints=sweep.tree.checkpoints,
        position=sweep.position if sweep.trouble else None,
        trouble=sweep.trouble,
    )
