"""Redacted dossiers: the same entries and leaves, and nothing of what is masked in any byte."""

import json
import zlib
from hashlib import sha256, sha512
from pathlib import Path
from shutil import rmtree

import pytest

from tests.publishing.dossier_checked import check
from tests.publishing.dossier_world import at, world
from tocsin.errors import WrongUse
from tocsin.publishing import dossier
from tocsin.publishing.dossier import checking, verify
from tocsin.publishing.dossier.masks import read_masks
from tocsin.publishing.dossier.words import MARK
from tocsin.record.models import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> None:
    settings.TOCSIN_HOME = tmp_path / "home"


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    world()
    return dossier.make(dossier.situation("bridge"), tmp_path / "whole", by="ani", now=at(60)).folder


def faults(folder: Path) -> list[str]:
    """What does not hold, by the log's own parts and by both verifiers."""
    told = verify.verify(folder, verify.Asked([], [], [], [])).parts
    parts = [(holds, what) for _, holds, what in told]
    parts += [(part.holds, part.detail) for part in checking.check(folder, checking.Asked(keys=[])).parts]
    return [*check(folder), *(what for holds, what in parts if not holds)]


def holding(folder: Path, words: str) -> list[str]:
    """Files in which the words stand, also packed or escaped."""
    needles = [words.encode(), json.dumps(words)[1:-1].encode(), words.encode("utf-16-le")]
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        if any(needle in content for content in _unpacked(path.read_bytes()) for needle in needles)
    ]


def _unpacked(content: bytes) -> list[bytes]:
    """The bytes, and those of every stream that a PDF packs in them."""
    found = [content]
    for part in content.split(b"stream\n")[1:] if content.startswith(b"%PDF") else ():
        try:
            found.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    return found


def entries(folder: Path) -> list[tuple[int, str]]:
    rows = map(json.loads, (folder / "log/entries.jsonl").read_text().splitlines())
    return [(row["position"], row["entry"]) for row in rows]


def test_a_masked_person_stands_in_no_byte_and_the_rest_holds(whole, tmp_path):
    """Same log, same entries, same leaves; a new dossier with its own seal; originals that name her are withheld."""
    assert holding(whole, "Ann Poe")
    masks = read_masks(persons=["Ann Poe"], private_persons=False)
    made = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70), reason="for a partner")
    assert holding(made.folder, "Ann Poe") == []
    assert faults(made.folder) == []
    assert entries(made.folder)[:-1] == entries(whole)
    told = json.loads((made.folder / "data/contents.json").read_text())
    assert told["redacted_from"] == json.loads((whole / "data/contents.json").read_text())["id"]
    text = (made.folder / "data/reports/1/text.txt").read_text()
    assert text.split("\n")[2] == f"The registry counted 4,120 people at the bridge by noon, said {MARK}."
    assert not list((made.folder / "data/reports/1").glob("original*"))


def test_private_persons_are_masked_by_themselves(whole, tmp_path):
    """Who acts in an office stays; who is named without one goes, and her words stay with their paragraph masked."""
    made = dossier.redact(whole, read_masks(), tmp_path / "masked", by="ani", now=at(70))
    assert holding(made.folder, "Ann Poe") == []
    assert holding(made.folder, "Mayor Jane Roe")
    assert faults(made.folder) == []


def test_a_masked_field_and_paragraph_go_and_no_other(whole, tmp_path):
    masks = read_masks(fields=["finding:1/quote"], paragraphs=["report:2/0"], private_persons=False)
    made = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70))
    assert faults(made.folder) == []
    assert "4,000 people had crossed" not in (made.folder / "data/reports/2/text.txt").read_text()
    assert "We left everything" in (made.folder / "data/reports/2/text.txt").read_text()
    [first] = [
        row
        for row in json.loads((made.folder / "data/record/findings.json").read_text())
        if row["item"] == "finding:1"
    ]
    assert first["read"]["quote"] == MARK


