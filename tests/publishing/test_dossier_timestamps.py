"""Timestamps go into a dossier, and whoever checks it without us finds them good."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.custody.stamping import authority, needs_openssl
from tests.publishing.dossier_world import at, world
from tocsin import custody
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.timestamps import stamp, stamp_due, tokens_for
from tocsin.custody.timestamps.authorities import Authority
from tocsin.custody.timestamps.local import LocalAuthority
from tocsin.custody.timestamps.roots import as_pem
from tocsin.errors import FetchFailed
from tocsin.publishing import dossier
from tocsin.publishing.dossier import verify
from tocsin.publishing.dossier.stamping import stamper

pytestmark = [pytest.mark.django_db, needs_openssl]
BEGIN, END = datetime(2023, 1, 1, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC)


def known(settings, folder: Path, **by: LocalAuthority):
    """These authorities stand in the settings; how they are asked at a time."""
    settings.TOCSIN_HOME = folder / "home"
    parts = []
    for name, each in by.items():
        (folder / f"{name}.pem").write_text(as_pem([each.root]))
        parts.append(f"https://{name}.example/tsr|{name}|{folder / name}.pem")
    settings.TOCSIN_TIMESTAMP_AUTHORITIES = ",".join(parts)

    def asked(moment: datetime):
        def ask(one: Authority, request: bytes) -> bytes:
            return by[one.name].answer(request, moment)

        return ask

    return asked


def checked(folder: Path, *trust: Path) -> tuple[int, str]:
    """Exit code and words of the file that came with the dossier."""
    options = [part for each in trust for part in ("--trust", str(each))]
    lines = (folder / "log/keys.txt").read_text().splitlines()
    key = next(line for line in lines if not line.startswith("#"))
    done = subprocess.run(
        [sys.executable, "-I", verify.__file__, str(folder), "--key", key, *options],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_timestamp_in_a_dossier_is_good_to_whoever_trusts_its_root(settings, tmp_path):
    """Without the root it is named as not checked. Our own authority's is left out where there are others."""
    one = authority(begin=BEGIN, end=END, root_end=END)
    asked = known(settings, tmp_path, one=one)
    world()
    stamp(now=at(30), by="ani", how=asked(at(30)))
    stamp(now=at(31), by="ani", authority="local")
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    code, said = checked(made.folder, tmp_path / "one.pem")
    assert code == 0, said
    assert "by one (independent, signature holds)" in said and "local" not in said
    code, said = checked(made.folder)
    assert code == 3 and "its root is none of --trust" in said


def test_the_local_authority_s_word_is_told_to_be_our_own(settings, tmp_path):
    """It goes along where there is no other, and nobody can take it for one."""
    known(settings, tmp_path)
    world()
    stamp(now=at(30), by="ani", authority="local")
    made = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    code, said = checked(made.folder)
    assert code == 0 and "by local (NOT independent" in said, said
    told = json.loads(next((made.folder / "log/timestamps").glob("*-1.json")).read_text())
    assert told["authority"] == "local" and told["independent"] is False


def test_renewals_go_along_with_what_they_renew(settings, tmp_path):
    """The old timestamp runs out in months; the newer one names it, and what it is over, by their hashes."""
    soon = datetime(2024, 3, 1, tzinfo=UTC)
    asked = known(
        settings,
        tmp_path,
        old=authority(begin=BEGIN, end=soon, root_end=END, organisation="Old stamps"),
        new=authority(begin=BEGIN, end=END, root_end=END, organisation="New stamps"),
    )
    world()
    custody.number()
    made = stamp_due(now=at(30), how=asked(at(30)))
    assert [each.authority for each in made] == ["old", "new", "new"] and made[-1].timestamp.renewal
    done = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60))
    trust = [tmp_path / "old.pem", tmp_path / "new.pem"]
    code, said = checked(done.folder, *trust)
    assert code == 0 and said.count("signature holds") == 3 and "of older ones" in said, said
    [text] = (done.folder / "log/timestamps").glob("*-renewal.txt")
    renewed = text.read_bytes()
    whole = {f"log/timestamps/{path.name}": path.read_bytes() for path in text.parent.iterdir()}
    name = f"log/timestamps/{text.name}"
    older = next(path for path in whole if f"{path[15:-4].replace('-', ' ')} ".encode() in renewed)
    point = Checkpoint.read(tokens_for(made[0].timestamp.checkpoint)[0].message.decode())
    verify._check_renewed(Held(whole, point), name, renewed)
    for wrong in (
        {**whole, older: whole[older] + b"x"},
        {**whole, f"{older[:-4]}-renewal.txt": b"another text"},
    ):
        with pytest.raises(verify.Fault, match="renewed"):
            verify._check_renewed(Held(wrong, point), name, renewed)
    for text_of_none in (b"", renewed[:-1], renewed + b"x\n", renewed.split(b"\n")[0] + b"\n"):
        with pytest.raises(verify.Fault, match="no text of a renewal"):
            verify._check_renewed(Held(whole, point), name, text_of_none)


def test_the_checkpoint_of_a_dossier_is_stamped_while_it_is_made(settings, tmp_path):
    """Also where the making took longer than clocks may differ; an authority that is down is named, and holds up nothing."""
    one = authority(begin=BEGIN, end=END, root_end=END)
    asked = known(settings, tmp_path, one=one, down=one)

    def how(by: Authority, request: bytes) -> bytes:
        if by.name == "down":
            raise FetchFailed("no answer", "it is asked again later")
        return asked(at(90))(by, request)

    world(alert=False)
    stamps = stamper(by="ani", clock=lambda: at(90), how=how)
    chosen = dossier.situation("bridge")
    made = dossier.make(chosen, tmp_path / "out", by="ani", now=at(60), stamper=stamps)
    assert made.stamped_by == ("one",) and list(made.not_stamped) == ["down"]
    assert (made.folder / f"log/timestamps/{made.size}-1.tsr").is_file()
    code, said = checked(made.folder, tmp_path / "one.pem")
    assert code == 0 and f"{made.size} entries at 2023-09-30 13:30:00 UTC by one (independent" in said, said
    settings.TOCSIN_TIMESTAMP_AUTHORITIES = ""
    assert stamper(by="ani", clock=lambda: at(90)) is None


class Held:
    """A dossier as far as its timestamps go: files, and one earlier checkpoint."""

    def __init__(self, files: dict[str, bytes], earlier: Checkpoint) -> None:
        self.files, self.sizes = files, files
        self.history = {earlier.size: SimpleNamespace(text=str(earlier))}

    def read(self, path: str) -> bytes:
        return self.files[path]

    def point(self) -> SimpleNamespace:
        return SimpleNamespace(size=-1)
