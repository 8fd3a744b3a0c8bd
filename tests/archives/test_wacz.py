"""WACZs of our own making, and each way to break one that we know."""

import base64
import gzip
import io
import json
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archives import wacz_damage as damage
from tests.archives.captured import AT, CREATED, HTML, PAGE, URL, key_signer, wacz, warc
from tests.archives.certified import A_MINUTE, DOMAIN, Authority
from tests.archives.wacz_damage import BLOCKS, DIGEST, INDEX, PACKAGE, PAGES, WARC, Files
from tocsin.archives.limits import Limits
from tocsin.archives.wacz import DomainSigner, PageEntry, Trust, WaczVerdict, check, main_page, write
from tocsin.archives.wacz.index import key_of, same_address
from tocsin.archives.wacz.signing import Signer
from tocsin.archives.warc import BadWarc
from tocsin.errors import Conflict, WrongUse


def refused(verdict: WaczVerdict, reason: str) -> bool:
    return not verdict.valid and any(reason in str(fault) for fault in verdict.faults)


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


# -- what a forger may do to the files, hashing everything again


def _drop(*names: str) -> Callable[[Files], None]:
    return lambda files: [files.pop(name) for name in names] and None


def _put(name: str, data: bytes) -> Callable[[Files], None]:
    return lambda files: files.update({name: data})


def _of_other_warc(files: Files) -> None:
    files[WARC] = warc(body=HTML + bytes(range(256)))


_FORGED: dict[str, tuple[Callable[[Files], None], str]] = {
    "no WARC": (_drop(WARC), "archive/: there is no WARC"),
    "no index": (_drop(INDEX, BLOCKS), "indexes/: there is no index"),
    "no pages": (_drop(PAGES), "pages/pages.jsonl: it is not there"),
    "a WARC without a capture": (_put(WARC, warc(kinds="iq")), "nothing was captured"),
    "an empty WARC": (_put(WARC, b""), "nothing was captured"),
    "an index without a line": (lambda files: damage.put_index(files, []), "no index leads to anything"),
    "a list without a page": (_put(PAGES, b'{"format": "json-pages-1.0"}\n'), "it lists no page"),
    "pages that were not captured": (
        _put(PAGES, b'{"url": "https://other.example/", "ts": "2026-03-01T12:00:00Z"}\n'), "none of its pages was captured"),
    "a page without a time": (_put(PAGES, b'{"url": "https://news.example/reports/1"}\n'), "line 1: a page has an address"),
    "a page in no zone": (_put(PAGES, f'{{"url": "{URL}", "ts": "2026-03-01T12:00:00"}}\n'.encode()), "has no zone"),
    "pages in no UTF-8": (_put(PAGES, b"\xff\xfe"), "not in UTF-8"),
    "another WARC for the index": (_of_other_warc, "of archive/pages.warc.gz"),
    "a record that lies about its digest": (
        _put(WARC, warc(zipped=False).replace(b"1,200", b"1,300")), "does not hash to"),
    "a record that lies about its length": (
        _put(WARC, warc(zipped=False).replace(b"Content-Length: ", b"Content-Length: 1", 1)), "not as long as it says"),
    "an index to elsewhere": (damage.edit_index(lambda line: line.update(offset="1")), "no record begins at 1"),
    "an index to another record": (damage.edit_index(lambda line: line.update(offset="0")), "at 0 of archive/pages"),
    "an index to no WARC": (damage.edit_index(lambda line: line.update(filename="x.warc")), "no record begins at"),
    "an index of another length": (damage.edit_index(lambda line: line.update(length="9")), "bytes, not 9"),
    "an index of another address": (
        damage.edit_index(lambda line: line.update(url="https://other.example/")), "is of 'https://news.example"),
    "an index of another payload": (damage.edit_index(lambda line: line.update(digest="sha1:" + "A" * 32)), "does not hash"),
    "an index of another record's digest": (
        damage.edit_index(lambda line: line.update(recordDigest="sha256:" + "0" * 64)), "does not hash to sha256"),
    "an index that is none": (lambda files: damage.put_index(files, ["a b c"]), "is no key, time and object"),
    "an index of another time": (
        lambda files: damage.put_index(files, [gzip.decompress(files[INDEX]).decode().strip().replace(" 2026", " 2025", 1)]),
        "was captured at 20260301120000"),
    "blocks that leave out": (
        lambda files: files.update({INDEX: files[INDEX] + files[INDEX]}), "its blocks cover"),
    "a block elsewhere": (_put(BLOCKS, b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n'
                               b'a 2026 {"offset": 5, "length": 9}\n'), "is said to be 9 bytes at 5"),
    "a block that hashes to something else": (
        lambda files: files.update({BLOCKS: files[BLOCKS].replace(b'"sha256:', b'"sha256:0')}), "does not hash to what"),
    "a block of another line": (
        lambda files: files.update({BLOCKS: files[BLOCKS].replace(b"example", b"examplf")}), "does not begin with"),
    "blocks of no index": (
        lambda files: files.update({BLOCKS: files[BLOCKS].replace(b"index.cdx", b"other.cdx")}), "which is not there"),
    "a stranger in archive/": (_put("archive/run.exe", b"MZ"), "archive/ holds only"),
    "a bomb in a WARC": (_put(WARC, warc(body=bytes(20 * 2**20))), "a bomb"),
    "a bomb in the index": (_put(INDEX, gzip.compress(b"\n" * 20 * 2**20)), "a bomb"),
    "captures younger than the archive": (
        damage.edit_json(PACKAGE, lambda plain: plain.update(created="2026-01-01T00:00:00Z")), "captures are younger"),
    "a version to come": (
        damage.edit_json(PACKAGE, lambda plain: plain.update(wacz_version="9.0")), "its wacz_version is '9.0'"),
    "no version": (damage.edit_json(PACKAGE, lambda plain: plain.pop("wacz_version")), "its wacz_version is 'None'"),
    "no profile": (damage.edit_json(PACKAGE, lambda plain: plain.pop("profile")), "its profile is 'None'"),
    "a created that is none": (damage.edit_json(PACKAGE, lambda plain: plain.update(created="yesterday")), "no time"),
}  # fmt: skip


