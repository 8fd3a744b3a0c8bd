"""A worksheet written by the command line, as a user writes it."""

import json
from pathlib import Path

from pypdf import PdfReader

from tests.cli.conftest import Tocsin


def test_a_worksheet_is_refused_or_written_whole(tocsin: Tocsin, tmp_path: Path) -> None:
    """Nobody's assessment, an unpublished one, the desk's in three forms."""
    assert tocsin("situation", "new", "road", "--title", "Road").returncode == 0
    asked = ("assessment", "worksheet", "road", "-o", "sheet")
    none = tocsin(*asked)
    assert none.returncode == 1 and "road has no assessment against 'un-foa-2014'" in none.stderr
    password = json.loads(tocsin("login", "add", "ana", "--role", "analyst", "--json").stdout)["password"]
    begun = tocsin("assessment", "new", "road", "--login", "ana", TOCSIN_PASSWORD=password)
    assert begun.returncode == 0
    refused = tocsin(*asked)
    assert refused.returncode == 1 and "is not published; --restricted" in refused.stderr
    for form in ("pdf", "html", "json"):
        assert "Wrote sheet" in tocsin(*asked, "--restricted", "--format", form).stdout
        content = (tmp_path / "sheet").read_bytes()
        if form == "pdf":
            assert "not judged" in PdfReader(tmp_path / "sheet").pages[0].extract_text()
        elif form == "html":
            page = content.decode()
            assert "<style>" in page and 'href="/' not in page and "<link" not in page
        else:
            assert json.loads(content)["shape"] == "tocsin-worksheet-1"
    assert tocsin(*asked[:-1], "sheet.html", "--restricted").returncode == 0
    assert "<style>" in (tmp_path / "sheet.html").read_text(encoding="utf-8")
    gone = tocsin("assessment", "worksheet", "road", "--restricted", "--number", "7", "-o", "sheet")
    assert "no assessment 7" in gone.stderr
