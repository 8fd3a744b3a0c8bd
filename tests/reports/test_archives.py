"""WACZ and WARC as reports: sealed as they came, read as the page that was captured, with what their check came to."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.archives import wacz_damage as damage
from tests.archives.captured import HTML, URL, key_signer, wacz, warc
from tests.archives.test_apart import warc_bomb
from tests.reports.documents import NOW, docx
from tocsin.custody import differs, entries, verify
from tocsin.reports import TakenIn, open_sealed, take_in, text_of
from tocsin.reports.fields import check_fields_of
from tocsin.reports.media import DOCX, WACZ, WARC, recognise
from tocsin.reports.models import ArchiveCheck, Report

Take = Callable[..., TakenIn]

pytestmark = pytest.mark.django_db


def test_a_wacz_is_its_main_page_with_the_archive_s_verdict(take: Take, tmp_path: Path) -> None:
    """The bytes stay the archive's; title and text are the page's; who signed it stands beside it."""
    content = wacz(tmp_path, signer=key_signer()).read_bytes()
    result = take("sent.wacz", content)
    report = Report.objects.get()
    assert open_sealed(report) == content and report.media_type == WACZ
    assert report.title == "Families cross the river" and "1,200 people had crossed" in (
        text_of(report) or ""
    )
    check = report.archive_check
    assert check.holds and check.captured == 2 and len(check.key_sha256) == 64 and not check.signed_by
    assert check.unchecked and "the archive holds" in result.notes


def test_the_check_is_in_the_log(take: Take, tmp_path: Path) -> None:
    """In the transaction of the taking in; a row that was changed since is found."""
    take("sent.wacz", wacz(tmp_path).read_bytes())
    check = ArchiveCheck.objects.get()
    (entry,) = entries(f"archive-check:{check.pk}")
    assert entry.action == "checked" and not verify().trouble
    assert not differs(entry.item, check_fields_of(check))
    check.holds = False
    assert differs(entry.item, check_fields_of(check)) == ["holds"]


def test_a_broken_archive_is_taken_in_and_said_to_be_broken(take: Take, tmp_path: Path) -> None:
    """What somebody sent is what they sent. Its text is read where there is one."""
    files = damage.files_of(wacz(tmp_path))
    files[damage.WARC] = warc(body=HTML.replace(b"1,200", b"1,300"))
    result = take("sent.wacz", damage.packed(files.items()))
    report = Report.objects.get()
    assert not report.archive_check.holds and "its sha256 is not the one" in "".join(
        report.archive_check.faults
    )
    assert "1,300 people" in (text_of(report) or "")
    assert any("the archive does not hold: " in note for note in result.notes)


@pytest.mark.parametrize(
    ("name", "content"),
    [("sent.warc.gz", warc()), ("sent.warc", warc(zipped=False)), ("no-ending", warc(chunked=True))],
)
def test_a_warc_is_its_first_page(take: Take, name: str, content: bytes) -> None:
    """By its first bytes, whatever its name."""
    take(name, content)
    report = Report.objects.get()
    assert report.media_type == WARC and report.archive_check.holds
    assert "1,200 people had crossed" in (text_of(report) or "")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (warc(kinds="is"), ""),
        (warc()[:-20], "the file ends within it"),
        (warc_bomb(2**25), "a bomb"),
        (warc(zipped=False).replace(b"Content-Length: ", b"Content-Length: 9", 1), "not as long as it says"),
        (warc(body=b"".join(b"<div id=%d>" % (each * 7919 % 100_003) for each in range(50_000))), ""),
    ],
)
def test_what_gives_no_text_is_kept_without_one(take: Take, content: bytes, fault: str) -> None:
    """No page in it, cut short, a bomb, a length that lies, a page of great depth: within bounds, and with the reason."""
    result = take("sent.warc.gz", content)
    report = Report.objects.get()
    assert text_of(report) is None or fault  # of one that is cut short, the page before the cut is read
    assert report.archive_check.holds == (not fault) and fault in "".join(report.archive_check.faults)
    assert text_of(report) is not None or any("it gives no text" in note for note in result.notes)


def test_a_large_one_is_read_from_its_file(inbox: Path, settings: Any, tmp_path: Path) -> None:
    """Larger than a document may be, as recordings are; never held in memory whole."""
    path = wacz(inbox, content=warc(body=HTML + b"<!-- " + os.urandom(20_000).hex().encode() + b" -->"))
    settings.TOCSIN_REPORT_BYTES_MAX = 5000
    (result,) = take_in([path], by="command line", now=NOW)
    assert not result.trouble
    report = Report.objects.get()
    assert report.archive_check.holds and "1,200 people" in (text_of(report) or "")
    assert open_sealed(report) == path.read_bytes()


def test_the_same_archive_twice_is_checked_once(take: Take, tmp_path: Path) -> None:
    """It is one report with two origins."""
    content = wacz(tmp_path).read_bytes()
    take("one.wacz", content)
    take("two.wacz", content)
    assert ArchiveCheck.objects.count() == Report.objects.count() == 1


def test_other_zips_and_gzips_stay_what_they_were(tmp_path: Path) -> None:
    """A Word document is no WACZ; one without the ending is known by its first file."""
    data = wacz(tmp_path).read_bytes()
    assert recognise(docx("a"), "a.docx") == DOCX
    assert recognise(data, "a.zip") == recognise(data, "a.WACZ") == WACZ
    assert recognise(damage.packed([("x", b"")]), "https://a.example/b.wacz") == WACZ
    from tocsin.errors import ReportRefused

    with pytest.raises(ReportRefused, match="a gzip archive"):
        recognise(gzip.compress(b"text"), "a.gz")


def test_a_page_that_scripts_write_has_the_words_that_its_maker_took_out(take: Take, tmp_path: Path) -> None:
    """What the server sent holds none; the note says whose words they are."""
    files = damage.files_of(
        wacz(tmp_path, content=warc(body=b"<html><body><div id=app></div></body></html>"))
    )
    line = f'{{"url": "{URL}", "ts": "2026-03-01T12:00:00Z", "text": "Four buses left at dawn.\\r\\nA fifth waits."}}\n'
    files[damage.PAGES] = line.encode()
    damage.relist(files)
    damage.sign(files)
    result = take("sent.wacz", damage.packed(files.items()))
    report = Report.objects.get()
    assert text_of(report) == "Four buses left at dawn.\nA fifth waits.\n" and report.archive_check.holds
    assert any("whoever captured it took out" in note for note in result.notes)
