"""Frameworks and assessments on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin

PASSWORD = "TOCSIN_PASSWORD"


@pytest.fixture
def store(tocsin: Tocsin) -> Tocsin:
    """A situation, and an analyst whose password is handed to each command."""
    made = json.loads(tocsin("login", "add", "ana", "--role", "analyst", "--json").stdout)
    password = made["password"] if isinstance(made, dict) else made[0]["password"]
    assert tocsin("situation", "new", "ford", "--title", "The ford").returncode == 0

    def run(*argv: str, **more: str) -> object:
        return tocsin(*argv, TOCSIN_LOGIN="ana", TOCSIN_PASSWORD=password, **more)

    return run  # type: ignore[return-value]


def test_an_assessment_is_begun_listed_and_shown(store: Tocsin) -> None:
    """All gaps at first: nothing is judged, and the table says what that means."""
    begun = store("assessment", "new", "ford")
    assert begun.returncode == 0, begun.stderr
    [row] = json.loads(store("assessment", "list", "--json").stdout)
    assert (row["situation"], row["framework"], row["state"]) == ("ford", "un-foa-2014", "open")
    shown = json.loads(store("assessment", "show", "1", "--json").stdout)
    assert {each["verdict"] for each in shown["criteria"]} == {None}
    assert sum(not each["compared_with_original"] for each in shown["criteria"]) == 84
    assert "122 of 122 are not judged: gaps" in store("assessment", "show", "1").stdout
    assert json.loads(store("assessment", "propose", "1", "--json").stdout) == []
    assert "Kept 0 new proposals" in store("assessment", "propose", "1", "--keep").stdout
    again = store("assessment", "new", "ford")
    assert again.returncode == 1 and "under way" in again.stderr


def test_nobody_begins_one_without_a_login(tocsin: Tocsin, store: Tocsin) -> None:
    refused = tocsin("assessment", "new", "ford")
    assert refused.returncode == 2 and "a person must do this" in refused.stderr


def test_a_framework_is_taken_edited_and_added(tocsin: Tocsin, tmp_path: Path) -> None:
    """The file that is printed is the file that is kept; an edited copy is a newer version."""
    text = tocsin("framework", "show", "rome-statute-2011", "--file").stdout
    (tmp_path / "ours.yml").write_text(
        text.replace('edition: "2011"', 'edition: "2011, ours"'), encoding="utf-8"
    )
    added = tocsin("framework", "add", "ours.yml")
    assert added.returncode == 0 and "Added rome-statute-2011, 2011, ours" in added.stdout
    again = tocsin("framework", "add", "ours.yml")
    assert again.returncode == 1 and "word for word" in again.stderr
    editions = [each["edition"] for each in json.loads(tocsin("framework", "list", "--json").stdout)]
    assert editions == ["2011", "2011, ours", "2014"]
    shown = json.loads(tocsin("framework", "show", "rome-statute-2011", "--json").stdout)
    assert shown["edition"] == "2011, ours" and shown["criteria"][-1]["kind"] == "mode"
    odd = tocsin("framework", "add", "-", stdin="factors: 3")
    assert odd.returncode == 2 and "no list of entries" in odd.stderr
    missing = tocsin("framework", "add", "nowhere.yml")
    assert missing.returncode == 1 and "is not there" in missing.stderr
