"""Which of many proofs say when some entries came into the log: those of the checkpoints around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.custody.models import OpenTimestamp
from tocsin.custody.opentimestamps.keeping import current
from tocsin.custody.opentimestamps.paths import reaches_a_block
from tocsin.custody.opentimestamps.proof import Proof
from tocsin.custody.timestamps.around import around

#: what a dossier's readers take of one file; a proof has some thousand
PROOF_BYTES_MAX = 256 * 2**10
_CHUNK = 200


def proofs_around(positions: Iterable[int], size: int) -> Sequence[OpenTimestamp]:
    """Of checkpoints of at most `size` entries, by size: those that lead to a block, where any does; else promises."""
    found = current().filter(checkpoint__size__range=(1, size))
    complete, promised = dict[int, int](), dict[int, int]()
    for row in found.iterator(chunk_size=_CHUNK):
        if len(row.proof) <= PROOF_BYTES_MAX:
            rows = complete if reaches_a_block(Proof.read(bytes(row.proof))) else promised
            rows[row.checkpoint.size] = row.pk
    chosen = complete or promised
    sizes = around(sorted(chosen), positions)
    return list(current().filter(pk__in=[chosen[each] for each in sizes]).order_by("checkpoint__size"))
