"""A brief written by the command line, as a user writes it."""

from pathlib import Path

from pypdf import PdfReader

from tests.cli.conftest import Tocsin


def test_a_brief_is_written_as_page_and_as_pdf(tocsin: Tocsin, tmp_path: Path) -> None:
    """The desk's draft is marked; a situation that nobody published gives no other; a file is replaced whole."""
    assert tocsin("situation", "new", "road", "--title", "Road").returncode == 0
    refused = tocsin("situation", "brief", "road", "-o", "brief.pdf")
    assert refused.returncode == 1 and "is not published; --restricted" in refused.stderr
    (tmp_path / "brief.pdf").write_text("an older one")
    asked = ("situation", "brief", "road", "--restricted", "-o")
    assert "Wrote brief.pdf" in tocsin(*asked, "brief.pdf", "--paper", "letter").stdout
    pages = PdfReader(tmp_path / "brief.pdf").pages
    assert len(pages) == 2
    assert "Draft: not published" in pages[0].extract_text()
    assert "No report gathered yet" in pages[0].extract_text()
    assert tocsin(*asked, "brief.html", "--format", "html").returncode == 0
    page = (tmp_path / "brief.html").read_text()
    assert "Draft: not published" in page
    # one file that can be sent: its style within, its links to the site
    assert "<style>" in page and 'href="/' not in page and "<link" not in page
    assert not list(tmp_path.glob(".brief*"))


def test_a_brief_that_cannot_be_written_says_why(tocsin: Tocsin) -> None:
    """No such folder, no such situation: one line with the next step."""
    tocsin("situation", "new", "road", "--title", "Road")
    for slug, output, says in (
        ("road", "no/such/folder/brief.pdf", "there is no folder"),
        ("rode", "brief.pdf", "there is no situation 'rode'"),
    ):
        done = tocsin("situation", "brief", slug, "--restricted", "-o", output)
        assert done.returncode in (1, 2)
        assert says in done.stderr and "Traceback" not in done.stderr
