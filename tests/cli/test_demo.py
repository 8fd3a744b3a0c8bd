import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import EXAMPLES, Tocsin


@pytest.fixture
def shown(demonstrated: str) -> str:
    return demonstrated


def test_the_demonstration_prints_its_brief_and_two_logins(shown: str) -> None:
    """Figures with their as-of times and publishers, what does not fit, and two passwords, shown once."""
    assert re.search(r"2023-09-29T18:00\+04:00 +97,735 .* Mock Tribune", shown)
    assert "same instant two values" in shown
    assert "A DEMONSTRATION" in shown
    passwords = re.findall(r"demo-(?:analyst|issuer) \(\w+\): password (\S+) \(shown this once\)", shown)
    assert len(set(passwords)) == 2


def test_every_recorded_decision_finds_its_finding_and_all_holds_together(shown: str, tocsin: Tocsin) -> None:
    """The replay stops at a decision that fits nothing; the log vouches for all that it did."""
    verified = tocsin("custody", "verify", "--json")
    assert json.loads(verified.stdout)["good"], verified.stdout


def test_a_second_run_keeps_what_is_there(shown: str, tocsin: Tocsin) -> None:
    """No report, decision or log entry is added, and the passwords are not shown again."""
    before = tocsin("custody", "show", "--limit", "0", "--json").stdout
    again = tocsin("demo", "--examples", EXAMPLES)
    assert again.returncode == 0
    assert "shown this once" not in again.stdout and "tocsin login password demo-analyst" in again.stdout
    assert tocsin("custody", "show", "--limit", "0", "--json").stdout == before


def test_its_alerts_are_exercises_that_two_people_signed(shown: str, tocsin: Tocsin) -> None:
    """A red flag that was cancelled, an SOS alert that was updated; each written by one login, approved by the other."""
    listed = json.loads(tocsin("alert", "list", "--json").stdout)
    assert {alert["status"] for alert in listed} == {"Exercise"}
    standing = {alert["identifier"].partition("karabakh-2023-")[2]: alert["state"] for alert in listed}
    assert standing == {
        "red-flag-exercise-1": "cancelled",
        "red-flag-exercise-1-cancel": "issued",
        "sos-exercise-1": "updated",
        "sos-exercise-1-update-1": "issued",
    }
    acts = json.loads(tocsin("alert", "show", str(listed[0]["alert"]), "--json").stdout)["acts"]
    by = {act["action"]: act["login"] for act in acts}
    assert by["approve"] == by["issue"] == "demo-issuer" and "demo-analyst" in by.values()
    cap = tocsin("alert", "show", str(listed[0]["alert"]), "--cap").stdout
    assert "<status>Exercise</status>" in cap


def test_it_goes_on_to_an_assessment_and_to_the_last_dram(shown: str, tocsin: Tocsin) -> None:
    """A finished, public assessment; gifts by bank and by card, of which the receipt codes lead to what they funded."""
    (assessment,) = json.loads(tocsin("assessment", "list", "--json").stdout)
    assert assessment["state"] == "finished" and assessment["public_since"]
    bank, card = re.findall(r"(\S+): [\d,.]+ \w{3} by (?:bank|card, simulated)", shown)
    written = tocsin("relief", "export", "demo-relief", "-o", "accounts.json")
    assert written.returncode == 0, written.stderr
    for code, told in ((bank, "cash"), (card, "")):
        audited = tocsin("relief", "audit", "accounts.json", "--receipt", code)
        assert audited.returncode == 0 and told in audited.stdout, audited.stdout


def test_the_demonstration_never_mixes_with_real_work(tocsin: Tocsin, tmp_path: Path) -> None:
    """A store that holds other reports is left alone, and the message says how to keep them apart."""
    (tmp_path / "news.txt").write_text("Officials said that 3,000 people had fled.")
    tocsin("take-in", "news.txt")
    done = tocsin("demo", "--examples", EXAMPLES)
    assert done.returncode == 2
    assert "never mixes with real work" in done.stderr and "TOCSIN_HOME" in done.stderr
    assert len(json.loads(tocsin("report", "list", "--json").stdout)) == 1


def test_examples_that_are_not_there_are_said(tocsin: Tocsin) -> None:
    """The message names the file and the option."""
    done = tocsin("demo", "--examples", "nowhere")
    assert done.returncode == 1 and "nowhere/demo.yml" in done.stderr and "--examples" in done.stderr
