"""How a page was fetched goes into a dossier as the WARC file that the log committed to, and out of a redacted one."""

import hashlib
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from tests.publishing.dossier_checked import check
from tests.publishing.dossier_world import at
from tests.reports.documents import page
from tests.reports.serving import answer, serving
from tocsin import reports
from tocsin.custody import log_keys
from tocsin.publishing import dossier
from tocsin.publishing.dossier.masks import read_masks
from tocsin.reports.models import Report
from tocsin.reports.warc import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fetched(settings, tmp_path: Path) -> Report:
    """Fetched twice, which are two arrivals with two captures."""
    settings.TOCSIN_HOME = tmp_path / "home"
    log_keys.new_key(by="command line", now=at(0), name="desk.example/log")
    with serving(
        {"/": answer(page("Ann Poe counted 400 people at the bridge."), kind="text/html")}
    ) as server:
        for _ in range(2):
            reports.take_in([server.url()], by="ani", now=at(1), guard=server.guard())
    return Report.objects.get()


def test_a_dossier_holds_the_captures_of_its_reports(fetched: Report, tmp_path: Path) -> None:
    """The page follows from the file, and both verifiers bind the file to the entry of its arrival."""
    made = dossier.make(dossier.items([f"report:{fetched.pk}"]), tmp_path / "out", by="ani", now=at(60))
    files = sorted((made.folder / "data/captures").glob("*.warc.gz"))
    assert [path.name for path in files] == [f"{fetched.pk}-2.warc.gz", f"{fetched.pk}.warc.gz"]
    for path in files:
        content = page_of(BytesIO(path.read_bytes()), 10_000)
        assert hashlib.sha256(content).hexdigest() == fetched.sha256
    assert check(made.folder) == []
    opened = (made.folder / "log/entries.jsonl").read_text()
    assert opened.count('"after.capture_sha256"') == 2 and opened.count("data/captures/") >= 4
    command = [sys.executable, str(made.folder / "verify.py"), str(made.folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 3, told.stdout + told.stderr  # no key was given from outside
    files[0].write_bytes(files[1].read_bytes())
    assert check(made.folder) != []


def test_a_redacted_dossier_keeps_no_capture_that_may_hold_what_is_masked(
    fetched: Report, tmp_path: Path
) -> None:
    """What is packed cannot be searched: it is withheld, and its hash opened as a value."""
    whole = dossier.make(dossier.items([f"report:{fetched.pk}"]), tmp_path / "out", by="ani", now=at(60))
    for number, masks in enumerate(
        (
            read_masks(persons=["Ann Poe"], private_persons=False),
            read_masks(withheld=[f"report:{fetched.pk}"]),
        )
    ):
        made = dossier.redact(
            whole.folder,
            masks,
            tmp_path / f"masked-{number}",
            by="ani",
            now=at(70 + number),
            reason="for a partner",
        )
        assert not (made.folder / "data/captures").exists()
        assert check(made.folder) == []