@pytest.mark.parametrize("name", _FORGED)
def test_a_forged_file_is_found_though_every_hash_was_made_again(tmp_path: Path, name: str) -> None:
    """Listed, hashed and signed by whoever forged it."""
    forge, reason = _FORGED[name]
    files = damage.files_of(wacz(tmp_path))
    forge(files)
    damage.relist(files)
    damage.sign(files, key_signer())
    verdict = check(io.BytesIO(damage.packed(files.items())))
    assert refused(verdict, reason), verdict.faults


_UNHASHED: dict[str, tuple[Callable[[Files], None], str]] = {
    "an unlisted file": (_put("notes.txt", b"x"), "does not list it"),
    "a wrong hash": (_of_other_warc, "its sha256 is not the one"),
    "a wrong size": (lambda files: files.update({PAGES: files[PAGES] + b"\n"}), "and datapackage.json says"),
    "a listed file that is not there": (_drop(BLOCKS), "lists it, and it is not there"),
    "no datapackage.json": (_drop(PACKAGE), "datapackage.json: it is not there"),
    "a datapackage.json that is none": (_put(PACKAGE, b"[]"), "no JSON object"),
    "a datapackage.json of great depth": (_put(PACKAGE, b'{"a":' * 50_000 + b"1" + b"}" * 50_000), "no JSON"),
    "a datapackage.json with a name twice": (
        lambda files: files.update({PACKAGE: files[PACKAGE].replace(b"{", b'{"profile": "x", ', 1)}), "a name twice"),
    "another datapackage.json than signed": (
        damage.edit_json(PACKAGE, lambda plain: plain.update(title="another")), "the hash is not that of datapackage.json"),
    "no resources": (damage.edit_json(PACKAGE, lambda plain: plain.update(resources=[])), "it lists no resources"),
    "a resource twice": (
        damage.edit_json(PACKAGE, lambda plain: plain["resources"].append(plain["resources"][0])), "twice"),
    "a resource that leads out": (
        damage.edit_json(PACKAGE, lambda plain: plain["resources"][0].update(path="../x")), "leads out"),
    "a resource without a path": (damage.edit_json(PACKAGE, lambda plain: plain["resources"][0].pop("path")), "without"),
    "a resource without a hash": (damage.edit_json(PACKAGE, lambda plain: plain["resources"][0].pop("hash")), "no hash"),
    "a hash of a weak kind": (
        damage.edit_json(PACKAGE, lambda plain: plain["resources"][0].update(hash="md5:" + "0" * 32)), "no hash that"),
    "a resource without a size": (
        damage.edit_json(PACKAGE, lambda plain: plain["resources"][0].pop("bytes")), "it lists no size"),
    "a size that is no number": (
        damage.edit_json(PACKAGE, lambda plain: plain["resources"][0].update(bytes=True)), "it lists no size"),
}  # fmt: skip


