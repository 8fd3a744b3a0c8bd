"""The checkpoint, who signed it, and whether the log continues those that came before."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Any

from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.merkle import extends
from tocsin.custody.note import Algorithm, Note, VerifierKey, verified
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.checking import strict_json
from tocsin.publishing.dossier.checking.opened import Opened, checkpoint_of, note_of
from tocsin.publishing.dossier.checking.verdict import Broken

#: of a tree with 2^64 leaves, and one for consistency
_PROOF_MAX = 65
_CHECKPOINTS_MAX = 100_000
#: 32 bytes in base64, in its one canonical form
_HASH = re.compile(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=")


def check_checkpoint(dossier: Opened) -> str:
    where, asked = "log/checkpoint.txt", dossier.asked.witnesses
    note = note_of(dossier.read(where), where)
    point = checkpoint_of(note, where)
    logs = [key for key in signers(note, dossier.log_keys, where) if key.name == point.origin]
    if not logs:
        raise Broken(where, "not signed by the log's key")
    seen = signers(note, [*asked, *dossier.keys_of(Algorithm.COSIGNATURE)], where)
    for key in asked:
        if key not in seen:
            raise Broken(where, f"the witness {key.name} did not sign it")
    dossier.point = point
    mine = len(set(seen) & set(asked))
    return f"{point.size:,} entries, by {logs[0].name}; {len(set(seen))} witnesses, {mine} of them yours"


def check_history(dossier: Opened) -> str:
    path, last, point = "log/history.jsonl", 0, dossier.checkpoint()
    keys = [*dossier.asked.keys, *dossier.keys_of(Algorithm.ED25519)]
    for where, line in dossier.lines(path) if path in dossier.sizes else ():
        row = strict_json.read(line, where)
        note = note_of(strict_json.member(row, "note", str, where).encode(errors="replace"), where)
        old = checkpoint_of(note, where)
        if old.origin != point.origin or not signers(note, keys, where):
            raise Broken(where, "a checkpoint that the log's keys did not sign")
        if len(dossier.earlier) >= _CHECKPOINTS_MAX or old.size <= last:
            raise Broken(where, "too many checkpoints, or not the oldest first")
        if not extends(old.size, old.head, point.size, point.head, proof_of(row, where)):
            raise Broken(where, f"the log does not continue its own checkpoint over {old.size} entries")
        dossier.earlier[old.size], last = old, old.size
    kept = [_compared(dossier, name, note, keys) for name, note in dossier.asked.checkpoints]
    return "; ".join([f"continues {len(dossier.earlier):,} earlier checkpoints", *kept])


def _compared(dossier: Opened, name: str, note: Note, keys: Sequence[VerifierKey]) -> str:
    """A checkpoint from elsewhere stands in this log, or the log was forked, or rolled back."""
    kept, point = checkpoint_of(note, name), dossier.checkpoint()
    if kept.origin != point.origin or not signers(note, keys, name):
        raise Broken(name, "the checkpoint that you keep is of another log, or signed by another key")
    if kept.size > point.size:
        dossier.unchecked.append(
            f"that the log went on to {kept.size} entries, as {name} says: this dossier is older, of {point.size}"
            " (or the log was rolled back): ask for a newer one"
        )
        return f"older than {name}"
    _assert_same(point if kept.size == point.size else dossier.earlier.get(kept.size), kept, name)
    return f"continues {name}"


def _assert_same(ours: Checkpoint | None, kept: Checkpoint, name: str) -> None:
    if ours is None:
        raise Broken(
            name, f"nothing here proves that the log continues the {kept.size} entries that you know"
        )
    if ours.head != kept.head:
        raise Broken(name, f"a fork: the first {kept.size} entries of this log are not those that you know")


def signers(note: Note, keys: Sequence[VerifierKey], where: str) -> list[VerifierKey]:
    try:
        return [found.key for found in verified(note, keys)]
    except WrongUse as error:
        raise Broken(where, error.what) from None


def proof_of(row: Any, where: str) -> list[bytes]:
    hashes = strict_json.words(row, "proof", where)
    if len(hashes) > _PROOF_MAX or not all(map(_HASH.fullmatch, hashes)):
        raise Broken(where, "its proof is no list of hashes")
    return [base64.b64decode(each) for each in hashes]