def test_what_a_masked_field_names_goes_everywhere(whole, tmp_path):
    """From every byte: titles are values of rows like others. What else the finding says stays."""
    assert holding(whole, "Ann Poe")
    number = Finding.objects.get(fields__speaker_name="Ann Poe").pk
    masks = read_masks(fields=[f"finding:{number}/speaker_name"], private_persons=False)
    made = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70))
    assert holding(made.folder, "Ann Poe") == [] and faults(made.folder) == []
    rows = json.loads((made.folder / "data/record/findings.json").read_text())
    [hers] = [row for row in rows if row["item"] == f"finding:{number}"]
    fields = json.loads(hers["read"]["fields"])
    assert (fields["speaker_name"], fields["act"]) == (MARK, "said")
    with pytest.raises(WrongUse, match="has no finding:99"):
        dossier.redact(whole, read_masks(fields=["finding:99/by"]), tmp_path / "b", by="ani", now=at(70))


def test_a_word_of_an_alert_is_masked_in_its_sentences(whole, tmp_path):
    """The paragraphs of an alert's drafts are rows of the record too: what is masked there is told as masked."""
    assert "people" in (whole / "data/record/alerts.json").read_text()
    masks = read_masks(persons=["people"], private_persons=False)
    made = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70))
    assert faults(made.folder) == []
    rows = json.loads((made.folder / "data/record/alerts.json").read_text())
    assert any(name.startswith("text.") for row in rows for name in row.get("masked", ()))


def test_a_withheld_report_tells_its_hashes_alone(whole, tmp_path):
    masks = read_masks(withheld=["report:2"], private_persons=False)
    made = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70))
    assert faults(made.folder) == []
    assert holding(made.folder, "We left everything") == holding(made.folder, "Example Wire") == []
    rows = json.loads((made.folder / "data/reports/2/report.json").read_text())["acts"]
    assert len(rows[0]["after"]["sha256"]) == 64


def test_nothing_confirms_a_guess_of_what_is_masked(whole, tmp_path):
    """Whoever tries names could know the right one by a hash without a salt: of the report, of the dossier before.

    An issued alert is public as it is, with the hashes of what it rests on.
    """
    [original] = (whole / "data/reports/1").glob("original*")
    manifest = (whole / "manifest-sha512.txt").read_bytes()
    telling = [sha256(original.read_bytes()), sha512(original.read_bytes()), sha512(manifest)]
    assert all(holding(whole, each.hexdigest()) for each in telling)
    for masks in (
        read_masks(persons=["Ann Poe"], private_persons=False),
        read_masks(paragraphs=["report:1/1"], private_persons=False),
    ):
        made = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70))
        found = [name for each in telling for name in holding(made.folder, each.hexdigest())]
        assert set(found) <= {"data/alerts/bridge-sos-exercise-1.cap.xml"}
        [act, *_] = json.loads((made.folder / "data/reports/1/report.json").read_text())["acts"]
        assert act["after"]["size_bytes"] == act["after"]["sha256"] == MARK
        assert faults(made.folder) == []
        rmtree(made.folder)


def test_an_alert_that_names_her_is_not_told_by_its_hash(whole, tmp_path):
    """Nor are its letters; an alert that does not, and the report that it rests on, are whole."""
    [cap] = (whole / "data/alerts").glob("*.cap.xml")
    telling = sha256(cap.read_bytes()).hexdigest()
    kept = dossier.redact(whole, read_masks(persons=["Jane Roe"]), tmp_path / "kept", by="ani", now=at(70))
    assert holding(kept.folder, telling)
    masks = read_masks(persons=["The registry"], private_persons=False)
    made = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70))
    assert holding(made.folder, telling) == []
    rows = json.loads((made.folder / "data/record/alerts.json").read_text())
    assert {row["after"]["content_sha256"] for row in rows if row["item"] == "message:1"} <= {MARK}
    assert faults(made.folder) == []


def test_only_our_own_whole_dossier_is_redacted(whole, tmp_path):
    masks = read_masks(persons=["Ann Poe"])
    with pytest.raises(WrongUse, match="is no dossier"):
        dossier.redact(tmp_path, masks, tmp_path / "masked", by="ani", now=at(70))
    with pytest.raises(WrongUse, match="no paragraph 99"):
        dossier.redact(whole, read_masks(paragraphs=["report:2/99"]), tmp_path / "b", by="ani", now=at(70))
    (whole / "data/reports/1/text.txt").write_text("Something else.")
    with pytest.raises(WrongUse, match="not as it was made"):
        dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70))
    assert not (tmp_path / "masked").exists()
