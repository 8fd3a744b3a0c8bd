"""tocsin custody witness sign: bearing witness to somebody else's log, with no store of our own.

The witness keeps the last checkpoint that it signed, and signs a later one only where it is shown that the log goes on
from there. Two logs shown to it under one name, or one that was cut, are told and never signed.
"""

import argparse
import base64
import binascii
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.merkle import extends
from tocsin.custody.note import (
    NOTE_BYTES_MAX,
    Algorithm,
    Note,
    VerifierKey,
    cosigned,
    is_name,
    public_bytes,
    verified,
)
from tocsin.errors import StoreTrouble, WrongUse

_PROOF_HASHES_MAX = 128


def run(args: argparse.Namespace) -> int:
    return {"key": _key, "sign": _sign}[args.deed](args)


def _key(args: argparse.Namespace) -> int:
    """Makes the witness's key, and prints the public half that the log's keepers are to know."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    if not is_name(args.name):
        raise WrongUse(
            f"{args.name[:100]!r} is no name of a witness", "write it without spaces and plus signs"
        )
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write_new(args.file, pem + f"# {args.name}\n".encode())
    print(VerifierKey(args.name, public_bytes(private), Algorithm.COSIGNATURE))
    return 0


def _sign(args: argparse.Namespace) -> int:
    """Prints the checkpoint with the witness's line; keeps it as the last one seen."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    log = VerifierKey.read(args.log)
    note = Note.read(_read(args.file))
    if not verified(note, [log]):
        return _refused(f"the log {log.name} did not sign this checkpoint")
    point = Checkpoint.read(note.text)
    if point.origin != log.name:
        return _refused(f"it is a checkpoint of {point.origin}, not of {log.name}")
    if trouble := _trouble(args.seen, args.proof, point):
        return _refused(trouble)
    held = _read(args.key)
    try:
        private = load_pem_private_key(held, None)
    except (ValueError, TypeError):
        raise WrongUse(f"{args.key} is no witness's key", "`tocsin custody witness key` makes one") from None
    name = held.decode(errors="replace").rpartition("# ")[2].strip()
    if not isinstance(private, Ed25519PrivateKey) or not is_name(name):
        raise WrongUse(f"{args.key} is no witness's key", "`tocsin custody witness key` makes one")
    line = cosigned(note.text, name, private, int(datetime.now(UTC).timestamp()))
    _keep(
        args.seen, str(note).encode()
    )  # before anybody sees the line: a witness never forgets what it signed
    print(note.with_signature(line), end="")
    return 0


def _trouble(seen: Path, proof: Path | None, point: Checkpoint) -> str:
    """Why this checkpoint does not follow the one seen last; empty where it does, or where none was seen yet."""
    if not seen.exists():
        return "" if point.size else "a log without entries is worth no witness"
    last = Checkpoint.read(Note.read(_read(seen)).text)
    if last.origin != point.origin:
        return f"{seen} holds a checkpoint of {last.origin}: keep each log's in a file of its own"
    if point.size < last.size:
        return f"the log was cut, or this is an old checkpoint: it covers {point.size} entries, and {last.size} were seen"
    if point.size == last.size and point.head != last.head:
        return f"TWO LOGS: another log of {point.size} entries was shown before; keep both files as evidence"
    hashes = _hashes(proof) if point.size > last.size else []
    if hashes is None:
        return f"no proof that it goes on: ask for /log/consistency?old={last.size}&new={point.size}"
    if not extends(last.size, last.head, point.size, point.head, hashes):
        return f"it does not go on from the {last.size} entries seen: a wrong proof, or TWO LOGS; keep both files"
    return ""


def _hashes(proof: Path | None) -> list[bytes] | None:
    """The lines of a proof; None where there is none."""
    if proof is None:
        return None
    lines = _read(proof).split()
    try:
        return [base64.b64decode(line, validate=True) for line in lines[: _PROOF_HASHES_MAX + 1]]
    except binascii.Error as error:
        raise WrongUse(f"{proof} is no proof", "hand it over as the log served it, unchanged") from error


def _refused(why: str) -> int:
    print(f"NOT SIGNED: {why}", file=sys.stderr)
    return 1


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(NOTE_BYTES_MAX + 1)
    except OSError as error:
        raise WrongUse(f"{path} cannot be read ({error.strerror})", "name a file that is there") from error


def _write_new(path: Path, content: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreTrouble(
            f"{path} cannot be written ({error.strerror})", "name a file that is not there yet"
        ) from error


def _keep(seen: Path, content: bytes) -> None:
    """In the place of the one before, whole or not at all."""
    fresh = seen.with_name(seen.name + ".new")
    fresh.unlink(missing_ok=True)
    _write_new(fresh, content)
    try:
        fresh.replace(seen)
        folder = os.open(seen.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise StoreTrouble(
            f"{seen} cannot be written ({error.strerror})", "name another file with --seen"
        ) from error
