"""`tocsin alert validate`: a line for every broken rule, and an exit code that scripts can use."""

import argparse
import json
from pathlib import Path

import pytest

from tests.alerts.cap_messages import changed
from tests.cli.conftest import Tocsin
from tests.reports.serving import answer, serving
from tocsin.cli import alert_validate, main
from tocsin.cli.commands import parser
from tocsin.errors import WrongUse

_BAD = changed((">example-1<", ">a b<"), ("2023-10-07", "2023-09-07"))


@pytest.fixture
def tocsin(tocsin_first: Tocsin) -> Tocsin:
    return tocsin_first


def _args(*argv: str) -> argparse.Namespace:
    return parser().parse_args(["alert", "validate", *argv])


def test_a_valid_message_is_0_and_an_invalid_one_1_with_a_line_for_each_rule(
    tocsin: Tocsin, tmp_path: Path
) -> None:
    """XPath and reason on every line; no store is made for it."""
    (tmp_path / "good.xml").write_bytes(changed())
    (tmp_path / "bad.xml").write_bytes(_BAD)
    good = tocsin("alert", "validate", "good.xml")
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.splitlines()[-1] == "good.xml: valid (CAP 1.2)"
    bad = tocsin("alert", "validate", "bad.xml")
    assert bad.returncode == 1
    assert [line.split(": ")[1:3] for line in bad.stdout.splitlines()] == [
        ["/cap:alert/cap:identifier", "identifier"],
        ["/cap:alert/cap:info/cap:expires", "expires-after-sent"],
        ["/cap:alert/cap:info/cap:expires", "expires-after-effective"],
        ["advice", "/cap:alert/cap:info/cap:expires"],
        ["signature", "unsigned"],
        ["invalid (CAP 1.2)"],
    ]
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "argv",
    [("no-such.xml",), ("good.xml", "--profile", "moon"), ("good.xml", "--at", "noon"), (), ("http://[",)],
    ids=["file", "profile", "time", "nothing", "address"],
)
def test_wrong_use_is_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]) -> None:
    """Nothing was judged."""
    (tmp_path / "good.xml").write_bytes(changed())
    monkeypatch.chdir(tmp_path)
    try:
        code = main(["alert", "validate", *argv])
    except SystemExit as exit_:  # argparse's own
        code = int(str(exit_.code))
    assert code == 2


def test_a_signature_decides_only_where_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is judged on a line of its own in any case."""
    path = tmp_path / "good.xml"
    path.write_bytes(changed())
    assert alert_validate.run(_args(str(path))) == 0
    assert alert_validate.run(_args(str(path), "--signature")) == 1
    assert "signature: unsigned" in capsys.readouterr().out


def test_a_folder_is_judged_file_by_file_and_printed_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One invalid file makes the whole 1."""
    (tmp_path / "a.cap").write_bytes(changed())
    (tmp_path / "b.xml").write_bytes(_BAD)
    (tmp_path / "c.txt").write_text("left out", encoding="utf-8")
    assert alert_validate.run(_args(str(tmp_path), "--json")) == 1
    first, second = json.loads(capsys.readouterr().out)
    assert (first["valid"], first["version"], first["broken"]) == (True, "1.2", [])
    assert second["broken"][0]["xpath"] == "/cap:alert/cap:identifier"
    assert second["signature"]["verdict"] == "unsigned"


def test_hostile_words_in_a_message_stay_on_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reason quotes the message; it can neither begin a line nor move the cursor."""
    path = tmp_path / "x.xml"
    path.write_bytes(changed((">image/png<", ">x\nx.xml: valid\u009b2J<")))
    assert alert_validate.run(_args(str(path))) == 1
    out = capsys.readouterr().out
    assert "\x9b" not in out
    assert not [line for line in out.splitlines() if line.startswith("x.xml: valid")]


def test_an_address_is_fetched_and_a_feed_is_followed_to_its_messages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Entries that link to messages are fetched too, within the same guard."""
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>t</id><updated>2023-09-30T12:00:00Z</updated>'
        '<entry><title>A</title><id>a</id><updated>2023-09-30T12:00:00Z</updated><link href="/a.xml"/></entry></feed>'
    )
    kind = "application/atom+xml"
    with serving(
        {"/feed": answer(feed.encode(), kind=kind), "/a.xml": answer(_BAD, kind="application/cap+xml")}
    ) as server:
        assert alert_validate.run(_args(server.url("/feed")), server.guard()) == 1
        assert f"{server.url('/a.xml')}: /cap:alert/cap:identifier" in capsys.readouterr().out
        with pytest.raises(WrongUse, match="404"):
            alert_validate.run(_args(server.url("/none")), server.guard())
        # who names this very machine may look at the site that stands there, and at no other port of it
        assert alert_validate.run(_args(server.url("/a.xml"))) == 1


