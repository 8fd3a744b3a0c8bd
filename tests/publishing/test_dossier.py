"""Dossiers made from a record that was made by acts."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.made import login
from tests.publishing.dossier_checked import check
from tests.publishing.dossier_world import at, world
from tests.reports.documents import page
from tests.reports.serving import answer, serving
from tocsin import reports
from tocsin.archives import wacz
from tocsin.custody import log_keys
from tocsin.errors import Conflict, NotFound, StoreTrouble
from tocsin.publishing import dossier
from tocsin.publishing.dossier.making import refuse_small_disk
from tocsin.publishing.dossier.masks import read_masks
from tocsin.whole_store import erasing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> None:
    settings.TOCSIN_HOME = tmp_path / "home"


def masked(folder: Path) -> Counter[str]:
    """Noun, action and path of everything that is not opened."""
    found: Counter[str] = Counter()
    for line in (folder / "log/entries.jsonl").read_text().splitlines():
        row = json.loads(line)
        entry = json.loads(row["entry"])
        found.update(f"{entry['item'].partition(':')[0]} {entry['action']} {path}" for path in row["masked"])
    return found


def test_every_opening_of_a_situations_dossier_fits_its_entry(tmp_path):
    """The bag, the seal, the checkpoint, each proof, each value from its file, and every file with its item."""
    world()
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    assert check(made.folder) == []
    assert made.entries == len((made.folder / "log/entries.jsonl").read_text().splitlines()) > 10


def test_only_people_and_what_was_edited_away_stay_closed(tmp_path):
    """Every other commitment is opened. What each act kept back stands in its row, with the reason."""
    world()
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="command line", now=at(60))
    assert {name for name in masked(made.folder) if not name.endswith(" actor")} == set()
    named = dossier.make(
        dossier.situation("bridge"), tmp_path / "named", by="command line", now=at(61), names=True
    )
    assert masked(named.folder) == Counter()
    assert check(named.folder) == []


def test_an_alerts_dossier_has_its_bytes_and_the_reports_under_its_sentences(tmp_path):
    crisis = world()
    [alert] = crisis.alerts.all()
    made = dossier.make(dossier.alert(alert.identifier), tmp_path / "out", by="ani", now=at(60))
    assert check(made.folder) == []
    assert (made.folder / f"data/alerts/{alert.identifier}.cap.xml").read_bytes() == bytes(alert.cap_xml)
    assert [path.name for path in (made.folder / "data/reports").iterdir()] == ["1"]


def test_a_dossier_is_whole_or_not_there(tmp_path, monkeypatch):
    """Where the disk refuses at the last step, nothing is left beside the place either."""
    world()
    (tmp_path / "there").mkdir()
    with pytest.raises(Conflict):
        dossier.make(dossier.situation("bridge"), tmp_path / "there", by="ani", now=at(60))

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tocsin.archives.bag.BagWriter.place", full)
    (tmp_path / "exports").mkdir()
    with pytest.raises(StoreTrouble, match="No space left"):
        dossier.make(dossier.situation("bridge"), tmp_path / "exports/out", by="ani", now=at(60))
    assert list((tmp_path / "exports").iterdir()) == []


def test_a_disk_with_too_little_room_is_not_begun_on(tmp_path):
    with pytest.raises(StoreTrouble, match="bytes free"):
        refuse_small_disk(tmp_path / "a/b/c", 2**60)


def test_restricted_reports_stay_out_unless_somebody_chooses_them(tmp_path):
    """How many stayed out is said; nothing that quotes them is opened."""
    world()
    reports.set_sensitivity(2, "restricted", by="ani", now=at(30), reason="names a witness")
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    assert made.left_out == 1 and not (made.folder / "data/reports/2").exists()
    assert not any(
        b"We left everything" in path.read_bytes() for path in made.folder.rglob("*") if path.is_file()
    )
    assert check(made.folder) == []
    chosen = dossier.situation("bridge", restricted=True)
    whole = dossier.make(chosen, tmp_path / "whole", by="ani", now=at(61))
    assert whole.left_out == 0 and check(whole.folder) == []


def test_what_is_not_there_is_said():
    with pytest.raises(NotFound):
        dossier.situation("nowhere")
    with pytest.raises(NotFound):
        dossier.alert("nobody-1")
    with pytest.raises(NotFound):
        dossier.items(["report:9"])


def test_what_was_erased_is_told_and_nothing_of_it_is_there(tmp_path):
    """The entries stay with their proofs; nobody can open what went; everything else still holds."""
    world()
    eraser = login("eraser", "issuer")
    erasing.carry_out("report:2", (), reason="consent taken back", by=eraser, now=at(30))
    erasing.carry_out("report:1", ("title",), reason="a name stood in it", by=eraser, now=at(31))
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    assert check(made.folder) == []
    assert not any(
        b"We left everything" in path.read_bytes() for path in made.folder.rglob("*") if path.is_file()
    )
    assert not list((made.folder / "data/reports/2").glob("original*"))
    assert "report taken in after.title" in masked(made.folder)
    told = json.loads((made.folder / "data/contents.json").read_text())["items"]
    [item] = [each for each in told if each["item"] == "report:2"]
    assert "consent taken back" in item["withheld"]


def test_what_was_fetched_has_its_capture_bound_by_the_log(tmp_path):
    """The WARC file by its hash in the entry of the arrival; a WACZ beside it, for a replay."""
    log_keys.new_key(by="command line", now=at(0), name="desk.example/log")
    with serving({"/": answer(page(), kind="text/html")}) as server:
        [result] = reports.take_in([server.url("/")], by="ani", now=at(0), guard=server.guard())
    chosen = dossier.items([f"report:{result.report_id}"])
    made = dossier.make(chosen, tmp_path / "out", by="ani", now=at(60))
    assert check(made.folder) == []
    bound = [
        opening["from"]["file"]
        for line in (made.folder / "log/entries.jsonl").read_text().splitlines()
        for opening in json.loads(line)["openings"]
        if opening["path"] == "after.capture_sha256"
    ]
    [warc] = bound
    assert wacz.check((made.folder / warc).with_name(Path(warc).name.replace("warc.gz", "wacz"))).faults == ()
    masks = read_masks(withheld=[f"report:{result.report_id}"])
    less = dossier.redact(made.folder, masks, tmp_path / "less", by="ani", now=at(61))
    assert check(less.folder) == [] and not (less.folder / "data/captures").exists()
