"""A witness that keeps the last checkpoint it signed, and refuses what does not go on from it."""

import base64
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.cli.conftest import Tocsin
from tests.custody.naive_tree import naive_head as head
from tests.custody.naive_tree import naive_proof as consistency
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.note import Note, VerifierKey, public_bytes, signed, verified

ORIGIN = "log.example/log"
PRIVATE = Ed25519PrivateKey.generate()
LOG = str(VerifierKey(ORIGIN, public_bytes(PRIVATE)))
LEAVES = [b"%032d" % index for index in range(9)]
OTHERS = [*LEAVES[:4], *(b"%032d" % (index + 90) for index in range(5))]


def checkpoint(leaves: list[bytes]) -> str:
    text = str(Checkpoint(ORIGIN, len(leaves), head(leaves)))
    return str(Note(text, (signed(text, ORIGIN, PRIVATE),)))


def proof(old: int, leaves: list[bytes]) -> str:
    return "".join(f"{base64.b64encode(each).decode()}\n" for each in consistency(old, leaves))


def test_a_witness_signs_what_goes_on_and_nothing_else(tocsin: Tocsin, tmp_path: Path) -> None:
    """Two logs under one name, a log that was cut, another's checkpoint and a missing proof are told, not signed."""
    key = tocsin("custody", "witness", "key", "w.pem", "--name", "witness.example/w").stdout.strip()
    (tmp_path / "proof").write_text(proof(4, LEAVES))

    def sign(note: str, *more: str, log: str = LOG) -> tuple[int, str, str]:
        (tmp_path / "point").write_text(note)
        named = ("point", "--log", log, "--key", "w.pem", "--seen", "seen")
        done = tocsin("custody", "witness", "sign", *named, *more)
        return done.returncode, done.stdout, done.stderr

    code, first, _ = sign(checkpoint(LEAVES[:4]))
    keys = [VerifierKey.read(LOG), VerifierKey.read(key)]
    assert code == 0 and len(verified(Note.read(first.encode()), keys)) == 2
    assert "no proof that it goes on" in sign(checkpoint(LEAVES))[2]
    assert "does not go on" in sign(checkpoint(OTHERS), "--proof", "proof")[2]
    code, second, _ = sign(checkpoint(LEAVES), "--proof", "proof")
    assert code == 0 and len(verified(Note.read(second.encode()), keys)) == 2
    assert sign(checkpoint(LEAVES))[0] == 0, "the same once more"
    code, said, told = sign(checkpoint(OTHERS))
    assert code == 1 and said == "" and "TWO LOGS" in told
    assert "the log was cut" in sign(checkpoint(LEAVES[:4]))[2]
    stranger = str(VerifierKey(ORIGIN, public_bytes(Ed25519PrivateKey.generate())))
    assert "did not sign" in sign(checkpoint(LEAVES), log=stranger)[2]
    assert tocsin("custody", "witness", "key", "w.pem", "--name", "w").returncode != 0, "never written over"
    assert (tmp_path / "w.pem").stat().st_mode & 0o077 == 0
