"""OpenTimestamps proofs go into a dossier; both verifiers follow them as far as they lead without the chain."""

import random
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.custody.block_proofs import CALENDAR, HEIGHT, block, deep, root_of
from tests.publishing import made_dossier as made
from tests.publishing.dossier_world import at, world
from tocsin import custody
from tocsin.archives.on_disk import OnDisk
from tocsin.cli import main
from tocsin.custody import log_keys
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.note import VerifierKey
from tocsin.custody.opentimestamps import keeping
from tocsin.custody.opentimestamps.headers import Header
from tocsin.custody.opentimestamps.proof import (
    APPEND,
    HEXLIFY,
    REVERSE,
    RIPEMD160,
    SHA1,
    SHA256,
    Attestation,
    Node,
    Proof,
    Step,
    written,
)
from tocsin.publishing import dossier
from tocsin.publishing.dossier import checking, verify
from tocsin.publishing.dossier.checking.block_proofs import check_block_proofs
from tocsin.publishing.dossier.checking.verdict import Broken

SIZE = 6


def header(root: bytes) -> bytes:
    return bytes(36) + root + bytes(12)


def verdicts(folder: Path, key: str, headers: Mapping[int, bytes] = {}) -> tuple[int, str, str]:
    """The verdict that both came to; what each says of timestamps, and what was not checked."""
    given = {height: Header(raw) for height, raw in headers.items()}
    mine = checking.check(folder, checking.Asked(keys=[VerifierKey.read(key)], headers=given))
    theirs = verify.verify(folder, verify.Asked([verify.read_key(key)], [], [], [], dict(headers)))
    assert mine.code == theirs.code, (mine, theirs)
    [said] = [part.detail for part in mine.parts if part.name == "timestamps"]
    if mine.code != 1:
        assert [what for name, _, what in theirs.parts if name == "timestamps"] == [said]
        assert mine.unchecked == theirs.unchecked
    return mine.code, said, " ".join(mine.unchecked)


def kept(proof: Node) -> None:
    """A checkpoint is signed, and a proof over it comes."""
    checkpoint = custody.sign_checkpoint(at(30))
    keeping._kept(checkpoint, Proof(keeping.digest_of(checkpoint), proof), None, by="ani", now=at(30))


@pytest.mark.django_db
def test_a_proof_goes_along_and_is_checked_down_to_the_merkle_root(settings, tmp_path, capsys):
    """Without the block's header that is named as not checked; with it the dossier holds; with another it does not."""
    settings.TOCSIN_HOME = tmp_path / "home"
    world(alert=False)
    kept(block())
    row = keeping.current().get()
    folder = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60)).folder
    key, root = str(log_keys.verifiers()[0]), root_of(keeping.digest_of(row.checkpoint))
    size = row.checkpoint.size
    assert (folder / f"log/opentimestamps/{size}-1.ots").read_bytes() == bytes(row.proof)
    code, said, unchecked = verdicts(folder, key)
    assert code == 3 and f"{size} entries by Bitcoin block 900000 (OpenTimestamps, header believed" in said
    assert root[::-1].hex() in unchecked and "the block's header is believed as given" in unchecked
    code, said, unchecked = verdicts(folder, key, {HEIGHT: header(root)})
    assert (code, unchecked) == (0, "") and "to the header that you gave" in said
    code, said, _ = verdicts(folder, key, {HEIGHT: header(bytes(32))})
    assert code == 1 and "has another merkle root" in said
    lines = tmp_path / "headers.txt"
    lines.write_text(f"{HEIGHT} {header(root).hex()}\n")
    asked = [str(folder), "--key", key, "--headers", str(lines)]
    assert main(["dossier", "verify", *asked]) == 0 == verify.main(asked)
    lines.write_text("900000 00\n")
    assert main(["dossier", "verify", *asked]) == 2 == verify.main(asked)


@pytest.mark.django_db
def test_a_promise_goes_along_only_where_no_proof_leads_to_a_block(settings, tmp_path):
    """It proves nothing, and that is said; whoever has the dossier can have it completed."""
    settings.TOCSIN_HOME = tmp_path / "home"
    world(alert=False)
    kept((Attestation.pending(CALENDAR),))
    key = str(log_keys.verifiers()[0])
    chosen = dossier.situation("bridge")
    folder = dossier.make(chosen, tmp_path / "one", by="ani", now=at(60)).folder
    assert verdicts(folder, key)[0] == 0 and "no block yet: proves nothing" in verdicts(folder, key)[1]
    kept(block())
    folder = dossier.make(chosen, tmp_path / "two", by="ani", now=at(61)).folder
    assert [path.name for path in (folder / "log/opentimestamps").iterdir()] == [
        f"{keeping.current().last().checkpoint.size}-1.ots"
    ]


