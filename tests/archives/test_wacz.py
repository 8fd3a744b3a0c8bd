"""WACZs of our own making: what is written is read back, by us and by another program's reader."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archives import wacz_damage as damage
from tests.archives.captured import AT, CREATED, HTML, PAGE, URL, key_signer, wacz, warc
from tests.archives.wacz_damage import BLOCKS, DIGEST, INDEX, PAGES, WARC
from tocsin.archives.limits import DEFAULT, Meter
from tocsin.archives.wacz import PageEntry, check, main_page, write
from tocsin.archives.wacz.index import key_of, normal_address, same_address
from tocsin.archives.warc import BadWarc
from tocsin.archives.warc.page import captured_page
from tocsin.errors import Conflict, WrongUse


def test_what_is_written_is_valid_and_nothing_is_odd(tmp_path: Path) -> None:
    """Another program's zip reader sees the same; the WARC is stored byte for byte."""
    path = wacz(tmp_path, signer=key_signer())
    verdict = check(path)
    assert verdict.valid and not verdict.warnings and verdict.pages == (PAGE,)
    assert (verdict.version, verdict.title, verdict.records, verdict.captured) == ("1.1.1", "A river", 3, 2)
    assert (
        verdict.signature
        and not verdict.signature.domain
        and "compare its fingerprint" in verdict.unchecked[0]
    )
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None and archive.read(WARC) == (tmp_path / "pages.warc.gz").read_bytes()
        assert (
            archive.getinfo(WARC).compress_type == archive.getinfo(INDEX).compress_type == zipfile.ZIP_STORED
        )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["good.wacz", "pages.warc.gz"]


def test_without_a_signer_nobody_signed(tmp_path: Path) -> None:
    """It holds, and says nothing of who made it; the same input makes the same bytes."""
    path = wacz(tmp_path)
    verdict = check(path)
    assert verdict.valid and verdict.signature is None and not verdict.unchecked
    again = write(
        tmp_path / "again.wacz", [tmp_path / "pages.warc.gz"], [PAGE], created=CREATED, title="A river"
    )
    assert again.read_bytes() == path.read_bytes()


def test_the_main_page_is_what_the_server_sent(tmp_path: Path) -> None:
    """Of the first page, without chunks, with its type."""
    page = main_page(wacz(tmp_path, content=warc(chunked=True)))
    assert page and (page.url, page.at, page.body) == (URL, AT, HTML)
    assert page.content_type == "text/html; charset=utf-8"
    assert main_page(io.BytesIO(b"none")) is None


def test_the_words_that_were_taken_out_of_a_page_stand_beside_it(tmp_path: Path) -> None:
    """For a page that scripts write; verdicts leave them out."""
    (tmp_path / "a.warc").write_bytes(warc(zipped=False))
    path = write(
        tmp_path / "x.wacz", [tmp_path / "a.warc"], [replace(PAGE, text="Ամրոց ☂\nline")], created=CREATED
    )
    page = main_page(path)
    assert page and page.text == "Ամրոց ☂\nline" and check(path).pages == (PAGE,)


def test_a_page_that_sends_its_reader_on_is_followed(tmp_path: Path) -> None:
    """As from http to https; round and round, it is no page."""
    page = main_page(wacz(tmp_path, content=warc(kinds="iot")))
    assert page and (page.url, page.body) == (URL + "/en", HTML)
    (tmp_path / "loop").mkdir()
    round_ = warc(zipped=False, kinds="o").replace(b"/reports/1/en", b"/reports/1\r\n\r\n")
    assert main_page(io.BytesIO(round_)) is None
    assert main_page(wacz(tmp_path / "loop", content=warc(kinds="o"))) is None


def test_nothing_is_written_that_would_not_hold(tmp_path: Path) -> None:
    """A WARC that lies, no page, no capture, a name that is taken."""
    good = tmp_path / "a.warc"
    good.write_bytes(warc(zipped=False))
    lying = tmp_path / "b.warc"
    lying.write_bytes(good.read_bytes().replace(b"1,200", b"1,300"))
    empty = tmp_path / "c.warc"
    empty.write_bytes(warc(kinds="i"))
    with pytest.raises(BadWarc, match="does not hash"):
        write(tmp_path / "x.wacz", [lying], [PAGE], created=CREATED)
    for warcs, pages in (([good], []), ([empty], [PAGE]), ([], [PAGE])):
        with pytest.raises(WrongUse, match="proves nothing"):
            write(tmp_path / "x.wacz", warcs, pages, created=CREATED)
    with pytest.raises(WrongUse, match="two WARCs"):
        write(tmp_path / "x.wacz", [good, good], [PAGE], created=CREATED)
    with pytest.raises(Conflict, match="exists already"):
        write(good, [good], [PAGE], created=CREATED)
    assert not list(tmp_path.glob("*.wacz")) and not list(tmp_path.glob(".*"))


