"""What captures hold of a page is erased with its report; what was proved before holds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.cli.test_erase import WHY, item_faults, whole_dump
from tests.made import login
from tests.reports.serving import answer, serving
from tocsin import reports
from tocsin.cli import scrubbing
from tocsin.errors import NotFound
from tocsin.reports.capture_models import Capture, Recapture
from tocsin.reports.capturing import open_capture
from tocsin.whole_store import erasing

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECRET = "Zvartnoqueville"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.TOCSIN_HOME = tmp_path


def page(words: str) -> bytes:
    return answer(f"<html><body><p>{words}</p></body></html>".encode(), kind="text/html")


def test_captures_looks_and_words_on_them_go_with_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what stands in files; a later version is named, and stays until it is erased itself."""
    monkeypatch.setattr("tocsin.reports.capturing.ROW_BYTES_MAX", 0)
    at = f"/{SECRET}"
    with serving({at: page(f"Officials in {SECRET} said that 3,000 people had fled.")}) as server:
        guard = server.guard()
        (taken,) = reports.take_in([server.url(at)], by="ani", now=AT, guard=guard)
        number = taken.report_id or 0
        server.answers[at] = answer(f"{SECRET} is gone".encode(), status=404)
        reports.recapture(number, by="ani", now=AT, guard=guard)
        server.answers[at] = page("Officials said that 4,000 people had fled, and no more.")
        version = reports.recapture(number, by="ani", now=AT, guard=guard).version_id
    person = login("ani", "reviewer")
    reports.judge_content(
        number, verdict="article", reason=f"{SECRET}!", by=person, now=AT + timedelta(hours=1), seen=None
    )
    assert f"report:{version}, a later version of its page" in erasing.plan(f"report:{number}", []).stays
    sealed = Path(settings.TOCSIN_HOME) / "sealed"
    assert item_faults() == [] and SECRET in whole_dump()
    before = {path for path in sealed.rglob("*") if path.is_file()}
    later = datetime.now(UTC) + timedelta(days=1)  # than the files
    eraser = login("eraser", "issuer")
    erasure = erasing.carry_out(f"report:{number}", [], reason=WHY, by=eraser, now=later)
    gone = {Path(settings.TOCSIN_HOME) / name for name in erasure.files}
    assert len(gone) == 2 and gone < before
    monkeypatch.setattr(scrubbing, "write_anew", lambda: None)
    assert scrubbing.scrub(later) == []
    assert {path for path in sealed.rglob("*") if path.is_file()} == before - gone
    for capture in Capture.objects.filter(size_bytes=0):
        with pytest.raises(NotFound, match="erased"):
            open_capture(capture)
    assert Capture.objects.filter(size_bytes=0).count() == 2 and Capture.objects.count() == 3
    assert item_faults() == []
    assert Recapture.objects.get(outcome="changed").capture is not None
    erasing.carry_out(f"report:{version}", [], reason=WHY, by=eraser, now=later)
    assert item_faults() == []
    assert SECRET not in whole_dump()
