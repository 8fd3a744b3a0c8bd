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
    assert len(json.loads(tocsin("search", "Valley", "--of", "findings", "--json").stdout)) == 2
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


OTHERS = """Daily count of the office,,,
Date,District,IDPs,Remarks
13/05/2031,North,1.200.000,x
14/05/2031,South,1.300,y
"""


def test_a_sheet_in_other_words_is_mapped_by_a_person_and_remembered(tocsin: Tocsin, tmp_path: Path) -> None:
    """Refused with a proposal; loaded as a person says; the next sheet of that shape by the name of the mapping."""
    (tmp_path / "others.csv").write_text(OTHERS)
    (tmp_path / "next.csv").write_text(OTHERS.replace("13/05", "15/05"))
    tocsin("situation", "new", "road", "--title", "Road")
    tocsin("login", "add", "rita", "--role", "reviewer", "--json")
    refused = tocsin("situation", "load-figures", "road", "others.csv")
    assert refused.returncode == 1
    assert "--as-proposed" in refused.stderr and "idps=value:displaced" in refused.stderr
    assert "nothing is known of 'Remarks'" in refused.stderr
    assert json.loads(tocsin("report", "list", "--json").stdout) == []
    preview = tocsin(
        "situation", "load-figures", "road", "others.csv", "--as-proposed", "--preview", "--json"
    )
    assert [row["value"] for row in json.loads(preview.stdout)] == [1_200_000, 1300]
    assert "column 'Remarks': not read" in preview.stderr
    assert "columns that are not read: 'Remarks'" in preview.stderr
    said = ("--map", "IDPs=value:displaced:stock", "--map", "Remarks=-", "--publisher", "The Office")
    unsigned = tocsin("situation", "load-figures", "road", "others.csv", *said, "--save-mapping", "office")
    assert "is saved by a person" in unsigned.stderr
    loaded = tocsin("situation", "load-figures", "road", "others.csv", *said)
    assert "Loaded 2 figures" in loaded.stdout and "Remarks" not in loaded.stderr
    assert (
        "loaded before" in tocsin("situation", "load-figures", "road", "others.csv", "--as-proposed").stdout
    )
    wrong = tocsin("situation", "load-figures", "road", "next.csv", "--map", "Where=place")
    assert "there is no column 'where'" in wrong.stderr
    assert (
        "is no field" in tocsin("situation", "load-figures", "road", "next.csv", "--map", "IDPs=many").stderr
    )
    assert "no mapping is saved as 'office'" in tocsin(
        "situation", "load-figures", "road", "next.csv", "--mapping", "office"
    ).stderr  # fmt: skip
    verified = tocsin("custody", "verify")
    assert verified.returncode == 0, verified.stdout


def test_a_situation_without_a_report_answers_calmly(tocsin: Tocsin) -> None:
    """Nothing to check, nothing to give out, and no fault."""
    tocsin("situation", "new", "road", "--title", "Road")
    assert json.loads(tocsin("situation", "check", "road", "--json").stdout) == []
    assert "Nothing was found" in tocsin("situation", "check", "road").stdout
    for form in ("csv", "hxl", "idmc", "json"):
        assert tocsin("situation", "export", "road", "--form", form).returncode == 0
