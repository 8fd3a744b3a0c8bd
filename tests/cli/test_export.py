"""tocsin export ftm: the entities of a dossier, without the dossier."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.publishing.dossier_world import at, world
from tocsin.cli import main
from tocsin.custody.models import Entry
from tocsin.publishing import dossier
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db


def test_it_writes_what_a_dossier_would_hold_and_logs_its_hash(settings, tmp_path: Path, capsys) -> None:
    """Of a situation and of an alert; what is restricted stays out; nothing is written over; nothing else is left."""
    settings.TOCSIN_HOME = tmp_path / "home"
    crisis = world()
    whole = dossier.make(dossier.situation("bridge"), tmp_path / "whole", by="ani", now=at(60)).folder
    out = tmp_path / "out" / "bridge.jsonl"
    assert main(["export", "ftm", "bridge", "-o", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert out.read_bytes() == (whole / "data/ftm.jsonl").read_bytes()
    assert told["sha256"] == sha256(out.read_bytes()).hexdigest() and told["entities"] >= 3
    assert [path.name for path in out.parent.iterdir()] == ["bridge.jsonl"]
    assert Entry.objects.filter(item__startswith="export:", action="exported").count() == 1
    assert main(["export", "ftm", "bridge", "-o", str(out)]) != 0
    Report.objects.filter(pk=2).update(sensitivity="restricted")
    [alert] = crisis.alerts.all()
    for name, left in (("bridge", 1), (alert.identifier, 0)):
        path = tmp_path / f"again-{left}.jsonl"
        assert main(["export", "ftm", name, "-o", str(path), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["left_out"] == left
        assert "Ann Poe" not in path.read_text()
    assert main(["export", "ftm", "nowhere", "-o", str(tmp_path / "x")]) != 0
