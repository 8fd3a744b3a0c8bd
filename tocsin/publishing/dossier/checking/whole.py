"""The whole check, part after part."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tocsin.archives import apart
from tocsin.errors import ArchiveRefused, WrongUse
from tocsin.publishing.dossier.checking.bagged import check_bag, check_seal
from tocsin.publishing.dossier.checking.listed import check_contents
from tocsin.publishing.dossier.checking.logged import check_checkpoint, check_history
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.proven import check_entries
from tocsin.publishing.dossier.checking.stamped import check_timestamps
from tocsin.publishing.dossier.checking.verdict import Asked, Broken, DossierVerdict, Part

PARTS: Sequence[tuple[str, Callable[[Opened], str]]] = (
    ("bag", check_bag),
    ("seal", check_seal),
    ("checkpoint", check_checkpoint),
    ("history", check_history),
    ("timestamps", check_timestamps),
    ("entries", check_entries),
    ("contents", check_contents),
)


def check(source: Path, asked: Asked, *, go_on: bool = True) -> DossierVerdict:
    """The verdict on a dossier in a folder or a zip.

    `go_on` checks the other parts too where one does not hold. Raises WrongUse where nothing is there.
    """
    parts: list[Part] = []
    dossier = Opened(source, asked)
    try:
        with _folder(source) as folder:
            dossier.folder = folder
            for name, part in PARTS:
                parts.append(_told(name, part, dossier))
                if not parts[-1].holds and not go_on:
                    break
    except Broken as broken:
        return DossierVerdict([Part("bag", False, str(broken))], [])
    return DossierVerdict(parts, dossier.unchecked)


def _told(name: str, part: Callable[[Opened], str], dossier: Opened) -> Part:
    try:
        return Part(name, True, part(dossier))
    except Broken as broken:
        return Part(name, False, str(broken))
    except OSError as error:
        return Part(name, False, f"cannot be read ({error.strerror})")


@contextmanager
def _folder(source: Path) -> Iterator[Path]:
    """A zip is unpacked by a process that may do nothing else, and removed again."""
    if source.is_dir():
        yield source
        return
    if not source.is_file():
        raise WrongUse(f"{source} is no folder and no file", "name a dossier's folder or zip")
    with tempfile.TemporaryDirectory(prefix="dossier-") as above:
        try:
            apart.unpack(source, Path(above) / "unpacked")
        except ArchiveRefused as error:
            raise Broken(source.name, error.what) from None
        tops = list((Path(above) / "unpacked").iterdir())
        if len(tops) != 1 or not tops[0].is_dir():
            raise Broken(source.name, "a dossier's zip holds one folder and nothing beside it")
        yield tops[0]
