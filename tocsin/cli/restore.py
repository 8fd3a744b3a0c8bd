"""tocsin restore BACKUP: into an empty TOCSIN_HOME."""

import argparse
from importlib import import_module
from pathlib import Path

from tocsin import environment
from tocsin.cli import backup_manifest as manifests
from tocsin.cli.backup import asked_passphrase
from tocsin.cli.key_box import unlock
from tocsin.cli.restoring import (
    checked,
    load_dump,
    opened,
    put_back,
    refuse_full,
    refuse_other_database,
)
from tocsin.errors import StoreTrouble


def run(args: argparse.Namespace) -> int:
    home = environment.home()
    refuse_full(home)
    with opened(args.backup) as folder:
        manifest, told = checked(folder, args.checkpoint)
        box = (folder / manifests.KEYS).read_bytes() if manifests.KEYS in manifest.sha256 else None
        if box is not None and args.with_keys:
            unlock(box, home, asked_passphrase())
        put_back(folder, manifest, home)
        if manifests.DUMP in manifest.sha256:
            _restore_dump(folder, manifest, args.checkpoint)
    import_module("tocsin.cli.store").open_store()
    _log_it(args, manifest)
    print("\n".join(told))
    print(f"Restored into {home}. `tocsin custody verify` holds every item against the log.")
    if not (box is not None and args.with_keys):
        print("Private keys were not restored: put them into this folder, or take new ones.")
    return 0


def _restore_dump(folder: Path, manifest: manifests.Manifest, kept: Path | None) -> None:
    import_module("tocsin.cli.store").set_up()
    load_dump(folder)
    refuse_other_database(folder, manifest, kept)


def _log_it(args: argparse.Namespace, manifest: manifests.Manifest) -> None:
    from django.db import transaction

    from tocsin import custody
    from tocsin.cli.acting import COMMAND_LINE, now

    custody.number()
    verdict = custody.verify()
    if not verdict.holds:
        raise StoreTrouble(
            f"entry {verdict.position} of the log does not hold: {verdict.trouble}", "use another backup"
        )
    at = now()
    with transaction.atomic():
        act = custody.Act(
            item=f"backup:{at:%Y%m%dT%H%M%SZ}",
            action="restored",
            actor=COMMAND_LINE,
            at=at,
            reason=args.reason,
            after={"made_at": manifest.made_at, "log_size": manifest.log_size, "log_head": manifest.log_head},
        )
        custody.log([act])
