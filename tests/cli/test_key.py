import json
import stat
from pathlib import Path

from tests.cli.conftest import Tocsin

PASSPHRASE = {"TOCSIN_SIGNING_PASSPHRASE": "correct horse battery staple"}


def test_a_key_is_made_replaced_and_retired_on_the_command_line(tocsin: Tocsin, tmp_path: Path) -> None:
    """Never unencrypted by oversight; the private half for its owner alone; the history stays."""
    done = tocsin("key", "new")
    assert done.returncode == 2 and "TOCSIN_SIGNING_PASSPHRASE" in done.stderr
    done = tocsin("key", "new", **PASSPHRASE)
    assert done.returncode == 0, done.stderr
    [first] = json.loads(tocsin("key", "list", "--json").stdout)
    path = tmp_path / "home" / "signing-keys" / f"{first['fingerprint']}.pem"
    assert "ENCRYPTED" in path.read_text(encoding="ascii")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    done = tocsin("key", "new", **PASSPHRASE)
    assert done.returncode == 1 and "tocsin key rotate" in done.stderr
    done = tocsin("key", "rotate", "--reason", "the yearly change", "--days", "20", **PASSPHRASE)
    assert done.returncode == 0, done.stderr
    second, old = json.loads(tocsin("key", "list", "--json").stdout)
    assert old["fingerprint"] == first["fingerprint"] and old["retired"] and not second["retired"]
    printed = tocsin("key", "export-certificate", old["fingerprint"][:10])
    assert printed.stdout.startswith("-----BEGIN CERTIFICATE-----") and "PRIVATE" not in printed.stdout
    checked = tocsin("check", **PASSPHRASE).stdout
    assert "expires on" in checked and "tocsin key rotate" in checked
    without = tocsin("check").stdout
    assert "is encrypted" in without and "set TOCSIN_SIGNING_PASSPHRASE" in without
    done = tocsin(
        "key", "retire", second["fingerprint"][:10], "--reason", "lost", "--compromised-since", "yesterday"
    )
    assert done.returncode == 2 and "2026-03-01T12:00+00:00" in done.stderr
    done = tocsin("key", "retire", second["fingerprint"][:10], "--reason", "lost")
    assert done.returncode == 0 and "nothing can be issued" in done.stdout
    assert tocsin("custody", "verify").returncode == 0


def test_a_key_brought_from_elsewhere_must_be_the_certificate_s(tocsin: Tocsin, tmp_path: Path) -> None:
    """Both files are needed, must be there, and must belong together; each failure says what to do."""
    assert tocsin("key", "new", "--plain", "--certificate", "ours.pem").returncode == 2
    done = tocsin("key", "new", "--plain", "--certificate", "ours.pem", "--private-key", "ours.key")
    assert done.returncode == 1 and "ours.key cannot be read" in done.stderr
    assert tocsin("key", "new", "--plain").returncode == 0
    [first] = json.loads(tocsin("key", "list", "--json").stdout)
    assert tocsin("key", "export-certificate", "-o", "ours.pem").returncode == 0
    assert tocsin("key", "rotate", "--plain", "--reason", "another").returncode == 0
    second = json.loads(tocsin("key", "list", "--json").stdout)[0]
    other = str(tmp_path / "home" / "signing-keys" / f"{second['fingerprint']}.pem")
    brought = ("--certificate", "ours.pem", "--private-key", other, "--reason", "back again", "--plain")
    done = tocsin("key", "rotate", *brought)
    assert done.returncode == 1 and "is not that of the certificate" in done.stderr
    own = str(tmp_path / "home" / "signing-keys" / f"{first['fingerprint']}.pem")
    done = tocsin("key", "rotate", *brought[:3], own, *brought[4:])
    assert done.returncode == 1 and "was in use before" in done.stderr
