"""A dossier from the desk: who makes it, what is typed, what comes, and that nothing stays behind."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from tests.made import login
from tests.publishing.dossier_checked import check
from tests.publishing.dossier_world import world
from tocsin.custody.models import Entry

pytestmark = pytest.mark.django_db
PAGE = "/desk/situations/bridge/dossier/"


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path, monkeypatch) -> None:
    settings.TOCSIN_HOME = tmp_path / "home"
    settings.TOCSIN_HOME.mkdir()
    monkeypatch.setattr("tocsin.web.desk_dossier._print", lambda *_: b"%PDF-1.7\n")


def unpacked(answer, folder: Path) -> Path:
    content = b"".join(answer.streaming_content)
    zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    [inner] = folder.iterdir()
    return inner


@pytest.fixture
def lawyer() -> Client:
    client = Client()
    world()
    client.force_login(login("lawyer-one", "lawyer"))
    return client


@pytest.mark.parametrize(("form", "named"), [("whole", True), ("redacted", False)])
def test_what_is_downloaded_holds(lawyer, tmp_path, settings, form, named):
    """The file is whole and checks; redacted it names no private person. Nothing of it is kept; the log tells for whom."""
    answer = lawyer.post(PAGE, {"form": form, "reason": "for the court", "names": "Example Wire"})
    assert (
        answer["Content-Type"] == "application/zip" and "dossier-bridge.zip" in answer["Content-Disposition"]
    )
    folder = unpacked(answer, tmp_path / "unpacked")
    assert check(folder) == []
    assert any(b"Ann Poe" in path.read_bytes() for path in folder.rglob("*.txt")) is named
    assert not list(settings.TOCSIN_HOME.glob("dossier-*"))
    entry = Entry.objects.filter(action="exported").latest("pk")
    assert (entry.actor, entry.reason) == ("lawyer-one", "for the court")


def test_entities_for_the_tools_of_newsrooms_are_a_file_of_their_own(lawyer, settings):
    """An entity a line; the log keeps for whom it was made; nothing stays behind."""
    answer = lawyer.post(f"{PAGE}ftm/", {"reason": "for the partners' search"})
    assert "bridge.ftm.jsonl" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content)
    assert len([json.loads(line)["schema"] for line in content.splitlines()]) > 2
    entry = Entry.objects.filter(action="exported").latest("pk")
    assert (entry.actor, entry.reason) == ("lawyer-one", "for the partners' search")
    assert entry.item.startswith("export:")
    assert not list(settings.TOCSIN_HOME.glob("ftm-*"))
    refused = lawyer.post(f"{PAGE}ftm/", {"reason": " "})
    assert refused.status_code == 400 and "for whom" in refused.text


def test_without_saying_for_whom_nothing_is_made(lawyer):
    """What was typed stays in the form."""
    answer = lawyer.post(PAGE, {"form": "whole", "reason": " ", "names": "Ann Poe"})
    assert answer.status_code == 400
    assert "for whom this dossier is made" in answer.text and "Ann Poe" in answer.text
    assert not Entry.objects.filter(action="exported").exists()
