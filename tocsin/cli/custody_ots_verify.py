"""tocsin custody ots verify: an .ots file over a checkpoint, with no store and no network."""

import argparse
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from tocsin.custody.note import NOTE_BYTES_MAX, Note
from tocsin.custody.opentimestamps import headers, proof
from tocsin.custody.opentimestamps.headers import Header
from tocsin.custody.opentimestamps.paths import Claim, claims
from tocsin.custody.opentimestamps.proof import Proof
from tocsin.errors import TocsinError, WrongUse


def run(args: argparse.Namespace) -> int:
    """1 where something is wrong, or where headers were given and none of them bears a claim out."""
    found = Proof.read(_read(args.file, proof.FILE_BYTES_MAX))
    given = _read(args.checkpoint, NOTE_BYTES_MAX)
    if found.digest not in {sha256(given).digest(), sha256(_signed_part(given)).digest()}:
        print("FAULT the proof is over another text than this checkpoint's", file=sys.stderr)
        return 1
    blocks = headers.read_headers(_read(args.headers, headers.FILE_BYTES_MAX)) if args.headers else {}
    print("The proof is over this checkpoint's text.")
    verdicts = [_told(claim, blocks) for claim in claims(found)]
    if args.headers and True not in verdicts:
        print("FAULT no header that you gave bears this proof out", file=sys.stderr)
        return 1
    return 1 if False in verdicts else 0


def _told(claim: Claim, blocks: Mapping[int, Header]) -> bool | None:
    """Whether a header bears the claim out; None where nothing says."""
    height = claim.by.height
    if height is None:
        print(_without_a_block(claim))
        return None
    if len(claim.message) != 32:
        print(f"FAULT Bitcoin block {height}: what the path comes to is no merkle root", file=sys.stderr)
        return False
    print(f"Bitcoin block {height}: merkle root expected {claim.merkle_root}")
    header = blocks.get(height)
    if header is None:
        print(f"  not checked: compare the merkle root of block {height}")
        return None
    if header.merkle_root != claim.message:
        print(
            f"FAULT the header that you gave of block {height} has merkle root {header.merkle_root[::-1].hex()}",
            file=sys.stderr,
        )
        return False
    print(f"  it is that of the header that you gave: block {header.block_hash}")
    print(f"  of {header.time:%Y-%m-%d %H:%M:%S} UTC, as its miner says. Whether the chain has this block,")
    print("  you know by whoever gave you the header.")
    return True


def _without_a_block(claim: Claim) -> str:
    if claim.by.uri:
        return f"Pending at {claim.by.uri}: proves nothing yet."
    return f"An attestation of kind {claim.by.tag.hex()}, which we do not know: proves nothing here."


def _signed_part(given: bytes) -> bytes:
    """The text that a checkpoint's signatures are over; the file itself where it has none."""
    try:
        return Note.read(given).text.encode()
    except TocsinError:
        return given


def _read(path: Path, at_most: int) -> bytes:
    try:
        with path.open("rb") as file:
            found = file.read(at_most + 1)
    except OSError as error:
        raise WrongUse(f"{path} cannot be read ({error.strerror})", "name a file that is there") from error
    if len(found) > at_most:
        raise WrongUse(f"{path} is larger than {at_most:,} bytes", "name the file as it was handed over")
    return found
