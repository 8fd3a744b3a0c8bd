"""What kind of document some bytes are."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.documents import docx, mail, page, pdf, rss
from tocsin.errors import ReportRefused
from tocsin.reports.media import DOCX, FEED, HTML, MAIL, PDF, TEXT, is_sealed_only, recognise

PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)

CASES = [
    # first bytes, name, declared type, kind
    (b"A plain text.", "a.txt", "", TEXT),
    (b"A plain text.", "", "", TEXT),
    (b"<p>About markup", "notes.txt", "", TEXT),
    (page(), "saved", "", HTML),
    (b"\xef\xbb\xbf \n<!DOCTYPE html><p>x", "", "", HTML),
    (b"Just words", "https://a.example/b", "text/html; charset=utf-8", HTML),
    (b"words", "page.html", "", HTML),
    ("<html><p>x".encode("utf-16"), "", "", HTML),
    (rss(), "https://a.example/b", "text/html", FEED),
    (rss(), "feed.xml", "", FEED),
    (b"not xml", "https://a.example/feed", "application/rss+xml", FEED),
    (b"<!doctype html><script>'<rss >'</script>", "", "", HTML),
    (b"not xml", "feed.xml", "", FEED),
    (b"not xml", "https://a.example/feed", "text/xml; charset=utf-8", FEED),
    (b'<?xml version="1.0"?><html><p>x', "page.xml", "", HTML),
    (mail(), "a.eml", "", MAIL),
    (mail(), "downloaded", "", MAIL),
    (pdf(), "", "", PDF),
    (docx("x"), "", "", DOCX),
    (PNG, "photo.jpg", "", "image/png"),
    (b"\0\0\0\x20ftypisom" + bytes(40), "clip.mp4", "", "video/mp4"),
    (b"RIFF\0\0\0\0WAVEfmt ", "", "", "audio/wav"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "", "", "image/webp"),
]


@pytest.mark.parametrize(("head", "name", "declared", "kind"), CASES)
def test_the_kind_is_what_the_bytes_are(head: bytes, name: str, declared: str, kind: str) -> None:
    """First bytes come first; name and declared type decide only among kinds that are written in text."""
    assert recognise(head[:4096], name, declared) == kind


@pytest.mark.parametrize(
    ("head", "name", "message"),
    [
        (PNG, "report.txt", "named .txt and holds image/png"),
        (b"\x7fELF\2\1\1", "report.txt", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old.doc", "an old or locked Office file.*docx"),
        (b"\x1f\x8b\x08", "a.gz", "gzip.*unpack"),
        (b'<?xml version="1.0"?><gpx/>', "way", "neither a feed nor a page"),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(head: bytes, name: str, message: str) -> None:
    """A kind that is known and not read is named, with what to do."""
    with pytest.raises(ReportRefused, match=message):
        recognise(head, name)


def test_pictures_and_recordings_are_sealed_only() -> None:
    """They have no text until a person types one."""
    assert is_sealed_only("video/mp4") and not is_sealed_only(HTML)


@given(st.binary(max_size=200), st.text(max_size=30), st.text(max_size=30))
def test_any_bytes_are_of_some_kind_or_refused(head: bytes, name: str, declared: str) -> None:
    """No first bytes, name or type make it fail in another way."""
    with suppress(ReportRefused):
        assert recognise(head, name, declared)
