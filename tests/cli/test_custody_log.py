import json
import stat
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.cli.conftest import Tocsin
from tocsin.custody.note import Algorithm, Note, VerifierKey, cosigned, public_bytes

PASSPHRASE = {"TOCSIN_SIGNING_PASSPHRASE": "correct horse battery staple"}
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS_KEY = VerifierKey("witness.example", public_bytes(WITNESS), Algorithm.COSIGNATURE)


def test_the_log_is_signed_and_an_entry_proven_to_a_stranger(tocsin: Tocsin, tmp_path: Path) -> None:
    """From the first key to a proof that is checked elsewhere, with a witness's line; and what is wrong is said."""
    done = tocsin("custody", "key", "new")
    assert done.returncode == 2 and "TOCSIN_SIGNING_PASSPHRASE" in done.stderr
    done = tocsin("custody", "checkpoint")
    assert done.returncode == 1 and "tocsin custody key new" in done.stderr
    made = tocsin("custody", "key", "new", "--name", "warnings.example/log", **PASSPHRASE)
    assert made.returncode == 0, made.stderr
    key = made.stdout.strip()
    [file] = (tmp_path / "home" / "log-keys").iterdir()
    assert "ENCRYPTED" in file.read_text(encoding="ascii") and stat.S_IMODE(file.stat().st_mode) == 0o600

    first = tocsin("custody", "checkpoint", **PASSPHRASE)
    assert first.returncode == 0, first.stderr
    assert tocsin("custody", "witness", "add", key, "--reason", "x").returncode == 2
    added = tocsin("custody", "witness", "add", str(WITNESS_KEY), "--reason", "a partner")
    assert added.returncode == 0, added.stderr
    point = json.loads(tocsin("custody", "checkpoint", "--json", **PASSPHRASE).stdout)
    assert point["size"] == 2
    note = Note.read(point["note"].encode())
    seen = tmp_path / "seen"
    seen.write_text(str(note.with_signature(cosigned(note.text, "witness.example", WITNESS, 1_800_000_000))))
    taken = tocsin("custody", "witness", "take", str(seen))
    assert "witness.example saw the checkpoint over 2 entries" in taken.stdout, taken.stderr

    proven = tocsin("custody", "prove", "0", "-o", "proof", **PASSPHRASE)
    assert proven.returncode == 0, proven.stderr
    files = ["proof/0.proof", "proof/0.entry.json"]
    checked = tocsin("custody", "check", *files, "--key", key, "--key", str(WITNESS_KEY))
    assert checked.returncode == 0 and "stands at position 0" in checked.stdout, checked.stderr
    other = str(VerifierKey("warnings.example/log", bytes(32)))
    assert "no key of a log" in tocsin("custody", "check", *files, "--key", other).stderr
    unseen = str(VerifierKey("other.example", bytes(32), Algorithm.COSIGNATURE))
    assert (
        "not signed by other.example"
        in tocsin("custody", "check", *files, "--key", key, "--key", unseen).stderr
    )
    entry = tmp_path / "proof" / "0.entry.json"
    entry.write_bytes(entry.read_bytes().replace(b"taken", b"token"))
    wrong = tocsin("custody", "check", *files, "--key", key)
    assert wrong.returncode == 1 and "does not stand at position 0" in wrong.stderr


