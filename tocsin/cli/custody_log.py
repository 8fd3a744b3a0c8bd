"""tocsin custody checkpoint|continues|prove|key|witness: the log as others can hold us to it."""

import argparse
import sys
from pathlib import Path

from django.conf import settings

from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_json, print_rows
from tocsin.custody import checkpoints, log_keys, proving, tree
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.models import KeptCheckpoint, Leaf, LogKey, Witness
from tocsin.custody.note import NOTE_BYTES_MAX, Note, verified
from tocsin.custody.proof import LeafProof
from tocsin.errors import NotFound, StoreTrouble, WrongUse


def run(args: argparse.Namespace) -> int:
    acts = {
        "checkpoint": _checkpoint,
        "continues": _continues,
        "prove": _prove,
        "key": _key,
        "witness": _witness,
    }
    return acts[args.act](args)


def _checkpoint(args: argparse.Namespace) -> int:
    kept = checkpoints.sign_checkpoint(now())
    note = checkpoints.note_of(kept)
    if args.json:
        print_json(
            {"size": kept.size, "head": bytes(kept.head).hex(), "made_at": kept.made_at, "note": str(note)}
        )
    else:
        print(note, end="")
    return 0


def _continues(args: argparse.Namespace) -> int:
    """Whether the log as it stands begins with exactly what an older checkpoint vouches for."""
    note = Note.read(_read(args.file))
    ours = verified(note, log_keys.verifiers())
    point = Checkpoint.read(note.text)
    if not ours:
        print(f"No key of this log signed it: it is of {point.origin}.", file=sys.stderr)
        return 1
    if point.size > tree.size():
        print(f"FAULT it covers {point.size} entries, and the log has {tree.size()}", file=sys.stderr)
        return 1
    if tree.head(point.size) != point.head:
        print(f"FAULT the first {point.size} entries are not those that were signed", file=sys.stderr)
        return 1
    print(f"The log of {tree.size()} entries continues this checkpoint over {point.size}.")
    return 0


def _prove(args: argparse.Namespace) -> int:
    """Writes POSITION.entry.json, the very bytes of the entry, and POSITION.proof."""
    kept = checkpoints.sign_checkpoint(now())
    entry = Leaf.objects.filter(position=args.position).values_list("entry_id", flat=True).first()
    if entry is None:
        raise NotFound(f"the log has no entry {args.position}", "`tocsin custody show` prints positions")
    [proof] = proving.prove([entry], kept.size)
    whole = LeafProof(proof.position, proof.path, checkpoints.note_of(kept))
    files = {f"{args.position}.entry.json": proof.canonical, f"{args.position}.proof": str(whole).encode()}
    for name, content in files.items():
        _write(args.output / name, content)
        print(args.output / name)
    return 0


def _key(args: argparse.Namespace) -> int:
    if args.deed == "list":
        print_rows(
            list(map(_key_row, LogKey.objects.all())),
            as_json=args.json,
            empty="No key yet: `tocsin custody key new`.",
        )
        return 0
    if not (settings.TOCSIN_SIGNING_PASSPHRASE or args.plain):
        raise WrongUse(
            "the private key would lie unencrypted in its file",
            "set TOCSIN_SIGNING_PASSPHRASE here and for the site, or say --plain",
        )
    by = actor(args, "manage keys")
    if args.deed == "new":
        key = log_keys.new_key(by=by, now=now(), reason=args.reason, name=args.name)
    else:
        key = log_keys.rotate(by=by, now=now(), reason=args.reason)
    print(log_keys.verifier(key))
    print(
        "Hand this line to everybody who is to check the log, by another way than the site.", file=sys.stderr
    )
    return 0


def _key_row(key: LogKey) -> dict[str, object]:
    return {
        "key": str(log_keys.verifier(key)),
        "in_use_since": key.taken_at.isoformat(timespec="seconds"),
        "retired": key.retired_at and key.retired_at.isoformat(timespec="seconds"),
        "reason": key.reason,
    }


def _witness(args: argparse.Namespace) -> int:
    if args.deed == "add":
        added = checkpoints.add_witness(
            args.key, by=actor(args, "manage keys"), now=now(), reason=args.reason
        )
        print(f"{added} is known as a witness.")
    elif args.deed == "take":
        for row in checkpoints.take_cosignature(Note.read(_read(args.file)), now()):
            print(
                f"{row.witness} saw the checkpoint over {row.checkpoint.size} entries at {row.seen_at.isoformat()}."
            )
    else:
        print_rows(list(map(_witness_row, Witness.objects.all())), as_json=args.json, empty="No witness yet.")
    return 0


def _witness_row(witness: Witness) -> dict[str, object]:
    last = KeptCheckpoint.objects.filter(cosignatures__witness=witness).last()
    return {
        "witness": str(witness),
        "key": witness.verifier_key,
        "added_at": witness.added_at.isoformat(timespec="seconds"),
        "signed_last": last.size if last else None,
    }


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(NOTE_BYTES_MAX + 1)
    except OSError as error:
        raise WrongUse(
            f"{path} cannot be read ({error.strerror})", "name the file of a checkpoint"
        ) from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise StoreTrouble(
            f"{path} cannot be written ({error.strerror})", "name another folder with --output"
        ) from error