@pytest.mark.parametrize("name", _UNHASHED)
def test_a_file_that_was_changed_is_found(tmp_path: Path, name: str) -> None:
    """Somebody changed it who could not hash it all again."""
    change, reason = _UNHASHED[name]
    files = damage.files_of(wacz(tmp_path))
    change(files)
    verdict = check(io.BytesIO(damage.packed(files.items())))
    assert refused(verdict, reason), verdict.faults


# -- what may be done to the zip


def _twice(good: bytes) -> bytes:
    files = list(damage.files_of_bytes(good).items())
    with pytest.warns(UserWarning, match="Duplicate"):
        return damage.packed(
            [*files, (PAGES, b'{"url": "https://other.example/", "ts": "2026-03-01T12:00:00Z"}\n')]
        )


def _bomb(good: bytes) -> bytes:
    files = damage.files_of_bytes(good)
    files["notes.txt"] = bytes(32 * 2**20)
    damage.relist(files)
    return damage.packed(files.items(), {"notes.txt"})


def _overlap(good: bytes) -> bytes:
    """A stored file that is said to go on into the next, by both of its headers."""
    listed = damage.central(good, WARC)
    size = struct.unpack_from("<L", good, listed + 20)[0] + 10
    place = struct.unpack_from("<L", good, listed + 42)[0]
    for at in (listed + 20, listed + 24, place + 18, place + 22):
        good = damage.poke(good, at, "<L", size)
    return good


def _at(name: str, offset: int, form: str, value: int) -> Callable[[bytes], bytes]:
    return lambda good: damage.poke(good, damage.central(good, name) + offset, form, value)


def _end(offset: int, form: str, value: int) -> Callable[[bytes], bytes]:
    return lambda good: damage.poke(good, good.rindex(b"PK\x05\x06") + offset, form, value)


def _locator(good: bytes) -> bytes:
    """A zip64 end that is not there."""
    end = good.rindex(b"PK\x05\x06")
    return good[:end] + struct.pack("<4sLQL", b"PK\x06\x07", 0, 5, 1) + good[end:]


def _second_end(good: bytes) -> bytes:
    """A zip64 end that says something else than the end."""
    end = good.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack_from("<HLL", good, end + 10)
    larger = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count - 1, count - 1, length, start)
    return good[:end] + larger + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + good[end:]


def _renamed(name: str, to: str) -> Callable[[bytes], bytes]:
    assert len(name) == len(to)
    return lambda good: good.replace(name.encode(), to.encode())


