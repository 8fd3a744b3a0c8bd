"""What our own capture writes is held to the same strictness as what strangers send."""

import gzip
import io
from pathlib import Path

import pytest

from tests.reports.documents import NOW, page
from tests.reports.serving import answer, serving
from tocsin.archives import wacz, warc
from tocsin.reports import capture_warc, open_sealed, take_in
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("headers", [{}, {"Content-Encoding": "gzip"}])
def test_a_capture_of_ours_holds_and_makes_an_archive_that_holds(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    """Redirect, page, requests and what was seen of the connection: every record, and the WACZ round it."""
    body = gzip.compress(page()) if headers else page()
    moved = answer(b"moved", status=302, Location="/there")
    with serving({"/": moved, "/there": answer(body, kind="text/html", **headers)}) as server:
        take_in([server.url()], by="ani", now=NOW, guard=server.guard())
        address = server.url()
    report = Report.objects.get()
    content = capture_warc(report.origins.get())
    verdict = warc.check(io.BytesIO(content))
    assert verdict.valid and not verdict.warnings and verdict.responses == 2
    (tmp_path / "1.warc.gz").write_bytes(content)
    entry = wacz.PageEntry(url=address, at=NOW, title=report.title)
    path = wacz.write(
        tmp_path / "1.wacz", [tmp_path / "1.warc.gz"], [entry], created=report.origins.get().capture.made_at
    )
    archived = wacz.check(path)
    assert archived.valid and not archived.warnings and archived.captured == 2, archived.faults
    main = wacz.main_page(path)
    assert main and main.body == open_sealed(report)
