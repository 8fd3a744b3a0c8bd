"""What people said of findings beside reviewing them stands in a dossier: links, credibility, what was taken back."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.publishing.dossier_world import at, world
from tocsin import record
from tocsin.custody import log_keys
from tocsin.custody.note import VerifierKey
from tocsin.publishing import dossier
from tocsin.publishing.dossier import verify
from tocsin.publishing.dossier.checking.verdict import Asked
from tocsin.publishing.dossier.checking.whole import check
from tocsin.publishing.dossier.masks import read_masks

pytestmark = pytest.mark.django_db


def test_links_and_grades_and_what_was_taken_back_stand_in_it(settings, tmp_path: Path) -> None:
    """A link to a finding of a report that is not in it keeps its reason; masked names are masked in reasons too."""
    settings.TOCSIN_HOME = tmp_path / "home"
    world(alert=False)
    ben = User.objects.get(username="analyst-one")
    reason = "Ann Poe tells of one crossing in both"
    link = record.link(1, 3, "corroborates", reason=reason, by=ben, now=at(5), seen=None)
    record.link(
        1, 3, "corroborates", reason="of another day", by=ben, now=at(6), seen=link.pk, verdict="withdrawn"
    )
    record.link(3, 2, "refutes", reason="the guards were not there", by=ben, now=at(7), seen=None)
    record.credit(1, 2, reason="counted on the spot", by=ben, now=at(8), seen=None)
    record.take_back("finding:2", "withdrawn", reason="misread", by=ben, now=at(9), seen=None)
    record.take_back(
        "report:2", "retracted", reason="its correction", by=ben, now=at(9), seen=None, said_in=1
    )
    whole = dossier.make(dossier.situation("bridge"), tmp_path / "whole", by="ani", now=at(60)).folder
    rows = [json.loads((whole / f"data/record/{name}.json").read_text()) for name in ("links", "judgements")]
    assert [len(each) for each in rows] == [3, 3]
    index = (whole / "data/index.html").read_text()
    for said in (
        "It corroborates finding 3", "Finding 1 corroborates it", "No longer: It corroborates finding 3",
        "Finding 3 refutes it", "grade 2 of 1 to 6", "We no longer hold to it", "Its publisher took it back",
    ):  # fmt: skip
        assert said in index, said
    part = dossier.make(dossier.items(["report:1"]), tmp_path / "part", by="ani", now=at(61)).folder
    told = (part / "data/record/links.json").read_text() + (part / "log/entries.jsonl").read_text()
    assert "refutes" in told and "the guards were not there" not in told and reason not in told
    masks = read_masks(persons=["Ann Poe"], private_persons=False)
    masked = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(62)).folder
    assert "Ann Poe" not in "".join(path.read_text() for path in masked.rglob("*.json*"))
    key = str(log_keys.verifiers()[0])
    for folder in (whole, part, masked):
        assert verify.main([str(folder), "--key", key]) == 0
        assert check(folder, Asked(keys=[VerifierKey.read(key)])).code == 0
