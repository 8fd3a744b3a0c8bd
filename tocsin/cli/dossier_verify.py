"""tocsin dossier verify: whether a dossier holds, with no store and no network."""

import argparse
from pathlib import Path

from tocsin.cli.output import print_json
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.note import Algorithm, Note, VerifierKey
from tocsin.custody.opentimestamps import headers
from tocsin.custody.timestamps.roots import TrustRoots, read_roots
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.checking import Asked, DossierVerdict, check

_FILE_BYTES_MAX = 2**20
_WORDS = {
    0: "It holds.",
    1: "It does not hold.",
    3: "What was checked holds. Not everything was checked.",
}


def run(args: argparse.Namespace) -> int:
    verdict = check(args.dossier, _asked(args))
    if args.json:
        parts = [{"part": each.name, "holds": each.holds, "detail": each.detail} for each in verdict.parts]
        print_json({"verdict": verdict.code, "parts": parts, "unchecked": verdict.unchecked})
    else:
        _tell(verdict)
    return verdict.code


def _asked(args: argparse.Namespace) -> Asked:
    kept = [(path.name, Note.read(_read(path))) for path in args.checkpoint]
    for _, note in kept:
        Checkpoint.read(note.text)
    return Asked(
        keys=[_key(text, Algorithm.ED25519) for text in args.key],
        witnesses=[_key(text, Algorithm.COSIGNATURE) for text in args.witness],
        checkpoints=kept,
        trust=_roots(args.trust),
        headers=headers.read_headers(_read(args.headers, headers.FILE_BYTES_MAX)) if args.headers else {},
    )


def _key(text: str, algorithm: Algorithm) -> VerifierKey:
    key = VerifierKey.read(text)
    if key.algorithm is not algorithm:
        raise WrongUse(
            f"{key.name} is a key of the other kind", "a log's goes with --key, a witness's with --witness"
        )
    return key


def _roots(paths: list[Path]) -> TrustRoots | None:
    return read_roots(b"\n".join(map(_read, paths))) if paths else None


def _read(path: Path, at_most: int = _FILE_BYTES_MAX) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(at_most + 1)
    except OSError as error:
        raise WrongUse(f"{path} cannot be read ({error.strerror})", "name a file that is there") from error


def _tell(verdict: DossierVerdict) -> None:
    for part in verdict.parts:
        print(f"{'holds' if part.holds else 'FAULT'}  {part.name:<11} {_plain(part.detail)}")
    for what in verdict.unchecked:
        print(f"NOT CHECKED        {_plain(what)}")
    print(_WORDS[verdict.code])


def _plain(text: str) -> str:
    """Names from a stranger's dossier, safe on a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:2000])
