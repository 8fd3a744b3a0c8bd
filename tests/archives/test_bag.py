"""Bags of our own: made, then broken in every way that RFC 8493 knows."""

import os
import resource
import unicodedata
from collections.abc import Callable
from hashlib import sha256, sha512
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.archives import syncing
from tocsin.archives.bag import BagWriter, System, check, write
from tocsin.archives.bag.paths import decoded, encoded
from tocsin.archives.names import direct, folded, leads_out_on
from tocsin.errors import Conflict, WrongUse

FILES = {"a.txt": b"first", "sub/b.txt": b"second", "50% done.txt": b""}


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return write(tmp_path / "bag", FILES.items(), {"Source-Organization": "An Office of Ours"})


def test_what_is_written_is_valid_and_nothing_is_odd(bag: Path) -> None:
    """Two algorithms over the payload and over the tag files; nothing is left beside the bag."""
    verdict = check(bag)
    assert verdict.valid and not verdict.warnings and not verdict.unlisted
    assert verdict.version == "1.0" and verdict.algorithms == ("sha256", "sha512")
    assert (verdict.payload_files, verdict.payload_bytes) == (3, 11)
    assert {name: (bag / "data" / name).read_bytes() for name in FILES} == FILES
    assert [each.name for each in bag.parent.iterdir()] == ["bag"]
    assert "data/50%25 done.txt" in (bag / "manifest-sha256.txt").read_text()


def test_tag_files_may_depend_on_the_payload_and_a_seal_on_them_all(tmp_path: Path) -> None:
    """The order in which a dossier is made: payload, its manifests, tag files, their manifests, the seal."""
    source = tmp_path / "large"
    source.write_bytes(b"x" * 3_000_000)
    with BagWriter(tmp_path / "deep" / "bag") as made:
        made.add("large.bin", source)
        manifests = made.close_payload()
        made.add_tag("log/seen.txt", sha512(manifests["sha512"]).hexdigest().encode())
        tagged = made.close_tags({"External-Identifier": "7"})
        made.add_unlisted("seal.txt", sha512(tagged["sha512"]).hexdigest().encode())
        place = made.place()
    assert (place / "manifest-sha512.txt").read_bytes() == manifests["sha512"]
    assert (place / "tagmanifest-sha512.txt").read_bytes() == tagged["sha512"]
    verdict = check(place)
    assert verdict.valid and verdict.unlisted == ("seal.txt",) and verdict.payload_bytes == 3_000_000
    assert b"Payload-Oxum: 3000000.1\n" in (place / "bag-info.txt").read_bytes()


@pytest.mark.parametrize("at_once", [True, False])
def test_a_bag_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also on systems that sync one file at a time: then every file and folder was."""
    synced: list[str] = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda at: (synced.append(str(Path(f"/proc/self/fd/{at}").readlink())), real(at))
    )
    monkeypatch.setattr(syncing, "MANY", 1 if at_once else 200)
    assert check(write(tmp_path / "bag", FILES.items(), {})).valid
    assert synced[-1] == str(tmp_path)
    assert at_once or {Path(each).name for each in synced} >= {
        "a.txt",
        "b.txt",
        "sub",
        "data",
        "bagit.txt",
        "manifest-sha256.txt",
    }


def test_a_disk_that_refuses_leaves_no_bag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is told, and nothing has the bag's name."""

    def refuse(path: Path) -> None:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(syncing, "sync", refuse)
    with pytest.raises(OSError, match="Input/output"):
        write(tmp_path / "bag", FILES.items(), {})
    assert not list(tmp_path.iterdir())


def test_a_bag_that_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    """Whoever sees the folder sees the whole bag."""
    with BagWriter(tmp_path / "bag") as made:
        made.add("a", b"1")
        assert not (tmp_path / "bag").exists()
    assert not list(tmp_path.iterdir())


def test_a_bag_is_never_written_over(bag: Path) -> None:
    """What stands there stays."""
    with pytest.raises(Conflict, match="exists already"):
        write(bag, [("a", b"")], {})
    assert check(bag).valid