def test_many_captures_make_blocks(tmp_path: Path) -> None:
    """An index of more lines than one block holds; several WARCs, plain and zipped."""
    one = warc(kinds="r")
    (tmp_path / "many.warc.gz").write_bytes(one * 6200)
    (tmp_path / "plain.warc").write_bytes(warc(zipped=False))
    path = write(
        tmp_path / "x.wacz", [tmp_path / "many.warc.gz", tmp_path / "plain.warc"], [PAGE], created=CREATED
    )
    verdict = check(path)
    assert verdict.valid and verdict.captured == 6202
    assert len(damage.files_of(path)[BLOCKS].splitlines()) == 4


def test_keys_of_an_index_are_those_of_the_field() -> None:
    """Host from the right, query in order."""
    assert key_of("http://www2.News.example/A?z=1&b=2") == "example,news)/a?b=2&z=1"
    assert same_address("https://a.example/x?__wb_method=POST&q=1", "https://a.example/x")
    assert not same_address("https://a.example/xy", "https://a.example/x")


def test_pages_of_another_list_are_named_too(tmp_path: Path) -> None:
    """`extraPages.jsonl` beside the main list."""
    files = damage.files_of(wacz(tmp_path))
    files["pages/extraPages.jsonl"] = files[PAGES]
    damage.relist(files)
    damage.sign(files)
    verdict = check(io.BytesIO(damage.packed(files.items())))
    assert verdict.valid and verdict.pages == (PAGE, PAGE)
    assert isinstance(verdict.pages[0], PageEntry)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return wacz(tmp_path_factory.mktemp("signed"), signer=key_signer()).read_bytes()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_bit_turns_unseen(signed: bytes, data: st.DataObject) -> None:
    """What still holds after a turned bit holds the same content: the bit was in what a zip says of clocks and systems."""
    at = data.draw(st.integers(0, len(signed) * 8 - 1))
    turned = bytearray(signed)
    turned[at // 8] ^= 1 << at % 8
    if check(io.BytesIO(bytes(turned))).valid:
        before, after = damage.files_of_bytes(signed), damage.files_of_bytes(bytes(turned))
        said = json.loads(before.pop(DIGEST))["signedData"], json.loads(after.pop(DIGEST))["signedData"]
        assert after == before
        assert all(said[0][name] == said[1].get(name) for name in ("hash", "publicKey")) and len(
            said[1]
        ) == len(said[0])


@pytest.mark.parametrize(
    "url", ["HTTPS://News.Example/reports/1", "https://news.example:443/reports/%31#part"]
)
def test_a_page_may_be_written_as_a_browser_takes_it_too(tmp_path: Path, url: str) -> None:
    """RFC 3986, 6.2.2 and 6.2.3: the host in capitals, the port that is meant anyway, an escape that says the same."""
    path = write_pages(tmp_path, replace(PAGE, url=url))
    verdict = check(path)
    assert verdict.valid and not verdict.warnings
    other = check(write_pages(tmp_path / "other", PAGE, replace(PAGE, url=url.replace("orts", "orts%2F"))))
    assert [each.file for each in other.warnings] == [PAGES]


def write_pages(folder: Path, *pages: PageEntry) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "a.warc").write_bytes(warc(zipped=False))
    return write(folder / "x.wacz", [folder / "a.warc"], pages, created=CREATED)


@pytest.mark.parametrize(
    ("created", "reason"), [("9999-12-31T23:59:59Z", ""), ("0001-01-01T00:00:00+10:00", "no time")]
)
def test_a_time_at_the_calendars_end_breaks_no_check(tmp_path: Path, created: str, reason: str) -> None:
    """What cannot be told in UTC is no time."""
    files = damage.files_of(wacz(tmp_path))
    damage.edit_json(damage.PACKAGE, lambda plain: plain.update(created=created))(files)
    damage.sign(files)
    verdict = check(io.BytesIO(damage.packed(files.items())))
    assert verdict.valid if not reason else damage.refused(verdict, reason)


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"])
def test_a_page_of_no_time_is_refused(tmp_path: Path, at: str) -> None:
    files = damage.files_of(wacz(tmp_path))
    files[PAGES] = json.dumps({"url": URL, "ts": at}).encode() + b"\n"
    damage.relist(files)
    damage.sign(files)
    assert damage.refused(check(io.BytesIO(damage.packed(files.items()))), "is none")


def test_what_looks_like_an_address_and_is_none_breaks_nothing() -> None:
    """An index that leads to it, and a server that sends its reader there."""
    assert not same_address("https://[x?__wb_method=POST", URL) and key_of("https://[X") == "https://[x"
    assert normal_address("https://[x") == "https://[x"
    block = b"HTTP/1.1 301 Moved\r\nLocation: https://[x\r\n\r\n"
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:1>\r\nWARC-Date: 2026-03-01T12:00:00Z\r\n"
        f"WARC-Target-URI: {URL}\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    assert captured_page(io.BytesIO(head.encode() + block + b"\r\n\r\n"), Meter(DEFAULT), URL) is None