_ZIPPED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no zip": (lambda good: b"x" * 100, "it is no zip file"),
    "nothing": (lambda good: b"", "it is no zip file"),
    "cut short": (lambda good: good[:-30], "it is no zip file, or it is cut short"),
    "trailing data": (lambda good: good + b"hidden", "6 bytes follow its end"),
    "a comment": (lambda good: _end(20, "<H", 6)(good) + b"hidden", "6 bytes follow its end"),
    "bytes before it": (lambda good: damage.with_prefix(good, b"#!/bin/sh\n"), "10 bytes stand before its first file"),
    "bytes before it, untold": (lambda good: b"#!/bin/sh\n" + good, "not where its end says"),
    "bytes between": (lambda good: damage.with_gap(good, b"hidden"), "6 bytes after it belong to no file"),
    "a name twice": (_twice, "it is in the zip twice"),
    "a name twice but for case": (_renamed("pages/pages.jsonl", "indexes/INDEX.IDX"), "the same name on some systems"),
    "a path out": (_renamed("indexes/index.idx", "../xes/index.idxx"[:17]), "leads out of the zip"),
    "an absolute path": (_renamed("indexes/index.idx", "/ndexes/index.idx"), "leads out of the zip"),
    "a path of Windows": (_renamed("indexes/index.idx", "C:\\exes/index.idx"), "leads out of the zip"),
    "an unseen sign": (_renamed("indexes/index.idx", "indexes/ind\x08x.idx"), "signs that cannot be seen"),
    "a link": (lambda good: _at(BLOCKS, 38, "<L", 0o120777 << 16)(_at(BLOCKS, 4, "<H", 3 << 8)(good)), "but a link"),
    "an encrypted file": (_at(BLOCKS, 8, "<H", 1), "it is encrypted"),
    "an unknown method": (_at(BLOCKS, 10, "<H", 12), "packed by method 12"),
    "another method than its own": (_at(BLOCKS, 10, "<H", 0), "says something else than the listing"),
    "overlapping files": (_overlap, "it overlaps with what follows it"),
    "a file that is listed as shorter": (_at(WARC, 20, "<L", 20), "says something else than the listing"),
    "a file that is listed as longer": (_at(PAGES, 24, "<L", 2**31), "says something else than the listing"),
    "a checksum changed": (_at(PAGES, 16, "<L", 5), "says something else than the listing"),
    "a place outside": (_at(PAGES, 42, "<L", 2**31), "belong to no file"),
    "a place within another file": (_at(PAGES, 42, "<L", 5), "it overlaps with what follows it"),
    "sizes that zip64 lacks": (_at(PAGES, 24, "<L", 2**32 - 1), "its zip64 sizes are missing"),
    "a zip64 end that is not there": (_locator, "its zip64 end is not where it says"),
    "a zip64 end that says something else": (_second_end, "its two ends say different things"),
    "another disk": (_end(4, "<H", 1), "one part of several"),
    "more files than listed": (lambda good: _end(8, "<H", 9)(_end(10, "<H", 9)(good)), "its listing of files is broken"),
    "fewer files than listed": (lambda good: _end(8, "<H", 2)(_end(10, "<H", 2)(good)), "shorter than it says"),
    "a bomb": (_bomb, "a bomb"),
    "a WARC packed twice": (
        lambda good: damage.packed(damage.files_of_bytes(good).items(), {WARC}), "it is packed twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", _ZIPPED)
def test_a_zip_that_lies_is_refused(tmp_path: Path, name: str) -> None:
    """Two readers of one zip must never see two archives."""
    lie, reason = _ZIPPED[name]
    verdict = check(io.BytesIO(lie(wacz(tmp_path).read_bytes())))
    assert refused(verdict, reason), verdict.faults


def test_limits_are_the_callers(tmp_path: Path) -> None:
    """Of bytes and of entries."""
    path = wacz(tmp_path)
    assert refused(check(path, limits=Limits(bytes_max=2000)), "unfolds to more than 2,000 bytes")
    assert refused(check(path, limits=Limits(entries_max=3)), "at most 3 are read")


# -- who signed it


@pytest.fixture(scope="module")
def domains() -> Authority:
    return Authority.make("Domains")


@pytest.fixture(scope="module")
def clocks() -> Authority:
    return Authority.make("Clocks")


def _owner(
    domains: Authority, clocks: Authority, at: datetime = CREATED, domain: str = DOMAIN
) -> DomainSigner:
    private = ec.generate_private_key(ec.SECP256R1())
    return DomainSigner(private, domain, domains.of_domain(private), clocks.stamper(at))


def test_the_owner_of_a_domain_signs_as_of_a_time(
    tmp_path: Path, domains: Authority, clocks: Authority
) -> None:
    """Long after its certificate ended: what counts is the time that an authority stamped."""
    path = wacz(tmp_path, signer=_owner(domains, clocks))
    trust = Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate])
    verdict = check(path, trust=trust)
    assert verdict.valid and not verdict.unchecked and verdict.signature
    assert (verdict.signature.domain, verdict.signature.stamped_at) == (DOMAIN, CREATED)
    unnamed = check(path, trust=Trust(domain_roots=[domains.certificate]))
    assert unnamed.valid and "no timestamp authority was named" in unnamed.unchecked[0]


def _signed(**changes: str) -> Callable[[dict[str, str]], None]:
    return lambda signed: signed.update(changes)