def test_a_name_taken_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """Somebody else's folder appears while we write."""
    with BagWriter(tmp_path / "bag") as made:
        made.add("a", b"1")
        made.close_payload()
        made.close_tags({})
        (tmp_path / "bag").mkdir()
        (tmp_path / "bag" / "theirs").write_bytes(b"")
        with pytest.raises(Conflict, match="meanwhile"):
            made.place()
    assert [each.name for each in (tmp_path / "bag").iterdir()] == ["theirs"]


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../a", "a/../b", "~/a", "C:/a", "a\nb", "a//b", "./a", "con", "a\\b", "a "]
)
def test_no_name_is_written_that_leads_out_or_fits_no_system(tmp_path: Path, name: str) -> None:
    """Refused before a byte is written."""
    with pytest.raises(WrongUse, match="is no name"), BagWriter(tmp_path / "bag") as made:
        made.add(name, b"")


def test_what_makes_no_bag_is_refused(tmp_path: Path) -> None:
    """A name twice, nothing at all, a line of bag-info that would be two."""
    with pytest.raises(WrongUse, match="in the bag already"):
        write(tmp_path / "bag", [("a", b"1"), ("a", b"2")], {})
    with pytest.raises(WrongUse, match="proves nothing"):
        write(tmp_path / "bag", [], {})
    with pytest.raises(WrongUse, match=r"no line of bag-info\.txt"):
        write(tmp_path / "bag", [("a", b"1")], {"Contact": "one\nBagging-Date: 2020-01-01"})
    assert not list(tmp_path.iterdir())


def _sign_again(bag: Path) -> None:
    """New tag manifests: what a forger can do, for they hold no key."""
    for name, make in (("sha256", sha256), ("sha512", sha512)):
        names = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt", "fetch.txt"]
        lines = [
            f"{make((bag / each).read_bytes()).hexdigest()}  {each}\n"
            for each in names
            if (bag / each).exists()
        ]
        (bag / f"tagmanifest-{name}.txt").write_text("".join(lines))


