"""Pages, mail, PDF, Word documents and feeds: what they say, and hostile ones."""

import io
import zipfile
from collections.abc import Iterator

import pytest

from tests.reports.documents import ENTITY_BOMB, SENTENCES, docx, mail, page, pdf, repacked, rss
from tocsin.errors import ReportRefused
from tocsin.reports.docx import extract_docx
from tocsin.reports.extracted import Extracted, FeedLink, from_json, to_json
from tocsin.reports.feed import extract_feed
from tocsin.reports.html import extract_html
from tocsin.reports.mail import extract_mail
from tocsin.reports.pdf import extract_pdf
from tocsin.reports.published import parse_published

META = (
    "<title>Count - Gazette</title>"
    '<meta property="og:title" content="Evening count"><meta property="og:site_name" content="Example Gazette">'
    '<meta property="article:published_time" content="2023-09-29T20:30:00+04:00">'
)


def test_a_page_gives_main_text_and_its_own_metadata() -> None:
    """Title, publisher and published time with its zone come from the page's metadata."""
    found = extract_html(page(head=META))
    assert found.text == "\n".join(SENTENCES) + "\n"
    assert (found.title, found.publisher, found.language) == ("Evening count", "Example Gazette", "en")
    assert found.published == parse_published("2023-09-29T20:30:00+04:00")


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@graph":[{"datePublished":"2023-09-29T20:30+04:00"}]}</script>',
        '<meta name="DC.date.issued" content="2023-09-29T20:30+04:00">',
        '<meta name="date" content="soon"><time itemprop="datePublished" datetime="2023-09-29T20:30+04:00"></time>',
        '<script type="application/ld+json">'
        + "[" * 5000
        + '</script><meta itemprop="datePublished" content="2023-09-29T20:30+04:00">',
    ],
)
def test_the_published_time_is_found_where_pages_put_it(head: str) -> None:
    """JSON-LD, Dublin Core and time elements are read; broken ones are passed over."""
    assert extract_html(page(head=head)).published == parse_published("2023-09-29T20:30+04:00")


def test_a_page_is_decoded_as_declared() -> None:
    """The server's charset comes before the page's own; a page that declares none is UTF-8 or refused."""
    russian = "Вечером мост перешли три тысячи человек, сообщило управление порта."
    declared = page(russian, head='<meta charset="windows-1251">').decode().encode("windows-1251")
    assert russian in str(extract_html(declared).text)
    assert russian in str(extract_html(page(russian).decode().encode("koi8-r"), "koi8-r").text)
    with pytest.raises(ReportRefused, match="--encoding windows-1251"):
        extract_html(page(russian * 3).decode().encode("windows-1251"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><body></body></html>", "holds no text"),
        (b"<html><body><script>var a = 1</script><img src=a.png></body></html>", "holds no text"),
        (b"<div>" * 200_000 + b"words", "nested deeper than 1,000"),
        (b"<div>" * 200_000 + b"words" + b"</div>" * 200_000, "nested deeper than 1,000"),
        (b"<p><span>" * 50_000 + b"words", "nested deeper than 1,000"),
    ],
)
def test_a_page_without_text_or_too_deep_is_refused(content: bytes, message: str) -> None:
    """Depth is counted before any parser sees the page."""
    with pytest.raises(ReportRefused, match=message):
        extract_html(content)


def test_paragraphs_that_are_never_closed_are_not_deep() -> None:
    """HTML lets the end tags of paragraphs, items and cells be left out."""
    found = extract_html(b"<html><body>" + b"<p>One more line of this long list of names and numbers." * 3000)
    assert str(found.text).count("One more line") == 3000


def test_a_mail_gives_its_text_and_headers() -> None:
    """Subject, sender, date with zone and Message-ID; attachments are named and not read."""
    found = extract_mail(mail(attachment="count.xlsx"))
    assert (found.text, found.title, found.publisher) == (
        SENTENCES[0] + "\n",
        "Évening count",
        "Example Gazette",
    )
    assert found.published == parse_published("2023-09-29T20:30:00+04:00")
    assert (found.message_id, found.notes) == (
        "<1@gazette.example>",
        ("its attachment count.xlsx was not read",),
    )


