"""tocsin dossier make|redact: part of the record in a folder or zip, for people who check it without us."""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tocsin.archives.apart import unpack
from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_json, progress
from tocsin.errors import WrongUse
from tocsin.publishing import dossier
from tocsin.publishing.dossier.derived import Printer
from tocsin.publishing.dossier.masks import read_masks
from tocsin.publishing.dossier.packing import pack
from tocsin.publishing.dossier.stamping import stamper
from tocsin.web.pdf import make_pdf


def run(args: argparse.Namespace) -> int:
    return {"make": _make, "redact": _redact}[args.act](args)


def _make(args: argparse.Namespace) -> int:
    by = actor(args, "export dossier")
    chosen = _chosen(args)
    with progress("reports", len(chosen.reports)) as advance:

        def make(folder: Path) -> dossier.Made:
            return dossier.make(
                chosen,
                folder,
                by=by,
                now=now(),
                reason=args.reason,
                use=args.use,
                names=args.names,
                printer=_printer(args),
                stamper=stamper(by=by, clock=now),
                advance=advance,
            )

        made = placed(args.output, make)
    tell(made, args)
    return 0


def _redact(args: argparse.Namespace) -> int:
    by = actor(args, "export dossier")
    masks = read_masks(
        persons=args.mask_person,
        fields=args.mask_field,
        paragraphs=args.mask_paragraph,
        withheld=args.withhold,
        regions=args.blur,
        private_persons=not args.keep_private_persons,
    )
    with _folder_of(args.dossier) as source, progress("reports", None) as advance:

        def make(folder: Path) -> dossier.Made:
            return dossier.redact(
                source,
                masks,
                folder,
                by=by,
                now=now(),
                reason=args.reason,
                printer=_printer(args),
                stamper=stamper(by=by, clock=now),
                advance=advance,
            )

        made = placed(args.output, make)
    tell(made, args)
    return 0


@contextmanager
def _folder_of(path: Path) -> Iterator[Path]:
    """A zip is unpacked for the time being, in a process that may do nothing else."""
    if not path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="tocsin-dossier-") as beside:
        folder = Path(beside) / "unpacked"
        unpack(path, folder)
        inner = list(folder.iterdir())
        yield inner[0] if len(inner) == 1 else folder


def _printer(args: argparse.Namespace) -> Printer | None:
    def printer(html: str, identifier: str, made_at: datetime) -> bytes:
        return make_pdf(html, paper="a4", identifier=identifier, made_at=made_at).content

    return None if args.no_pdf else printer


def _chosen(args: argparse.Namespace) -> dossier.Chosen:
    if sum(map(bool, (args.situation, args.alert, args.item))) != 1:
        raise WrongUse("one thing is asked for", "name a situation, or --alert, or --item once or more")
    if args.situation:
        return dossier.situation(args.situation, restricted=args.restricted)
    if args.alert:
        return dossier.alert(args.alert, restricted=args.restricted)
    return dossier.items(args.item, restricted=args.restricted)


def placed(output: Path, make: Callable[[Path], dossier.Made]) -> dossier.Made:
    """A folder, or a zip where the name ends so: then the folder is made beside it and goes again."""
    if output.suffix.lower() != ".zip":
        return make(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    try:
        made = make(beside / output.stem)
        pack(made.folder, output)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return made


def tell(made: dossier.Made, args: argparse.Namespace) -> None:
    told = {
        "id": made.id,
        "output": str(args.output),
        "items": made.items,
        "entries": made.entries,
        "checkpoint_size": made.size,
        "left_out": made.left_out,
        "stamped_by": list(made.stamped_by),
        "not_stamped": dict(made.not_stamped),
    }
    if args.json:
        print_json(told)
        return
    print(f"Dossier {made.id} at {args.output}: {made.items} items, {made.entries} entries of the log.")
    if made.left_out:
        print(
            f"{made.left_out} reports stay out: restricted to the desk (--restricted takes those in), highly sensitive "
            "without the word of two people, or told to us without consent to this use."
        )
    if made.stamped_by:
        print(f"Its checkpoint was stamped by {', '.join(made.stamped_by)}.")
    for name, trouble in made.not_stamped.items():
        print(f"{name} did not stamp it: {trouble}")
    print("Hand the log's key over by another way: `tocsin custody key list`.")
