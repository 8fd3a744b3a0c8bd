"""A dossier that was tampered with never holds, before either verifier. `make conformance` runs the long form.

In the long form: 1,000 events, 10,000 bits turned, each attack at 100 places; by a stranger who makes all anew that
needs no key, and by an insider who holds the log's own.
"""

from __future__ import annotations

import os
import random
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.publishing import made_dossier as made
from tests.publishing.attacks import ATTACKS, Case, cases
from tocsin.custody.note import Note, VerifierKey
from tocsin.custody.timestamps.roots import read_roots
from tocsin.publishing.dossier import checking, verify

LONG = int(os.environ.get("TOCSIN_TEST_TAMPER", "0"))
EVENTS, FLIPS, ZIP_FLIPS, PLACES = (1000, LONG, LONG // 50, LONG // 100) if LONG else (60, 80, 4, 3)
#: an honest dossier of an earlier day, in the place of a newer one: nothing in it is wrong, and the reader is told
OLDER = {("roll back", True), ("replay an old checkpoint", True)}


class Count(NamedTuple):
    tried: int = 0
    seen: int = 0

    def __add__(self, other: tuple[int, int]) -> Count:  # type: ignore[override]
        return Count(self.tried + other[0], self.seen + other[1])


#: what both verifiers saw, for the last line of the long form
tally: dict[str, Count] = defaultdict(Count)


def tell(capsys: pytest.CaptureFixture[str], line: str) -> None:
    if LONG:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}")


