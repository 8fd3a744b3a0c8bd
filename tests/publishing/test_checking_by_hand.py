"""The commands of docs/reference/checking-a-dossier.md, run as they are printed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.publishing import made_dossier as made

PAGE = Path(__file__).parents[2] / "docs/reference/checking-a-dossier.md"
BLOCKS = re.findall(r"```sh\n(.+?)```", PAGE.read_text(), re.S)

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.fixture
def folder(tmp_path):
    return made.written(made.example(13).files(), tmp_path / "example")


def done(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Every command must succeed, as a person would see."""
    known = {"KEY": made.KEY, "FILE": "data/index.html", "POSITION": "11", "OPENED": "actor"} | variables
    script = "set -eu\n" + "".join(BLOCKS)
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "TMPDIR": str(folder.parent), **known}
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("position", ["0", "5", "11", "12"])
def test_a_checkpoint_a_file_and_an_entry_are_checked_by_hand(folder, position):
    """Two signatures, the hashes down to a file, the way of an entry to the head, and who acted."""
    assert len(BLOCKS) == 4
    result = done(folder, POSITION=position)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("Signature Verified Successfully") == 2
    assert result.stdout.rstrip().endswith(('"ani"', '"ben"'))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("log/checkpoint.txt", b"13\n", b"14\n"),
        ("seal.txt", b"2025-example", b"2025-exampel"),
        ("data/index.html", b"Example", b"Exampel"),
        ("log/entries.jsonl", b'finding:10\\"', b'finding:11\\"'),
        ("log/entries.jsonl", b'"value":"ben"', b'"value":"bob"'),
    ],
)
def test_what_was_changed_fails_by_hand_too(folder, path, old, new):
    """Each step sees what it is there for."""
    data = (folder / path).read_bytes()
    assert old in data
    (folder / path).write_bytes(data.replace(old, new))
    assert done(folder, POSITION="11").returncode != 0
