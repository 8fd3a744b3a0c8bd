import json
import re
import shlex
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin
from tests.custody.stamping import authority, needs_openssl
from tocsin.custody.timestamps.roots import as_pem

LOCAL = {"TOCSIN_TIMESTAMP_AUTHORITIES": "local"}
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "timestamps.md"


def test_without_a_key_or_an_authority_nothing_is_stamped(tocsin: Tocsin) -> None:
    """Each with the next step."""
    done = tocsin("custody", "stamp", **LOCAL)
    assert done.returncode == 1 and "tocsin custody key new" in done.stderr
    done = tocsin("custody", "stamp")
    assert done.returncode == 2 and "TOCSIN_TIMESTAMP_AUTHORITIES" in done.stderr
    done = tocsin("custody", "stamps", TOCSIN_TIMESTAMP_AUTHORITIES="https://a.example|A")
    assert done.returncode == 2 and "URL|NAME|FILE" in done.stderr
    assert "No timestamp is kept" in tocsin("custody", "stamps").stdout


def test_our_own_authority_stamps_and_everything_says_whose_word_it_is(
    tocsin: Tocsin, tmp_path: Path
) -> None:
    """In the table, in JSON, in the files, in `tocsin check`; and what somebody changes in the store is found."""
    assert tocsin("custody", "key", "new", "--plain").returncode == 0
    done = tocsin("custody", "stamp", **LOCAL)
    assert done.returncode == 0, done.stderr
    assert "Checkpoint over 1 entries" in done.stdout and "NOT INDEPENDENT" in done.stdout
    done = tocsin("custody", "stamp", "--json", **LOCAL)
    [asked] = json.loads(done.stdout)["asked"]
    assert asked["independent"] is False and asked["timestamp"] == "2-1" and asked["trouble"] is None
    done = tocsin("custody", "stamps", "--json", "--save", "stamps", **LOCAL)
    told = json.loads(done.stdout)
    assert [each["independent"] for each in told["timestamps"]] == [False, False]
    assert [each["standing"] for each in told["timestamps"]] == ["good", "good"]
    assert told["authorities"][0]["independent"] is False and told["due"] == []
    assert json.loads((tmp_path / "stamps" / "1-1.json").read_text())["independent"] is False
    listed = tocsin("custody", "stamps", **LOCAL).stdout
    assert "NO " in listed and "NOT INDEPENDENT" in listed
    checked = tocsin("check", **LOCAL).stdout
    assert "ok    timestamps: independent authorities: 0" in checked
    assert tocsin("custody", "verify").returncode == 0
    with sqlite3.connect(tmp_path / "home" / "tocsin.sqlite3") as store:
        store.execute("DROP TRIGGER custody_timestamp_frozen")
        store.execute("UPDATE custody_timestamp SET independent = 1 WHERE n = 1")
    store.close()
    done = tocsin("custody", "verify")
    assert done.returncode == 1
    assert "timestamp:1: independent is not what the log says" in done.stderr
    assert "timestamp 1-1 by local: that it is independent stands there as True" in done.stderr
    with sqlite3.connect(tmp_path / "home" / "tocsin.sqlite3") as store:
        store.execute("DROP TRIGGER custody_timestamp_kept")
        store.execute("DELETE FROM custody_timestamp")
    store.close()
    assert "timestamp:2 is in the log and not in the store" in tocsin("custody", "verify").stderr


def test_the_worker_has_the_log_stamped_and_tells_who_did_not_answer(tocsin: Tocsin, tmp_path: Path) -> None:
    """An authority inside our own network is not called; the other one stamps all the same, and only once."""
    (tmp_path / "inside.pem").write_text(as_pem([authority().root]))
    both = {"TOCSIN_TIMESTAMP_AUTHORITIES": "http://127.0.0.1:9/tsr|Inside|inside.pem, local"}
    assert tocsin("custody", "key", "new", "--plain").returncode == 0
    done = tocsin("worker", "--once", **both)
    assert done.returncode == 0
    assert "timestamping authority Inside: 127.0.0.1 leads to 127.0.0.1, which is no public" in done.stderr
    assert tocsin("worker", "--once", **both).stderr == ""
    told = json.loads(tocsin("custody", "stamps", "--json", **both).stdout)
    assert [each["authority"] for each in told["timestamps"]] == ["local"]
    inside = told["authorities"][0]
    assert inside["failures"] == 1 and "no public address" in inside["trouble"] and inside["asked_again_at"]


def _lines(page: str) -> list[str]:
    """The openssl steps that the page prints."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("openssl ")]


@needs_openssl
def test_the_steps_with_openssl_are_true(tocsin: Tocsin, tmp_path: Path) -> None:
    """As the page prints them, with the numbers of a timestamp that is there; another text fails."""
    assert tocsin("custody", "key", "new", "--plain").returncode == 0
    assert tocsin("custody", "stamp", **LOCAL).returncode == 0
    assert tocsin("custody", "stamps", "--save", "stamps", **LOCAL).returncode == 0
    folder = tmp_path / "stamps"
    told = json.loads((folder / "1-1.json").read_text())
    certificates = re.findall(
        r"-----BEGIN.+?-----END CERTIFICATE-----\n", (folder / told["chain"]).read_text(), re.S
    )
    (folder / "ROOT.pem").write_text(certificates[-1])
    steps = _lines(PAGE.read_text("utf-8"))
    assert len(steps) == 3
    for step in steps:
        named = (
            step.replace("123", "1")
            .replace("CHAIN.pem", told["chain"])
            .replace("ATTIME", str(told["attime"]))
        )
        done = _run(named, folder)
        assert done.returncode == 0, (named, done.stderr)
        if "-verify" in named:
            assert "Verification: OK" in done.stdout
            (folder / "1.txt").write_bytes((folder / "1.txt").read_bytes() + b"\n")
            assert _run(named, folder).returncode == 1


def _run(step: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        shlex.split(step), cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("step", re.findall(r"^tocsin .+$", PAGE.read_text("utf-8"), re.M))
def test_the_commands_of_the_page_are_understood(step: str) -> None:
    """With all of their arguments."""
    from tocsin.cli.commands import parser

    assert parser().parse_args(shlex.split(step)[1:])
