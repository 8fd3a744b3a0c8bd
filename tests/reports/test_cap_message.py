"""CAP messages of others, taken in as reports."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.documents import ENTITY_BOMB, NOW, SENTENCES
from tests.reports.serving import answer, serving
from tocsin import reading
from tocsin.errors import ReportRefused
from tocsin.reports import TakenIn, take_in, text_of
from tocsin.reports.cap_message import extract_cap
from tocsin.reports.media import CAP, FEED, HTML, recognise
from tocsin.reports.models import Report
from tocsin.reports.plain import head_left_blank
from tocsin.reports.published import parse_published

_MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="style.xsl"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>harbour-7</identifier><sender>watch@harbour.example</sender>
  <sent>2023-09-29T20:30:00+04:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
  <info>
    <language>en-GB</language><category>Security</category><event>Flight</event>
    <urgency>Immediate</urgency><severity>Extreme</severity><certainty>Observed</certainty>
    <senderName>Harbour Watch</senderName><headline>People cross the bridge</headline>
    <description>BODY</description>
    <instruction>Keep the bridge open.</instruction>
    <area><areaDesc>The harbour</areaDesc></area>
  </info>
</alert>
"""


def _message(body: str = SENTENCES[0], *changes: tuple[str, str]) -> bytes:
    text = _MESSAGE.replace("BODY", body)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode("utf-8")


def test_a_message_is_its_texts_under_a_head() -> None:
    """Title, publisher, published and language from the message; the head keeps the rest of it."""
    found = extract_cap(_message())
    assert found.text == (
        "Title: People cross the bridge\nPublisher: Harbour Watch\nPublished: 2023-09-29T20:30:00+04:00\n"
        "Language: en-GB\nSender: watch@harbour.example\nIdentifier: harbour-7\nStatus: Actual\nMessage: Alert\n"
        f"Area: The harbour\n\n{SENTENCES[0]}\nKeep the bridge open.\n"
    )
    assert (found.media_type, found.title, found.publisher) == (
        CAP,
        "People cross the bridge",
        "Harbour Watch",
    )
    assert (found.language, found.notes) == ("en-GB", ())
    assert found.published == parse_published("2023-09-29T20:30:00+04:00")


def test_its_sentences_are_read_into_findings_and_its_head_is_not() -> None:
    """The figure stands at its passage in the clean text."""
    text = str(extract_cap(_message()).text)
    read = reading.read(head_left_blank(text), published="2023-09-29").as_dict()
    (figure,) = read["figures"]
    start, end = figure["start"], figure["end"]
    assert "3,000 people" in text[start:end]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("a line that only the width of a page ended\n   goes on.", ["a line that only the width of a page ended goes on."]),
        ("First.\n\nSecond.", ["First.", "Second."]),
        ("WHAT: rain\n* one point of it\n* another", ["WHAT: rain", "* one point of it", "* another"]),
        ("a <![CDATA[b]]><!-- c --> d", ["a b d"]),
    ],
    ids=["wrapped", "paragraphs", "bullets", "cdata"],
)  # fmt: skip
def test_paragraphs_are_lines(body: str, lines: list[str]) -> None:
    """What only the width of a page ended runs on."""
    text = str(extract_cap(_message(body)).text)
    assert text.partition("\n\n")[2].splitlines() == [*lines, "Keep the bridge open."]


def test_what_kind_of_message_it_is_is_noted() -> None:
    """An exercise is no warning, and a cancel takes one back; several languages are named."""
    found = extract_cap(_message("x", (">Actual<", ">Exercise<"), (">Alert<", ">Cancel<")))
    assert found.notes == ("its status is Exercise: it is no real warning", "it cancels an earlier message")
    block = _MESSAGE[_MESSAGE.index("  <info>") : _MESSAGE.index("</alert>")].replace("en-GB", "hy")
    both = extract_cap(_message("x", ("</alert>", f"{block}</alert>")))
    assert both.notes == ("it is written in en-GB, hy",)
    assert str(both.text).count("Keep the bridge open.") == 2


def test_a_bare_cancel_is_a_report() -> None:
    """It has no info block; its head says what it takes back."""
    head = _MESSAGE[: _MESSAGE.index("  <info>")].replace(">Alert<", ">Cancel<")
    found = extract_cap(f"{head}</alert>".encode())
    assert str(found.text).endswith("Message: Cancel\n\n")
    assert found.notes == ("it cancels an earlier message",)


