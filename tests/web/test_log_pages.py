"""The log's public pages and the auditor's: what others are handed can be checked without us."""

import base64
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import escape

from tests import made
from tests.custody.acting import act, write
from tests.web.site import Site, build
from tocsin.custody import checkpoints, log_keys, tree
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.merkle import extends
from tocsin.custody.models import Entry, KeptCheckpoint, OpenTimestamp, Witness
from tocsin.custody.note import Algorithm, Note, VerifierKey, cosigned, public_bytes, verified
from tocsin.custody.opentimestamps.keeping import digest_of
from tocsin.custody.opentimestamps.proof import Attestation, Proof
from tocsin.custody.proof import LeafProof
from tocsin.guards import release_statements
from tocsin.web.log_pages import key_lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.TOCSIN_HOME = tmp_path


def signed(count: int) -> int:
    """The size of a checkpoint over so many entries more."""
    if log_keys.in_use() is None:
        log_keys.new_key(by="ani", now=made.NOW, name="log.example/log")
    write(*(act(index) for index in range(count)))
    return checkpoints.sign_checkpoint(made.NOW).size


def test_a_log_that_nobody_signed_says_so() -> None:
    """Without a key the page stands, promises nothing, and there is no checkpoint to fetch."""
    page = Client().get("/log/").content.decode()
    assert "No checkpoint was signed yet" in page and "There is no key yet" in page and "None yet" in page
    assert Client().get("/log/checkpoint").status_code == 404
    assert Client().get("/log/consistency?old=1&new=1").status_code == 404


def test_the_checkpoint_served_verifies_by_the_keys_served() -> None:
    """A retired key stays in the list, with when it signed; the note is the newest, with witnesses' lines."""
    signed(3)
    log_keys.rotate(by="ani", now=made.NOW, reason="the yearly change")
    size = signed(2)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    name = "witness.example/w"
    witness = VerifierKey(name, public_bytes(private), Algorithm.COSIGNATURE)
    Witness.objects.create(verifier_key=str(witness), added_at=made.NOW, added_by="ani")
    response = Client().get("/log/checkpoint")
    assert response["Content-Type"].startswith("text/plain") and "max-age=60" in response["Cache-Control"]
    note = Note.read(response.content)
    seen = note.with_signature(cosigned(note.text, name, private, int(made.NOW.timestamp())))
    checkpoints.take_cosignature(seen, made.NOW)
    lines = Client().get("/log/keys").content.decode().splitlines()
    keys = [VerifierKey.read(line) for line in lines if not line.startswith("#")]
    assert len(keys) == 3
    served = Note.read(Client().get("/log/checkpoint").content)
    assert [each.key.name for each in verified(served, keys)] == ["log.example/log", name]
    assert Checkpoint.read(served.text).size == size
    assert name in Client().get("/log/").content.decode()


def test_each_checkpoint_with_an_opentimestamps_proof_has_a_line_and_its_files() -> None:
    """What was promised is told apart from what leads to a block, which nobody here has compared with the chain."""
    assert "OpenTimestamps" not in Client().get("/log/").content.decode()
    sizes = [signed(2), signed(2)]
    for size, said in zip(
        sizes, (Attestation.bitcoin(900_000), Attestation.pending("https://a.example")), strict=True
    ):
        kept = KeptCheckpoint.objects.get(size=size)
        proof = bytes(Proof(digest_of(kept), (said,)))
        OpenTimestamp.objects.create(checkpoint=kept, n=1, proof=proof, kept_at=made.NOW)
    page = Client().get("/log/").content.decode()
    assert page.index("no block yet") < page.index("block 900000") and "we have not checked" in page
    for size in sizes:
        assert f'"/log/opentimestamps/{size}.ots"' in page and f'"/log/checkpoint?size={size}"' in page
        text = Note.read(Client().get(f"/log/checkpoint?size={size}").content).text
        found = Proof.read(Client().get(f"/log/opentimestamps/{size}.ots").content)
        assert found.digest == sha256(text.encode()).digest()
    for missing in (
        "/log/opentimestamps/1.ots",
        f"/log/opentimestamps/{10**30}.ots",
        "/log/checkpoint?size=1",
    ):
        assert Client().get(missing).status_code == 404


def test_witnesses_are_handed_what_shows_that_the_log_goes_on() -> None:
    """For every two sizes up to the newest checkpoint; nothing of what came after it."""
    size = signed(9)
    write(act(99))
    for old in range(1, size + 1):
        response = Client().get(f"/log/consistency?old={old}&new={size}")
        hashes = [base64.b64decode(line) for line in response.content.decode().split()]
        assert extends(old, tree.head(old), size, tree.head(size), hashes)
        assert (response.get("ETag") is not None) == bool(hashes)

    assert Client().get(f"/log/consistency?old=1&new={size + 1}").status_code == 404
    assert Client().get(f"/log/consistency?old={size}&new=1").status_code == 404
    assert Client().get(f"/log/consistency?old=0&new={size}").status_code == 404
    for odd in ("", "old=1", "old=-1&new=2", "old=1&new=1e3", f"old=1&new={'9' * 30}", "old=٣&new=4"):
        assert Client().get(f"/log/consistency?{odd}").status_code == 400, odd