def _edit(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def edit(bag: Path) -> None:
        path = bag / name
        path.write_bytes(change(path.read_bytes() if path.exists() else b""))
        if not name.startswith(("data/", "tagmanifest")):
            _sign_again(bag)

    return edit


def _unlink(*names: str) -> Callable[[Path], None]:
    def unlink(bag: Path) -> None:
        for name in names:
            (bag / name).unlink()

    return unlink


def _link(bag: Path) -> None:
    (bag / "data" / "a.txt").unlink()
    (bag / "data" / "a.txt").symlink_to("/etc/passwd")


def _pipe(bag: Path) -> None:
    os.mkfifo(bag / "data" / "pipe")


_HASH = "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e"
_BROKEN = {
    "a bit of the payload": (_edit("data/a.txt", lambda was: b"firsu"), "data/a.txt: its sha256"),
    "a byte more": (_edit("data/a.txt", lambda was: was + b"\0"), "Payload-Oxum is 11.3"),
    "a bit of a tag file": (_edit("tagmanifest-sha256.txt", lambda was: was.replace(b"bag-info", b"bag-inf0")), "bag-inf0"),
    "a file more": (_edit("data/c.txt", lambda was: b""), "data/c.txt: it is not listed"),
    "a file less": (_unlink("data/a.txt"), "data/a.txt: listed in manifest-sha256.txt, it is not there"),
    "no payload manifest": (_unlink("manifest-sha256.txt", "manifest-sha512.txt"), "no payload manifest"),
    "one of two manifests lists less": (
        _edit("manifest-sha256.txt", lambda was: was.split(b"\n", 1)[1]), "a.txt: it is not listed in manifest-sha256.txt"),
    "the manifests differ": (
        _edit("manifest-sha256.txt", lambda was: was.replace(was[:8], b"00000000", 1)), "a.txt: its sha256 is not"),
    "a short hash": (_edit("manifest-sha256.txt", lambda was: was[2:]), "is no hash of 32 bytes"),
    "an unknown algorithm alone": (
        lambda bag: [(bag / f"manifest-{each}.txt").rename(bag / f"manifest-{each}x.txt") for each in ("sha256", "sha512")],
        "no payload manifest of a known algorithm"),
    "a path out": (_edit("manifest-sha256.txt", lambda was: was + f"{_HASH}  data/../../x\n".encode()), "leads out"),
    "a path out, encoded line ends": (
        _edit("manifest-sha256.txt", lambda was: was + f"{_HASH}  ..%0A/x\n".encode()), "no payload file"),
    "a path to a tag file": (
        _edit("manifest-sha256.txt", lambda was: was + f"{_HASH}  bagit.txt\n".encode()), "no payload file"),
    "a line twice": (_edit("manifest-sha256.txt", lambda was: was + was.split(b"\n")[0] + b"\n"), "lists it twice"),
    "a file twice with two hashes": (
        _edit("manifest-sha256.txt", lambda was: was + f"{_HASH}  data/sub/b.txt\n".encode()), "with two hashes"),
    "bytes that are no UTF-8": (_edit("manifest-sha256.txt", lambda was: was + b"\xff"), "it is not in utf-8"),
    "a line without end": (_edit("manifest-sha256.txt", lambda was: was + b"0" * 20_000), "is beyond what is read"),
    "a link": (_link, "data/a.txt: it is no file but a link"),
    "a pipe": (_pipe, "data/pipe: it is no file"),
    "a payload file in a tag manifest": (
        _edit("tagmanifest-sha256.txt", lambda was: was + f"{_HASH}  data/a.txt\n".encode()), "it is a payload file"),
    "a tag manifest in a tag manifest": (
        _edit("tagmanifest-sha256.txt", lambda was: was + f"{_HASH}  tagmanifest-sha256.txt\n".encode()),
        "a tag manifest, and"),
    "a file to be fetched": (
        lambda bag: [_edit("fetch.txt", lambda was: b"http://x.example/a 5 data/a.txt\n")(bag), _unlink("data/a.txt")(bag)],
        "it is not there yet: fetch.txt says it comes from http://x.example/a"),
    "a file to be fetched that no manifest lists": (
        _edit("fetch.txt", lambda was: b"http://x.example/a 5 data/z.txt\n"), "fetch.txt lists it, and the payload"),
    "a wrong length to be fetched": (
        _edit("fetch.txt", lambda was: b"http://x.example/a 6 data/a.txt\n"), "fetch.txt says 6"),
    "a fetch.txt that is none": (_edit("fetch.txt", lambda was: b"http://x.example/a\n"), "no address, length and path"),
    "a bag-info that is none": (_edit("bag-info.txt", lambda was: was + b"nothing\n"), "no label and value"),
    "a wrong Payload-Oxum": (_edit("bag-info.txt", lambda was: was.replace(b": 11.3", b": 11.4")), "Payload-Oxum is 11.4"),
    "a wrong Payload-Oxum behind a byte order mark": (
        _edit("bag-info.txt", lambda was: b"\xef\xbb\xbfPayload-Oxum: 11.4\n"), "Payload-Oxum is 11.4"),
    "an encoding of Python's own": (_edit("bagit.txt", lambda was: was.replace(b"UTF-8", b"punycode")), "is not known"),
    "a version to come": (_edit("bagit.txt", lambda was: was.replace(b"1.0", b"9.9")), "declares BagIt 9.9"),
    "a third line": (_edit("bagit.txt", lambda was: was + b"x\n"), "it has 3 lines"),
    "a bagit.txt without end": (_edit("bagit.txt", lambda was: was + b"x" * 5000), "two lines are asked"),
}  # fmt: skip


def test_a_bag_without_payload_has_its_folder(tmp_path: Path) -> None:
    """Nothing may be handed over, and still there is where it would lie (RFC 8493, 2.1.2)."""
    (tmp_path / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (tmp_path / "manifest-sha256.txt").write_text("")
    assert [str(fault) for fault in check(tmp_path).faults] == [
        "data/: the folder of the payload is not there"
    ]
    (tmp_path / "data").mkdir()
    assert check(tmp_path).valid


def test_a_percent_sign_that_encodes_nothing_is_odd(bag: Path) -> None:
    """It must itself be encoded (RFC 8493, 2.1.3); the file that is meant is found."""
    damage = _edit("manifest-sha256.txt", lambda was: was.replace(b"50%25", b"50%"))
    damage(bag)
    verdict = check(bag)
    assert verdict.valid and "not encoded" in str(verdict.warnings[0])


@pytest.mark.parametrize("name", _BROKEN)
def test_each_way_to_break_a_bag_is_found_for_its_reason(bag: Path, name: str) -> None:
    """The fault names the file and what does not hold."""
    damage, reason = _BROKEN[name]
    damage(bag)
    verdict = check(bag)
    assert not verdict.valid
    assert any(reason in str(fault) for fault in verdict.faults), verdict.faults


def test_an_unknown_algorithm_beside_a_known_one_is_named(bag: Path) -> None:
    """Nothing was checked by it, and that is said."""
    (bag / "manifest-blake9.txt").write_text("x")
    verdict = check(bag)
    assert (
        verdict.valid
        and "not known" in str(verdict.warnings[0])
        and verdict.unlisted == ("manifest-blake9.txt",)
    )


def test_a_file_that_its_system_renamed_is_known_again(tmp_path: Path) -> None:
    """A name stored in another Unicode form is the same name, with a warning; with other bytes it is a fault."""
    bag = write(tmp_path / "bag", [("Hadrutʿi é.txt", b"x")], {})
    path = bag / "data" / "Hadrutʿi é.txt"
    moved = path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))
    verdict = check(bag)
    assert verdict.valid and "it stands in the bag as" in str(verdict.warnings[0])
    moved.write_bytes(b"y")
    assert not check(bag).valid


