"""Making a dossier: gathered, bagged, logged, proven, sealed, and only then in its place. Whole or not at all.

1. data/ from the store, or from another dossier, masked
2. payload manifests
3. the log's own entry "exported", which commits to them, and a checkpoint that covers it
4. log/: the entries with their proofs up to that checkpoint
5. tag manifests, and the seal over them
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha512
from importlib import resources
from pathlib import Path

from django.db import transaction
from django.db.models import Sum

from tocsin import custody
from tocsin.archives.bag import BagWriter
from tocsin.custody import checkpoints, log_keys, tree
from tocsin.custody.acts import timestamp
from tocsin.custody.commitments import Json
from tocsin.custody.models import Entry, KeptCheckpoint
from tocsin.errors import StoreTrouble
from tocsin.publishing.dossier.allowed import allowed
from tocsin.publishing.dossier.chosen import Chosen
from tocsin.publishing.dossier.contents import OWN_FILES, Head, new_id, write_contents
from tocsin.publishing.dossier.derived import Printer, add_derived
from tocsin.publishing.dossier.draft import RECORD_FILES, Draft
from tocsin.publishing.dossier.gathering import gather
from tocsin.publishing.dossier.log_part import add_log
from tocsin.publishing.dossier.opened import PEOPLE, opened
from tocsin.publishing.dossier.sealing import seal
from tocsin.publishing.dossier.stamping import Stamper
from tocsin.reports.models import Report

#: a dossier, its scratch and a zip of it, in multiples of its reports' bytes
_TIMES_REPORTS = 3
#: that stay free on the disk, whatever is written
_KEPT_FREE_BYTES = 256 * 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    id: str
    folder: Path
    items: int
    entries: int
    #: of the checkpoint that it is proven by, in entries
    size: int
    left_out: int
    #: authorities that stamped that checkpoint, and why others did not, each by its name
    stamped_by: tuple[str, ...] = ()
    not_stamped: Mapping[str, str] = field(default_factory=dict)


def make(
    chosen: Chosen,
    folder: Path,
    *,
    by: str,
    now: datetime,
    reason: str = "",
    use: str = "court",
    names: bool = False,
    printer: Printer | None = None,
    stamper: Stamper | None = None,
    advance: Callable[[int], object] = lambda _steps: None,
) -> Made:
    """A dossier at `folder`, which must not be there yet, for a court or for partners (`use`).

    What may not be used so stays out, with the rest of its report. `names` says whether people at the desk stand in
    it by name; without `printer` it has no index.pdf. `stamper` has its checkpoint stamped: an authority that does not
    answer holds up nothing, and `Made` names it.
    Raises Conflict, StoreTrouble (also where the disk has too little room), and NotFound where the log has no key.
    """
    log_keys.needed()
    custody.number()
    chosen = allowed(chosen, use=use, by=by, now=now)
    head = Head(
        id=new_id(),
        title=chosen.title,
        about=chosen.about,
        made_at=timestamp(now),
        left_out=len(chosen.left_out),
    )
    _refuse_small_disk(folder, chosen)
    with drafted(folder) as draft:
        gather(chosen, draft, size=tree.size(), names=names, advance=advance)
        return finish(
            draft, head, by=by, now=now, reason=reason, names=names, printer=printer, stamper=stamper
        )


@contextmanager
def drafted(folder: Path) -> Iterator[Draft]:
    """A draft whose bag is beside `folder`; nothing of it is left where it is not finished."""
    with disk_trouble(folder), BagWriter(folder) as bag:
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.scratch.", dir=folder.parent))
        try:
            draft = Draft(bag, scratch)
            try:
                yield draft
            finally:
                draft.close()
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def finish(
    draft: Draft,
    head: Head,
    *,
    by: str,
    now: datetime,
    reason: str,
    names: bool,
    printer: Printer | None = None,
    stamper: Stamper | None = None,
) -> Made:
    """From a gathered draft to a dossier in its place."""
    items = draft.items
    add_derived(draft, head, printer)
    _add_own_files(draft, head)
    manifests = draft.bag.close_payload()
    said = committed(head, draft, items, manifests["sha512"])
    entry = _log_export(head, said, by=by, now=now, reason=reason)
    kept, stamped, not_stamped = _signed(now, stamper)
    _keep_export(draft, entry, said, names=names)
    entries = draft.entries
    add_log(draft, kept)
    _add_tools(draft)
    tags = draft.bag.close_tags(_bag_info(head, now))
    draft.bag.add_unlisted("seal.txt", str(seal(head.id, head.made_at, tags["sha512"], kept.key)).encode())
    return Made(
        id=head.id,
        folder=draft.bag.place(),
        items=items,
        entries=entries,
        size=kept.size,
        left_out=head.left_out,
        stamped_by=stamped,
        not_stamped=not_stamped,
    )


def _signed(
    now: datetime, stamper: Stamper | None
) -> tuple[KeptCheckpoint, tuple[str, ...], Mapping[str, str]]:
    """The checkpoint, who stamped it, and why others did not."""
    if stamper is None:
        return checkpoints.sign_checkpoint(now), (), {}
    kept, asked = stamper()
    trouble = {each.authority: str(each.trouble) for each in asked if each.trouble is not None}
    return kept, tuple(each.authority for each in asked if each.trouble is None), trouble


def _add_own_files(draft: Draft, head: Head) -> None:
    """What is made from the record's files; contents.json last, for it lists them all."""
    made = [name for name in OWN_FILES if (draft.scratch / name).exists()]
    records = [f"record/{name}.json" for name in RECORD_FILES]  # one that got no row is of no other item
    draft.add_item(f"dossier:{head.id}", ["contents.json", *made, *records])
    write_contents(head, draft, draft.scratch / "contents.json")
    for name in ("contents.json", *made):
        draft.bag.add(name, draft.scratch / name)


