"""verify.py, the one file that a stranger runs: what it says of good dossiers, and of arguments that cannot be meant."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publishing import made_dossier as made
from tests.publishing.dossier_world import at, world
from tocsin.custody import log_keys
from tocsin.custody.commitments import canonical_json
from tocsin.publishing import dossier as making
from tocsin.publishing.dossier import verify

FILE = Path(verify.__file__)

# RFC 8032, section 7.1: public key, message, signature
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_standards_signatures_verify_and_no_bit_of_them_may_turn(public, message, signature):
    """RFC 8032's own examples."""
    key, text, line = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verify.ed25519_verifies(key, text, line)
    for place in range(0, 512, 37):
        turned = bytearray(line)
        turned[place // 8] ^= 1 << place % 8
        assert not verify.ed25519_verifies(key, text, bytes(turned))
    assert not verify.ed25519_verifies(key, text + b"x", line)
    beyond = line[:32] + (int.from_bytes(line[32:], "little") + verify._ORDER).to_bytes(32, "little")
    assert not verify.ed25519_verifies(key, text, beyond)


@given(st.binary(max_size=64))
def test_what_another_program_signs_verifies(message):
    """Signatures of the `cryptography` package verify, over any text."""
    assert verify.ed25519_verifies(verify.read_key(made.KEY).public, message, made.LOG.sign(message))


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_values_are_written_as_the_log_writes_them(value):
    """Its own RFC 8785 gives the bytes of the product's library, astral keys and control characters included."""
    assert verify.canonical_bytes(value) == canonical_json(value)
    assert verify.read_json(canonical_json(value), "") == value


def test_it_stands_alone():
    """It is Python 3.9, imports the standard library and nothing of ours, and runs with no package at hand."""
    tree = ast.parse(FILE.read_text(), feature_version=(3, 9))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names
    assert not re.search(r"bit_count|strict=|removeprefix|^ +match .*:$", FILE.read_text(), re.M)


@pytest.fixture
def files():
    return made.example(30).files()


@pytest.fixture
def dossier(files, tmp_path):
    return made.written(files, tmp_path / "example")


@pytest.fixture
def root(tmp_path):
    path = tmp_path / "root.pem"
    path.write_text(made.as_pem([made.authority().root]))
    return path


def run(*arguments):
    """As a stranger runs it: a program of its own, with no path to ours."""
    command = [sys.executable, "-I", str(FILE), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def test_a_good_dossier_holds(dossier, files, root, tmp_path):
    """Everything checked, nothing left over: 0. Folder and zip alike, in words and as JSON."""
    done = run(dossier, "--key", made.KEY, "--witness", made.WITNESS_KEY, "--trust", root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("holds  ") == len(verify.PARTS)
    packed = made.zipped(files, tmp_path / "example.zip")
    done = run(packed, "--key", made.KEY, "--trust", root, "--json")
    assert (done.returncode, json.loads(done.stdout)["unchecked"]) == (0, [])


def test_what_could_not_be_checked_is_named(dossier):
    """Without the reader's own key and roots it says 3, and which two things it took on the dossier's word."""
    done = run(dossier)
    assert done.returncode == 3
    assert "NOT CHECKED        whose log this is" in done.stdout
    assert "whether the authority of log/timestamps/15-1.tsr is what it says" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("/nowhere",),
        ("{}", "--key", "x"),
        ("{}", "--checkpoint", "{}/README.txt"),
        ("{}", "--trust", "{}/README.txt"),
    ],
)
def test_what_cannot_be_meant_is_told(dossier, arguments):
    """Wrong use is 2, with a line that says why."""
    done = run(*(each.format(dossier) for each in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("verify.py: ")


@given(st.dictionaries(st.text() | st.just("half \ud800") | st.integers(-(2**63), 2**63 - 1), values))
def test_what_is_kept_on_the_disk_is_a_dict(held):
    """With its texts in order: that of their letters, as in memory."""
    made = verify.Kept()
    made.update(held)
    made.update(held)
    assert (dict(made), len(made)) == (held, len(held))
    assert [key for key in made if isinstance(key, str)] == sorted(
        key for key in held if isinstance(key, str)
    )
    assert "nowhere to be found" not in made or "nowhere to be found" in held


def test_a_python_without_a_database_checks_the_same(dossier, monkeypatch):
    """In memory, then."""
    asked = verify.Asked([], [], [], [])
    kept = verify.verify(dossier, asked)
    monkeypatch.setattr(verify, "sqlite3", None)
    assert verify.verify(dossier, asked) == kept


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_name_that_the_terminal_has_no_letters_for_ends_no_check(dossier, encoding):
    """It is written in the letters that there are, and the verdict stands."""
    name = "\u0531\u0580\u0581\u0561\u056d.txt"
    (dossier / "data" / name).write_text("x")
    told = subprocess.run(
        [sys.executable, "-S", str(FILE), str(dossier)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": encoding},
    )
    assert told.returncode == 1 and told.stderr == ""
    assert (
        f"FAULT  bag         data/{name.encode('ascii', 'backslashreplace').decode()}: not listed"
        in told.stdout
    )


def test_a_file_that_cannot_be_read_is_named(dossier, monkeypatch):
    """Whatever else of the dossier could be."""
    opens = Path.open

    def refuses(self, *arguments, **more):
        if self.name == "contents.json":
            raise PermissionError(13, "Permission denied")
        return opens(self, *arguments, **more)

    monkeypatch.setattr(Path, "open", refuses)
    verdict = verify.verify(dossier, verify.Asked([], [], [], []))
    assert verdict.code == 1
    assert ("bag", False, "data/contents.json: it cannot be read (Permission denied)") in verdict.parts


@pytest.mark.django_db
@pytest.mark.parametrize("names", [False, True])
def test_what_the_product_makes_holds(settings, tmp_path, capsys, names):
    """A situation's and an alert's dossier, from a store with a history of acts."""
    settings.TOCSIN_HOME = tmp_path / "home"
    crisis = world()
    [alert] = crisis.alerts.all()
    for about in (making.situation("bridge"), making.alert(alert.identifier)):
        folder = making.make(about, tmp_path / about.title, by="ani", now=at(60), names=names).folder
        key = str(log_keys.verifiers()[0])
        assert verify.main([str(folder), "--key", key]) == 0, capsys.readouterr().out