def test_a_mail_in_html_gives_the_text_of_its_page() -> None:
    """A mail without a plain part is read as a page."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "desk@gazette.example"
    message.set_content(page().decode(), subtype="html")
    found = extract_mail(message.as_bytes())
    assert (found.text, found.publisher, found.published) == (
        "\n".join(SENTENCES) + "\n",
        "desk@gazette.example",
        None,
    )


@pytest.mark.parametrize(
    "content",
    [
        b"words without any header at all",
        b"From: a@b.example\r\n\r\n",
        b"From: a@b.example\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=",
    ],
)
def test_a_mail_without_text_is_refused(content: bytes) -> None:
    """No headers, no body, or a picture only."""
    with pytest.raises(ReportRefused, match="mail"):
        extract_mail(content)


@pytest.mark.parametrize(
    "head",
    [
        b"Date: nonsense\nMessage-ID: <<<[[\nSubject: =?utf-8?b?////?=\nFrom: =?x?q?=,,;:<",
        b"From: \xff\xfe@\nSubject: \xc3\nDate: Fri, 99 Foo 2023 99:99:99 +9999\nMessage-ID: ",
        b"Content-Type: text/plain; charset=klingon\nFrom: a@b.example\nDate: " + b"9" * 5000,
    ],
)
def test_hostile_headers_leave_fields_empty(head: bytes) -> None:
    """What can't be parsed is left out; the text is read all the same."""
    found = extract_mail(head + b"\n\nThree thousand crossed.\n")
    assert found.text == "Three thousand crossed.\n" and found.published is None


def test_a_pdf_gives_the_text_of_its_pages() -> None:
    """Title and creation date are the document's own."""
    found = extract_pdf(pdf(title="Count"))
    assert (found.text, found.title) == (SENTENCES[0] + "\n", "Count")
    assert found.published == parse_published("2023-09-29T20:30:00+04:00")


def test_a_pdf_locked_with_a_password_is_refused() -> None:
    """One that is locked against changes only can be read, and is."""
    with pytest.raises(ReportRefused, match="locked with a password; save it unlocked"):
        extract_pdf(pdf(password="secret"))
    assert extract_pdf(pdf(password="secret", owner_only=True)).text == SENTENCES[0] + "\n"


def test_a_pdf_of_pictures_is_kept_without_text() -> None:
    """It is sealed, and a note asks for a transcript."""
    found = extract_pdf(pdf(""))
    assert found.text is None and "type a transcript" in found.notes[0]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(500), pdf()[:300]])
def test_a_broken_pdf_is_refused(content: bytes) -> None:
    """Cut short or filled with nothing."""
    with pytest.raises(ReportRefused, match="PDF"):
        extract_pdf(content)


def test_a_word_document_gives_paragraphs_and_tables() -> None:
    """Cells are parted by tabs; when the document was created says nothing of when it came out."""
    found = extract_docx(docx(*SENTENCES, title="Count"))
    assert found.text == "\n".join((*SENTENCES, "sheltered\t450")) + "\n"
    assert found.title == "Count" and found.published is None


def _hostile_archives() -> Iterator[tuple[bytes, str]]:
    plain = docx("x")
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        body = archive.read("word/document.xml")
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">]>' + body.partition(b"?>")[2]
    yield repacked(plain, {"word/document.xml": bomb}), "word/document.xml declares entities"
    yield repacked(plain, {"word/document.xml": bomb.decode().encode("utf-16")}), "declares entities"
    yield repacked(plain, {"word/document.xml": b" " * (51 * 2**20)}), "unpacks to more"
    yield repacked(plain, {"docProps/thumbnail.jpeg": bytes(201 * 2**20)}), "unpacks to more"
    yield repacked(plain, {"word/document.xml": b"<not closed"}), "broken"
    yield plain[: len(plain) // 2], "broken"
    yield repacked(plain, {"[Content_Types].xml": b"<Types/>"}), "broken"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "words")
    yield out.getvalue(), "a zip archive and no document of Word or Excel"


@pytest.mark.parametrize(("content", "message"), list(_hostile_archives()))
def test_a_hostile_archive_is_refused(content: bytes, message: str) -> None:
    """Sizes are counted while unpacking, and entities refused in any part."""
    with pytest.raises(ReportRefused, match=message):
        extract_docx(content)


