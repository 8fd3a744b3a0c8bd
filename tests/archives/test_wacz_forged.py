"""What somebody may do to the files of a WACZ, who can hash and sign all of it again or cannot."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archives import wacz_damage as damage
from tests.archives.captured import HTML, URL, key_signer, wacz, warc
from tests.archives.wacz_damage import BLOCKS, INDEX, PACKAGE, PAGES, WARC, Files, refused
from tocsin.archives.wacz import check


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