def test_line_ends_of_every_kind_are_read(bag: Path) -> None:
    """CR, LF and both, in one manifest."""
    path = bag / "manifest-sha256.txt"
    for end in (b"\r", b"\r\n"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", end))
        _sign_again(bag)
        assert check(bag).valid


def test_tag_files_cost_no_more_than_their_length(bag: Path) -> None:
    """Long lines of white space, which a careless pattern would try to split in every way."""
    _edit("bag-info.txt", lambda was: was + (b"a" + b" " * 16_000 + b"b: c\n") * 400)(bag)
    assert check(bag).valid
    _edit("bag-info.txt", lambda was: was + b"a" + b" " * 16_000 + b"b\n")(bag)
    assert "no label and value" in str(check(bag).faults[0])


def test_no_bag_at_all_is_not_valid(tmp_path: Path) -> None:
    """No folder, an empty one, one with bagit.txt alone."""
    assert "no such folder" in str(check(tmp_path / "none").faults[0])
    assert "bagit.txt: it is not there" in str(check(tmp_path).faults[0])
    (tmp_path / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    assert "no payload manifest" in str(check(tmp_path).faults[0])


def test_memory_does_not_grow_with_the_bytes(tmp_path: Path) -> None:
    """256 MiB, sparse on the disk, are written and checked in parts."""
    source = tmp_path / "large"
    with source.open("wb") as stream:
        stream.truncate(256 * 2**20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert check(write(tmp_path / "bag", [("large", source)], {})).valid
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@given(st.text(min_size=1, max_size=40))
def test_an_encoded_name_is_read_back(name: str) -> None:
    """And stands on one line."""
    assert decoded(encoded(name), version="1.0") == name
    assert "\n" not in encoded(name) and "\r" not in encoded(name)


@given(
    st.lists(st.sampled_from(["a", "..", ".", "", "~", "C:", "é", "b\\..\\c"]), min_size=1, max_size=6).map(
        "/".join
    )
)
def test_a_path_that_stays_on_unix_stays_below_its_folder(path: str) -> None:
    """By an oracle that knows nothing of our rules: the system's own joining of names."""
    if leads_out_on(path) not in (System.ANY, System.UNIX):
        joined = os.path.normpath(path if path.startswith("/") else f"/bag/{path}")
        assert joined == "/bag" or joined.startswith("/bag/")
        assert folded(direct(path)) == folded(folded(direct(path)))