def test_a_feed_gives_its_links() -> None:
    """Each entry's own summary is not its article: what counts is where its page is."""
    found = extract_feed(rss("https://wire.example/1", "https://wire.example/2", "ftp://wire.example/3"))
    assert [link.link for link in found.links] == ["https://wire.example/1", "https://wire.example/2"]
    assert (found.publisher, found.media_type) == ("Sample Wire", "application/rss+xml")
    assert found.links[1].published == parse_published("2023-09-29T11:00:00+04:00")
    assert found.text == "Sample Wire\n\nCount 0\nIn short.\n\nCount 1\nIn short.\n\nCount 2\nIn short.\n"


def test_an_atom_feed_is_read_too() -> None:
    """An entry that is updated is another one than it was."""
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Model Radio</title><id>urn:a</id><entry><id>urn:a:1</id>'
        '<title>Count</title><link href="https://radio.example/1"/><updated>{}</updated></entry></feed>'
    )
    first, second = (
        extract_feed(atom.format(time).encode()) for time in ("2023-09-29T08:00:00Z", "2023-09-29T09:00:00Z")
    )
    assert first.media_type == "application/atom+xml"
    assert first.links[0].link == second.links[0].link and first.links[0].key != second.links[0].key


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"this is no feed", "the feed is not XML"),
        (b"<html><body><p>moved<br></body></html>", "the feed is not XML"),
        (rss("https://wire.example/1")[:-20], "the feed is not XML"),
        (b"<gpx/>", "XML and no feed"),
        (b"  ", "the feed is empty"),
        (ENTITY_BOMB, "declares entities"),
        (ENTITY_BOMB.decode().encode("utf-16"), "declares entities"),
        (b'<?xml version="1.0" encoding="utf-7"?><rss/>', "written in utf-7"),
        (
            b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><rss/>',
            "entities",
        ),
    ],
)
def test_what_is_no_feed_is_refused(content: bytes, message: str) -> None:
    """Not XML, no feed, or a bomb: refused before anything is unfolded."""
    with pytest.raises(ReportRefused, match=message):
        extract_feed(content)


def test_a_feed_with_html_spaces_is_read() -> None:
    """`&nbsp;` is no XML without a DTD, and feeds are full of it."""
    assert extract_feed(rss("https://wire.example/1", title="Sample&nbsp;Wire")).links


def test_what_was_extracted_survives_the_pipe() -> None:
    """The confined process answers in JSON: nothing that it writes is run here."""
    link = FeedLink(link="https://wire.example/1", key="ab", published=parse_published("2023-09"))
    found = Extracted(
        media_type="text/html", text="a\ud800\0b", published=parse_published("2023-09-29T20:30+04:00"), links=(link,),
        title="a\n\tb\x07" + "c" * 600, language="en-GB", notes=("x",),
    )  # fmt: skip
    back = from_json(to_json(found))
    assert (back.text, back.published, back.links, back.notes) == ("a?b", found.published, (link,), ("x",))
    assert back.title.startswith("a bc") and len(back.title) == 500 and back.language == "en"


def test_relative_links_of_a_feed_are_made_whole() -> None:
    """They are joined with the address that the feed came from."""
    assert (
        extract_feed(rss("/count/1"), "https://wire.example/feed").links[0].link
        == "https://wire.example/count/1"
    )


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ('<link rel="canonical" href="https://www.gazette.example/a">', ""),
        ('<meta name="application-name" content="Example Gazette">', "Example Gazette"),
    ],
)
def test_a_host_name_is_no_publisher(head: str, publisher: str) -> None:
    """Where a page names no site, the publisher stays empty: nobody said who it is."""
    assert extract_html(page(head=head)).publisher == publisher


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ('<p class="date">29 September 2023</p>', "2023-09-29"),
        ('<div class="byline">29 September 2023, 20:30</div>', "2023-09-29"),
        ("<p>On 24.09.2023 the office had counted 300 people at the bridge.</p>", None),
        ("<footer>Copyright 2019. Last updated 12/03/2020.</footer>", None),
    ],
)
def test_a_day_in_prose_is_not_the_day_a_page_came_out(line: str, day: str | None) -> None:
    """A day that stands by itself is taken, with a note that the page does not declare it."""
    found = extract_html(page().replace(b"<article>", b"<article>" + line.encode()))
    assert found.published == (parse_published(day) if day else None)
    assert len(found.notes) == (1 if day else 0)
