"""`kill -9` at any moment leaves every report wholly there or not at all."""

import os
import shutil
import time
from pathlib import Path

import pytest

from tests import settings as test_settings
from tests.crash.holds import assert_holds
from tests.reports.documents import SENTENCES
from tests.reports.separately import prepare_store, start

#: `make conformance` asks for many more
KILLS = int(os.environ.get("TOCSIN_TEST_KILLS", "8"))
REPORTS = 120


@pytest.mark.skipif(test_settings.ON_POSTGRESQL, reason="the store of this test is SQLite")
def test_a_killed_process_leaves_no_half_report(tmp_path: Path, inbox: Path) -> None:
    """Killed at many moments between beginning and end; what is missing then comes in by running again."""
    for number in range(REPORTS):
        # every tenth is sealed in a file of its own
        (inbox / f"{number:03}.txt").write_text(
            f"Report {number}.\n" + "\n".join(SENTENCES * (6000 if number % 10 == 0 else 9))
        )
    prepare_store(tmp_path / "empty")
    shutil.copytree(tmp_path / "empty", tmp_path / "untouched")
    process = start(tmp_path / "untouched", inbox, batch=7)
    began = time.monotonic()
    assert process.communicate(timeout=300)[0] == f"ended {REPORTS}\n"
    whole_s = time.monotonic() - began
    home = shutil.copytree(tmp_path / "empty", tmp_path / "killed")
    counts = []
    for kill in range(KILLS):
        process = start(home, inbox, batch=7)
        time.sleep(whole_s * kill / KILLS)
        process.kill()
        process.communicate(timeout=60)
        counts.append(assert_holds(home, deep=True).reports)
    assert counts == sorted(counts)
    process = start(home, inbox, batch=7)
    assert process.communicate(timeout=300)[0] == f"ended {REPORTS}\n"
    for folder in (home, tmp_path / "untouched"):
        assert assert_holds(folder, deep=True).reports == REPORTS