class Held:
    """A dossier as far as such proofs go, for either verifier: files, and one checkpoint of six entries."""

    def __init__(self, files: made.Files) -> None:
        self.files, self.sizes = files, OnDisk[str, int]()
        self.sizes.update((path, len(data)) for path, data in files.items())
        point = Checkpoint(origin="log.example/log", size=SIZE, head=bytes(32))
        self.text = str(point)
        self._point = SimpleNamespace(size=SIZE, text=str(point))
        self._mine = point
        self.earlier: dict[int, Any] = {}
        self.history: dict[int, Any] = {}
        self.asked = SimpleNamespace(headers={})
        self.unchecked: list[str] = []

    def read(self, path: str) -> bytes:
        return self.files[path]

    def point(self) -> SimpleNamespace:
        return self._point

    def checkpoint(self) -> Checkpoint:
        return self._mine


DIGEST = sha256(Held({}).text.encode()).digest()
FIRST = Attestation.bitcoin(1)


#: what a verifier says of a file, and what it leaves unchecked; None where it refuses the file
Said = tuple[list[str], list[str]] | None


def of_the_product(files: made.Files) -> Said:
    held = Held(files)
    try:
        return list(check_block_proofs(held)), held.unchecked
    except Broken:
        return None


def of_the_script(files: made.Files) -> Said:
    held = Held(files)
    try:
        return [verify._check_block_proof(held, *each) for each in verify._block_proofs(held)], held.unchecked
    except verify.Fault:
        return None


def both(data: bytes, name: str = "6-1.ots") -> tuple[Said, Said]:
    """What the product says of such a file, and what the verifier that stands alone does."""
    files = {f"log/opentimestamps/{name}": data}
    return of_the_product(files), of_the_script(files)


def told(data: bytes, name: str = "6-1.ots") -> Said:
    """What both verifiers say of such a file: the same."""
    mine, theirs = both(data, name)
    assert mine == theirs
    return mine


def test_every_step_of_the_form_is_followed_alike():
    """Two forks, each step once, calendars and kinds that nobody knows beside a block."""
    tail: Node = (Step(SHA256, b"", (Attestation.bitcoin(7), Attestation(b"unknown!", b"x"))),)
    node: Node = (
        Step(
            APPEND, b"salt", (Step(RIPEMD160, b"", (Step(SHA1, b"", tail), Attestation.pending(CALENDAR))),)
        ),
        Step(REVERSE, b"", (Step(HEXLIFY, b"", tail),)),
    )
    said = told(bytes(Proof(DIGEST, node)))
    assert said is not None and "by Bitcoin block 7 " in "".join(said[0]) and len(said[1]) == 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(Proof(bytes(32), block())), id="over another text"),
        pytest.param(bytes(Proof(DIGEST, (Step(APPEND, b"x", (Attestation.bitcoin(7),)),))), id="to no root"),
        pytest.param(bytes(Proof(DIGEST, deep(257, FIRST))), id="without end"),
        pytest.param(bytes(Proof(DIGEST, (Step(HEXLIFY, b"", deep(1, FIRST)),) * 101)), id="too many claims"),
        pytest.param(
            bytes(Proof(DIGEST, (Step(APPEND, b"x" * 4096, deep(1, FIRST)),))), id="a message too long"
        ),
        pytest.param(bytes(Proof(DIGEST, block())) + b"x", id="something behind it"),
        pytest.param(bytes(Proof(DIGEST, block()))[:-1], id="cut off"),
        pytest.param(bytes(Proof(DIGEST, (Step(0x67, b"", deep(1, FIRST)),))), id="a step that is not known"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_no_proof_of_this_checkpoint_is_a_fault(data):
    """For both verifiers, and never a traceback."""
    assert told(data) is None


def test_a_file_of_another_name_or_of_a_missing_checkpoint_is_a_fault():
    """Nothing lies beside the proofs; each stands by the size of a checkpoint that is here."""
    proof = bytes(Proof(DIGEST, block()))
    assert told(proof) is not None
    assert [told(proof, name) for name in ("7-1.ots", "6-1.txt", "06-1.ots", "6-0.ots")] == [None] * 4


WHOLE = bytes(Proof(DIGEST, (*block(), Attestation.pending(CALENDAR), Step(REVERSE, b"", deep(3, FIRST)))))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_broken_proofs_are_judged_alike(seed):
    """Bytes cut out, doubled or made up behind the file's head."""
    dice = random.Random(seed)
    head = dice.choice((0, 65))
    begin, end = sorted(dice.randrange(head, len(WHOLE) + 1) for _ in range(2))
    middle = dice.choice(
        [b"", WHOLE[begin:end] * 2, dice.randbytes(min(end - begin, 8)), written(block(dice.randrange(9)))]
    )
    mine, theirs = both(WHOLE[:begin] + middle + WHOLE[end:])
    assert mine == theirs
