"""Sheets of figures, checks, tables and search, run as a user runs them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin

SHEET = """as_of,measure,kind,value,publisher
2024-05-01,crossed,stock,900,Hill Radio
2024-05-02,crossed,stock,700,Valley Post
31/02,crossed,stock,5,Valley Post
"""


def test_a_sheet_is_previewed_loaded_checked_found_and_given_out(tocsin: Tocsin, tmp_path: Path) -> None:
    """The way of a sheet: nothing kept by the preview, the bad row told by its line, nothing added by a second load."""
    (tmp_path / "sheet.csv").write_text(SHEET)
    assert tocsin("situation", "new", "road", "--title", "Road").returncode == 0
    preview = tocsin("situation", "load-figures", "road", "sheet.csv", "--preview", "--json")
    assert [row["value"] for row in json.loads(preview.stdout)] == [900, 700]
    assert json.loads(tocsin("report", "list", "--json").stdout) == []
    loaded = tocsin("situation", "load-figures", "road", "sheet.csv")
    assert "Loaded 2 figures" in loaded.stdout
    assert "line 4: '31/02' is no date" in loaded.stderr
    assert "loaded before" in tocsin("situation", "load-figures", "road", "sheet.csv").stdout
    (one,) = json.loads(tocsin("situation", "check", "road", "--json").stdout)
    assert (one["rule"], one["values"]) == ("a stock that falls", [900, 700])
    assert set(one) == {"rule", "as_of", "measure", "values", "what"}
    assert json.loads(tocsin("situation", "check", "road", "--accepted", "--json").stdout) == []
    assert len(json.loads(tocsin("search", "Valley", "--json").stdout)) == 2
    assert tocsin("situation", "export", "road", "--form", "hxl").stdout.count("#date") == 4


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("prose.txt", b"The road is open.", "no column is named 'as_of'"),
        ("empty.csv", b"", "empty"),
        ("latin.csv", SHEET.replace("Hill", "H\u00fcgel").encode("latin-1"), "--encoding"),
        ("broken.xlsx", b"PK\x03\x04 nothing", "broken"),
    ],
)
def test_what_is_no_sheet_is_refused_before_anything_is_kept(
    tocsin: Tocsin, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    """One line with the reason and the next step, exit code 1, and no report in the store."""
    (tmp_path / name).write_bytes(content)
    tocsin("situation", "new", "road", "--title", "Road")
    done = tocsin("situation", "load-figures", "road", name)
    assert done.returncode == 1
    assert says in done.stderr and "Traceback" not in done.stderr
    assert json.loads(tocsin("report", "list", "--json").stdout) == []


def test_a_file_or_situation_that_is_not_there_is_named(tocsin: Tocsin, tmp_path: Path) -> None:
    """A folder is no sheet; nor is a name that nothing has."""
    tocsin("situation", "new", "road", "--title", "Road")
    for name in (".", "nothing.csv"):
        assert "there is no file" in tocsin("situation", "load-figures", "road", name).stderr
    assert "there is no situation" in tocsin("situation", "check", "nowhere").stderr