class Reader:
    """Somebody with the log's key, the witness's, and the authority's root; and both verifiers."""

    def __init__(self, scratch: Path) -> None:
        self.root = scratch / "root.pem"
        self.root.write_text(made.as_pem([made.authority().root]))
        self.folder = scratch / "dossier"
        self._lies: made.Files = {}

    def by_file(self, source: Path, kept: str | None = None, *, go_on: bool = False) -> verify.Verdict:
        keys = [key for key in (verify.read_key(made.KEY),) if key is not None]
        checkpoints = [("kept", kept.encode())] if kept else []
        return verify.verify(source, verify.Asked(keys, [], checkpoints, [self.root]), go_on=go_on)

    def by_product(
        self, source: Path, kept: str | None = None, *, go_on: bool = False
    ) -> checking.DossierVerdict:
        asked = checking.Asked(
            keys=[VerifierKey.read(made.KEY)],
            checkpoints=[("kept", Note.read(kept.encode()))] if kept else [],
            trust=read_roots(self.root.read_bytes()),
        )
        return checking.check(source, asked, go_on=go_on)

    def codes(self, case: Case) -> tuple[int, int]:
        """Of the product and of verify.py."""
        self.lay(case.files)
        return self.by_product(self.folder, case.kept).code, self.by_file(self.folder, case.kept).code

    def lay(self, files: made.Files) -> None:
        """Only what changed is written."""
        for path in self._lies.keys() - files.keys():
            (self.folder / path).unlink()
        changed = {path: data for path, data in files.items() if self._lies.get(path) != data}
        made.written(changed, self.folder)
        self._lies = dict(files)

    @contextmanager
    def turned(self, path: str, bit: int) -> Iterator[Path]:
        data = bytearray(self._lies[path])
        data[bit // 8] ^= 1 << bit % 8
        (self.folder / path).write_bytes(data)
        yield self.folder
        (self.folder / path).write_bytes(self._lies[path])


@pytest.fixture(scope="module")
def example() -> made.Made:
    return made.example(EVENTS, per_report=max(6, EVENTS // 25))


@pytest.fixture(scope="module")
def files(example: made.Made) -> made.Files:
    return example.files()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(tmp_path_factory.mktemp("tampering"))


def test_untouched_it_holds(reader, files, example):
    """Before both, with everything checked; and with every checkpoint that the log ever made public."""
    tree = example.tree
    kept = [
        None,
        files["log/checkpoint.txt"].decode(),
        *(str(made.note(tree, size)) for size in example.public),
    ]
    for each in kept:
        assert reader.codes(Case(files, each)) == (0, 0)


def places(files: made.Files, count: int) -> Iterator[tuple[str, int]]:
    """Half of them anywhere, so that large files get most; half in any file, so that small ones get some."""
    dice = random.Random(6)
    names = sorted(path for path, data in files.items() if data)
    sizes = [len(files[name]) for name in names]
    for index in range(count):
        [name] = dice.choices(names, sizes) if index % 2 else [names[index // 2 % len(names)]]
        yield name, dice.randrange(len(files[name]) * 8)


def test_no_bit_can_be_turned(reader, files, capsys):
    """In no file of the folder."""
    reader.lay(files)
    missed = []
    for path, bit in places(files, FLIPS):
        with reader.turned(path, bit) as folder:
            codes = reader.by_product(folder).code, reader.by_file(folder).code
        if codes != (1, 1):
            missed.append((path, bit, codes))
    tally["flips"] += (FLIPS, FLIPS - len(missed))
    tell(capsys, f"tamper {FLIPS - len(missed)}/{FLIPS} flips")
    assert missed == []


def test_a_bit_that_turns_in_a_zip_changes_nothing_or_is_seen(reader, files, tmp_path, capsys):
    """A zip has bits that mean nothing, such as its times of files; whatever still holds unpacks to the same bytes."""
    path = made.zipped(files, tmp_path / "dossier.zip")
    data, dice, found = path.read_bytes(), random.Random(6), Counter[str]()
    for _ in range(ZIP_FLIPS):
        turned, bit = bytearray(data), dice.randrange(len(data) * 8)
        turned[bit // 8] ^= 1 << bit % 8
        path.write_bytes(turned)
        for name, verdict in (("product", reader.by_product(path)), ("verify.py", reader.by_file(path))):
            assert verdict.code == 1 or (verdict.code == 0 and unpacked(path) == files), bit
            found[f"{name}: {'seen' if verdict.code else 'without meaning'}"] += 1
    tell(capsys, f"tamper {ZIP_FLIPS}/{ZIP_FLIPS} flips of a zip ({dict(found)})")


def unpacked(path: Path) -> made.Files:
    with zipfile.ZipFile(path) as packed:
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


@pytest.mark.parametrize("insider", [False, True], ids=["stranger", "insider"])
@pytest.mark.parametrize("name", ATTACKS)
def test_no_attack_holds(name, insider, reader, example, files, capsys):
    """Whoever made all hashes anew that need no key is found out; so is whoever has the key, by what others keep."""
    count = PLACES if not insider or not LONG else max(1, PLACES // 2)
    found = [reader.codes(case) for case in cases(name, example, files, count, insider=insider)]
    caught = {1, 3} if (name, insider) in OLDER else {1}
    product, own = (sum(codes[place] in caught for codes in found) for place in (0, 1))
    tally["insiders" if insider else "strangers"] += (count, min(product, own))
    if name == next(iter(ATTACKS)) and not insider:
        tell(capsys, f"{'attack':<28} {'by a':<8} tried  seen by: product  verify.py")
    tell(capsys, f"{name:<28} {'insider' if insider else 'stranger':<8} {count:>5} {product:>17} {own:>10}")
    assert (product, own) == (count, count), found
    assert all(one == other for one, other in found)


@pytest.mark.skipif(not LONG, reason="the line that make conformance prints")
def test_the_line_is_told(capsys):
    """Flips and attacks that both verifiers saw: all of those that were tried."""
    counted = (tally["flips"], tally["strangers"], tally["insiders"])
    told = [f"{each.seen}/{each.tried}" for each in counted]
    tell(capsys, f"tamper {told[0]} flips, {told[1]} attacks by strangers, {told[2]} by insiders\n")
    assert all(each.seen == each.tried > 0 for each in counted), told
