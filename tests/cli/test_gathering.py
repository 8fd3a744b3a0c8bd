"""Copies and proposals on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin
from tests.reports import stories


@pytest.fixture
def store(tocsin: Tocsin, tmp_path: Path) -> Tocsin:
    """Three reports, the first of them gathered for a situation."""
    texts = {"Agency": stories.AGENCY, "Radio": stories.carried("From our agencies"), "Post": stories.OTHER}
    for publisher, text in texts.items():
        (tmp_path / f"{publisher}.txt").write_text(text, encoding="utf-8")
        done = tocsin("take-in", "--no-read", f"{publisher}.txt", "--publisher", publisher)
        assert done.returncode == 0, done.stderr
    for command in (("new", "ford", "--title", "The ford"), ("add", "ford", "1")):
        assert tocsin("situation", *command).returncode == 0
    return tocsin


def test_what_was_never_compared_is_compared_and_proposed(store: Tocsin) -> None:
    """Reports that were only sealed: the copy is listed with its story, and proposed with its reason."""
    rows = json.loads(store("report", "copies", "--json").stdout)
    assert [(row["story"], row["report"], row["publisher"]) for row in rows] == [
        (1, 1, "Agency"),
        (1, 2, "Radio"),
    ]
    [proposed] = json.loads(store("situation", "propose", "ford", "--json").stdout)
    assert proposed["report"] == 2
    assert [(each["kind"], each["what"]) for each in proposed["reasons"]] == [
        ("copy", "is a copy of report 1, which is gathered")
    ]
    shown = store("situation", "propose", "ford").stdout
    assert "is a copy of report 1" in shown and "Bridge closed under fire" in shown


def test_a_feed_is_tied_by_a_person_alone(store: Tocsin) -> None:
    """Without a login, or for a feed that nobody follows, nothing is stored."""
    url = "https://agency.example/feed"
    tie = ("situation", "tie-feed", "ford", url, "--rule", "gather", "--reason", "they are there")
    unknown = store(*tie)
    assert unknown.returncode == 1 and "there is no feed" in unknown.stderr
    assert store("feed", "add", url).returncode == 0
    nobody = store(*tie)
    assert nobody.returncode == 2 and "a person must do this" in nobody.stderr
