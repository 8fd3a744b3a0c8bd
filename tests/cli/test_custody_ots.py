"""`tocsin custody ots`, as docs/reference/timestamps.md tells it."""

import json
import sqlite3
from argparse import Namespace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin
from tocsin.cli.custody_ots_verify import run
from tocsin.custody.opentimestamps.proof import SHA256, Attestation, Proof, Step
from tocsin.errors import ProofRefused, WrongUse

TEXT = b"log.example/log\n7\nzcf8l2iOc2vIqxRTXAylUpNcGbyrlFSGbfwXlA2hQ2I=\n"
NOTE = TEXT + "\n\N{EM DASH} log.example/log ".encode() + b"A" * 92 + b"\n"
ROOT = sha256(sha256(TEXT).digest()).digest()
WHOLE = Proof(
    sha256(TEXT).digest(),
    (Attestation.pending("https://a.example"), Step(SHA256, b"", (Attestation.bitcoin(900_000),))),
)


def _header(root: bytes) -> bytes:
    return bytes(36) + root + (1_750_000_000).to_bytes(4, "little") + bytes(8)


def _verify(folder: Path, proof: Proof, *, text: bytes = NOTE, headers: str | None = None) -> int:
    (folder / "x.ots").write_bytes(bytes(proof))
    (folder / "note").write_bytes(text)
    if headers is not None:
        (folder / "headers").write_text(headers)
    given = folder / "headers" if headers is not None else None
    return run(Namespace(file=folder / "x.ots", checkpoint=folder / "note", headers=given))


@pytest.mark.parametrize("text", [NOTE, TEXT])
def test_without_headers_it_says_what_is_to_be_compared(tmp_path: Path, capsys, text: bytes) -> None:
    """Over the signed checkpoint, or its text alone; what is pending proves nothing."""
    assert _verify(tmp_path, WHOLE, text=text) == 0
    told = capsys.readouterr().out
    assert "Pending at https://a.example: proves nothing yet." in told
    assert f"Bitcoin block 900000: merkle root expected {ROOT[::-1].hex()}" in told
    assert "not checked: compare the merkle root of block 900000" in told


def test_a_header_bears_it_out_or_speaks_against_it(tmp_path: Path, capsys) -> None:
    """Only the header of that very block, with that very root."""
    assert _verify(tmp_path, WHOLE, headers=f"900000 {_header(ROOT).hex()}\n") == 0
    told = capsys.readouterr().out
    assert "of 2025-06-15 15:06:40 UTC, as its miner says" in told and "not checked" not in told
    assert _verify(tmp_path, WHOLE, headers=f"900000 {_header(ROOT[::-1]).hex()}\n") == 1
    assert "FAULT the header that you gave of block 900000" in capsys.readouterr().err
    assert _verify(tmp_path, WHOLE, headers=f"900001 {_header(ROOT).hex()}\n") == 1
    assert "FAULT no header that you gave" in capsys.readouterr().err


def test_another_text_or_no_merkle_root_is_a_fault(tmp_path: Path, capsys) -> None:
    """A path that ends in anything but 32 bytes ends in no block."""
    assert _verify(tmp_path, WHOLE, text=NOTE.replace(b"7", b"8", 1)) == 1
    assert "over another text" in capsys.readouterr().err
    short = Proof(WHOLE.digest, (Step(0x02, b"", (Attestation.bitcoin(1),)),))
    assert _verify(tmp_path, short) == 1
    assert "no merkle root" in capsys.readouterr().err
    (tmp_path / "bad").write_bytes(bytes(WHOLE)[:-1])
    with pytest.raises(ProofRefused):
        run(Namespace(file=tmp_path / "bad", checkpoint=tmp_path / "note", headers=None))
    with pytest.raises(WrongUse):
        run(Namespace(file=tmp_path / "gone", checkpoint=tmp_path / "note", headers=None))


def test_kept_proofs_are_listed_written_and_read_again(tocsin: Tocsin, tmp_path: Path) -> None:
    """Nobody is asked without the setting; a calendar inside our network is not called; a wrong row is found."""
    assert tocsin("custody", "key", "new", "--plain").returncode == 0
    done = tocsin("custody", "ots", "stamp")
    assert done.returncode == 2 and "TOCSIN_OPENTIMESTAMPS_CALENDARS" in done.stderr
    done = tocsin("custody", "ots", "stamp", TOCSIN_OPENTIMESTAMPS_CALENDARS="https://127.0.0.1:9")
    assert done.returncode == 1 and "no public address" in done.stderr and "nothing is kept" in done.stdout
    note = json.loads(tocsin("custody", "checkpoint", "--json").stdout)
    (tmp_path / "note").write_text(note["note"])
    text = note["note"].partition("\n\n")[0] + "\n"
    proof = Proof(sha256(text.encode()).digest(), WHOLE.root)
    with sqlite3.connect(tmp_path / "home" / "tocsin.sqlite3") as store:
        store.execute(
            "INSERT INTO custody_opentimestamp (n, proof, kept_at, checkpoint_id) "
            "SELECT 1, ?, '2026-11-22 09:00:00', id FROM custody_keptcheckpoint WHERE size = ?",
            (bytes(proof), note["size"]),
        )
    store.close()
    [row] = json.loads(tocsin("custody", "ots", "list", "--json").stdout)
    assert (row["blocks"], row["superseded"]) == ([900_000], False)
    size = str(note["size"])
    done = tocsin("custody", "ots", "file", size, "-o", "x.txt.ots", "--text", "x.txt")
    assert done.returncode == 0 and (tmp_path / "x.txt.ots").read_bytes() == bytes(proof)
    assert (tmp_path / "x.txt").read_text() == text
    done = tocsin("custody", "ots", "verify", "x.txt.ots", "--checkpoint", "note")
    assert done.returncode == 0 and "over this checkpoint's text" in done.stdout
    done = tocsin("custody", "verify")
    assert done.returncode == 1 and "opentimestamp:1" in done.stderr  # the log knows nothing of it
