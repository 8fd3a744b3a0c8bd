"""Proofs of OpenTimestamps: each path is followed from its checkpoint to a merkle root. The chain of blocks is not here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from tocsin.custody.opentimestamps.paths import claims
from tocsin.custody.opentimestamps.proof import Proof
from tocsin.errors import ProofRefused
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.stamp_files import checkpoint_text
from tocsin.publishing.dossier.checking.verdict import Broken

FOLDER = "log/opentimestamps/"
_NAME = re.compile(r"(0|[1-9][0-9]{0,18})-([1-9][0-9]{0,8})\.ots")
_PROOFS_MAX = 100
_ROOT_BYTES = 32


def check_block_proofs(dossier: Opened) -> Sequence[str]:
    """What each comes to. Raises Broken."""
    return [_checked(dossier, size, n) for size, n in _proofs(dossier)]


def _proofs(dossier: Opened) -> Sequence[tuple[int, int]]:
    """Size of the checkpoint and number of each."""
    found = []
    for path in dossier.sizes.beginning(FOLDER):
        match = _NAME.fullmatch(path.removeprefix(FOLDER))
        if match is None:
            raise Broken(path, "no proof that is named by a checkpoint's size and its own number")
        found.append((int(match[1]), int(match[2])))
    if len(found) > _PROOFS_MAX:
        raise Broken(FOLDER, f"more than {_PROOFS_MAX} of them")
    return sorted(found)


def _checked(dossier: Opened, size: int, n: int) -> str:
    path = f"{FOLDER}{size}-{n}.ots"
    roots = _roots(dossier.read(path), checkpoint_text(dossier, size, path), path)
    if not roots:
        return f"{size:,} entries handed to calendars of OpenTimestamps (no block yet: proves nothing)"
    headers = dossier.asked.headers
    for height, root in roots:
        if height in headers and headers[height].merkle_root != root:
            raise Broken(path, f"the header that you gave of block {height} has another merkle root")
    known = [height for height, _ in roots if height in headers]
    if known:
        return f"{size:,} entries by Bitcoin block {known[0]} (OpenTimestamps, to the header that you gave)"
    height, root = roots[0]
    dossier.unchecked.append(
        f"whether block {height} of Bitcoin has the merkle root {root[::-1].hex()}, to which {path} leads:"
        " the block's header is believed as given (compare it, or bring --headers)"
    )
    return f"{size:,} entries by Bitcoin block {height} (OpenTimestamps, header believed as given)"


def _roots(data: bytes, text: bytes, path: str) -> Sequence[tuple[int, bytes]]:
    """Height and merkle root of each block that the proof leads to from this text, the lowest first."""
    try:
        proof = Proof.read(data)
        claimed = list(claims(proof))
    except ProofRefused as refused:
        raise Broken(path, refused.what) from None
    if proof.digest != sha256(text).digest():
        raise Broken(path, "a proof over another text than this checkpoint's")
    roots = {(each.by.height, each.message) for each in claimed if each.by.height is not None}
    for height, root in roots:
        if len(root) != _ROOT_BYTES:
            raise Broken(path, f"what its path to block {height} comes to is no merkle root")
    return sorted(roots)
