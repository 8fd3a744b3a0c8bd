import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin, commands_in


@pytest.fixture(scope="module")
def made_once(demonstrated_once: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's store, with a transcript and a translation beside one report; another is restricted."""
    folder = tmp_path_factory.mktemp("made-once")
    shutil.copytree(demonstrated_once[0], folder / "home")
    tocsin = commands_in(folder)
    (folder / "words.txt").write_text("Երեք հազար մարդ։", encoding="utf-8")
    for kind in ("transcript", "translation"):
        done = tocsin("report", kind, "1", "words.txt", "--by", "A. Person", "--language", "hy")
        assert done.returncode == 0, done.stderr
    done = tocsin("report", "restrict", "5", "--reason", "names a witness")
    assert done.returncode == 0, done.stderr
    return folder / "home"


@pytest.fixture
def store(made_once: Path, tmp_path: Path) -> sqlite3.Connection:
    """A copy for each test to spoil, in the folder that `tocsin` works in."""
    shutil.copytree(made_once, tmp_path / "home")
    return sqlite3.connect(tmp_path / "home" / "tocsin.sqlite3")


def test_an_untouched_store_holds(store: sqlite3.Connection, tocsin: Tocsin) -> None:
    """Every sealed byte, field, finding, decision, text and alert is as the log says."""
    done = tocsin("custody", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every item is as the log says." in done.stdout


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE reports_sealedbytes SET content = CAST('x' AS BLOB) WHERE report_id = 2", "report 2"),
        ("UPDATE reports_report SET publisher = 'Somebody Else' WHERE id = 3", "report:3: publisher"),
        ("UPDATE reports_report SET published_at = NULL WHERE id = 3", "report:3: published_at"),
        ("UPDATE reports_report SET sensitivity = 'open' WHERE id = 5", "report:5: sensitivity"),
        ("UPDATE reports_report SET sensitivity = 'restricted' WHERE id = 6", "report:6: sensitivity"),
        (
            "UPDATE reports_reporttext SET text = text || '.' WHERE report_id = 4 AND kind = 'original'",
            "report:4: text",
        ),
        ("UPDATE reports_reporttext SET text = 'other' WHERE kind = 'translation'", "text:"),
        ("UPDATE reports_reporttext SET written_by = 'B' WHERE kind = 'transcript'", "written_by"),
        ("UPDATE record_finding SET quote = 'more' WHERE id = 5", "finding:5"),
        ("UPDATE record_finding SET state = 'open' WHERE state = 'refused'", "state"),
        ("UPDATE record_review SET fields = '{}' WHERE fields IS NOT NULL AND fields <> 'null'", "fields"),
        ("DELETE FROM record_finding WHERE id = 5", "finding:5 was read in report 1 and is not in the store"),
        ("DELETE FROM record_finding WHERE state = 'refused'", "is in the log and not in the store"),
        ("UPDATE record_finding SET state = 'open', review_id = NULL WHERE state = 'refused'", "state"),
        ("UPDATE reports_origin SET address = 'elsewhere' WHERE report_id = 3", "origin 3: origin_address"),
        ("DELETE FROM reports_origin WHERE report_id = 3", "has 0 origins where the log has 1"),
        ("DELETE FROM reports_reporttext WHERE kind = 'translation'", "is in the log and not in the store"),
        ("UPDATE alerts_signingkey SET taken_at = '2020-01-01 00:00:00'", "signing-key:1: taken_at"),
        ("DELETE FROM alerts_signingkey", "which is none of ours"),
        ("UPDATE situations_situation SET title = 'Nothing happened'", "situation:1: title"),
    ],
)
def test_what_was_changed_behind_the_log_is_named(
    store: sqlite3.Connection, tocsin: Tocsin, change: str, named: str
) -> None:
    """A change made in the database itself is found, with the item and the field."""
    with store:
        assert store.execute(change).rowcount > 0
    done = tocsin("custody", "verify")
    assert done.returncode == 1
    assert "FAULT" in done.stderr and named in done.stderr