def test_the_lines_on_the_page_check_the_checkpoint_by_openssl_alone(tmp_path: Path) -> None:
    """They run as they are printed, on files as they are served; with one letter changed they do not hold."""
    signed(4)
    page = Client().get("/log/").content.decode()
    [key] = key_lines()
    (tmp_path / "key.pem").write_text(key.pem)
    note = Client().get("/log/checkpoint").content
    lines = shell_lines(page)
    assert lines[0].startswith("curl -so checkpoint ") and key.pem in page
    for served, good in ((note, True), (note.replace(b"\n5\n", b"\n6\n"), False)):
        (tmp_path / "checkpoint").write_bytes(served)
        ran = subprocess.run(
            ["sh", "-ec", "\n".join(lines[1:])], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (ran.returncode == 0) == good, ran.stderr
        assert ("Signature Verified Successfully" in ran.stdout) == good


def shell_lines(page: str) -> list[str]:
    from html import unescape

    begin = page.index("curl -so checkpoint")
    return [line for line in unescape(page[begin : page.index("</pre>", begin)]).splitlines() if line]


def test_the_auditor_finds_the_entries_of_an_item_and_their_proof() -> None:
    """What is downloaded is what `tocsin custody check` takes; what no checkpoint covers has no proof yet."""
    site: Site = build()
    size = site.checkpoint.size
    client = site.client("auditor")
    first = Entry.objects.get(leaf__position=0)
    page = client.get("/desk/log/", {"item": first.item}).content.decode()
    assert first.action in page and "/desk/log/0.proof" in page and "alert:" not in page
    position = 0
    entry = client.get(f"/desk/log/{position}.entry.json")
    proof = LeafProof.read(client.get(f"/desk/log/{position}.proof").content)
    assert entry["Content-Disposition"] == 'attachment; filename="0.entry.json"'
    assert proof.holds(entry.content) and Checkpoint.read(proof.checkpoint.text).size == size
    assert client.get(f"/desk/log/{size}.proof").status_code == 404
    write(act(1))
    assert client.get(f"/desk/log/{size}.proof").status_code == 404
    assert client.get(f"/desk/log/{size}.entry.json").status_code == 200
    assert "never: run" in page
    assert client.get("/desk/log/?before=x").status_code == 400
    hostile = '"><script>'
    assert escape(hostile) in client.get("/desk/log/", {"item": hostile}).content.decode()


def test_a_long_log_is_shown_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each entry stands on one page, the newest first, and a page asks for no more with more entries."""
    monkeypatch.setattr("tocsin.web.desk_log.PAGE_ENTRIES", 5)
    site: Site = build()
    client = site.client("auditor")
    write(*(act(index, item="report:900") for index in range(12)))
    shown, address = list[str](), "/desk/log/?item=report:900"
    while address:
        response = client.get(address)
        shown += [str(entry.pk) for entry in response.context["entries"]]
        older = response.context["older"]
        address = f"/desk/log/?item=report:900&before={older}" if older else ""
    assert len(shown) == len(set(shown)) == 12 and shown == sorted(shown, key=int, reverse=True)


@pytest.mark.parametrize("column", ["note", "head"])
def test_a_checkpoint_that_is_no_longer_what_was_signed_is_not_handed_out(column: str) -> None:
    """Page and text say so, with what to do; nothing of it is shown, and nobody keeps the answer."""
    size = signed(3)
    kept = checkpoints.latest()
    assert kept is not None
    wrong = {"note": kept.note.replace(f"\n{size}\n", f"\n{size + 1}\n"), "head": b"\0" * 32}
    with connection.cursor() as cursor:
        for statement in release_statements(["custody_keptcheckpoint_frozen"], connection.vendor):
            cursor.execute(statement)
    KeptCheckpoint.objects.update(**{column: wrong[column]})
    for page in ("/log/", "/log/checkpoint"):
        response = Client().get(page)
        said = response.content.decode()
        assert response.status_code == 503 and response["Cache-Control"] == "no-store", page
        assert f"over {size} entries, is not as it was signed" in said and "tocsin custody verify" in said
        assert wrong["note"] not in said and "BEGIN PUBLIC KEY" not in said
    KeptCheckpoint.objects.update(note="")
    assert Client().get("/log/checkpoint").status_code == 503
    assert Client().get("/log/keys").status_code == 200
