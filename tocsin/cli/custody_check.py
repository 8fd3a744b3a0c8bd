"""tocsin custody check: a proof of one entry, with no store and no network."""

import argparse
import sys
from pathlib import Path

from tocsin.custody.note import Algorithm, VerifierKey, verified
from tocsin.custody.proof import LeafProof
from tocsin.errors import WrongUse

_FILE_BYTES_MAX = 32 * 2**20


def run(args: argparse.Namespace) -> int:
    keys = [VerifierKey.read(text) for text in args.key]
    proof, entry = LeafProof.read(_read(args.proof)), _read(args.entry)
    signed = {found.key for found in verified(proof.checkpoint, keys)}
    if not any(key.algorithm is Algorithm.ED25519 for key in signed):
        print("FAULT no key of a log that you named signed the checkpoint", file=sys.stderr)
        return 1
    if missing := [key.name for key in keys if key not in signed]:
        print(f"FAULT not signed by {', '.join(missing)}", file=sys.stderr)
        return 1
    if not proof.holds(entry):
        print(f"FAULT this entry does not stand at position {proof.index} of the log", file=sys.stderr)
        return 1
    print(
        f"The entry stands at position {proof.index} of the log, as {', '.join(key.name for key in signed)} signed."
    )
    return 0


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_FILE_BYTES_MAX)
    except OSError as error:
        raise WrongUse(
            f"{path} cannot be read ({error.strerror})", "name the file as it was handed over"
        ) from error
