"""How a page was fetched goes into a dossier as the WARC file that the log committed to, and out of a redacted one."""

import hashlib
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from tests.made import login
from tests.publishing.dossier_checked import check
from tests.publishing.dossier_world import at
from tests.reports.documents import page
from tests.reports.serving import answer, serving
from tests.web.pictured import PAGE_TEXT, PNG, seen
from tocsin import reports
from tocsin.custody import log_keys
from tocsin.custody.note import VerifierKey
from tocsin.publishing import dossier
from tocsin.publishing.dossier import verify
from tocsin.publishing.dossier.checking.verdict import Asked
from tocsin.publishing.dossier.checking.whole import check as checked
from tocsin.publishing.dossier.masks import read_masks
from tocsin.reports import address
from tocsin.reports.content_judging import judge_content
from tocsin.reports.models import Report
from tocsin.reports.recapturing import recapture
from tocsin.reports.warc import page_of, picture_in

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


def test_what_became_of_a_page_stands_among_its_acts(settings, tmp_path: Path) -> None:
    """A page that is gone comes with what answered; one that changed is a report of its own, told by number alone.

    So are people's words on what the capture holds. Withheld, nothing is left of them but times and outcomes.
    """
    settings.TOCSIN_HOME = tmp_path / "home"
    log_keys.new_key(by="command line", now=at(0), name="desk.example/log")
    said = page("Ann Poe counted 400 people at the bridge.")
    with serving({"/": answer(said, kind="text/html")}) as server:
        [taken] = reports.take_in([server.url()], by="ani", now=at(1), guard=server.guard())
        pk = taken.report_id
        server.answers["/"] = answer(b"gone", status=410)
        gone = recapture(pk, by="ani", now=at(2), guard=server.guard())
        server.answers["/"] = answer(page("Ann Poe counted 900 people at the mill."), kind="text/html")
        changed = recapture(pk, by="ani", now=at(3), guard=server.guard())
    assert (gone.outcome, changed.outcome) == ("gone", "changed")
    judge_content(
        pk, verdict="article", reason="Ann Poe is named", by=login("ben", "analyst"), now=at(4), seen=None
    )
    whole = dossier.make(dossier.items([f"report:{pk}"]), tmp_path / "out", by="ani", now=at(60)).folder
    named = {path.name for path in (whole / "data/captures").iterdir()}
    assert named == {f"{pk}.warc.gz", f"{pk}.wacz", f"{pk}-again-1.warc.gz"}
    index = (whole / "data/index.html").read_text()
    assert "looked at again (gone)" in index and "looked at again (changed)" in index
    assert "What its capture holds was judged (article)" in index
    told = (whole / f"data/reports/{pk}/report.json").read_text() + (whole / "log/entries.jsonl").read_text()
    assert changed.capture is not None and changed.capture.sha256 not in told
    masks = read_masks(withheld=[f"report:{pk}"], private_persons=False)
    masked = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70)).folder
    assert not (masked / "data/captures").exists()
    left = (
        "".join(path.read_text() for path in masked.rglob("*.json*"))
        + (masked / "data/index.html").read_text()
    )
    assert "Ann Poe" not in left and server.url() not in left
    key = str(log_keys.verifiers()[0])
    for folder in (whole, masked):
        assert check(folder) == []
        assert verify.main([str(folder), "--key", key]) == 0
        assert checked(folder, Asked(keys=[VerifierKey.read(key)])).code == 0


def test_a_picture_goes_with_its_capture_and_its_hash_with_what_is_masked(
    settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, it stands in the WARC and its field is opened. The text's hash would confirm a guessed name, so it closes."""
    settings.TOCSIN_HOME = tmp_path / "home"
    monkeypatch.setattr(address, "pictured", lambda fetched, *_: seen(fetched.url))
    log_keys.new_key(by="command line", now=at(0), name="desk.example/log")
    said = page("Ann Poe counted 400 people at the bridge.")
    with serving({"/": answer(said, kind="text/html")}) as server:
        [taken] = reports.take_in([server.url()], by="ani", now=at(1), guard=server.guard())
        server.answers["/"] = answer(page("Ann Poe counted 900 people at the mill."), kind="text/html")
        recapture(taken.report_id, by="ani", now=at(3), guard=server.guard())
    whole = dossier.make(dossier.items([f"report:{taken.report_id}"]), tmp_path / "out", by="ani", now=at(60))
    file = whole.folder / f"data/captures/{taken.report_id}.warc.gz"
    assert picture_in(BytesIO(file.read_bytes())) == (PNG, PAGE_TEXT)
    masks = read_masks(persons=["Ann Poe"], private_persons=False)
    masked = dossier.redact(whole.folder, masks, tmp_path / "masked", by="ani", now=at(70), reason="x").folder
    hashed = hashlib.sha256(PAGE_TEXT.encode()).hexdigest()
    told = [
        "".join(path.read_text() for path in folder.rglob("*.json*")).count(hashed)
        for folder in (whole.folder, masked)
    ]
    assert told == [1, 0]  # the changed page is a report of its own
    assert check(whole.folder) == [] and check(masked) == []
    key = str(log_keys.verifiers()[0])
    assert [verify.main([str(folder), "--key", key]) for folder in (whole.folder, masked)] == [0, 0]