def test_a_feed_that_carries_its_messages_is_judged_entry_by_entry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each by its place in the feed."""
    body = changed().decode().partition("?>")[2]
    entry = f"<entry><content type='text/xml'>{body}</content></entry>"
    path = tmp_path / "feed.xml"
    path.write_text(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}{entry}</feed>', encoding="utf-8")
    assert alert_validate.run(_args(str(path))) == 0
    assert f"{path} entry 2: valid" in capsys.readouterr().out


def test_an_envelope_is_judged_by_the_messages_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """EDXL-DE, in which some agencies send CAP; one without a message is judged as such."""
    body = changed().decode().partition("?>")[2]
    path = tmp_path / "envelope.xml"
    head = '<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0">'
    path.write_text(f"{head}<embeddedXMLContent>{body}</embeddedXMLContent></EDXLDistribution>", "utf-8")
    assert alert_validate.run(_args(str(path))) == 0
    assert f"{path} entry 1: valid" in capsys.readouterr().out
    path.write_text(f"{head}</EDXLDistribution>", "utf-8")
    assert alert_validate.run(_args(str(path))) == 1


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("<x:alerts xmlns:x='urn:lists'>", "</x:alerts>"),
        (
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><post>",
            "</post></s:Body></s:Envelope>",
        ),
    ],
    ids=["list", "soap"],
)
def test_whatever_carries_messages_is_judged_by_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], head: str, foot: str
) -> None:
    """Lists and envelopes of any name; one message of the two is invalid."""
    bodies = "".join(data.decode().partition("?>")[2] for data in (changed(), _BAD))
    path = tmp_path / "list.xml"
    path.write_text(f"{head}{bodies}{foot}", encoding="utf-8")
    assert alert_validate.run(_args(str(path))) == 1
    out = capsys.readouterr().out
    assert f"{path} entry 1: valid" in out
    assert f"{path} entry 2: invalid" in out


def test_of_an_entry_the_message_is_judged_and_not_the_page_beside_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By the link that says it is CAP, once for however many entries name it; in RSS that is an enclosure."""
    links = (
        '<link href="/page.html" title="A page"/><link type="application/cap+xml" href="/a.xml"/>'
        '<link rel="related" href="/more.html"/>'
    )
    entries = "".join(
        f"<entry><title>{area}</title><id>{area}</id><updated>2023-09-30T12:00:00Z</updated>{links}</entry>"
        for area in ("north", "south")
    )
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>t</id>{entries}</feed>'
    item = '<item><title>A</title><link>/page.html</link><enclosure url="{}" type="application/cap+xml" length="1"/></item>'
    with serving(
        {
            "/feed": answer(atom.encode(), kind="application/atom+xml"),
            "/a.xml": answer(changed(), kind="application/cap+xml"),
        }
    ) as server:
        rss = (
            f'<rss version="2.0"><channel><title>T</title>{item.format(server.url("/a.xml"))}</channel></rss>'
        )
        server.answers["/rss"] = answer(rss.encode(), kind="application/rss+xml")
        for feed in ("/feed", "/rss"):
            assert alert_validate.run(_args(server.url(feed)), server.guard()) == 0
            assert capsys.readouterr().out.count(f"{server.url('/a.xml')}: valid") == 1


def test_a_signature_holds_in_a_feed_as_it_does_alone(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the feed declares around the message is no part of it."""
    body = (shared / "conformance/cap/oasis/ipaws-5e6dd9de023f1930ef6548d9.xml").read_text(encoding="utf-8")
    path = tmp_path / "feed.xml"
    head = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:x">'
    path.write_text(f"{head}<entry>{body.partition('?>')[2]}</entry></feed>", encoding="utf-8")
    assert alert_validate.run(_args(str(path), "--signature")) == 0
    assert "signature: holds" in capsys.readouterr().out


@pytest.mark.parametrize("url", ["http://10.0.0.1/a.xml", "http://169.254.169.254/"])
def test_inner_addresses_are_not_fetched(url: str) -> None:
    """The guard of all fetching holds here too."""
    with pytest.raises(WrongUse, match="no public address"):
        alert_validate.run(_args(url))