def test_an_older_checkpoint_is_continued_and_a_foreign_one_is_not(tocsin: Tocsin, tmp_path: Path) -> None:
    """Whoever kept a checkpoint learns whether the log still begins with what it vouches for."""
    tocsin("custody", "key", "new", "--plain")
    (tmp_path / "old").write_text(tocsin("custody", "checkpoint").stdout)
    rotated = tocsin("custody", "key", "rotate", "--plain", "--reason", "the yearly change")
    assert rotated.returncode == 0, rotated.stderr
    kept = tocsin("custody", "continues", "old")
    assert "The log of 3 entries continues this checkpoint over 1" in kept.stdout, kept.stderr
    assert len(json.loads(tocsin("custody", "key", "list", "--json").stdout)) == 2
    (tmp_path / "other").mkdir()
    (tmp_path / "foreign").write_text(
        tocsin("custody", "key", "new", "--plain", TOCSIN_HOME=str(tmp_path / "other")).stdout
        and tocsin("custody", "checkpoint", TOCSIN_HOME=str(tmp_path / "other")).stdout
    )
    foreign = tocsin("custody", "continues", "foreign")
    assert foreign.returncode == 1 and "No key of this log signed it" in foreign.stderr
    assert tocsin("custody", "continues", "nowhere").returncode == 2
    assert tocsin("custody", "verify").returncode == 0


def test_a_check_that_was_stopped_goes_on(tocsin: Tocsin, tmp_path: Path) -> None:
    """With --resume what was checked before is passed over; a file that says nothing of the kind is refused."""
    tocsin("custody", "key", "new", "--plain")
    tocsin("custody", "key", "rotate", "--plain", "--reason", "x")
    verdict = json.loads(tocsin("custody", "verify", "--json").stdout)["log"]
    mark = tmp_path / "home" / "custody-verify.json"
    mark.write_text(
        json.dumps({"position": 3, "chain_hash": verdict["chain_hash"], "head": verdict["head"], "erased": 0})
    )
    tocsin("custody", "key", "rotate", "--plain", "--reason", "x")
    done = tocsin("custody", "verify", "--resume")
    assert done.returncode == 0 and "behind the first 3 entries" in done.stderr and "5 entries" in done.stdout
    assert "2 entries in" in done.stderr and "a second" in done.stderr
    assert not mark.exists()
    mark.write_text("[]")
    refused = tocsin("custody", "verify", "--resume")
    assert refused.returncode == 2 and "check without --resume" in refused.stderr


def test_the_log_by_itself_is_checked_alone(tocsin: Tocsin, tmp_path: Path) -> None:
    """--log-only says what it left out, and where it was stopped no check of all goes on."""
    tocsin("custody", "key", "new", "--plain")
    alone = tocsin("custody", "verify", "--log-only")
    assert alone.returncode == 0 and "and no item" in alone.stdout
    verdict = json.loads(tocsin("custody", "verify", "--log-only", "--json").stdout)["log"]
    assert verdict["erased"] is None and verdict["checked"] == 1
    held = {
        "position": 1,
        "chain_hash": verdict["chain_hash"],
        "head": verdict["head"],
        "erased": None,
    }
    (tmp_path / "home" / "custody-verify.json").write_text(json.dumps(held))
    refused = tocsin("custody", "verify", "--resume")
    assert refused.returncode == 2 and "go on with --log-only" in refused.stderr
    assert tocsin("custody", "verify", "--resume", "--log-only").returncode == 0


def test_check_tells_how_it_stands_with_the_key_and_checkpoints(tocsin: Tocsin, tmp_path: Path) -> None:
    """No key yet is said; a key without its file, and one that signed nothing, are failures with their remedy."""
    assert "none yet: nobody can hold you to the log" in _of_the_log_key(tocsin)["said"]
    tocsin("custody", "key", "new", "--plain")
    unsigned = _of_the_log_key(tocsin)
    assert not unsigned["good"] and "signed no checkpoint yet" in unsigned["said"]
    tocsin("custody", "checkpoint")
    assert _of_the_log_key(tocsin)["good"]
    [file] = (tmp_path / "home" / "log-keys").iterdir()
    file.rename(tmp_path / "gone.pem")
    gone = _of_the_log_key(tocsin)
    assert not gone["good"] and "cannot be read" in gone["said"] and "put the file back" in gone["remedy"]


def _of_the_log_key(tocsin: Tocsin) -> dict[str, Any]:
    told = json.loads(tocsin("check", "--json").stdout)
    return next(one for one in told if one["what"] == "log key")
