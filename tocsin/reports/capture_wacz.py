"""A capture as a WACZ: one file that a browser's replay opens, for whoever gets it from us."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.archives import wacz
from tocsin.reports.capturing import capture_warc

if TYPE_CHECKING:
    from tocsin.reports.models import Origin


def write_wacz(origin: Origin, path: Path, *, now: datetime, signer: wacz.Signer | None = None) -> None:
    """Writes the arrival's capture to `path`, which must not be there. Raises NotFound where it has none."""
    warc = capture_warc(origin)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".capture-") as folder:
        file = Path(folder) / f"capture-{origin.pk}.warc.gz"
        file.write_bytes(warc)
        title = origin.report.title or origin.address
        wacz.write(path, [file], [page_of_origin(origin)], created=now, title=title, signer=signer)


def page_of_origin(origin: Origin) -> wacz.PageEntry:
    """Where replay begins: the address that the redirects ended at, and the moment when we asked."""
    return wacz.PageEntry(
        url=origin.hops[-1]["url"] if origin.hops else origin.address,
        at=origin.capture.made_at,
        title=origin.report.title,
    )
