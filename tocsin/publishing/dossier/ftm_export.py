"""FollowTheMoney alone, for the tools of newsrooms: the entities that a dossier would hold, by the same rules, logged."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from tocsin import custody
from tocsin.archives.bag import BagWriter
from tocsin.custody import tree
from tocsin.errors import Conflict
from tocsin.publishing.dossier.allowed import allowed
from tocsin.publishing.dossier.chosen import Chosen
from tocsin.publishing.dossier.draft import Draft
from tocsin.publishing.dossier.follow_the_money import entities
from tocsin.publishing.dossier.gathering import gather
from tocsin.publishing.dossier.making import disk_trouble
from tocsin.publishing.dossier.row_file import as_line
from tocsin.publishing.dossier.told import Told


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    path: Path
    entities: int
    reports: int
    left_out: int
    #: of the file
    sha256: str


def export_ftm(
    chosen: Chosen,
    path: Path,
    *,
    by: str,
    now: datetime,
    reason: str = "",
    use: str = "partners",
    advance: Callable[[int], object] = lambda _steps: None,
) -> Exported:
    """Entities, one a line, in the file `path`, which must not be there yet; whole or not at all.

    What may not be used so stays out, as from a dossier. The log keeps that it was made, and its hash, before it is
    in its place. Raises Conflict, StoreTrouble.
    """
    if os.path.lexists(path):
        raise Conflict(f"{path} exists already", "name a file that does not")
    custody.number()
    chosen = allowed(chosen, use=use, by=by, now=now)
    with disk_trouble(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as beside:
            fresh = Path(beside) / "ftm.jsonl"
            count, digest = _write(chosen, Path(beside), fresh, advance)
            done = Exported(
                path=path,
                entities=count,
                reports=len(chosen.reports),
                left_out=len(chosen.left_out),
                sha256=digest,
            )
            _log(chosen, done, by=by, now=now, reason=reason)
            fresh.rename(path)
    return done


class _NoPayload(BagWriter):
    """A dossier's files are gathered for what they tell, and not kept."""

    def add(self, path: str, source: bytes | Path) -> None:
        """Nothing of it is written."""


def _write(chosen: Chosen, beside: Path, fresh: Path, advance: Callable[[int], object]) -> tuple[int, str]:
    """How many entities, and the SHA-256 of the file, which is on the disk."""
    scratch = beside / "scratch"
    scratch.mkdir()
    with _NoPayload(beside / "none") as bag:
        draft = Draft(bag, scratch)
        try:
            gather(chosen, draft, size=tree.size(), names=False, advance=advance)
            return _write_entities(draft, fresh)
        finally:
            draft.close()


def _write_entities(draft: Draft, fresh: Path) -> tuple[int, str]:
    told, running, count = Told(draft), sha256(), 0
    try:
        with fresh.open("xb") as file:
            for count, entity in enumerate(entities(told), 1):  # noqa: B007
                line = f"{as_line(entity)}\n".encode()
                running.update(line)
                file.write(line)
            file.flush()
            os.fsync(file.fileno())
    finally:
        told.close()
    return count, running.hexdigest()


def _log(chosen: Chosen, done: Exported, *, by: str, now: datetime, reason: str) -> None:
    act = custody.Act(
        item=f"export:{secrets.token_hex(16)}",
        action="exported",
        actor=by,
        at=now,
        reason=reason,
        after={
            "format": "FollowTheMoney",
            "about": dict(chosen.about),
            "entities": done.entities,
            "reports": done.reports,
            "sha256": done.sha256,
        },
    )
    with transaction.atomic():
        custody.log([act])