def _log_export(head: Head, said: dict[str, Json], *, by: str, now: datetime, reason: str) -> int:
    act = custody.Act(
        item=f"dossier:{head.id}",
        action="exported",
        actor=by,
        at=now,
        reason=reason,
        after=said,
    )
    with transaction.atomic():
        [entry] = custody.log([act])
    custody.number()
    return entry


def committed(head: Head, draft: Draft, items: int, manifest: bytes) -> dict[str, Json]:
    """What the log commits to of a dossier: its files, and which entries it shows, this one among their number."""
    return {
        "manifest_sha512": sha512(manifest).hexdigest(),
        "items": items,
        "entries": draft.entries + 1,
        "entries_sha512": draft.listed_sha512(),
        "about": dict(head.about),
        "redacted_from": head.redacted_from,
    }


def _keep_export(draft: Draft, entry_id: int, said: dict[str, Json], *, names: bool) -> None:
    entry = Entry.objects.select_related("leaf").get(pk=entry_id)
    fields = {name: [value] for name, value in said.items()}
    closed = {} if names else {"actor": PEOPLE}
    one = opened(entry, entry.leaf.position, fields, closed=closed)
    openings = [{"path": each.path, "salt": each.salt.hex(), "value": each.value} for each in one.openings]
    draft.keep(one.position, entry_id, entry.item, openings, list(one.masked), one.erased)


def _add_tools(draft: Draft) -> None:
    here = resources.files("tocsin.publishing.dossier")
    for name in ("README.txt", "verify.py"):
        if (here / name).is_file():
            draft.bag.add_tag(name, (here / name).read_bytes())


def _bag_info(head: Head, now: datetime) -> dict[str, str]:
    return {"External-Identifier": head.id, "Bagging-Date": f"{now:%Y-%m-%d}", "Bag-Software-Agent": "tocsin"}


def _refuse_small_disk(folder: Path, chosen: Chosen) -> None:
    total = 0
    for first in range(0, len(chosen.reports), 500):
        part = Report.objects.filter(pk__in=chosen.reports[first : first + 500])
        total += part.aggregate(total=Sum("size_bytes"))["total"] or 0
    refuse_small_disk(folder, total * _TIMES_REPORTS)


def refuse_small_disk(folder: Path, needed_bytes: int) -> None:
    """Raises StoreTrouble where writing so much would fill the disk."""
    near = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    free = shutil.disk_usage(near).free
    if free < needed_bytes + _KEPT_FREE_BYTES:
        raise StoreTrouble(
            f"{near} has {free:,} bytes free, and this dossier may need {needed_bytes + _KEPT_FREE_BYTES:,}",
            "make room, name a folder on another disk, or choose fewer items",
        )


@contextmanager
def disk_trouble(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreTrouble(
            f"the dossier cannot be written at {folder} ({error.strerror or error})",
            "nothing of it is left; name a folder that you may write to, with room on its disk",
        ) from error
