"""tocsin export ftm: part of the record in a form that other programs read."""

import argparse

from tocsin.alerts.models import Alert
from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_json, progress
from tocsin.errors import NotFound
from tocsin.publishing import dossier
from tocsin.publishing.dossier.ftm_export import Exported, export_ftm
from tocsin.situations.models import Situation


def run(args: argparse.Namespace) -> int:
    by = actor(args, "export dossier")
    chosen = _chosen(args.what, restricted=args.restricted)
    with progress("reports", len(chosen.reports)) as advance:
        done = export_ftm(
            chosen, args.output, by=by, now=now(), reason=args.reason, use=args.use, advance=advance
        )
    _tell(done, as_json=args.json)
    return 0


def _chosen(name: str, *, restricted: bool) -> dossier.Chosen:
    """A situation by its slug, else an issued alert by its identifier or number."""
    if Situation.objects.filter(slug=name).exists():
        return dossier.situation(name, restricted=restricted)
    if not name.isdecimal() and not Alert.objects.filter(identifier=name).exists():
        raise NotFound(
            f"{name[:100]!r} is no situation, and no alert that was issued",
            "`tocsin situation list` and `tocsin alert list` show them",
        )
    return dossier.alert(name, restricted=restricted)


def _tell(done: Exported, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "output": str(done.path),
                "entities": done.entities,
                "reports": done.reports,
                "left_out": done.left_out,
                "sha256": done.sha256,
            }
        )
        return
    print(f"{done.entities} entities of {done.reports} reports at {done.path}.")
    if done.left_out:
        print(f"{done.left_out} reports stay out, as from a dossier (see `tocsin dossier make --help`).")
