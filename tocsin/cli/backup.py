"""tocsin backup FOLDER|FILE.tar, tocsin backup verify BACKUP"""

import argparse
from importlib import import_module
from pathlib import Path

from tocsin import environment
from tocsin.cli.output import print_json
from tocsin.cli.restoring import checked, opened
from tocsin.errors import WrongUse


def run(args: argparse.Namespace) -> int:
    words = args.words
    if words[0] == "verify" and len(words) == 2:
        return _verify(Path(words[1]), args)
    if len(words) != 1 or words[0] == "verify":
        raise WrongUse(
            "this is no backup command", "write `tocsin backup TO` or `tocsin backup verify BACKUP`"
        )
    return _make(Path(words[0]), args)


def _make(to: Path, args: argparse.Namespace) -> int:
    passphrase = asked_passphrase() if args.with_keys else None
    import_module("tocsin.cli.store").open_store()
    from tocsin.cli.acting import actor, now
    from tocsin.cli.backing_up import back_up

    made = back_up(to, by=actor(args, "back up"), now=now(), passphrase=passphrase)
    if args.json:
        print_json(
            {
                "backup": str(to),
                "files": len(made.sha256),
                "log_size": made.log_size,
                "log_head": made.log_head,
            }
        )
        return 0
    print(f"{to} holds {len(made.sha256)} files and a log of {made.log_size} entries.")
    if not args.with_keys:
        print("Private keys are not in it: keep them elsewhere, or say --with-keys.")
    print(
        "Keep the newest checkpoint where whoever can reach this backup cannot: `tocsin custody checkpoint`."
    )
    return 0


def _verify(backup: Path, args: argparse.Namespace) -> int:
    with opened(backup) as folder:
        manifest, told = checked(folder, args.checkpoint)
    if args.json:
        print_json({"good": True, "made_at": manifest.made_at, "log_size": manifest.log_size, "holds": told})
    else:
        print("\n".join(told))
    return 0


def asked_passphrase() -> str:
    """From TOCSIN_BACKUP_PASSPHRASE, or asked for on a terminal."""
    given = environment.value("TOCSIN_BACKUP_PASSPHRASE")
    if given:
        return given
    import getpass
    import sys

    if not sys.stdin.isatty():
        raise WrongUse(
            "the keys need a passphrase", "set TOCSIN_BACKUP_PASSPHRASE, or run this on a terminal"
        )
    return getpass.getpass("Passphrase of the keys in the backup: ")