def test_what_says_nothing_is_refused() -> None:
    """And what is no message, or unfolds without end."""
    for data, words in (
        (b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', "says nothing"),
        (b"<alert", "not XML"),
        (b"<rss/>", "no CAP message"),
        (ENTITY_BOMB, "entities"),
    ):
        with pytest.raises(ReportRefused, match=words):
            extract_cap(data)


@pytest.mark.parametrize(
    ("head", "name", "declared", "kind"),
    [
        (_message(), "a.xml", "", CAP),
        (_message(), "", "", CAP),
        (_message("x", ("<alert xmlns=", "<cap:alert xmlns:cap=")), "https://a.example/1", "text/xml", CAP),
        (
            _message("x", ("urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0")),
            "a",
            "",
            CAP,
        ),
        (_message().decode().replace("UTF-8", "UTF-16").encode("utf-16"), "a.xml", "", CAP),
        (b"x", "a.cap", "", CAP),
        (b"<html><p>&lt;alert ", "https://a.example/1", "application/cap+xml", HTML),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><entry>' + _message(), "a.xml", "", FEED),
        (b"<alert >Storm</alert><html>", "a.html", "", HTML),
    ],
    ids=["xml", "nameless", "prefix", "1.0", "utf-16", "cap", "page", "feed", "other-alert"],
)
def test_a_message_is_recognised_by_its_root_and_namespace(
    head: bytes, name: str, declared: str, kind: str
) -> None:
    """Whatever it is called."""
    assert recognise(head[:4096], name, declared) == kind


@given(st.binary(max_size=200), st.integers(0, 1200))
def test_broken_messages_are_read_or_refused(piece: bytes, at: int) -> None:
    """Nothing else happens: there is text, or a message with the next step."""
    data = _message()
    try:
        text = extract_cap(data[:at] + piece + data[at:]).text
    except ReportRefused as refusal:
        text = str(refusal)
    assert text.strip()


@pytest.mark.django_db
def test_a_message_is_sealed_as_it_came(take: Callable[..., TakenIn]) -> None:
    """By command, as any other file."""
    take("harbour-7.cap", _message())
    report = Report.objects.get()
    assert (report.media_type, report.title, report.publisher, report.language) == (
        CAP, "People cross the bridge", "Harbour Watch", "en",
    )  # fmt: skip
    assert text_of(report).endswith("Keep the bridge open.\n")


def _enveloped(*messages: bytes) -> bytes:
    """In EDXL-DE, as agencies send them to each other."""
    inner = b"".join(
        b"<contentObject><xmlContent><embeddedXMLContent>"
        + message[message.index(b"<alert") :]
        + b"</embeddedXMLContent></xmlContent></contentObject>"
        for message in messages
    )
    head = b'<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0"><distributionID>7</distributionID>'
    return head + inner + b"</EDXLDistribution>"


def test_a_message_in_an_envelope_is_read_as_it_is_alone() -> None:
    """EDXL-DE around one message changes nothing of what is read; of several, all are read."""
    one = _enveloped(_message())
    assert recognise(one[:4096], "a.xml") == CAP
    assert extract_cap(one) == extract_cap(_message())
    both = extract_cap(_enveloped(_message(), _message("Boats came in the night.")))
    assert "Boats came in the night." in both.text and SENTENCES[0] in both.text
    assert both.notes == ("it carries 2 messages, and its head is that of the first",)
    with pytest.raises(ReportRefused, match="no CAP message"):
        extract_cap(_enveloped())


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("<x:alerts xmlns:x='urn:lists'>", "</x:alerts>"),
        (
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>",
            "</s:Body></s:Envelope>",
        ),
    ],
    ids=["list", "soap"],
)
def test_whatever_carries_a_message_is_read_as_the_message(head: str, foot: str) -> None:
    """Lists and envelopes of any name, recognised by what they hold."""
    message = _message()
    carried = head.encode() + message[message.index(b"<alert") :] + foot.encode()
    assert recognise(carried[:4096], "a.xml") == CAP
    assert extract_cap(carried) == extract_cap(message)


@pytest.mark.django_db
def test_a_feed_of_messages_is_followed_to_them() -> None:
    """Each entry's message is a report; what the feed says of it stands where the message says nothing."""
    feed = (
        '<rss version="2.0"><channel><title>Alerts</title><link>/</link><description>x</description>'
        "<item><title>One</title><link>URL</link></item></channel></rss>"
    )
    with serving({}) as server:
        server.answers["/feed"] = answer(
            feed.replace("URL", server.url("/1")).encode(), kind="application/rss+xml"
        )
        server.answers["/1"] = answer(_message(), kind="application/xml")
        (result,) = take_in([server.url("/feed")], by="command line", now=NOW, guard=server.guard())
    report = Report.objects.get(pk=result.report_id)
    assert (report.media_type, report.title, report.publisher) == (
        CAP,
        "People cross the bridge",
        "Harbour Watch",
    )


def test_the_shared_messages_are_read_whatever_rules_they_break(shared: Path) -> None:
    """Fiji's too, which is invalid: what it says is still a report."""
    paths = [*(shared / "conformance" / "cap").rglob("*.xml")]
    for path in paths:
        if path.name == "invalid_schema.xml" and path.parent.name == "sc":
            continue  # it is a schema
        found = extract_cap(path.read_bytes())
        assert found.text and found.published, path
    assert len(paths) >= 50
