"""Bad input: each is refused by name and reason, and the rest of the batch is taken in all the same."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.reports.documents import ENTITY_BOMB, NOW, SENTENCES, docx, page, pdf
from tests.reports.serving import answer, serving
from tocsin.errors import ReportRefused
from tocsin.reports import take_in
from tocsin.reports.arrivals import is_url
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db

RUSSIAN = "Вечером мост перешли три тысячи человек, сообщило управление порта. " * 3

FILES = [
    # name, bytes, what is said, what the message says
    ("empty.txt", b"", {}, "it is empty"),
    ("empty.html", b"", {}, "it is empty"),
    ("blank.txt", b" \n \n", {}, "it holds no text"),
    ("program.txt", b"\x7fELF\2\1\1\0" + bytes(200), {}, "it is a program"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), {}, "named .txt and holds image/png"),
    ("binary.txt", bytes(range(256)) * 8, {}, "it is not text: byte 0 is NUL"),
    ("nul.txt", b"Three thousand \0 crossed the bridge.", {}, "byte 15 is NUL"),
    ("windows.txt", RUSSIAN.encode("windows-1251"), {}, "byte 0xC2 at offset 0.*--encoding windows-1251"),
    ("wide.txt", RUSSIAN.encode("utf-16-le"), {}, "--encoding utf-16-le|it is not UTF-8|NUL"),
    ("broken.txt", RUSSIAN.encode() + b"\xff\xfe" + RUSSIAN.encode(), {}, "its UTF-8 is broken at byte 0xFF"),
    ("deep.html", b"<html><body>" + b"<div>" * 200_000 + b"words", {}, "nested deeper than 1,000"),
    ("silent.html", b"<!doctype html><html><body><img src=a.png></body></html>", {}, "the page holds no text"),
    ("no-feed.rss", b"this is no XML", {}, "the feed is not XML"),
    ("no-feed.xml", b"this is no XML", {}, "the feed is not XML"),
    ("way.xml", b'<?xml version="1.0"?><gpx/>', {}, "it is XML and no feed"),
    ("bomb.rss", ENTITY_BOMB, {}, "the feed declares entities"),
    ("bomb.xml", ENTITY_BOMB, {}, "the feed declares entities"),
    ("locked.pdf", pdf(password="secret"), {}, "locked with a password"),
    ("cut.pdf", pdf()[:200], {}, "the PDF is broken"),
    ("cut.docx", docx("words")[:400], {}, "the archive is broken"),
    ("archive.zip", b"PK\x05\x06" + bytes(18), {}, "it is not text|NUL"),
    ("future.txt", b"Title: x\nPublished: 2099-01-01\n\nWords.", {}, "2099-01-01 lies in the future"),
    ("future.html", page(head='<meta name="date" content="2099-01-01">'), {}, "2099-01-01 lies in the future"),
    ("said-future.txt", b"Words.", {"published": "2023-10-03"}, "2023-10-03 lies in the future"),
    ("lines.txt", b"a\n" * 200_002, {}, "200,002 paragraphs, more than 200,000"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "said", "message"), FILES, ids=[case[0] for case in FILES])
def test_a_bad_file_is_refused_by_name(
    inbox: Path, name: str, content: bytes, said: dict[str, Any], message: str
) -> None:
    """The message begins with the file's name; nothing of it is stored."""
    (inbox / name).write_bytes(content)
    (result,) = take_in([inbox / name], by="ani", now=NOW, **said)
    assert result.report_id is None and not Report.objects.exists()
    assert str(result.trouble).startswith(f"{inbox / name}: ")
    with pytest.raises(ReportRefused, match=message):
        raise ReportRefused(str(result.trouble))


def test_the_rest_of_a_batch_is_taken_in(inbox: Path) -> None:
    """Every bad file of this page at once, a missing one, and two good ones."""
    for name, content, said, _ in FILES:
        if not said:
            (inbox / name).write_bytes(content)
    (inbox / "a-good.txt").write_text(SENTENCES[0])
    (inbox / "z-good.html").write_bytes(page())
    results = take_in([inbox, inbox / "missing.txt"], by="ani", now=NOW)
    assert [Path(result.address).name for result in results if result.fresh] == ["a-good.txt", "z-good.html"]
    assert all(result.fresh or result.trouble for result in results)
    assert "No such file" in str(results[-1].trouble)


def test_a_file_of_100_megabytes_is_refused_unread(inbox: Path) -> None:
    """Its size is asked for first; nothing of it is held in memory."""
    path = inbox / "large.txt"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    (result,) = take_in([path], by="ani", now=NOW)
    assert (
        "it has 104,857,600 bytes, more than 33,554,432; split it, or raise TOCSIN_REPORT_BYTES_MAX"
        in str(result.trouble)
    )


def test_what_is_no_file_is_refused(inbox: Path) -> None:
    """A pipe that nobody writes to does not hold the batch up, and an endless device is not read."""
    os.mkfifo(inbox / "pipe")
    results = take_in([inbox / "pipe", "/dev/zero"], by="ani", now=NOW)
    assert [str(result.trouble).partition(": ")[2] for result in results] == [
        "it is no file; name a file, a folder or an address"
    ] * 2


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://[64:ff9b::7f00:1]/", "http://10.0.0.1/", "ftp://a.example/",
                                     "file:///etc/passwd", "http://user:secret@a.example/"])  # fmt: skip
def test_a_bad_address_is_refused_by_name(address: str) -> None:
    """The real guard: private addresses, other schemes and passwords."""
    (result,) = take_in([address], by="ani", now=NOW)
    assert result.report_id is None and str(result.trouble).startswith(f"{address}: ")


def test_what_an_address_sends_is_refused_as_a_file_would_be(settings: Any) -> None:
    """Too large, an entity bomb named as a feed, no text."""
    settings.TOCSIN_REPORT_BYTES_MAX = 10_000
    answers = {
        "/large": answer(b"words " * 5000),
        "/bomb": answer(ENTITY_BOMB, kind="application/rss+xml"),
        "/silent": answer(b"<html></html>", kind="text/html"),
        "/empty": answer(b""),
        "/good": answer(SENTENCES[0].encode()),
    }
    with serving(answers) as server:
        results = take_in([server.url(path) for path in answers], by="ani", now=NOW, guard=server.guard())
    reasons = ["more than 10,000 bytes", "declares entities", "holds no text", "it is empty"]
    assert all(reason in str(result.trouble) for reason, result in zip(reasons, results[:4], strict=True))
    assert results[4].fresh


def test_a_name_with_a_colon_is_a_file() -> None:
    """Only a scheme and two strokes make an address."""
    assert (
        not is_url("C:notes.txt") and not is_url(Path("https://a.example")) and is_url("HTTPS://a.example/")
    )
