"""The log's part of a dossier: the checkpoint, the entries with their proofs, earlier checkpoints, timestamps, keys."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from tocsin.custody import log_keys, tree
from tocsin.custody.checkpoints import note_of
from tocsin.custody.models import KeptCheckpoint, Witness
from tocsin.custody.opentimestamps.around import proofs_around
from tocsin.custody.proving import prove
from tocsin.custody.timestamps import all_tokens, checkpoints_around
from tocsin.custody.timestamps.stored import files_of
from tocsin.publishing.dossier.draft import Draft
from tocsin.publishing.dossier.row_file import as_line

#: entries proven with one question to the store
_CHUNK = 500


def add_log(draft: Draft, kept: KeptCheckpoint) -> None:
    """Everything below log/, for a draft whose payload is closed."""
    draft.bag.add_tag("log/checkpoint.txt", str(note_of(kept)).encode())
    draft.bag.add_tag("log/keys.txt", _keys().encode())
    draft.bag.add_tag("log/entries.jsonl", _written(draft, "entries.jsonl", entry_lines(draft, kept.size)))
    draft.bag.add_tag("log/history.jsonl", _written(draft, "history.jsonl", _history(kept)))
    _add_timestamps(draft, kept)
    _add_block_proofs(draft, kept)


def entry_lines(draft: Draft, size: int) -> Iterator[str]:
    waiting = draft.kept()
    while part := list(islice(waiting, _CHUNK)):
        rest = {entry: line for _, entry, line in part}
        for proof in prove(rest, size):
            path = [base64.b64encode(each).decode() for each in proof.path]
            head = {"position": proof.position, "entry": proof.canonical.decode(), "proof": path}
            yield f"{as_line(head)[:-1]},{rest[proof.entry_id][1:]}\n"


def _history(kept: KeptCheckpoint) -> Iterator[str]:
    """Every earlier checkpoint: whoever kept one can see that this log continues it."""
    for row in KeptCheckpoint.objects.filter(size__lt=kept.size, size__gt=0).iterator(chunk_size=_CHUNK):
        proof = tree.prove_consistency(row.size, kept.size)
        hashes = [base64.b64encode(each).decode() for each in proof]
        yield as_line({"note": str(note_of(row)), "proof": hashes}) + "\n"


def _add_timestamps(draft: Draft, kept: KeptCheckpoint) -> None:
    """Those that say when the entries came; a chain of certificates that several share stands once."""
    there: set[str] = set()
    positions = (position for position, _, _ in draft.kept())
    for row in checkpoints_around(positions, kept.size):
        for token in all_tokens(row):
            for name, content in files_of(token):
                if name not in there:
                    there.add(name)
                    draft.bag.add_tag(f"log/timestamps/{name}", content)


def _add_block_proofs(draft: Draft, kept: KeptCheckpoint) -> None:
    for row in proofs_around((position for position, _, _ in draft.kept()), kept.size):
        draft.bag.add_tag(f"log/opentimestamps/{row.checkpoint.size}-{row.n}.ots", bytes(row.proof))


def _keys() -> str:
    lines = [
        "# Keys of the log, the oldest first, then those of its witnesses. They came with the dossier:\n",
        "# compare the one that you rely on with what reached you by another way.\n",
    ]
    lines += [f"{key}\n" for key in log_keys.verifiers()]
    lines += [f"{each.verifier_key}\n" for each in Witness.objects.all()]
    return "".join(lines)


def _written(draft: Draft, name: str, lines: Iterable[str]) -> Path:
    path = draft.scratch / name
    with path.open("x", encoding="utf-8") as file:
        file.writelines(lines)
    return path