def _other_curve(signed: dict[str, str]) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = (
        generate_private_key(65537, 2048)
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    signed["publicKey"] = base64.b64encode(public).decode()


_MISSIGNED: dict[str, tuple[Callable[[dict[str, str]], None], str]] = {
    "a swapped signature": (
        lambda signed: signed.update(signature=key_signer().sign("sha256:" + "0" * 64, CREATED)["signature"]), "not hold"),
    "a swapped key": (
        lambda signed: signed.update(publicKey=key_signer().sign(signed["hash"], CREATED)["publicKey"]), "does not hold"),
    "another hash": (_signed(hash="sha256:" + "0" * 64), "another hash than that"),
    "no key": (lambda signed: signed.pop("publicKey"), "signedData lacks publicKey"),
    "a property more": (_signed(comment="x"), "signedData has comment"),
    "a key that is none": (_signed(publicKey="AAAA"), "publicKey is no key"),
    "a key of another kind": (_other_curve, "none of ECDSA"),
    "a value out of base64": (_signed(signature="***"), "not in base64"),
    "a created that is none": (_signed(created="soon"), "no time"),
}  # fmt: skip


@pytest.mark.parametrize("name", _MISSIGNED)
def test_a_signature_that_does_not_hold_is_found(tmp_path: Path, name: str) -> None:
    """Of a bare key."""
    change, reason = _MISSIGNED[name]
    files = damage.files_of(wacz(tmp_path, signer=key_signer()))
    damage.edit_json(DIGEST, lambda plain: change(plain["signedData"]))(files)
    assert refused(check(io.BytesIO(damage.packed(files.items()))), reason)


def test_of_a_domain_everything_must_hold(tmp_path: Path, domains: Authority, clocks: Authority) -> None:
    """A foreign authority, another domain, a certificate outside its time, a skewed clock, a foreign clock."""
    trust = Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate])
    foreign = Authority.make("Domains")
    late = datetime(2026, 7, 1, tzinfo=UTC)
    cases: list[tuple[Signer, datetime, str]] = [
        (_owner(foreign, clocks), CREATED, "of no authority that was trusted"),
        (_owner(domains, clocks, domain="other.example"), CREATED, "the certificate is not of other.example"),
        (
            _owner(domains, clocks, at=CREATED + 11 * A_MINUTE),
            CREATED,
            "and the timestamp 2026-03-01 12:16:00",
        ),
        (_owner(domains, Authority.make("Clocks")), CREATED, "an authority that is not trusted"),
        (_owner(domains, clocks, at=late), late, "not trusted, or was not at its time"),
    ]
    for index, (signer, created, reason) in enumerate(cases):
        folder = tmp_path / str(index)
        folder.mkdir()
        (folder / "a.warc").write_bytes(warc(zipped=False))
        path = write(folder / "x.wacz", [folder / "a.warc"], [PAGE], created=created, signer=signer)
        verdict = check(path, trust=trust)
        assert refused(verdict, reason), (reason, verdict.faults)


def test_a_timestamp_of_another_signature_is_found(
    tmp_path: Path, domains: Authority, clocks: Authority
) -> None:
    """And one that is no token, and a chain that begins with an innocent authority's certificate."""
    trust = Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate])
    files = damage.files_of(wacz(tmp_path, signer=_owner(domains, clocks)))
    other, honest = clocks.stamper(CREATED)(b"other")
    forged, _ = Authority.make("Clocks").stamper(CREATED - timedelta(days=1))(
        json.loads(files[DIGEST])["signedData"]["signature"].encode()
    )
    for token, chain in ((other, honest), (b"\x30\x00", honest), (forged, honest)):
        changed = dict(files)
        fields = {"timeSignature": base64.b64encode(token).decode(), "timestampCert": chain}
        damage.edit_json(DIGEST, lambda plain, fields=fields: plain["signedData"].update(fields))(changed)
        assert refused(
            check(io.BytesIO(damage.packed(changed.items())), trust=trust), "the timestamp does not hold"
        )


def test_a_cross_signed_certificate_is_another_way_to_trust(
    tmp_path: Path, domains: Authority, clocks: Authority
) -> None:
    """For the same key and the same domain; of another key it is refused."""
    trust = Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate])
    signer = _owner(Authority.make("Domains"), clocks)
    files = damage.files_of(wacz(tmp_path, signer=signer))
    stranger = ec.generate_private_key(ec.SECP256R1())
    for private, valid in ((signer.private, True), (stranger, False)):
        changed = dict(files)
        crossed = {"crossSignedCert": domains.of_domain(private)}
        damage.edit_json(DIGEST, lambda plain, crossed=crossed: plain["signedData"].update(crossed))(changed)
        verdict = check(io.BytesIO(damage.packed(changed.items())), trust=trust)
        assert verdict.valid is valid and (valid or refused(verdict, "of another key")), verdict.faults


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
